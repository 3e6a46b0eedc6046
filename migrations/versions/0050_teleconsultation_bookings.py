"""Bookings of teleconsultations: three claims each, holds, kiosks and their events; decisions 0050 to 0052.

Revision ID: 0050
Revises: 0049
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0050", "0049"
branch_labels = depends_on = None

_KIND = ("teleconsultation",)
_WEBHOOKS = tuple(
    f"teleconsultation.{step}"
    for step in (
        "requested",
        "redirected",
        "confirmed",
        "moved",
        "checked_in",
        "started",
        "interrupted",
        "finished",
        "no_show",
        "released",
        "cancelled",
        "nobody_found",
        "closed",
    )
)
_ADDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("case_counters", "ck_case_counters_casekind", _KIND),
    ("cases", "ck_cases_casekind", _KIND),
    ("dispatches", "ck_dispatches_casekind", _KIND),
    ("appointments", "ck_appointments_appointmentorigin", _KIND),
    (
        "timeline_events",
        "ck_timeline_events_timelinekind",
        (
            "redirected",
            "consent_recorded",
            "person_arrived",
            "video_started",
            "video_interrupted",
            "time_released",
            "confirmed_by_phone",
            "report_sent",
        ),
    ),
    ("notifications", "ck_notifications_notificationkind", ("kiosk_silent",)),
    ("webhook_deliveries", "ck_webhook_deliveries_webhookeventtype", _WEBHOOKS),
)
_STATES = (
    "requested",
    "redirected_15",
    "redirected_face_to_face",
    "usual_doctor_asked",
    "network_asked",
    "nobody_found",
    "confirmed",
    "checked_in",
    "in_progress",
    "interrupted",
    "rescheduled",
    "finished",
    "no_show",
    "released",
    "cancelled",
)
_REASONS = (
    "ear_nose_throat",
    "dermatology",
    "minor_trauma",
    "urinary",
    "digestive",
    "paediatrics",
    "prescription_renewal",
    "sick_note",
    "follow_up",
    "other",
    "chest_pain",
    "breathlessness",
    "neurological_deficit",
    "trauma_needing_imaging",
    "abdominal_guarding",
    "infant_under_3_months",
    "suicidal_crisis",
)
_EXCEPTIONS = ("none", "no_attending_doctor", "priority_zone", "sas", "urgent", "under_16")
_CONTACTS = ("not_called", "called_unavailable", "called_no_answer")
_CANCELLED = (
    "person_better",
    "found_elsewhere",
    "person_unreachable",
    "doctor_unavailable",
    "site_unavailable",
    "mistake",
    "other",
)
_EVENTS = ("confirm", "cancel", "consent", "check_in", "start", "interrupt", "finish", "no_show")
_BOOKINGS = "teleconsultation_bookings"
_HOLDS = "teleconsultation_holds"
_KIOSKS = "teleconsultation_kiosks"
_KIOSK_EVENTS = "teleconsultation_kiosk_events"


def _words(name: str, words: tuple[str, ...], *, key: str, nullable: bool = False) -> sa.Column[Any]:
    """A column held to these words."""
    kind = sa.Enum(*words, name=key, native_enum=False, create_constraint=True, length=60)
    return sa.Column(name, kind, nullable=nullable)


def _at(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Four tables of the community, and the words that they bring to all requests."""
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, *words)
    _bookings()
    _holds()
    _kiosks()
    for table in (_BOOKINGS, _HOLDS, _KIOSKS, _KIOSK_EVENTS):
        enable_rls(op, table)


