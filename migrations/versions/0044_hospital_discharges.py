"""Discharges from hospital, cases that are parts of a case, and the words that they bring to all requests.

Revision ID: 0044
Revises: 0043
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0044", "0043"
branch_labels = depends_on = None

_KIND = ("hospital_discharge",)
_ADDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("case_counters", "ck_case_counters_casekind", _KIND),
    ("cases", "ck_cases_casekind", _KIND),
    ("dispatches", "ck_dispatches_casekind", _KIND),
    ("cases", "ck_cases_clockkind", ("departure", "home_check")),
    (
        "timeline_events",
        "ck_timeline_events_timelinekind",
        (
            "discharge_postponed",
            "date_kept",
            "hospital_confirmed",
            "went_home",
            "home_check_due",
            "home_in_place",
            "home_problem",
            "handed_to_dac",
            "handed_to_prado",
            "hospital_call_due",
            "hospital_called",
            "line_settled",
            "line_dropped",
            "deceased",
        ),
    ),
    (
        "notifications",
        "ck_notifications_notificationkind",
        ("discharge_postponed", "discharge_confirmed", "hospital_call_due", "home_check_due"),
    ),
)
_STATES = (
    "to_complete",
    "searching",
    "partly_found",
    "all_found",
    "hospital_confirmed",
    "postponed",
    "went_home",
    "followed_up",
    "settled_at_home",
    "discharge_cancelled",
    "deceased",
    "handed_to_dac",
    "handed_to_prado",
)
_LINE_STATES = (
    "line_waiting",
    "line_searching",
    "line_by_phone",
    "line_nobody_found",
    "line_found",
    "line_to_reconfirm",
    "line_settled",
    "line_dropped",
)
_NEEDS = (
    "nurse",
    "physiotherapist",
    "doctor_visit",
    "pharmacist",
    "equipment",
    "oxygen",
    "home_help",
    "attending_doctor",
)
_FREQUENCIES = ("once", "weekly", "several_a_week", "daily", "twice_daily", "three_times_daily")
_REASONS = (
    "stays_in_hospital",
    "transferred",
    "found_elsewhere",
    "refused_by_person",
    "deceased",
    "mistake",
)
_TABLE, _LINES = "hospital_discharge_requests", "discharge_lines"


def _words(name: str, words: tuple[str, ...], *, key: str, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Enum(*words, name=key, native_enum=False, create_constraint=True, length=60)
    return sa.Column(name, kind, nullable=nullable)


def _at(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Two tables, a column that says of which case one is a part, and some words."""
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, *words)
    op.add_column("cases", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_cases_parent_id"), "cases", "cases", ["parent_id"], ["id"])
    op.create_index(
        "ix_cases_parent_id", "cases", ["parent_id"], postgresql_where=sa.text("parent_id IS NOT NULL")
    )
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        _words("state", _STATES, key="hospitaldischargestate"),
        sa.Column("planned_on", sa.Date(), nullable=False),
        _at("departure_at", nullable=False),
        sa.Column("postponed_from", sa.Date(), nullable=True),
        sa.Column("caller_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("informed", sa.Boolean(), nullable=False),
        sa.Column("prescription_signed", sa.Boolean(), nullable=False),
        sa.Column("prescription_from", sa.Date(), nullable=True),
        sa.Column("prescription_until", sa.Date(), nullable=True),
        sa.Column("liaison_letter_sent", sa.Boolean(), nullable=False),
        _words("attending_doctor_status", ("known", "none", "unknown"), key="attendingdoctorstatus"),
        sa.Column("lives_alone", sa.Boolean(), nullable=True),
        _words("autonomy", ("independent", "helped", "dependent", "unknown"), key="dischargeautonomy"),
        sa.Column("fragilities_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("prado_proposed", sa.Boolean(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_flagged", sa.Boolean(), nullable=False),
        *(
            _at(name)
            for name in (
                "alarm_at",
                "readiness_told_at",
                "call_told_at",
                "hospital_called_at",
                "departure_told_at",
                "went_home_at",
            )
        ),
        sa.Column("went_home_on", sa.Date(), nullable=True),
        _at("check_told_at"),
        _at("first_check_at"),
        sa.Column("first_check_ok", sa.Boolean(), nullable=True),
        _at("second_check_at"),
        sa.Column("second_check_ok", sa.Boolean(), nullable=True),
        _words("cancellation_reason", _REASONS, key="dischargecancellationreason", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f(f"fk_{_TABLE}_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f(f"fk_{_TABLE}_community_id")),
    )
    op.create_index(op.f(f"ix_{_TABLE}_community_id"), _TABLE, ["community_id"])
    op.create_index(
        f"ix_{_TABLE}_alarm_at", _TABLE, ["alarm_at"], postgresql_where=sa.text("alarm_at IS NOT NULL")
    )
    enable_rls(op, _TABLE)
    op.create_table(
        _LINES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        _words("need", _NEEDS, key="dischargeneed"),
        _words("frequency", _FREQUENCIES, key="dischargefrequency", nullable=True),
        _words("state", _LINE_STATES, key="dischargelinestate"),
        sa.Column("dispatch_id", sa.Uuid(), nullable=True),
        _at("answered_at"),
        sa.Column("settled_with", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_LINES}")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f(f"fk_{_LINES}_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f(f"fk_{_LINES}_community_id")),
        sa.ForeignKeyConstraint(["request_id"], [f"{_TABLE}.id"], name=op.f(f"fk_{_LINES}_request_id")),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"], name=op.f(f"fk_{_LINES}_dispatch_id")),
        sa.UniqueConstraint("request_id", "need", name=op.f(f"uq_{_LINES}_request_id_need")),
    )
    op.create_index(op.f(f"ix_{_LINES}_community_id"), _LINES, ["community_id"])
    enable_rls(op, _LINES)


def downgrade() -> None:
    """Take them back: the tables, then the requests of this kind, the parts first, then the words."""
    op.drop_table(_LINES)
    op.drop_table(_TABLE)
    connection = op.get_bind()
    cases = sa.table("cases", sa.column("id"), sa.column("kind"))
    mine = sa.select(cases.c.id).where(cases.c.kind == "hospital_discharge")
    messages = sa.table("notifications", sa.column("id"), sa.column("case_id"))
    sent = sa.table("deliveries", sa.column("notification_id"))
    about = sa.select(messages.c.id).where(messages.c.case_id.in_(mine))
    connection.execute(sa.delete(sent).where(sent.c.notification_id.in_(about)))
    for name in ("notifications", "offers", "dispatches", "timeline_events", "case_followers"):
        table = sa.table(name, sa.column("case_id"))
        connection.execute(sa.delete(table).where(table.c.case_id.in_(mine)))
    op.execute("DELETE FROM cases WHERE parent_id IS NOT NULL")
    op.drop_column("cases", "parent_id")
    op.execute("DELETE FROM cases WHERE kind = 'hospital_discharge'")
    op.execute("DELETE FROM case_counters WHERE kind = 'hospital_discharge'")
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, no_more=words)
