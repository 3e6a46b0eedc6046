"""What the platform is told of each appointment that a regulator booked: one row, its last state."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import AppointmentState, SasTransmissionState
from api.core.crypto import Sealed, Text
from api.core.db import Base


class SasTransmission(Base):
    """One appointment as the platform knows it, or is to know it. Its id is the identifier there, and stays
    when the appointment moves.

    National, as claims are: it says nothing of whom the appointment is for, and one worker sends for all
    communities. What a community sees of it goes through the policy.
    """

    __tablename__ = "sas_transmissions"
    __table_args__ = (
        Index("ix_sas_transmissions_community_id_changed_at", "community_id", "changed_at"),
        Index(
            "ix_sas_transmissions_next_attempt_at",
            "next_attempt_at",
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"), unique=True)
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    identifier_system: Mapped[str]
    operator_system: Mapped[str]
    operator_value = Sealed(Text)
    operator_type: Mapped[str]
    appointment_state: Mapped[AppointmentState]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    booked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    state: Mapped[SasTransmissionState]
    revision: Mapped[int] = mapped_column(default=1)  # one more with each change
    may_be_there: Mapped[bool] = mapped_column(default=False)  # something left that it may have taken
    attempts: Mapped[int] = mapped_column(default=0)  # ever made; names the one that has the last word
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    next_attempt_at: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
