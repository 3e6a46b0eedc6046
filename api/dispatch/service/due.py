"""What is due in one search at an instant: the end of a wave, of quiet hours, a reminder, a human's turn.

The caller holds the locks of the search and of its case.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import DispatchState, NotificationKind, TimelineKind
from api.core.actor import system_actor
from api.dispatch.rules import DISPATCH, Asked, Wave
from api.dispatch.service import messages
from api.dispatch.service.closing import lapse_pending, pending_offers, settle
from api.dispatch.service.crowd import Crowd, asked_in_round
from api.dispatch.service.engine import (
    alert_when_due,
    ask,
    crowd_for,
    go_on,
    open_next,
    plan_for,
)
from api.dispatch.service.progress import round_start
from api.dispatch.tables import Dispatch


async def advance(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> None:
    """Act on what is due at `at`: lapse the wave and open the next, ask who has woken up, recall an offer,
    alert the coordinators."""
    over = dispatch.wave_due_at is not None and dispatch.wave_due_at <= at
    if over:
        await lapse_pending(db, dispatch, case, at)
        dispatch.wave_due_at = dispatch.remind_at = None
    woken = dispatch.wakes_at is not None and dispatch.wakes_at <= at and await wake(db, dispatch, case, at)
    if over or woken:
        dispatch.version += 1
    if over and not woken:
        await go_on(db, dispatch, case, at)
        return
    await _remind(db, dispatch, case, at)
    if await alert_when_due(db, dispatch, case, at):
        dispatch.version += 1
    settle(dispatch)


async def wake(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> bool:
    """Ask those whom the waves so far passed over in their quiet hours, if these are over; whether anybody.

    During a wave they join it. Between two waves, and once the search has found nobody, the waves that
    passed somebody over are held again for them, in order: the attending doctor is still asked alone.
    """
    crowd = await crowd_for(db, dispatch, case, at)
    steps = await asked_in_round(db, dispatch, round_start(dispatch))
    joins = dispatch.wave_due_at is not None
    found = _passed_over(dispatch, crowd, steps, at)
    if found and joins:
        people = [person for _, wave_people in found for person in wave_people]
        await _join(db, dispatch, case, people, at)
        dispatch.wakes_at = crowd.wakes_at(at, {*steps, *(person.professional_id for person in people)})
        return True
    dispatch.wakes_at = crowd.wakes_at(at, steps.keys())
    if not found:
        return False
    if dispatch.state is DispatchState.exhausted:
        # As after a relaunch: it is the professionals' turn, and a human is called later.
        dispatch.coordinator_at = (await plan_for(db, case, at)).coordinator_at
        dispatch.coordinator_alerted_at = None
    dispatch.state = DISPATCH.after("wake", dispatch.state)
    search = dispatch.plan[dispatch.step]["search"]
    following = dispatch.step + 1
    again = [wave.stored(search) for wave, _ in found]
    dispatch.plan = [*dispatch.plan[:following], *again, *dispatch.plan[following:]]
    return await open_next(db, dispatch, case, at)


def _passed_over(
    dispatch: Dispatch, crowd: Crowd, steps: dict[UUID, int], at: datetime
) -> list[tuple[Wave, list[Asked]]]:
    """The waves of this round, up to the one under way, in which somebody can be asked now who could not
    then, with them. A wave that has asked as many as it may asks no more."""
    waves = [Wave.of(stored) for stored in dispatch.plan]
    asked, known = Counter(waves[step].audience for step in steps.values()), set(steps)
    found, looked = [], set()
    for wave in waves[round_start(dispatch) : dispatch.step + 1]:
        if wave.audience in looked:  # held again for those who had woken before
            continue
        looked.add(wave.audience)
        left = None if wave.at_most is None else max(0, wave.at_most - asked[wave.audience])
        again = replace(wave, at_most=left)
        if people := crowd.pick(again, at, known):
            found.append((again, people))
            known |= {person.professional_id for person in people}
    return found


async def _join(db: AsyncSession, dispatch: Dispatch, case: Case, people: list[Asked], at: datetime) -> None:
    """Add people to the wave under way. They have its whole time, and so have those asked before them."""
    assert dispatch.wave_due_at is not None  # noqa: S101  the caller asked
    plan = [dict(wave) for wave in dispatch.plan]
    wave = Wave.of(plan[dispatch.step])
    due_at = max(dispatch.wave_due_at, at + timedelta(minutes=wave.minutes))
    waiting = await pending_offers(db, dispatch)
    for offer in waiting:
        offer.due_at = max(offer.due_at, due_at)
    await messages.answer_times_moved(db, waiting)
    dispatch.wave_due_at = due_at
    plan[dispatch.step]["due_at"] = due_at.isoformat()
    dispatch.plan = plan
    await cases.record(
        db,
        case,
        TimelineKind.quiet_hours_ended,
        system_actor(case.community_id),
        at=at,
        asked=len(people),
    )
    await ask(db, dispatch, case, wave, people, at, due_at)


async def _remind(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> None:
    """Recall the offers that are at half of their time without an answer, each once."""
    if dispatch.remind_at is None or dispatch.remind_at > at:
        return
    waiting = await pending_offers(db, dispatch)
    late = [offer for offer in waiting if offer.remind_at is not None and offer.remind_at <= at]
    for offer in late:
        offer.remind_at = None
    dispatch.remind_at = min((offer.remind_at for offer in waiting if offer.remind_at), default=None)
    await db.flush()
    await messages.tell_asked(db, case, late, at, NotificationKind.offer_reminder)
