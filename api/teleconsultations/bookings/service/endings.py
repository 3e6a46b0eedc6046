"""How a booking ends without having taken place, whoever says so. The case is locked."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.contract.models import (
    CancelledBy,
    NotificationKind,
    TeleconsultationCancellationReason,
    TeleconsultationSolution,
    TimelineKind,
)
from api.contract.models import TeleconsultationState as State
from api.core.actor import Actor
from api.core.problems import IllegalTransition
from api.dispatch import service as dispatch
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service.course import Course


async def cancel(
    db: AsyncSession,
    actor: Actor,
    course: Course,
    reason: TeleconsultationCancellationReason,
    at: datetime,
    *,
    by: CancelledBy,
    known: bool = False,
) -> None:
    """The need is gone: the search stops, the three are free again. `known`: the agenda cancels the
    appointment itself, in this transaction."""
    state = await courses.move(db, course, "cancel", at)
    course.booking.cancellation_reason = reason
    if not known:
        await give_appointment_back(db, actor, course, at, by=by)
    await courses.give_room_back(db, course)
    await _end(db, actor, course, state, TimelineKind.cancelled, "cancelled", at)


async def give_up(db: AsyncSession, actor: Actor, course: Course, at: datetime) -> None:
    """The person is late and somebody waits: the three are free again. IllegalTransition too early."""
    rules.refuse_early("release", course.booking.starts_at, at, course.rules)
    state = await courses.move(db, course, "release", at)
    await give_appointment_back(db, actor, course, at, by=CancelledBy.person)
    await courses.give_room_back(db, course)
    await _end(db, actor, course, state, TimelineKind.time_released, "released", at)


async def close(
    db: AsyncSession, actor: Actor, course: Course, solution: TeleconsultationSolution, at: datetime
) -> None:
    """Nobody was found: where the person was directed. IllegalTransition once somebody was."""
    if course.booking.state not in rules.SEARCHING:
        raise IllegalTransition("A doctor has it: cancel it, or let it take place")
    state = await courses.move(db, course, rules.action_of_solution(solution), at)
    course.booking.solution = solution
    await _end(db, actor, course, state, TimelineKind.closed_elsewhere, "closed", at)


async def give_appointment_back(
    db: AsyncSession, actor: Actor, course: Course, at: datetime, *, by: CancelledBy
) -> None:
    """The doctor's time is free again."""
    appointment = await courses.appointment_of(db, course.case)
    if appointment is not None:
        await availability.cancel(db, actor, appointment, by=by, at=at)


async def _end(
    db: AsyncSession,
    actor: Actor,
    course: Course,
    state: State,
    line: TimelineKind,
    act: str,
    at: datetime,
) -> None:
    if course.search is not None:
        await dispatch.stop(db, course.search, course.case, actor, at, act)
    await courses.note(db, actor, course, line, act, at, state=state, closed=True)
    await availability.let_displaced_go(db, actor, course.case.id, at, by_person=act == "cancelled")
    await courses.tell(db, actor, course, NotificationKind.request_closed, at)
