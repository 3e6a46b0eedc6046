"""Who is away, and what became of each appointment in it. Known to the others as part of `tables`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import ClosureReason, DisplacedState
from api.core.db import Base


class Absence(Base):
    """A professional is away: a closed time with a follow-up. National like a closure: one is away from every
    community at once, and each of them re-places its own appointments. No patient stands here."""

    __tablename__ = "absences"
    __table_args__ = (
        ExcludeConstraint(
            ("professional_id", "="),
            ("during", "&&"),
            name="ex_absences_one_at_a_time",
            using="gist",
            where=text("ended_at IS NULL AND NOT has_left"),
        ),
        Index(
            "uq_absences_has_left",
            "community_id",
            "professional_id",
            unique=True,
            postgresql_where=text("has_left AND ended_at IS NULL"),
        ),
        Index("ix_absences_community_id", "community_id"),
        Index("ix_absences_replacement_id", "replacement_id"),
        CheckConstraint("NOT isempty(during)", name="during_not_empty"),
        CheckConstraint("replacement_id <> professional_id", name="replaced_by_another"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    version: Mapped[int] = mapped_column(default=1)
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    reason: Mapped[ClosureReason]
    has_left: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # for good, by itself
    # None once taken back, and of who left one community alone and practises on.
    closure_id: Mapped[UUID | None] = mapped_column(ForeignKey("closures.id"))
    replacement_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"))
    replacement_withdrew_at: Mapped[datetime | None]
    openings_inherited: Mapped[int] = mapped_column(default=0)
    openings_left: Mapped[int] = mapped_column(default=0)  # that the replacement could not take
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # taken back


class DisplacedAppointment(Base):
    """An appointment that an absence met, and what was tried for it. It stays booked until its person has
    a new time or has been called."""

    __tablename__ = "displaced_appointments"
    __personal__ = True
    __table_args__ = (
        UniqueConstraint("absence_id", "appointment_id"),
        Index("ix_displaced_appointments_appointment_id", "appointment_id"),
        Index("ix_displaced_appointments_new_appointment_id", "new_appointment_id"),
        Index(
            "ix_displaced_appointments_to_replace",
            "community_id",
            "starts_at",
            postgresql_where=text("state = 'to_replace'"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    absence_id: Mapped[UUID] = mapped_column(ForeignKey("absences.id"))
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"))
    new_appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)  # of the request that it is about
    state: Mapped[DisplacedState]
    starts_at: Mapped[datetime]  # of the appointment
    tried: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    state_changed_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]  # those who call were told that this person waits for it
