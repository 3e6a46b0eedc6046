"""How a request leaves a professional or ends, whoever says so: its own page, or the agenda.

None of these touches the appointment: the caller does, before or after, in the same transaction.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import CancellationReason, NotificationKind, Solution, TimelineKind
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.unscheduled_care.service.timing import move
from api.unscheduled_care.tables import UnscheduledCareRequest


async def give_back(
    db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, at: datetime
) -> None:
    """The professional withdraws: the network is asked again at once, without them."""
    assert search is not None and case.professional_id is not None  # noqa: S101, PT018  somebody had accepted
    without, appointment_at = case.professional_id, case.appointment_at
    state = await move(db, case, "withdraw")
    request = await db.get_one(UnscheduledCareRequest, case.id)
    request.confirmed_at = None
    await cases.record(
        db,
        case,
        TimelineKind.professional_withdrew,
        actor,
        at=at,
        professional_id=without,
        starts_at=appointment_at,
    )
    await cases.update(db, case, at=at, state=state, professional_id=None, appointment=None, clock=None)
    await audit.record(db, actor, "unscheduled_care_request.given_back", "case", case.id)
    asked = await cases.watchers(db, case, coordination=True, professional=False)
    kind = NotificationKind.professional_withdrew
    await dispatch.tell(db, case, asked - {actor.id}, kind, at, starts_at=appointment_at)
    await dispatch.restart(db, actor, search, case, at, without)


async def come_or_not(db: AsyncSession, actor: Actor, case: Case, *, came: bool, at: datetime) -> None:
    """The person was seen, or did not come: the request ends."""
    state = await move(db, case, "fulfil" if came else "record_no_show")
    said = TimelineKind.fulfilled if came else TimelineKind.no_show
    await cases.record(db, case, said, actor, at=at, professional_id=case.professional_id)
    await cases.update(db, case, at=at, state=state, closed=True)
    action = "fulfilled" if came else "no_show_recorded"
    await audit.record(db, actor, f"unscheduled_care_request.{action}", "case", case.id)
    await availability.let_displaced_go(db, actor, case.id, at)
    await _tell_closed(db, actor, case, at)


async def cancel(
    db: AsyncSession,
    actor: Actor,
    search: Dispatch | None,
    case: Case,
    reason: CancellationReason,
    at: datetime,
) -> None:
    """The need is gone: the search stops and everybody concerned is told."""
    state = await move(db, case, "cancel")
    request = await db.get_one(UnscheduledCareRequest, case.id)
    request.cancellation_reason = reason
    await cases.record(db, case, TimelineKind.cancelled, actor, at=at)
    await _end(db, actor, search, case, state, "cancelled", at)


async def close_elsewhere(
    db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, solution: Solution, at: datetime
) -> None:
    """The person was directed elsewhere."""
    state = await move(db, case, "close_elsewhere")
    request = await db.get_one(UnscheduledCareRequest, case.id)
    request.solution = solution
    await cases.record(db, case, TimelineKind.closed, actor, at=at, solution=solution)
    await _end(db, actor, search, case, state, "closed", at)


async def _end(
    db: AsyncSession,
    actor: Actor,
    search: Dispatch | None,
    case: Case,
    state: str,
    why: str,
    at: datetime,
) -> None:
    if search is not None:
        await dispatch.stop(db, search, case, actor, at, why)
    await cases.update(db, case, at=at, state=state, closed=True)
    await audit.record(db, actor, f"unscheduled_care_request.{why}", "case", case.id)
    await availability.let_displaced_go(db, actor, case.id, at, by_person=why == "cancelled")
    await _tell_closed(db, actor, case, at)


async def _tell_closed(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    """Tell those who asked, those who joined and the one who had it; not the one who has just done it."""
    concerned = await cases.watchers(db, case, coordination=False)
    await dispatch.tell(db, case, concerned - {actor.id}, NotificationKind.request_closed, at)
