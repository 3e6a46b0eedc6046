"""What stands around appointments: who waits for an earlier one, reminders written, people who did not come.

None of these rows says who a person is: only the appointment leads there.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    NoShowCallOutcome,
    NoShowFollowUpState,
    WaitingProposalState,
    WaitingScope,
    WaitingState,
)
from api.core.db import Base


class WaitingEntry(Base):
    """Somebody wants an earlier time than their appointment. Who they are, only the appointment says."""

    __tablename__ = "waiting_entries"
    __personal__ = True
    __table_args__ = (
        Index(
            "uq_waiting_entries_appointment_id_open",
            "appointment_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_waiting_entries_community_id_open",
            "community_id",
            "created_at",
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[WaitingState]
    scope: Mapped[WaitingScope]
    # The present one, if moved.
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"), index=True)
    audiences: Mapped[list[str]]  # of openings that who asked may take
    asked_by_kind: Mapped[str]
    asked_by_id: Mapped[UUID]
    asked_by_organisation_id: Mapped[UUID | None]
    asked_by_name: Mapped[str]
    proposals_made: Mapped[int] = mapped_column(default=0)
    last_proposed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WaitingProposal(Base):
    """A free time that is kept for an entry until it is answered."""

    __tablename__ = "waiting_proposals"
    __personal__ = True
    __table_args__ = (
        Index(
            "uq_waiting_proposals_entry_id_open",
            "entry_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_waiting_proposals_entry_id", "entry_id"),
        Index(
            "ix_waiting_proposals_answer_before",
            "community_id",
            "answer_before",
            postgresql_where=text("state = 'open'"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("waiting_entries.id"))
    state: Mapped[WaitingProposalState]
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practices.id"))
    opening_id: Mapped[UUID] = mapped_column(ForeignKey("openings.id"))
    claim_id: Mapped[UUID]  # no foreign key: an expired claim is swept by anybody
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    made_at: Mapped[datetime]
    answer_before: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Reminder(Base):
    """One reminder was written: of an appointment, or of a professional's day. Never a second time."""

    __tablename__ = "reminders"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "about_id", "step", "on_day"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    about_id: Mapped[UUID]  # an appointment, or a professional
    step: Mapped[str]
    on_day: Mapped[date]
    written_at: Mapped[datetime]


class NoShowFollowUp(Base):
    """A person did not come, and somebody calls them. Who they are, only the appointment says."""

    __tablename__ = "no_show_follow_ups"
    __personal__ = True
    __table_args__ = (
        Index("ix_no_show_follow_ups_community_id_state", "community_id", "state", "created_at"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[NoShowFollowUpState]
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"), unique=True)
    asked_by_kind: Mapped[str]
    asked_by_id: Mapped[UUID]
    asked_by_organisation_id: Mapped[UUID | None]
    no_shows: Mapped[int]  # of the person, this one included, when it was recorded
    confirm_by_phone: Mapped[bool]
    calls: Mapped[int] = mapped_column(default=0)
    last_outcome: Mapped[NoShowCallOutcome | None]
    last_call_at: Mapped[datetime | None]
    last_call_by_id: Mapped[UUID | None]
    last_call_by_name: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
