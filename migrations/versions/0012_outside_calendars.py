"""Agendas kept elsewhere: where busy time is read, what was read, and the feed that others read.

Revision ID: 0012
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0012", "0008"
branch_labels = depends_on = None

KINDS = ("ics_file", "ics_url", "caldav")
ERRORS = (
    "address_refused",
    "unreachable",
    "too_slow",
    "too_large",
    "sign_in_refused",
    "vanished",
    "answered_error",
    "not_a_calendar",
    "too_complex",
)


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _whose(table: str) -> list[sa.schema.SchemaItem]:
    """The columns that say whose it is, and their keys."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f(f"fk_{table}_community_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f(f"fk_{table}_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    """One more kind of message, and three tables. Addresses and passwords are sealed, under row-level
    security."""
    allow_words(op, "notifications", "ck_notifications_notificationkind", "outside_calendar_lost")
    op.create_table(
        "outside_calendars",
        *_whose("outside_calendars"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", _words("outsidecalendarkind", KINDS), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("url_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("user_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("password_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("all_day_busy", sa.Boolean(), nullable=False),
        _at("created_at", nullable=False),
        _at("next_fetch_at"),
        _at("last_attempt_at"),
        _at("last_success_at"),
        sa.Column("last_error", _words("outsidecalendarerror", ERRORS), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        _at("told_at"),
        _at("read_until"),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("unread_events", sa.Integer(), nullable=False),
    )
    op.create_index("ix_outside_calendars_professional_id", "outside_calendars", ["professional_id"])
    op.create_index(
        "ix_outside_calendars_next_fetch_at",
        "outside_calendars",
        ["community_id", "next_fetch_at"],
        postgresql_where=sa.text("next_fetch_at IS NOT NULL"),
    )
    enable_rls(op, "outside_calendars")
    op.create_table(
        "outside_busy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.CheckConstraint("NOT isempty(during)", name=op.f("ck_outside_busy_during_not_empty")),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["outside_calendars.id"],
            ondelete="CASCADE",
            name=op.f("fk_outside_busy_calendar_id"),
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_outside_busy_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_busy")),
    )
    op.create_index(op.f("ix_outside_busy_calendar_id"), "outside_busy", ["calendar_id"])
    op.create_index(
        "ix_outside_busy_professional_id_during",
        "outside_busy",
        ["professional_id", "during"],
        postgresql_using="gist",
    )
    op.create_table(
        "calendar_feeds",
        *_whose("calendar_feeds"),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("with_openings", sa.Boolean(), nullable=False),
        _at("created_at", nullable=False),
        _at("last_read_at"),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feeds_secret_hash")),
        sa.UniqueConstraint(
            "professional_id", "community_id", name=op.f("uq_calendar_feeds_professional_id_community_id")
        ),
    )


def downgrade() -> None:
    """Drop them. The kind of message stays allowed: there may be some."""
    op.drop_table("calendar_feeds")
    op.drop_table("outside_busy")
    op.drop_table("outside_calendars")