def _bookings() -> None:
    op.create_table(
        _BOOKINGS,
        _id("id"),
        _id("community_id"),
        _words("state", _STATES, key="teleconsultationstate"),
        _id("site_id"),
        _words("origin", ("kiosk", "site", "professional", "coordination"), key="teleconsultationorigin"),
        sa.Column("local_reference", sa.String(), nullable=True),
        _words("reason", _REASONS, key="teleconsultationreason"),
        _words("redirect", ("the_15", "face_to_face"), key="teleconsultationredirect", nullable=True),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        _words(
            "minor_tie", ("parent", "guardian", "family", "school", "other"), key="adulttie", nullable=True
        ),
        sa.Column("parental_consent", sa.Boolean(), nullable=False),
        sa.Column("minor_adult_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("override_reason_sealed", sa.LargeBinary(), nullable=True),
        _words(
            "attending_doctor_status",
            ("known", "none", "unknown"),
            key="attendingdoctorstatus",
            nullable=True,
        ),
        _words("attending_contact", _CONTACTS, key="attendingdoctorcontact", nullable=True),
        _words("territorial_exception", _EXCEPTIONS, key="territorialexception"),
        sa.Column("helpers", postgresql.ARRAY(sa.Text()), nullable=False),
        _words("consent_by", ("person", "guardian"), key="teleconsultationconsentby", nullable=True),
        sa.Column("consent_video", sa.Boolean(), nullable=False),
        sa.Column("consent_data", sa.Boolean(), nullable=False),
        _at("consent_at"),
        sa.Column("consent_recorded_by", sa.String(), nullable=True),
        _id("assistant_id", nullable=True),
        _at("starts_at"),
        _at("ends_at"),
        _id("room_claim_id", nullable=True),
        _id("assistant_claim_id", nullable=True),
        sa.Column("confirm_by_phone", sa.Boolean(), nullable=False),
        *(_at(name) for name in ("confirmed_by_phone_at", "checked_in_at", "started_at", "ended_at")),
        _words(
            "follow_up",
            ("rescheduled", "face_to_face", "the_15"),
            key="teleconsultationfollowup",
            nullable=True,
        ),
        _id("followed_by_id", nullable=True),
        _words(
            "solution",
            ("face_to_face", "out_of_hours", "the_15"),
            key="teleconsultationsolution",
            nullable=True,
        ),
        _words("cancellation_reason", _CANCELLED, key="teleconsultationcancellationreason", nullable=True),
        sa.Column("report_sent", sa.Boolean(), nullable=True),
        _id("dispatch_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_BOOKINGS}")),
        _refers(_BOOKINGS, "id", "cases"),
        _refers(_BOOKINGS, "community_id", "communities"),
        _refers(_BOOKINGS, "site_id", "teleconsultation_sites"),
        _refers(_BOOKINGS, "assistant_id", "professionals"),
        _refers(_BOOKINGS, "followed_by_id", "cases"),
        _refers(_BOOKINGS, "dispatch_id", "dispatches"),
    )
    op.create_index(op.f(f"ix_{_BOOKINGS}_community_id"), _BOOKINGS, ["community_id"])
    op.create_index(op.f(f"ix_{_BOOKINGS}_site_id_starts_at"), _BOOKINGS, ["site_id", "starts_at"])
    op.create_index(op.f(f"ix_{_BOOKINGS}_assistant_id"), _BOOKINGS, ["assistant_id"])
    op.create_index(
        op.f(f"uq_{_BOOKINGS}_local_reference"),
        _BOOKINGS,
        ["site_id", "local_reference"],
        unique=True,
        postgresql_where=sa.text("local_reference IS NOT NULL"),
    )


def _holds() -> None:
    op.create_table(
        _HOLDS,
        _id("id"),
        *(_id(name) for name in ("community_id", "site_id", "professional_id", "assistant_id", "opening_id")),
        _id("practice_id", nullable=True),
        sa.Column("slot_id", sa.String(), nullable=False),
        _at("starts_at", nullable=False),
        _at("ends_at", nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        *(_id(name) for name in ("doctor_claim_id", "room_claim_id", "assistant_claim_id")),
        _at("expires_at", nullable=False),
        sa.Column("made_by_kind", sa.String(), nullable=False),
        _id("made_by_id"),
        _at("created_at", nullable=False),
        _at("ended_at"),
        _id("booking_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_HOLDS}")),
        _refers(_HOLDS, "community_id", "communities"),
        _refers(_HOLDS, "site_id", "teleconsultation_sites"),
        _refers(_HOLDS, "professional_id", "professionals"),
        _refers(_HOLDS, "assistant_id", "professionals"),
        _refers(_HOLDS, "opening_id", "openings"),
        _refers(_HOLDS, "practice_id", "practices"),
        _refers(_HOLDS, "booking_id", "cases"),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{_HOLDS}_token_hash")),
    )
    op.create_index(op.f(f"ix_{_HOLDS}_expires_at"), _HOLDS, ["expires_at"])


