"""Requests for an opinion, groups, templates, and the words that they bring to all requests; decision 0039.

Revision ID: 0043
Revises: 0042
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0043", "0042"
branch_labels = depends_on = None

_KIND = ("second_opinion",)
_TIMELINE = (
    "opinion_given",
    "opinion_detail_asked",
    "opinion_detail_given",
    "opinion_time_given",
    "opinion_sent_on",
    "opinion_read",
    "opinion_overdue",
    "opinion_closed",
)
_MESSAGES = ("opinion_given", "opinion_detail_asked", "opinion_detail_given", "opinion_overdue")
_ADDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("case_counters", "ck_case_counters_casekind", _KIND),
    ("cases", "ck_cases_casekind", _KIND),
    ("dispatches", "ck_dispatches_casekind", _KIND),
    ("appointments", "ck_appointments_appointmentorigin", _KIND),
    ("cases", "ck_cases_clockkind", ("opinion", "reading")),
    ("offers", "ck_offers_offerreason", ("named_colleague", "opinion_group")),
    ("timeline_events", "ck_timeline_events_timelinekind", _TIMELINE),
    ("notifications", "ck_notifications_notificationkind", _MESSAGES),
)
_STATES = (
    "opinion_filed",
    "colleague_asked",
    "group_asked",
    "specialty_asked",
    "opinion_unanswered",
    "opinion_taken",
    "detail_asked",
    "opinion_given",
    "opinion_appointment",
    "opinion_closed",
    "opinion_cancelled",
    "opinion_closed_elsewhere",
)
_TABLE = "second_opinion_requests"


def _words(name: str, words: tuple[str, ...], *, key: str, nullable: bool = False) -> sa.Column[Any]:
    """A column held to these words."""
    kind = sa.Enum(*words, name=key, native_enum=False, create_constraint=True, length=60)
    return sa.Column(name, kind, nullable=nullable)


def _at(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Three tables, some words, and on each case the attending doctor who was told of its answer."""
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, *words)
    op.add_column("cases", sa.Column("attending_professional_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_cases_attending_professional_id"),
        "cases",
        "professionals",
        ["attending_professional_id"],
        ["id"],
    )
    op.create_index(
        "ix_cases_attending_professional_id",
        "cases",
        ["attending_professional_id"],
        postgresql_where=sa.text("attending_professional_id IS NOT NULL"),
    )
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        _words("state", _STATES, key="secondopinionstate"),
        sa.Column("specialty_code", sa.String(), nullable=False),
        _words("urgency", ("same_day", "few_days", "few_weeks"), key="opinionurgency"),
        sa.Column("colleague_id", sa.Uuid(), nullable=True),
        sa.Column("group_name", sa.String(), nullable=True),
        sa.Column("group_member_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("texts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        _at("answered_at"),
        _at("informed_at", nullable=False),
        _words("attending_doctor_status", ("known", "none", "unknown"), key="attendingdoctorstatus"),
        sa.Column("passed_on", sa.Boolean(), nullable=False),
        _at("read_at"),
        sa.Column("dispatch_id", sa.Uuid(), nullable=True),
        _words(
            "solution",
            ("hospital", "outside_territory", "teleexpertise", "given_back", "other"),
            key="opinionsolution",
            nullable=True,
        ),
        _words(
            "cancellation_reason",
            ("not_needed", "answered_elsewhere", "worsened", "mistake", "other"),
            key="opinioncancellationreason",
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f(f"fk_{_TABLE}_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f(f"fk_{_TABLE}_community_id")),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["professionals.id"], name=op.f(f"fk_{_TABLE}_colleague_id")
        ),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"], name=op.f(f"fk_{_TABLE}_dispatch_id")),
    )
    op.create_index(op.f(f"ix_{_TABLE}_community_id"), _TABLE, ["community_id"])
    enable_rls(op, _TABLE)
    op.create_table(
        "opinion_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("specialty_code", sa.String(), nullable=False),
        sa.Column("member_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        _at("created_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_groups")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_opinion_groups_community_id")
        ),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_opinion_groups_community_id_name")),
    )
    enable_rls(op, "opinion_groups")
    op.create_table(
        "opinion_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("specialty_code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("questions", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_templates")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_opinion_templates_community_id")
        ),
        sa.UniqueConstraint(
            "community_id", "specialty_code", name=op.f("uq_opinion_templates_community_id_specialty_code")
        ),
    )


def downgrade() -> None:
    """Take them back: the tables, then the requests of this kind with what is about them, then the words."""
    op.drop_table("opinion_templates")
    op.drop_table("opinion_groups")
    op.drop_table(_TABLE)
    connection = op.get_bind()
    cases = sa.table("cases", sa.column("id"), sa.column("kind"))
    mine = sa.select(cases.c.id).where(cases.c.kind == "second_opinion")
    messages = sa.table("notifications", sa.column("id"), sa.column("case_id"))
    sent = sa.table("deliveries", sa.column("notification_id"))
    about = sa.select(messages.c.id).where(messages.c.case_id.in_(mine))
    connection.execute(sa.delete(sent).where(sent.c.notification_id.in_(about)))
    for name in ("notifications", "offers", "dispatches", "timeline_events", "case_followers"):
        table = sa.table(name, sa.column("case_id"))
        connection.execute(sa.delete(table).where(table.c.case_id.in_(mine)))
    op.execute("DELETE FROM cases WHERE kind = 'second_opinion'")
    op.execute("DELETE FROM case_counters WHERE kind = 'second_opinion'")
    op.execute("UPDATE appointments SET origin = 'direct' WHERE origin = 'second_opinion'")
    op.drop_index("ix_cases_attending_professional_id", "cases")
    op.drop_column("cases", "attending_professional_id")
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, no_more=words)
