"""Appointments that move, earlier times for who waits, reminders, people who did not come.

Revision ID: 0018
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0018", "0010"
branch_labels = depends_on = None

_MESSAGES = ("appointment_moved", "appointment_reminder", "day_ahead", "earlier_time", "no_show_to_follow")
_LINES = ("appointment_moved", "earlier_wanted", "earlier_proposed")
_MESSAGE = "ck_notifications_notificationkind"
_LINE = "ck_timeline_events_timelinekind"


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _refers(table: str, **columns: str) -> list[sa.schema.SchemaItem]:
    """The primary key, and the keys to other tables."""
    keys = {"community_id": "communities", **columns}
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, other in keys.items()
        ),
    ]


def upgrade() -> None:
    """Three tables under row-level security, and the fact that a reminder was written."""
    allow_words(op, "notifications", _MESSAGE, *_MESSAGES)
    allow_words(op, "timeline_events", _LINE, *_LINES)
    op.add_column(
        "appointments",
        sa.Column("confirm_by_phone", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("appointments", "confirm_by_phone", server_default=None)
    _waiting_list()
    op.create_table(
        "reminders",
        _id("id"),
        _id("community_id"),
        _id("about_id"),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _at("written_at"),
        *_refers("reminders"),
        sa.UniqueConstraint(
            "community_id",
            "about_id",
            "step",
            "on_day",
            name=op.f("uq_reminders_community_id_about_id_step_on_day"),
        ),
    )
    enable_rls(op, "reminders")
    op.create_table(
        "no_show_follow_ups",
        _id("id"),
        _id("community_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", _words("noshowfollowupstate", "open", "done"), nullable=False),
        _id("appointment_id"),
        sa.Column("asked_by_kind", sa.String(), nullable=False),
        _id("asked_by_id"),
        _id("asked_by_organisation_id", nullable=True),
        sa.Column("no_shows", sa.Integer(), nullable=False),
        sa.Column("confirm_by_phone", sa.Boolean(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column(
            "last_outcome", _words("noshowcalloutcome", "rebooked", "reached", "not_reached"), nullable=True
        ),
        _at("last_call_at", nullable=True),
        sa.Column("last_call_by_name", sa.String(), nullable=True),
        _at("created_at"),
        _at("closed_at", nullable=True),
        *_refers("no_show_follow_ups", appointment_id="appointments"),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_no_show_follow_ups_appointment_id")),
    )
    op.create_index(
        "ix_no_show_follow_ups_community_id_state",
        "no_show_follow_ups",
        ["community_id", "state", "created_at"],
    )
    enable_rls(op, "no_show_follow_ups")


def _waiting_list() -> None:
    op.create_table(
        "waiting_entries",
        _id("id"),
        _id("community_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _words("waitingstate", "waiting", "proposed", "served", "withdrawn", "over"),
            nullable=False,
        ),
        sa.Column("scope", _words("waitingscope", "same_professional", "anyone"), nullable=False),
        _id("appointment_id"),
        sa.Column("audiences", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("asked_by_kind", sa.String(), nullable=False),
        _id("asked_by_id"),
        _id("asked_by_organisation_id", nullable=True),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column("proposals_made", sa.Integer(), nullable=False),
        _at("last_proposed_at", nullable=True),
        _at("created_at"),
        _at("ended_at", nullable=True),
        *_refers("waiting_entries", appointment_id="appointments"),
    )
    still = {"postgresql_where": sa.text("ended_at IS NULL")}
    op.create_index(
        "uq_waiting_entries_appointment_id_open", "waiting_entries", ["appointment_id"], unique=True, **still
    )
    op.create_index(
        "ix_waiting_entries_community_id_open", "waiting_entries", ["community_id", "created_at"], **still
    )
    enable_rls(op, "waiting_entries")
    op.create_table(
        "waiting_proposals",
        _id("id"),
        _id("community_id"),
        _id("entry_id"),
        sa.Column(
            "state",
            _words("waitingproposalstate", "open", "accepted", "declined", "lapsed", "withdrawn"),
            nullable=False,
        ),
        _id("professional_id"),
        _id("practice_id"),
        _id("opening_id"),
        _id("claim_id"),
        _at("starts_at"),
        _at("ends_at"),
        _at("made_at"),
        _at("answer_before"),
        _at("answered_at", nullable=True),
        *_refers(
            "waiting_proposals",
            entry_id="waiting_entries",
            professional_id="professionals",
            practice_id="practices",
            opening_id="openings",
        ),
    )
    unanswered = {"postgresql_where": sa.text("state = 'open'")}
    op.create_index(
        "uq_waiting_proposals_entry_id_open", "waiting_proposals", ["entry_id"], unique=True, **unanswered
    )
    op.create_index("ix_waiting_proposals_entry_id", "waiting_proposals", ["entry_id"])
    op.create_index(
        "ix_waiting_proposals_answer_before",
        "waiting_proposals",
        ["community_id", "answer_before"],
        **unanswered,
    )
    enable_rls(op, "waiting_proposals")


def downgrade() -> None:
    """The tables of before have no word for the new messages and lines: these go."""
    said = sa.bindparam("words", _MESSAGES, expanding=True)
    op.execute(
        sa.text(
            "DELETE FROM deliveries USING notifications "
            "WHERE notification_id = notifications.id AND notifications.kind IN :words"
        ).bindparams(said)
    )
    op.execute(sa.text("DELETE FROM notifications WHERE kind IN :words").bindparams(said))
    allow_words(op, "notifications", _MESSAGE, no_more=_MESSAGES)
    written = sa.bindparam("words", _LINES, expanding=True)
    op.execute(sa.text("DELETE FROM timeline_events WHERE kind IN :words").bindparams(written))
    allow_words(op, "timeline_events", _LINE, no_more=_LINES)
    for table in ("no_show_follow_ups", "reminders", "waiting_proposals", "waiting_entries"):
        op.drop_table(table)
    op.drop_column("appointments", "confirm_by_phone")
