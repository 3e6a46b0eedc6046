"""A request whose appointment an absence met: availability's `SUBJECTS_DISPLACED`.

A colleague of the same practice gets it at once, as if they had accepted; else the network is asked again.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import CancellationReason, ClockKind, NotificationKind, TimelineKind, WaitsFor
from api.contract.models import UnscheduledCareState as State
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.unscheduled_care import rules
from api.unscheduled_care.service import endings, moves
from api.unscheduled_care.service.timing import move
from api.unscheduled_care.tables import UnscheduledCareRequest


class DisplacedRequest:
    """Keeps nothing: one instance serves the process."""

    async def lock(self, db: AsyncSession, subject_id: UUID) -> None:
        """The search and the case."""
        await dispatch.lock_of_case(db, subject_id)

    async def latest(self, db: AsyncSession, subject_id: UUID) -> datetime | None:
        """The wished deadline, which is absolute."""
        return (await db.get_one(Case, subject_id)).wished_before

    async def moved(
        self, db: AsyncSession, actor: Actor, before: Appointment, now: Appointment, at: datetime
    ) -> None:
        """The request is the colleague's, who has the time of the rules to agree on it with the person."""
        case = await _holding(db, before)
        if case is None:
            return
        state = await move(db, case, "move_to_colleague")
        request = await db.get_one(UnscheduledCareRequest, case.id)
        request.confirmed_at = None
        minutes = (await identity.rules_of(db, case.community_id)).unscheduled_care.confirmation_minutes
        due_at = rules.confirm_until(at, minutes, now.starts_at)
        await cases.record(
            db,
            case,
            TimelineKind.moved_by_absence,
            actor,
            at=at,
            professional_id=now.professional_id,
            starts_at=now.starts_at,
            ends_at=now.ends_at,
        )
        await cases.update(
            db,
            case,
            at=at,
            state=state,
            waits_for=WaitsFor.professional,
            clock=ClockFacts(ClockKind.confirmation, at, due_at),
            professional_id=now.professional_id,
            appointment=now,
        )
        await audit.record(db, actor, "unscheduled_care_request.moved_by_absence", "case", case.id)
        asked = await cases.watchers(db, case, coordination=False)
        kind = NotificationKind.appointment_moved
        await dispatch.tell(db, case, asked - {actor.id}, kind, at, starts_at=now.starts_at)

    async def search_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """The network is asked, without who is away."""
        case = await _holding(db, appointment)
        if case is None:
            return False
        search, case = await dispatch.lock_of_case(db, case.id)
        await endings.give_back(db, actor, search, case, at)
        return True

    async def take_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """The appointment that was agreed holds; those who were asked are told that it is taken."""
        assert appointment.subject_id is not None  # noqa: S101  it is about a request
        search, case = await dispatch.lock_of_case(db, appointment.subject_id)
        if case.closed_at is not None or case.state not in rules.SEARCHING or search is None:
            return False
        await dispatch.settle_by_hand(db, search, case, at)
        state = await move(db, case, "take_again")
        request = await db.get_one(UnscheduledCareRequest, case.id)
        request.confirmed_at = at
        await cases.record(
            db,
            case,
            TimelineKind.absence_ended,
            actor,
            at=at,
            professional_id=appointment.professional_id,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
        )
        await cases.update(
            db,
            case,
            at=at,
            state=state,
            waits_for=WaitsFor.person,
            clock=ClockFacts(ClockKind.appointment, at, appointment.starts_at),
            professional_id=appointment.professional_id,
            appointment=appointment,
            paused_at=None,
        )
        await audit.record(db, actor, "unscheduled_care_request.taken_again", "case", case.id)
        asked = await cases.watchers(db, case, coordination=False)
        kind = NotificationKind.appointment_confirmed
        await dispatch.tell(db, case, asked - {actor.id}, kind, at, starts_at=appointment.starts_at)
        return True

    async def agreed(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """Whoever called the person confirms for the colleague."""
        case = await _holding(db, appointment)
        if case is not None and case.state == State.slot_held:
            state = await move(db, case, "confirm")
            await moves.confirmed(db, actor, case, state, appointment, at)

    async def person_cancelled(self, db: AsyncSession, actor: Actor, subject_id: UUID, at: datetime) -> None:
        """The need is gone."""
        search, case = await dispatch.lock_of_case(db, subject_id)
        if case.closed_at is None:
            await endings.cancel(db, actor, search, case, CancellationReason.other, at)


async def _holding(db: AsyncSession, appointment: Appointment) -> Case | None:
    """The open case whose appointment this is, locked; None when it has left it behind."""
    assert appointment.subject_id is not None  # noqa: S101  it is about a request
    _, case = await dispatch.lock_of_case(db, appointment.subject_id)
    held = case.closed_at is None and case.appointment_id == appointment.id
    return case if held else None
