"""Requests for unscheduled care (soins non programmés), and the draft one is typing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    AttendingDoctorContact,
    AttendingDoctorStatus,
    CancellationReason,
    Mobility,
    Need,
    Solution,
    UnscheduledCareState,
    Urgency,
)
from api.core.crypto import Json, Sealed, Text
from api.core.db import Base


class UnscheduledCareRequest(Base):
    """One request; its header, version and clock are the case of the same id."""

    __tablename__ = "unscheduled_care_requests"
    __personal__ = True

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, sort_order=-1)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    state: Mapped[UnscheduledCareState]
    need: Mapped[Need | None]
    urgency: Mapped[Urgency | None]
    mobility: Mapped[Mobility | None]
    red_flags: Mapped[list[str]]
    red_flags_cleared_at: Mapped[datetime | None]
    attending_doctor_status: Mapped[AttendingDoctorStatus | None]
    attending_contact: Mapped[AttendingDoctorContact | None]
    interpreter: Mapped[str | None]
    note = Sealed(Text, nullable=True)
    note_flagged: Mapped[bool] = mapped_column(default=False)
    informed_at: Mapped[datetime | None]
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    confirmed_at: Mapped[datetime | None]
    solution: Mapped[Solution | None]
    cancellation_reason: Mapped[CancellationReason | None]


class UnscheduledCareDraft(Base):
    """What somebody has typed so far; one per account, encrypted, gone after a day."""

    __tablename__ = "unscheduled_care_drafts"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "account_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    content = Sealed(Json)
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
