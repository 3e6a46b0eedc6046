"""The offer engine: one dispatch per case, its waves, and one offer per professional asked in a wave."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    CaseKind,
    DeclineReason,
    DispatchState,
    OfferReason,
    OfferState,
    WaveAudience,
    WithdrawalReason,
)
from api.core.db import Base


class Dispatch(Base):
    """The search for a professional. `next_at` is the fact that the sweep acts on; a late job only delays."""

    __tablename__ = "dispatches"
    __personal__ = True
    __table_args__ = (
        Index("ix_dispatches_next_at", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), unique=True)  # relaunches add to its plan
    kind: Mapped[CaseKind]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[DispatchState]
    plan: Mapped[list[dict[str, Any]]]  # waves with their minutes, as the rules were at the start
    step: Mapped[int]  # index in the plan of the wave under way; -1 before the first
    wave_started_at: Mapped[datetime | None]
    wave_due_at: Mapped[datetime | None]
    coordinator_at: Mapped[datetime]  # a human at the latest then
    coordinator_alerted_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]  # the next reminder of an offer without an answer
    wakes_at: Mapped[datetime | None]  # somebody passed over in their quiet hours may be asked from then on
    next_at: Mapped[datetime | None]  # earliest of the instants above; null when nothing is due
    paused_at: Mapped[datetime | None]
    remaining_seconds: Mapped[int | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Offer(Base):
    """One request offered to one professional in one wave. Carries no identity."""

    __tablename__ = "offers"
    __personal__ = True
    __table_args__ = (
        # Nobody is asked twice in one wave. An assignment by phone may follow a refusal in the same wave.
        Index(
            "uq_offers_dispatch_id_professional_id_step",
            "dispatch_id",
            "professional_id",
            "step",
            unique=True,
            postgresql_where=text("reason <> 'assigned'"),
        ),
        # First acceptance wins: at most one accepted offer per dispatch.
        Index(
            "uq_offers_dispatch_id_accepted",
            "dispatch_id",
            unique=True,
            postgresql_where=text("state = 'accepted'"),
        ),
        Index("ix_offers_professional_id_offered_at", "professional_id", "offered_at"),
        Index("ix_offers_case_id", "case_id"),
        # Asked every few seconds: who of these has left.
        Index(
            "ix_offers_pending",
            "community_id",
            postgresql_where=text("state = 'pending'"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatches.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    state: Mapped[OfferState]
    reason: Mapped[OfferReason]
    audience: Mapped[WaveAudience | None]  # null when assigned by the coordinator
    step: Mapped[int]  # index of the wave in the plan; a relaunch goes on counting
    wave: Mapped[int]  # said to people: 0 = first resort, then 1, 2…
    distance_km: Mapped[float | None]
    offered_at: Mapped[datetime]
    due_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]  # null once it is done, or when there is none
    seen_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    decline_reason: Mapped[DeclineReason | None]
    withdrawn_because: Mapped[WithdrawalReason | None]  # null also for those withdrawn before it was noted
    slot_id: Mapped[str | None]
    slot_starts_at: Mapped[datetime | None]
    slot_ends_at: Mapped[datetime | None]
    practice_id: Mapped[UUID | None]
