"""Searches for an attending doctor, what volunteers can take, and the words that they bring to all requests.

Revision ID: 0041
Revises: 0040
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0041", "0040"
branch_labels = depends_on = None

_KIND = ("attending_doctor",)
_ADDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("case_counters", "ck_case_counters_casekind", _KIND),
    ("cases", "ck_cases_casekind", _KIND),
    ("dispatches", "ck_dispatches_casekind", _KIND),
    ("offers", "ck_offers_offerreason", ("in_turn",)),
    ("offers", "ck_offers_waveaudience", ("in_turn",)),
    ("offers", "ck_offers_declinereason", ("patient_list_full", "sector", "home_visits_impossible")),
    (
        "timeline_events",
        "ck_timeline_events_timelinekind",
        (
            "request_qualified",
            "contact_reached",
            "contact_missed",
            "cpam_proposed",
            "handed_to_cpam",
            "still_looking_asked",
            "still_looking",
            "first_appointment_set",
            "attending_doctor_declared",
            "opposed",
        ),
    ),
    ("notifications", "ck_notifications_notificationkind", ("attending_doctor_delay",)),
)
_STATES = (
    "submitted",
    "to_complete",
    "duplicate",
    "outside_territory",
    "waiting",
    "proposed",
    "handed_back",
    "cpam_asked",
    "doctor_accepted",
    "first_appointment",
    "declared",
    "doctor_found",
    "found_elsewhere",
    "request_withdrawn",
    "opposition",
    "unreachable",
    "deceased",
    "moved_away",
    "no_longer_looking",
)
_SOURCES = (
    "person",
    "carer",
    "professional",
    "pharmacist",
    "ward",
    "support_service",
    "town_hall",
    "health_insurance",
    "coordination",
)
_ABSENCES = ("doctor_retired", "doctor_retires", "moved", "doctor_refused", "never_had", "other")
_FLAGS = ("long_term_illness", "home_visit", "wheelchair", "social_cover", "pregnancy", "disability")
"""Questions that may stay unanswered."""
_TABLE, _CAPACITIES = "attending_doctor_requests", "attending_doctor_capacities"


def _words(name: str, words: tuple[str, ...], *, key: str) -> sa.Column[Any]:
    kind = sa.Enum(*words, name=key, native_enum=False, create_constraint=True, length=60)
    return sa.Column(name, kind, nullable=False)


def _at(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _days(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=True)


def upgrade() -> None:
    """Two tables and some words; nothing is changed of what is there."""
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, *words)
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        _words("state", _STATES, key="attendingdoctorstate"),
        sa.Column("searching", sa.Boolean(), nullable=False),
        _words("source", _SOURCES, key="attendingdoctorsource"),
        _at("waiting_since", nullable=False),
        _whole("score"),
        _words("level", ("high", "medium", "ordinary"), key="attendingdoctorlevel"),
        _whole("scored_rules_version"),
        _at("scored_at", nullable=False),
        sa.Column("rescore_on", sa.Date(), nullable=False),
        _whole("age_step"),
        _whole("birth_year"),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in _FLAGS),
        _days("discharged_on"),
        _words("absence_reason", _ABSENCES, key="attendingdoctorabsence"),
        _days("retires_on"),
        sa.Column("former_doctor_sealed", sa.LargeBinary(), nullable=True),
        _whole("household_without_doctor", nullable=True),
        sa.Column("interpreter", sa.String(), nullable=True),
        _at("informed_at"),
        sa.Column("missing", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("missed_on", sa.ARRAY(sa.Date()), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=True),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        _days("first_appointment_on"),
        _at("declared_at"),
        _at("cpam_proposed_at"),
        _at("renewed_at", nullable=False),
        _at("still_looking_asked_at"),
        _at("next_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f(f"fk_{_TABLE}_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f(f"fk_{_TABLE}_community_id")),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"], name=op.f(f"fk_{_TABLE}_dispatch_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["cases.id"], name=op.f(f"fk_{_TABLE}_duplicate_of_id")),
    )
    order = ["community_id", sa.text("score DESC"), "waiting_since", "birth_year", "id"]
    op.create_index(f"ix_{_TABLE}_priority", _TABLE, order, postgresql_where=sa.text("searching"))
    for name, column, where in (
        ("rescore", "rescore_on", "searching"),
        ("rules", "scored_rules_version", "searching"),
        ("next_at", "next_at", "next_at IS NOT NULL"),
    ):
        op.create_index(
            f"ix_{_TABLE}_{name}", _TABLE, ["community_id", column], postgresql_where=sa.text(where)
        )
    enable_rls(op, _TABLE)
    op.create_table(
        _CAPACITIES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        _whole("version"),
        _whole("quota"),
        _whole("later_quota", nullable=True),
        sa.Column("later_month", sa.String(), nullable=True),
        sa.Column("home_visits", sa.Boolean(), nullable=False),
        sa.Column("sectors", sa.ARRAY(sa.Text()), nullable=False),
        _days("pause_from"),
        _days("pause_to"),
        _whole("in_six_months", nullable=True),
        _at("declared_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_CAPACITIES}")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f(f"fk_{_CAPACITIES}_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f(f"fk_{_CAPACITIES}_professional_id")
        ),
        sa.UniqueConstraint(
            "community_id", "professional_id", name=op.f(f"uq_{_CAPACITIES}_community_id_professional_id")
        ),
    )


def downgrade() -> None:
    """Take them back: the tables, then the requests of this kind, then the words."""
    op.drop_table(_CAPACITIES)
    op.drop_table(_TABLE)
    connection = op.get_bind()
    cases = sa.table("cases", sa.column("id"), sa.column("kind"))
    mine = sa.select(cases.c.id).where(cases.c.kind == "attending_doctor")
    messages = sa.table("notifications", sa.column("id"), sa.column("case_id"))
    sent = sa.table("deliveries", sa.column("notification_id"))
    about = sa.select(messages.c.id).where(messages.c.case_id.in_(mine))
    connection.execute(sa.delete(sent).where(sent.c.notification_id.in_(about)))
    for name in ("notifications", "offers", "dispatches", "timeline_events", "case_followers"):
        table = sa.table(name, sa.column("case_id"))
        connection.execute(sa.delete(table).where(table.c.case_id.in_(mine)))
    op.execute("DELETE FROM cases WHERE kind = 'attending_doctor'")
    op.execute("DELETE FROM case_counters WHERE kind = 'attending_doctor'")
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, no_more=words)
