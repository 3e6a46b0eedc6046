"""Bookings of teleconsultations, what is held for them, the kiosks of the sites and what these reported.

Nothing here can hold a report, a measurement or a picture: domain rules §4.2.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    AdultTie,
    AttendingDoctorContact,
    AttendingDoctorStatus,
    KioskEventKind,
    KioskEventOutcome,
    TeleconsultationCancellationReason,
    TeleconsultationConsentBy,
    TeleconsultationFollowUp,
    TeleconsultationOrigin,
    TeleconsultationReason,
    TeleconsultationRedirect,
    TeleconsultationSolution,
    TeleconsultationState,
    TerritorialException,
)
from api.core.crypto import Json, Sealed, Text
from api.core.db import Base

_SITE = "teleconsultation_sites.id"


class TeleconsultationBooking(Base):
    """One booking; its header, version and clock are the case of the same id, and the doctor's time is the
    appointment of that case. The room and the assistant are taken by claims of their own."""

    __tablename__ = "teleconsultation_bookings"
    __personal__ = True
    __table_args__ = (
        Index("ix_teleconsultation_bookings_site_id_starts_at", "site_id", "starts_at"),
        Index("ix_teleconsultation_bookings_assistant_id", "assistant_id"),
        Index(
            "uq_teleconsultation_bookings_local_reference",
            "site_id",
            "local_reference",
            unique=True,
            postgresql_where=text("local_reference IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, sort_order=-1)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    state: Mapped[TeleconsultationState]
    site_id: Mapped[UUID] = mapped_column(ForeignKey(_SITE))
    origin: Mapped[TeleconsultationOrigin]
    local_reference: Mapped[str | None]  # how the kiosk calls it
    reason: Mapped[TeleconsultationReason]
    redirect: Mapped[TeleconsultationRedirect | None]
    is_minor: Mapped[bool]
    minor_tie: Mapped[AdultTie | None]
    parental_consent: Mapped[bool]
    minor_adult = Sealed(Json, nullable=True)  # {name, phone}
    override_reason = Sealed(Text, nullable=True)
    attending_doctor_status: Mapped[AttendingDoctorStatus | None]
    attending_contact: Mapped[AttendingDoctorContact | None]
    territorial_exception: Mapped[TerritorialException]
    helpers: Mapped[list[str]]
    consent_by: Mapped[TeleconsultationConsentBy | None]  # None: not asked yet, and the next four say nothing
    consent_video: Mapped[bool]
    consent_data: Mapped[bool]
    consent_at: Mapped[datetime | None]
    consent_recorded_by: Mapped[str | None]
    consent_recorded_by_id: Mapped[UUID | None]
    assistant_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"))
    starts_at: Mapped[datetime | None]  # None while a doctor is looked for
    ends_at: Mapped[datetime | None]
    room_claim_id: Mapped[UUID | None]
    assistant_claim_id: Mapped[UUID | None]
    confirm_by_phone: Mapped[bool]
    confirmed_by_phone_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    follow_up: Mapped[TeleconsultationFollowUp | None]
    followed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    solution: Mapped[TeleconsultationSolution | None]
    cancellation_reason: Mapped[TeleconsultationCancellationReason | None]
    report_sent: Mapped[bool | None]
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatches.id"))


class TeleconsultationHold(Base):
    """A start kept for some minutes: three claims that expire together. Once booked, what it became."""

    __tablename__ = "teleconsultation_holds"
    __personal__ = True
    __table_args__ = (
        Index("ix_teleconsultation_holds_expires_at", "expires_at"),
        UniqueConstraint("token_hash"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey(_SITE))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    assistant_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    opening_id: Mapped[UUID] = mapped_column(ForeignKey("openings.id"))
    practice_id: Mapped[UUID | None] = mapped_column(ForeignKey("practices.id"))
    slot_id: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    token_hash: Mapped[bytes]
    # No foreign keys: an expired claim is swept by anybody.
    doctor_claim_id: Mapped[UUID]
    room_claim_id: Mapped[UUID]
    assistant_claim_id: Mapped[UUID]
    expires_at: Mapped[datetime]
    made_by_kind: Mapped[str]
    made_by_id: Mapped[UUID]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))


class TeleconsultationKiosk(Base):
    """The kiosk of a site: the machine client that speaks for it (None: the page of the site alone), and when
    it was heard of."""

    __tablename__ = "teleconsultation_kiosks"
    __personal__ = True
    __table_args__ = (UniqueConstraint("site_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey(_SITE))
    machine_client_id: Mapped[UUID | None] = mapped_column(ForeignKey("machine_clients.id"), index=True)
    last_heartbeat_at: Mapped[datetime | None]
    skew_seconds: Mapped[int] = mapped_column(default=0)  # its clock less the server's
    software: Mapped[str | None]
    silent_told_at: Mapped[datetime | None]  # the coordination was told that it is down


class TeleconsultationKioskEvent(Base):
    """What a kiosk reported, once, and what came of it: the same event sent again is answered from here."""

    __tablename__ = "teleconsultation_kiosk_events"
    __personal__ = True
    __table_args__ = (
        UniqueConstraint("site_id", "event_id"),
        UniqueConstraint("site_id", "outbox", "sequence"),
        Index("ix_teleconsultation_kiosk_events_received_at", "received_at"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey(_SITE))
    outbox: Mapped[UUID]
    event_id: Mapped[UUID]
    sequence: Mapped[int]
    kind: Mapped[KioskEventKind]
    digest: Mapped[bytes]  # of the whole event, keyed: another one under the same id is refused
    occurred_at: Mapped[datetime]  # by the server's clock
    received_at: Mapped[datetime]
    outcome: Mapped[KioskEventOutcome]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
