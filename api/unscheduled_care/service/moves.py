"""What people do with a request once filed: complete, confirm, withdraw, outcome, cancel, close, join.

Each takes the locks of `dispatch.lock_of_case` first: a sweep or an acceptance comes before or after.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.rules import CaseClosed
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import (
    CancelledBy,
    CaseKind,
    ClockKind,
    NotificationKind,
    TimelineKind,
    UnscheduledCareState,
    WaitsFor,
)
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed, NotFound
from api.core.routing import expect_version
from api.dispatch import service as dispatch
from api.dispatch.service import Answer
from api.dispatch.tables import Dispatch
from api.unscheduled_care import policy
from api.unscheduled_care.service import endings
from api.unscheduled_care.service.filing import search
from api.unscheduled_care.service.timing import appointment_of, book, move, refuse_misfit, stands
from api.unscheduled_care.service.views import load, request_view
from api.unscheduled_care.tables import UnscheduledCareRequest


async def complete_unscheduled_care_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.UnscheduledCareCompletion,
    *,
    at: datetime | None = None,
) -> wire.UnscheduledCareRequest:
    """Say that the person is informed and agrees: the search starts at once.

    The wished deadline stays that of the filing: it is absolute. InvalidInput when the person is not.
    """
    at = at or clock.now()
    _, case = await _locked(db, actor, request_id, version)
    if not policy.may_complete(actor, case):
        raise NotAllowed("Only those who made the request, or the coordination, complete it")
    if not body.informed:
        message = "Nobody is asked before the person agrees: inform them, or cancel the request"
        raise InvalidInput(errors=[FieldError("/informed", message)])
    state = await move(db, case, "complete")
    request = await db.get_one(UnscheduledCareRequest, case.id)
    request.informed_at = at
    await cases.record(db, case, TimelineKind.completed, actor, at=at)
    await cases.update(db, case, at=at, state=state)
    await search(db, actor, case, at)
    await audit.record(db, actor, "unscheduled_care_request.completed", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def confirm_unscheduled_care_appointment(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.UnscheduledCareConfirmation,
    *,
    at: datetime | None = None,
) -> wire.UnscheduledCareRequest:
    """The time is agreed with the person: the one that is kept, or another said here.

    InvalidInput when no time was ever given. SlotTaken and the like leave everything as it was.
    """
    at = at or clock.now()
    answer = dispatch.answer_of(body)
    _, case = await _taken(db, actor, request_id, version)
    state = await move(db, case, "confirm")
    appointment = await _agreed(db, actor, case, answer, at)
    await confirmed(db, actor, case, state, appointment, at)
    return await request_view(db, actor, case, at=at)


async def confirmed(
    db: AsyncSession,
    actor: Actor,
    case: Case,
    state: UnscheduledCareState,
    appointment: Appointment,
    at: datetime,
) -> None:
    """The time is agreed with the person, whoever called them: the header, the timeline, those who asked.
    `state`: that the move `confirm` has just led to."""
    request = await db.get_one(UnscheduledCareRequest, case.id)
    request.confirmed_at = at
    await stands(
        db,
        actor,
        case,
        appointment,
        TimelineKind.appointment_confirmed,
        "confirmed",
        at,
        state=state,
        waits_for=WaitsFor.person,
        clock=ClockFacts(ClockKind.appointment, at, appointment.starts_at),
    )
    asked = await cases.watchers(db, case, coordination=False, professional=False)
    kind = NotificationKind.appointment_confirmed
    await dispatch.tell(db, case, asked, kind, at, starts_at=appointment.starts_at)
    await availability.settle_displaced(db, actor, case.id, appointment, at)


async def withdraw_from_unscheduled_care_request(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> wire.UnscheduledCareRequest:
    """I can no longer take it: the time is given back and the search starts again at once without me."""
    at = at or clock.now()
    search_of, case = await _taken(db, actor, request_id, version)
    appointment = await appointment_of(db, case)
    await endings.give_back(db, actor, search_of, case, at)
    if appointment is not None:
        await availability.cancel(db, actor, appointment, by=CancelledBy.professional, at=at)
    return await request_view(db, actor, case, at=at)


async def record_unscheduled_care_outcome(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.UnscheduledCareOutcome,
    *,
    at: datetime | None = None,
) -> wire.UnscheduledCareRequest:
    """The person came, or did not; the request ends. IllegalTransition before the time, or without one."""
    at = at or clock.now()
    _, case = await _locked(db, actor, request_id, version)
    if not policy.may_say_outcome(actor, case):
        raise NotAllowed("The professional who accepted says this, or the coordination")
    appointment = await appointment_of(db, case)
    if appointment is None:
        raise IllegalTransition("Confirm a time first: there is no appointment to report on")
    await endings.come_or_not(db, actor, case, came=body.came, at=at)
    if body.came:
        await availability.fulfil(db, actor, appointment, at=at)
    else:
        await availability.no_show(db, actor, appointment, at=at)
    return await request_view(db, actor, case, at=at)


async def cancel_unscheduled_care_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.UnscheduledCareCancellation,
    *,
    at: datetime | None = None,
) -> wire.UnscheduledCareRequest:
    """The need is gone: those still asked, and the one who had accepted, are told."""
    at = at or clock.now()
    search_of, case = await _locked(db, actor, request_id, version)
    if not policy.may_complete(actor, case):
        raise NotAllowed("Only those who made the request, or the coordination, cancel it")
    appointment = await appointment_of(db, case)
    await endings.cancel(db, actor, search_of, case, body.reason, at)
    if appointment is not None:
        await availability.cancel(db, actor, appointment, by=CancelledBy.person, at=at)
    return await request_view(db, actor, case, at=at)


async def close_unscheduled_care_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.UnscheduledCareSolution,
    *,
    at: datetime | None = None,
) -> wire.UnscheduledCareRequest:
    """Nobody here could take it: say where the person was directed. For the coordination."""
    at = at or clock.now()
    search_of, case = await _locked(db, actor, request_id, version)
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination closes a request with a solution elsewhere")
    await endings.close_elsewhere(db, actor, search_of, case, body.solution, at)
    return await request_view(db, actor, case, at=at)


async def follow_unscheduled_care_request(
    db: AsyncSession, actor: Actor, request_id: UUID, *, at: datetime | None = None
) -> wire.UnscheduledCareRequest:
    """Join an open request for the same person instead of making a second one; again changes nothing.

    Whoever may file requests may join one: its id is only given to those who tried to file for the same
    person. A follower sees the thread, and no identity without a reason.
    """
    at = at or clock.now()
    if not policy.may_request(actor):
        raise NotAllowed("Your role files no request for care")
    case = await db.get(Case, request_id)
    if case is None or case.kind is not CaseKind.unscheduled_care:
        raise NotFound("There is no such request")
    if case.closed_at is not None:
        raise CaseClosed("It has ended: make a new request")
    if not policy.is_requester(actor, case):
        await cases.follow(db, actor, case, at=at)
    await audit.record(db, actor, "unscheduled_care_request.followed", "case", case.id)
    await db.flush()
    return await request_view(db, actor, case, at=at)


async def _agreed(db: AsyncSession, actor: Actor, case: Case, answer: Answer, at: datetime) -> Appointment:
    """The appointment at the time that was agreed: the one kept, moved, or made now."""
    assert case.professional_id is not None  # noqa: S101  `_taken` asked for it
    kept = await appointment_of(db, case)
    if kept is not None and not answer.has_time:
        return kept
    if kept is not None:
        moved = await availability.move_to(
            db,
            actor,
            kept,
            slot_id=answer.slot_id,
            starts_at=answer.starts_at,
            practice_id=answer.practice_id,
            at=at,
        )
        await refuse_misfit(db, case, moved, case.professional_id, answer)
        return moved
    booked = await book(db, actor, case, case.professional_id, answer, at)
    if booked is None:
        message = "Say the time agreed with the person: one of your slots, or a time and place"
        raise InvalidInput(errors=[FieldError("/starts_at", message)])
    return booked


async def _locked(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The search and the case of a request that the actor may see, locked, in the version they read."""
    await load(db, actor, request_id)
    search_of, case = await dispatch.lock_of_case(db, request_id)
    expect_version(version, case.version)
    return search_of, case


async def _taken(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The same, for the professional who has the request. NotAllowed for anybody else who sees it."""
    search_of, case = await _locked(db, actor, request_id, version)
    if not policy.has_taken(actor, case):
        raise NotAllowed("Only the professional who accepted does this")
    return search_of, case
