"""Searches for an attending doctor, and what each volunteer can take.

No column holds an illness, a document or a NIR. Neither is the birth date in clear: the score knows a step of
age, and its year.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Date, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    AttendingDoctorAbsence,
    AttendingDoctorLevel,
    AttendingDoctorSource,
    AttendingDoctorState,
)
from api.core.crypto import Sealed
from api.core.crypto import Text as SealedText
from api.core.db import Base


class AttendingDoctorRequest(Base):
    """One request; its header, version and clock are the case of the same id. Who it is is in `people`."""

    __tablename__ = "attending_doctor_requests"
    __personal__ = True
    __table_args__ = (
        # The waiting list, in its order: highest score, oldest request, oldest person (domain rules §0.11).
        Index(
            "ix_attending_doctor_requests_priority",
            "community_id",
            text("score DESC"),
            "waiting_since",
            "birth_year",
            "id",
            postgresql_where=text("searching"),
        ),
        Index(
            "ix_attending_doctor_requests_rescore",
            "community_id",
            "rescore_on",
            postgresql_where=text("searching"),
        ),
        Index(
            "ix_attending_doctor_requests_rules",
            "community_id",
            "scored_rules_version",
            postgresql_where=text("searching"),
        ),
        # How many are ready before somebody, by level.
        Index(
            "ix_attending_doctor_requests_queue",
            "community_id",
            "level",
            postgresql_where=text("state IN ('waiting', 'handed_back')"),
        ),
        Index(
            "ix_attending_doctor_requests_next_at",
            "community_id",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, sort_order=-1)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    state: Mapped[AttendingDoctorState]
    searching: Mapped[bool]  # open, and without a doctor
    source: Mapped[AttendingDoctorSource]
    waiting_since: Mapped[datetime]
    score: Mapped[int]
    level: Mapped[AttendingDoctorLevel]
    scored_rules_version: Mapped[int]
    scored_at: Mapped[datetime]
    rescore_on: Mapped[date]  # the first day on which the score may differ
    age_step: Mapped[int]  # 0: under 70; 1: 70 to 79; 2: 80 and over
    birth_year: Mapped[int]  # 0 once the person is forgotten
    long_term_illness: Mapped[bool | None]
    home_visit: Mapped[bool | None]
    wheelchair: Mapped[bool | None]
    social_cover: Mapped[bool | None]
    pregnancy: Mapped[bool | None]
    disability: Mapped[bool | None]
    discharged_on: Mapped[date | None]
    absence_reason: Mapped[AttendingDoctorAbsence]
    retires_on: Mapped[date | None]
    former_doctor = Sealed(SealedText, nullable=True)
    household_without_doctor: Mapped[int | None]
    interpreter: Mapped[str | None]
    informed_at: Mapped[datetime | None]
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    missed_on: Mapped[list[date]] = mapped_column(ARRAY(Date), default=list)  # called in vain, day by day
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    duplicate_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    accepted_at: Mapped[datetime | None]  # by the doctor who has the person
    first_appointment_on: Mapped[date | None]
    undeclared_told_at: Mapped[datetime | None]  # the coordination knows that no declaration came
    declared_at: Mapped[datetime | None]
    cpam_proposed_at: Mapped[datetime | None]
    renewed_at: Mapped[datetime]  # when it was made, or last said to go on
    still_looking_asked_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]  # the next deadline; null once it has ended


class AttendingDoctorOpposition(Base):
    """Somebody opposed: a later list of the CPAM does not enter them again. The hash tells nobody who."""

    __tablename__ = "attending_doctor_oppositions"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "identity_hash"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    identity_hash: Mapped[bytes]
    opposed_at: Mapped[datetime]


class AttendingDoctorCapacity(Base):
    """What one volunteer said they can take in one community. `later_quota` holds from `later_month` on."""

    __tablename__ = "attending_doctor_capacities"
    __table_args__ = (UniqueConstraint("community_id", "professional_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    version: Mapped[int]
    quota: Mapped[int]
    later_quota: Mapped[int | None]
    later_month: Mapped[str | None]  # YYYY-MM
    home_visits: Mapped[bool]
    sectors: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    pause_from: Mapped[date | None]
    pause_to: Mapped[date | None]
    in_six_months: Mapped[int | None]
    declared_at: Mapped[datetime]
