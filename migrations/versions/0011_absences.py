"""Absences with appointments in them: what each became, and what the replacement holds.

Revision ID: 0011
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0011", "0017"
branch_labels = depends_on = None

REASONS = ("leave", "training", "illness", "other")
STATES = (
    "to_replace",
    "in_dispatch",
    "to_call",
    "placed",
    "told",
    "cancelled_by_person",
    "kept",
    "closed",
)


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Two tables, and what an opening says of the absence in which it was inherited."""
    allow_words(
        op,
        "notifications",
        "ck_notifications_notificationkind",
        "people_to_call",
        "replacement_named",
    )
    allow_words(op, "timeline_events", "ck_timeline_events_timelinekind", "moved_by_absence", "absence_ended")
    op.create_table(
        "absences",
        _id("id"),
        _id("community_id"),
        _id("professional_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("during", TSTZRANGE(), nullable=False),
        sa.Column("reason", _words("closurereason", REASONS), nullable=False),
        _id("closure_id", nullable=True),
        _id("replacement_id", nullable=True),
        _at("replacement_withdrew_at", nullable=True),
        sa.Column("openings_inherited", sa.Integer(), nullable=False),
        sa.Column("openings_left", sa.Integer(), nullable=False),
        _at("created_at"),
        _at("ended_at", nullable=True),
        sa.CheckConstraint("NOT isempty(during)", name=op.f("ck_absences_during_not_empty")),
        sa.CheckConstraint("replacement_id <> professional_id", name=op.f("ck_absences_replaced_by_another")),
        ExcludeConstraint(
            (sa.column("professional_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("ended_at IS NULL"),
            using="gist",
            name="ex_absences_one_at_a_time",
        ),
        _refers("absences", "community_id", "communities"),
        _refers("absences", "professional_id", "professionals"),
        _refers("absences", "closure_id", "closures"),
        _refers("absences", "replacement_id", "professionals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_community_id", "absences", ["community_id"])
    op.create_index("ix_absences_replacement_id", "absences", ["replacement_id"])
    op.create_table(
        "displaced_appointments",
        _id("id"),
        _id("community_id"),
        _id("absence_id"),
        _id("appointment_id"),
        _id("new_appointment_id", nullable=True),
        _id("subject_id", nullable=True),
        sa.Column("state", _words("displacedstate", STATES), nullable=False),
        _at("starts_at"),
        sa.Column("tried", JSONB(), nullable=False),
        _at("created_at"),
        _at("state_changed_at"),
        _at("announced_at", nullable=True),
        _refers("displaced_appointments", "community_id", "communities"),
        _refers("displaced_appointments", "absence_id", "absences"),
        _refers("displaced_appointments", "appointment_id", "appointments"),
        _refers("displaced_appointments", "new_appointment_id", "appointments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_displaced_appointments")),
        sa.UniqueConstraint(
            "absence_id",
            "appointment_id",
            name=op.f("uq_displaced_appointments_absence_id_appointment_id"),
        ),
    )
    for column in ("appointment_id", "new_appointment_id", "subject_id"):
        op.create_index(op.f(f"ix_displaced_appointments_{column}"), "displaced_appointments", [column])
    op.create_index(
        "ix_displaced_appointments_to_replace",
        "displaced_appointments",
        ["community_id", "starts_at"],
        postgresql_where=sa.text("state = 'to_replace'"),
    )
    enable_rls(op, "displaced_appointments")
    op.add_column("openings", _id("absence_id", nullable=True))
    op.add_column("openings", sa.Column("replaces_name", sa.String(), nullable=True))
    op.create_foreign_key(op.f("fk_openings_absence_id"), "openings", "absences", ["absence_id"], ["id"])
    op.create_index(
        "ix_openings_absence_id",
        "openings",
        ["absence_id"],
        postgresql_where=sa.text("absence_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them. The words of messages and of timelines stay allowed: there may be some."""
    op.drop_constraint(op.f("fk_openings_absence_id"), "openings", type_="foreignkey")
    op.drop_index("ix_openings_absence_id", "openings")
    op.drop_column("openings", "replaces_name")
    op.drop_column("openings", "absence_id")
    op.drop_table("displaced_appointments")
    op.drop_table("absences")
