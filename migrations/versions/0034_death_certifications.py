"""Requests to certify a death, the link of a family, and the words that they bring to all requests.

Revision ID: 0034
Revises: 0033
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0034", "0033"
branch_labels = depends_on = None

_KIND = ("death_certification",)
_ADDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("case_counters", "ck_case_counters_casekind", _KIND),
    ("cases", "ck_cases_casekind", _KIND),
    ("dispatches", "ck_dispatches_casekind", _KIND),
    ("cases", "ck_cases_clockkind", ("arrival", "certificate")),
    ("offers", "ck_offers_offerreason", ("rota",)),
    ("offers", "ck_offers_waveaudience", ("rota",)),
    (
        "timeline_events",
        "ck_timeline_events_timelinekind",
        (
            "out_of_scope",
            "possible_duplicate",
            "departed",
            "on_site",
            "certified",
            "obstacle_reported",
            "handed_to_doctor",
            "samu_proposed",
            "handed_to_samu",
            "late",
            "ceiling_passed",
            "transport_limit_near",
            "closed_elsewhere",
            "marked_duplicate",
            "duplicate_undone",
        ),
    ),
    ("notifications", "ck_notifications_notificationkind", ("certifier_on_the_way", "death_delay")),
)
_QUESTIONS = ("public_place", "violence", "identified", "adult", "expected", "funeral_operator_waiting")
"""Each with an answer of its own."""
_STATES = (
    "to_complete",
    "out_of_scope",
    "duplicate",
    "death_qualified",
    "first_doctor_asked",
    "rota_asked",
    "volunteers_asked",
    "nobody_found",
    "accepted",
    "en_route",
    "on_site",
    "certified",
    "obstacle_reported",
    "samu_asked",
    "closed_externally",
    "requisitioned",
    "request_cancelled",
)
_PLACES = ("home", "nursing_home", "health_facility", "public_place", "other")
_REQUESTERS = (
    "town_hall",
    "national_police",
    "municipal_police",
    "gendarmerie",
    "fire_service",
    "samu",
    "nursing_home",
    "home_hospital",
    "attending_doctor",
    "health_professional",
    "funeral_operator",
    "family",
)
_TABLE = "death_certification_requests"


def _words(name: str, words: tuple[str, ...], *, key: str, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Enum(*words, name=key, native_enum=False, create_constraint=True, length=60)
    return sa.Column(name, kind, nullable=nullable)


def _at(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Two tables and some words; nothing is changed of what is there."""
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, *words)
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        _words("state", _STATES, key="deathcertificationstate"),
        *(sa.Column(name, sa.String(60), nullable=False) for name in _QUESTIONS),
        *(
            sa.CheckConstraint(f"{name} IN ('yes', 'no', 'unknown')", name=op.f(f"ck_{_TABLE}_{name}"))
            for name in _QUESTIONS
        ),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("doctors_only", sa.Boolean(), nullable=False),
        _words("place_kind", _PLACES, key="deathplacekind", nullable=True),
        _at("found_at"),
        _at("death_estimated_at"),
        _words("death_precision", ("exact", "approximate", "unknown"), key="deathprecision", nullable=True),
        _words("requester_kind", _REQUESTERS, key="deathrequesterkind"),
        sa.Column("requester_function", sa.String(), nullable=True),
        sa.Column("requester_person_sealed", sa.LargeBinary(), nullable=True),
        _words(
            "attending_doctor_status",
            ("known", "none", "unknown"),
            key="attendingdoctorstatus",
            nullable=True,
        ),
        _words(
            "attending_contact",
            ("not_called", "called_unavailable", "called_no_answer"),
            key="attendingdoctorcontact",
            nullable=True,
        ),
        sa.Column("attending_doctor_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_flagged", sa.Boolean(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=True),
        *(
            _at(name)
            for name in ("alarm_at", "eta_at", "accepted_at", "departed_at", "arrived_at", "certified_at")
        ),
        _words("certificate_channel", ("electronic", "paper"), key="certificatechannel", nullable=True),
        sa.Column("town_hall_informed", sa.Boolean(), nullable=True),
        sa.Column("attending_doctor_informed", sa.Boolean(), nullable=True),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        _words(
            "cancellation_reason",
            ("doctor_found", "mistake", "alive", "other"),
            key="deathcancellationreason",
            nullable=True,
        ),
        _words(
            "closed_by", ("samu", "requisition", "other_doctor", "other"), key="deathclosedby", nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f(f"fk_{_TABLE}_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f(f"fk_{_TABLE}_community_id")),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"], name=op.f(f"fk_{_TABLE}_dispatch_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["cases.id"], name=op.f(f"fk_{_TABLE}_duplicate_of_id")),
    )
    op.create_index(op.f(f"ix_{_TABLE}_community_id"), _TABLE, ["community_id"])
    op.create_index(
        f"ix_{_TABLE}_alarm_at", _TABLE, ["alarm_at"], postgresql_where=sa.text("alarm_at IS NOT NULL")
    )
    enable_rls(op, _TABLE)
    op.create_table(
        "death_family_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _at("expires_at", nullable=False),
        _at("created_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_family_links")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_death_family_links_case_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_death_family_links_community_id")
        ),
        sa.UniqueConstraint("case_id", name=op.f("uq_death_family_links_case_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_death_family_links_token_hash")),
    )


def downgrade() -> None:
    """Take them back: the tables, then the requests of this kind, then the words."""
    op.drop_table("death_family_links")
    op.drop_table(_TABLE)
    connection = op.get_bind()
    cases = sa.table("cases", sa.column("id"), sa.column("kind"))
    mine = sa.select(cases.c.id).where(cases.c.kind == "death_certification")
    messages = sa.table("notifications", sa.column("id"), sa.column("case_id"))
    sent = sa.table("deliveries", sa.column("notification_id"))
    about = sa.select(messages.c.id).where(messages.c.case_id.in_(mine))
    connection.execute(sa.delete(sent).where(sent.c.notification_id.in_(about)))
    for name in ("notifications", "offers", "dispatches", "timeline_events", "case_followers"):
        table = sa.table(name, sa.column("case_id"))
        connection.execute(sa.delete(table).where(table.c.case_id.in_(mine)))
    op.execute("DELETE FROM cases WHERE kind = 'death_certification'")
    op.execute("DELETE FROM case_counters WHERE kind = 'death_certification'")
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, no_more=words)