def _kiosks() -> None:
    op.create_table(
        _KIOSKS,
        _id("id"),
        _id("community_id"),
        _id("site_id"),
        _id("machine_client_id", nullable=True),
        _at("last_heartbeat_at"),
        sa.Column("skew_seconds", sa.Integer(), nullable=False),
        sa.Column("software", sa.String(), nullable=True),
        _at("silent_told_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_KIOSKS}")),
        _refers(_KIOSKS, "community_id", "communities"),
        _refers(_KIOSKS, "site_id", "teleconsultation_sites"),
        _refers(_KIOSKS, "machine_client_id", "machine_clients"),
        sa.UniqueConstraint("site_id", name=op.f(f"uq_{_KIOSKS}_site_id")),
    )
    op.create_index(op.f(f"ix_{_KIOSKS}_machine_client_id"), _KIOSKS, ["machine_client_id"])
    op.create_table(
        _KIOSK_EVENTS,
        *(_id(name) for name in ("id", "community_id", "site_id", "outbox", "event_id")),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _words("kind", _EVENTS, key="kioskeventkind"),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        _at("occurred_at", nullable=False),
        _at("received_at", nullable=False),
        _words("outcome", ("applied", "repeated", "overtaken", "refused"), key="kioskeventoutcome"),
        sa.Column("problem", postgresql.JSONB(), nullable=True),
        _id("booking_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_KIOSK_EVENTS}")),
        _refers(_KIOSK_EVENTS, "community_id", "communities"),
        _refers(_KIOSK_EVENTS, "site_id", "teleconsultation_sites"),
        _refers(_KIOSK_EVENTS, "booking_id", "cases"),
        sa.UniqueConstraint("site_id", "event_id", name=op.f(f"uq_{_KIOSK_EVENTS}_site_id_event_id")),
        sa.UniqueConstraint(
            "site_id", "outbox", "sequence", name=op.f(f"uq_{_KIOSK_EVENTS}_site_id_outbox_sequence")
        ),
    )
    op.create_index(op.f(f"ix_{_KIOSK_EVENTS}_received_at"), _KIOSK_EVENTS, ["received_at"])


def downgrade() -> None:
    """Take them back: the tables, then the requests of this kind, then the words."""
    for table in (_KIOSK_EVENTS, _KIOSKS, _HOLDS, _BOOKINGS):
        op.drop_table(table)
    connection = op.get_bind()
    cases = sa.table("cases", sa.column("id"), sa.column("kind"))
    mine = sa.select(cases.c.id).where(cases.c.kind == "teleconsultation")
    messages = sa.table("notifications", sa.column("id"), sa.column("case_id"), sa.column("kind"))
    sent = sa.table("deliveries", sa.column("notification_id"))
    told = sa.or_(messages.c.case_id.in_(mine), messages.c.kind == "kiosk_silent")
    connection.execute(
        sa.delete(sent).where(sent.c.notification_id.in_(sa.select(messages.c.id).where(told)))
    )
    connection.execute(sa.delete(messages).where(told))
    for name in ("offers", "dispatches", "timeline_events", "case_followers"):
        table = sa.table(name, sa.column("case_id"))
        connection.execute(sa.delete(table).where(table.c.case_id.in_(mine)))
    op.execute("DELETE FROM webhook_deliveries WHERE event_type LIKE 'teleconsultation.%'")
    op.execute("DELETE FROM cases WHERE kind = 'teleconsultation'")
    op.execute("DELETE FROM case_counters WHERE kind = 'teleconsultation'")
    op.execute("DELETE FROM appointments WHERE origin = 'teleconsultation'")
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, no_more=words)
