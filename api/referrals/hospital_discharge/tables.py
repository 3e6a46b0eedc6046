"""Discharges from hospital, and their lines.

No column can hold a document, a diagnosis or a NIR: ticks, days, closed words, and short texts that were
searched for them (domain rules §7.2.1).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    AttendingDoctorStatus,
    DischargeAutonomy,
    DischargeCancellationReason,
    DischargeFrequency,
    DischargeLineState,
    DischargeNeed,
    HospitalDischargeState,
)
from api.core.crypto import Json, Sealed, Text
from api.core.db import Base


class HospitalDischargeRequest(Base):
    """One return home; its header, version and clock are the case of the same id."""

    __tablename__ = "hospital_discharge_requests"
    __personal__ = True
    __table_args__ = (
        Index(
            "ix_hospital_discharge_requests_alarm_at",
            "alarm_at",
            postgresql_where=text("alarm_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, sort_order=-1)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    state: Mapped[HospitalDischargeState]
    planned_on: Mapped[date]
    departure_at: Mapped[datetime]  # of the planned day, at the usual hour of the community
    postponed_from: Mapped[date | None]
    caller_name = Sealed(Text, nullable=True)  # null once the person is forgotten
    informed: Mapped[bool]
    prescription_signed: Mapped[bool]
    prescription_from: Mapped[date | None]
    prescription_until: Mapped[date | None]
    liaison_letter_sent: Mapped[bool]
    attending_doctor_status: Mapped[AttendingDoctorStatus]
    lives_alone: Mapped[bool | None]
    autonomy: Mapped[DischargeAutonomy]
    fragilities = Sealed(Json, nullable=True)  # a list of words; null once the person is forgotten
    prado_proposed: Mapped[bool]
    note = Sealed(Text, nullable=True)
    note_flagged: Mapped[bool]
    alarm_at: Mapped[datetime | None]  # the next thing that falls due by itself
    readiness_told_at: Mapped[datetime | None]
    call_told_at: Mapped[datetime | None]  # since when it is red
    hospital_called_at: Mapped[datetime | None]
    departure_told_at: Mapped[datetime | None]
    went_home_at: Mapped[datetime | None]
    went_home_on: Mapped[date | None]
    check_told_at: Mapped[datetime | None]  # of the check that comes next
    first_check_at: Mapped[datetime | None]
    first_check_ok: Mapped[bool | None]
    second_check_at: Mapped[datetime | None]
    second_check_ok: Mapped[bool | None]
    cancellation_reason: Mapped[DischargeCancellationReason | None]


class DischargeLine(Base):
    """One need of a return home. Its case, of the same id, is a part of the request's."""

    __tablename__ = "discharge_lines"
    __personal__ = True
    __table_args__ = (
        Index(
            "uq_discharge_lines_live_need",
            "request_id",
            "need",
            unique=True,
            postgresql_where=text("state <> 'line_dropped'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, sort_order=-1)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("hospital_discharge_requests.id"))
    need: Mapped[DischargeNeed]
    frequency: Mapped[DischargeFrequency | None]
    state: Mapped[DischargeLineState]
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    answered_at: Mapped[datetime | None]
    settled_with: Mapped[str | None]  # a supplier or a service
