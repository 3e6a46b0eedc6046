"""Requests to certify a death, and the link that a family was given.

No column can hold a cause of death, a diagnosis, a document or a NIR: only closed words, instants, and two
short texts that were searched for them (domain rules §1.2).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    AttendingDoctorContact,
    AttendingDoctorStatus,
    CertificateChannel,
    DeathAnswer,
    DeathCancellationReason,
    DeathCertificationState,
    DeathClosedBy,
    DeathPlaceKind,
    DeathPrecision,
    DeathRequesterKind,
)
from api.core.crypto import Sealed, Text
from api.core.db import Base


class DeathCertificationRequest(Base):
    """One request; its header, version and clock are the case of the same id. Who died is in `people`."""

    __tablename__ = "death_certification_requests"
    __personal__ = True
    __table_args__ = (
        Index(
            "ix_death_certification_requests_alarm_at",
            "alarm_at",
            postgresql_where=text("alarm_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, sort_order=-1)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    state: Mapped[DeathCertificationState]
    public_place: Mapped[DeathAnswer]
    violence: Mapped[DeathAnswer]
    identified: Mapped[DeathAnswer]
    adult: Mapped[DeathAnswer]
    expected: Mapped[DeathAnswer]
    funeral_operator_waiting: Mapped[DeathAnswer]
    age_from: Mapped[int | None]  # in whole years, at least, when the request was made; null: nobody knows
    doctors_only: Mapped[bool] = mapped_column(default=False)  # a nurse was there and handed over
    place_kind: Mapped[DeathPlaceKind | None]
    found_at: Mapped[datetime | None]
    death_estimated_at: Mapped[datetime | None]
    death_precision: Mapped[DeathPrecision | None]
    requester_kind: Mapped[DeathRequesterKind]
    requester_function: Mapped[str | None]
    requester_person = Sealed(Text, nullable=True)  # the name of who asked, for a structure or a family
    attending_doctor_status: Mapped[AttendingDoctorStatus | None]
    attending_contact: Mapped[AttendingDoctorContact | None]
    attending_doctor_name = Sealed(Text, nullable=True)
    note = Sealed(Text, nullable=True)
    note_flagged: Mapped[bool] = mapped_column(default=False)
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    alarm_at: Mapped[datetime | None]  # the next threshold of the community; null once the request has ended
    eta_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    departed_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    certificate_channel: Mapped[CertificateChannel | None]
    town_hall_informed: Mapped[bool | None]
    attending_doctor_informed: Mapped[bool | None]
    duplicate_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    cancellation_reason: Mapped[DeathCancellationReason | None]
    closed_by: Mapped[DeathClosedBy | None]


class DeathFamilyLink(Base):
    """The link of one request. Only a hash of its token is kept: who reads the table opens nothing."""

    __tablename__ = "death_family_links"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
