"""How a request leaves the one who took it, or ends, whoever says so: its own page, the board, the agenda.

None of these touches the appointment of the case: the caller does, before or after, in the same transaction.
A time kept with somebody who is away, while the others are asked, is given back here when it ends.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import NotificationKind, TimelineKind, WaitsFor
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.referrals.second_opinion.service.state import move, request_of, to_answer


async def give_back(
    db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, at: datetime
) -> None:
    """Whoever took it gives it back: all of the specialty is asked at once, without them."""
    assert search is not None and case.professional_id is not None  # noqa: S101, PT018  somebody had accepted
    without = case.professional_id
    state = await move(db, case, "give_back")
    await cases.record(db, case, TimelineKind.professional_withdrew, actor, at=at, professional_id=without)
    await cases.update(
        db, case, at=at, state=state, professional_id=None, appointment=None, clock=None, paused_at=None
    )
    (await request_of(db, case)).read_at = None
    await audit.record(db, actor, "second_opinion_request.given_back", "case", case.id)
    asked = await cases.watchers(db, case, coordination=True, professional=False)
    kind = NotificationKind.professional_withdrew
    await dispatch.tell(db, case, asked - {actor.id}, kind, at)
    await dispatch.restart(db, actor, search, case, at, without)


async def lose_time(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    """The time given is off: whoever took it answers in another way, with the time of the rules anew."""
    state = await move(db, case, "lose_time")
    (await request_of(db, case)).read_at = None
    await cases.record(
        db, case, TimelineKind.appointment_cancelled, actor, at=at, starts_at=case.appointment_at
    )
    await cases.update(
        db,
        case,
        at=at,
        state=state,
        waits_for=WaitsFor.professional,
        appointment=None,
        clock=await to_answer(db, case, at),
    )
    await audit.record(db, actor, "second_opinion_request.time_lost", "case", case.id)
    concerned = await cases.watchers(db, case, coordination=False)
    await dispatch.tell(db, case, concerned - {actor.id}, NotificationKind.appointment_cancelled, at)


async def end(db: AsyncSession, actor: Actor, case: Case, at: datetime, *, seen: bool | None = None) -> None:
    """The request ends: the person was `seen` or did not come, or nobody said for long to have read it."""
    state = await move(db, case, "end")
    said = {True: TimelineKind.fulfilled, False: TimelineKind.no_show, None: TimelineKind.opinion_closed}[
        seen
    ]
    await cases.record(db, case, said, actor, at=at, professional_id=case.professional_id)
    await cases.update(db, case, at=at, state=state, closed=True)
    await audit.record(db, actor, "second_opinion_request.ended", "case", case.id)
    await availability.let_displaced_go(db, actor, case.id, at)
    await _tell_closed(db, actor, case, at)


async def stop(
    db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, action: str, at: datetime
) -> None:
    """Nobody needs to answer any more (`cancel`), or nobody here can (`close_elsewhere`)."""
    state = await move(db, case, action)
    cancelled = action == "cancel"
    said, why = (TimelineKind.cancelled, "cancelled") if cancelled else (TimelineKind.closed, "closed")
    await cases.record(db, case, said, actor, at=at)
    if search is not None:
        await dispatch.stop(db, search, case, actor, at, why)
    await cases.update(db, case, at=at, state=state, closed=True)
    await audit.record(db, actor, f"second_opinion_request.{why}", "case", case.id)
    await availability.let_displaced_go(db, actor, case.id, at, by_person=cancelled)
    await _tell_closed(db, actor, case, at)


async def _tell_closed(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    """Tell who asked and who had it; not the one who has just done it."""
    concerned = await cases.watchers(db, case, coordination=False)
    await dispatch.tell(db, case, concerned - {actor.id}, NotificationKind.request_closed, at)
