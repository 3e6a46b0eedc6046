"""The course of a search: start, waves, exhaustion, alert. The caller holds the dispatch's lock.

Every function moves one dispatch inside the caller's transaction, so a process killed in the middle leaves
the state before. `dispatch.next_at` is the only thing that a sweep needs to find what is due.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import (
    ClockKind,
    DeclineReason,
    DispatchState,
    NotificationKind,
    OfferState,
    TimelineKind,
    WaitsFor,
    WaveAudience,
)
from api.core.actor import Actor, system_actor
from api.core.writing import write_at_once
from api.dispatch.rules import DISPATCH, OFFER, Asked, Plan, Wave, network_only, remind_at
from api.dispatch.service import messages
from api.dispatch.service.closing import lapse_pending, pending_offers, settle
from api.dispatch.service.crowd import Crowd, asked_in_round, crowd_of, declined_of
from api.dispatch.service.progress import is_in_turn, round_start, say_left_out, say_opened
from api.dispatch.service.registry import TakesTurns, kind_of
from api.dispatch.tables import Dispatch, Offer
from api.identity import service as identity


async def start(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> Dispatch:
    """Open the search of a case and its first wave that has anybody in it.

    When nobody can be asked the search is exhausted at once and the coordinators are alerted. A case that is
    not written yet is written with all of it; its kind then finds in the session what it reads of it.
    """
    plan = await plan_for(db, case, at)
    dispatch = Dispatch(
        community_id=case.community_id,
        case_id=case.id,
        kind=case.kind,
        version=1,
        state=DispatchState.running,
        plan=[wave.stored(0) for wave in plan.waves],
        step=-1,
        coordinator_at=plan.coordinator_at,
        created_at=at,
    )
    if case not in db.new:
        await db.flush()
    db.add(dispatch)  # written once its first wave is known
    await audit.record(db, actor, "dispatch.started", "dispatch", dispatch.id)
    await go_on(db, dispatch, case, at)
    return dispatch


async def begin_again(db: AsyncSession, dispatch: Dispatch, case: Case, action: str, at: datetime) -> None:
    """Add a round of network waves to the plan (`relaunch`, `restart`, `reopen`) and open the first of them.

    Offers still pending lapse: whom they were made to is asked anew, with a new delay.
    """
    state = DISPATCH.after(action, dispatch.state)
    await lapse_pending(db, dispatch, case, at)
    plan = network_only(await plan_for(db, case, at))
    search = dispatch.plan[-1]["search"] + 1 if dispatch.plan else 0
    dispatch.step = len(dispatch.plan) - 1
    dispatch.plan = [*dispatch.plan, *(wave.stored(search) for wave in plan.waves)]
    dispatch.coordinator_at, dispatch.coordinator_alerted_at = plan.coordinator_at, None
    dispatch.state, dispatch.ended_at = state, None
    dispatch.paused_at = dispatch.remaining_seconds = None
    dispatch.remind_at = dispatch.wakes_at = None
    dispatch.version += 1
    await go_on(db, dispatch, case, at)


async def restart(
    db: AsyncSession, actor: Actor, dispatch: Dispatch, case: Case, at: datetime, without: UUID
) -> None:
    """Search again at once, because the one who had accepted (`without`) gave it back.

    Their acceptance becomes a refusal, so they are not asked again; nor is anybody who declined before.
    """
    given_back = await db.scalars(
        select(Offer).where(
            Offer.dispatch_id == dispatch.id,
            Offer.professional_id == without,
            Offer.state == OfferState.accepted,
        )
    )
    for offer in given_back.all():
        offer.state, offer.decline_reason = OFFER.after("give_back", offer.state), DeclineReason.other
        offer.closed_at = at
        messages.announce_offers(db, [offer])
    await audit.record(db, actor, "dispatch.restarted", "dispatch", dispatch.id)
    await db.flush()
    await begin_again(db, dispatch, case, "restart", at)


async def go_on(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> None:
    """Open the next wave that has anybody in it; without one, and nobody left to answer, give up."""
    if not await open_next(db, dispatch, case, at) and not await pending_offers(db, dispatch):
        await _exhaust(db, dispatch, case, at)
    await alert_when_due(db, dispatch, case, at)
    settle(dispatch)


async def open_next(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> bool:
    """Open the next wave of the plan in which somebody can be asked now; False when there is none."""
    if is_in_turn(dispatch):
        return await _ask_next(db, dispatch, case, at)
    with db.no_autoflush:  # nothing that this search changes is read
        crowd = await crowd_for(db, dispatch, case, at)
    plan = [dict(wave) for wave in dispatch.plan]
    asked = (await asked_in_round(db, dispatch, round_start(dispatch))).keys()
    people: list[Asked] = []
    while not people and dispatch.step + 1 < len(plan):
        dispatch.step += 1
        wave = Wave.of(plan[dispatch.step])
        earlier = {stored["audience"] for stored in plan[round_start(dispatch) : dispatch.step]}
        if wave.audience is WaveAudience.first_resort and wave.audience not in earlier:
            await say_left_out(db, crowd, case, at)
        people = crowd.pick(wave, at, asked)
        if not people and wave.number:
            await say_opened(db, dispatch, case, wave, 0, at)
    if people:
        due_at = at + timedelta(minutes=wave.minutes)
        dispatch.wave_started_at, dispatch.wave_due_at = at, due_at
        plan[dispatch.step] |= {"opened_at": at.isoformat(), "due_at": due_at.isoformat()}
    dispatch.plan = plan
    # Who has just woken up is left to the sweep, which asks them (`due.wake`).
    if dispatch.wakes_at is None or dispatch.wakes_at > at:
        dispatch.wakes_at = crowd.wakes_at(at, {*asked, *(person.professional_id for person in people)})
    if people:
        await say_opened(db, dispatch, case, wave, len(people), at)
        await ask(db, dispatch, case, wave, people, at, due_at)
    return bool(people)


async def _ask_next(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> bool:
    """Ask the one whose turn it is; False when there is nobody. Nobody is asked twice in a round, and never
    again who declined."""
    kind = kind_of(dispatch)
    assert isinstance(kind, TakesTurns)  # noqa: S101  no other kind plans such a wave
    without = {*(await asked_in_round(db, dispatch, round_start(dispatch))), *await declined_of(db, case.id)}
    person = await kind.whose_turn(db, case, at, without)
    if person is None:
        return False
    dispatch.step += 1
    wave = Wave.of(dispatch.plan[dispatch.step])
    due_at = at + timedelta(minutes=wave.minutes)
    dispatch.wave_started_at, dispatch.wave_due_at = at, due_at
    plan = [dict(stored) for stored in dispatch.plan]
    plan[dispatch.step] |= {"opened_at": at.isoformat(), "due_at": due_at.isoformat()}
    dispatch.plan = plan
    await say_opened(db, dispatch, case, wave, 1, at)
    await ask(db, dispatch, case, wave, [person], at, due_at)
    return True


async def ask(
    db: AsyncSession,
    dispatch: Dispatch,
    case: Case,
    wave: Wave,
    people: list[Asked],
    at: datetime,
    due_at: datetime,
) -> None:
    """Make the offers of the wave under way to these people, move the request, tell those asked."""
    # One by whom the request waits alone; an e-mail more to each of a crowd would only tire them.
    first = wave.audience is WaveAudience.first_resort
    reminder = remind_at(at, due_at) if first else None
    if wave.remind_minutes is not None:
        reminder = at + timedelta(minutes=wave.remind_minutes)
    if reminder is not None:
        dispatch.remind_at = min(dispatch.remind_at or reminder, reminder)
    offers = [
        Offer(
            community_id=dispatch.community_id,
            dispatch_id=dispatch.id,
            case_id=dispatch.case_id,
            professional_id=person.professional_id,
            state=OFFER.start,
            reason=person.reason,
            audience=wave.audience,
            step=dispatch.step,
            wave=wave.number,
            distance_km=person.distance_km,
            offered_at=at,
            due_at=due_at,
            remind_at=reminder,
        )
        for person in people
    ]
    settle(dispatch)
    messages.announce_offers(db, offers)
    state = await kind_of(dispatch).wave_opened(db, case, wave.number, at)
    if dispatch.coordinator_alerted_at is None:
        clock = ClockFacts(ClockKind.answer, at, due_at)
        await cases.update(
            db, case, at=at, state=state, waits_for=WaitsFor.professional, clock=clock, paused_at=None
        )
    else:
        await cases.update(db, case, at=at, state=state)
    await write_at_once(db, offers)  # after the search, to which they refer
    await messages.tell_asked(db, case, offers, at)
    widened = wave.audience is not WaveAudience.in_turn  # one after the other is no wider
    if widened and any(earlier["opened_at"] for earlier in dispatch.plan[: dispatch.step]):
        asked_for = await cases.watchers(db, case, coordination=False, professional=False)
        await messages.tell(db, case, asked_for, NotificationKind.request_widened, at)


async def alert_when_due(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> bool:
    """Call the coordinators once a running search has come to its hour; the waves go on meanwhile."""
    due = dispatch.state is DispatchState.running and dispatch.coordinator_at <= at
    if due and dispatch.coordinator_alerted_at is None:
        await _alert(db, dispatch, case, at)
        return True
    return False


async def _alert(
    db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime, state: str | None = None
) -> None:
    dispatch.coordinator_alerted_at = at
    actor = system_actor(case.community_id)
    await cases.record(db, case, TimelineKind.coordinator_alerted, actor, at=at)
    clock = ClockFacts(ClockKind.coordination, dispatch.created_at, at)
    await cases.update(
        db, case, at=at, state=state, waits_for=WaitsFor.coordinator, clock=clock, paused_at=None
    )
    await messages.tell_coordinators(
        db, case, NotificationKind.request_needs_coordinator, at, due_at=case.wished_before
    )


async def _exhaust(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> None:
    """Nobody is left to ask: a human takes over now, whatever the hour that was planned."""
    dispatch.state = DISPATCH.after("exhaust", dispatch.state)
    dispatch.wave_due_at = None
    dispatch.version += 1
    state = await kind_of(dispatch).exhausted(db, case, at)
    if dispatch.coordinator_alerted_at is None:
        await _alert(db, dispatch, case, at, state)
    else:
        await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.coordinator)


async def crowd_for(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> Crowd:
    """Who can be asked for the case of this search."""
    kind = kind_of(dispatch)
    usual = await kind.first_resort(db, case)
    return await crowd_of(
        db,
        kind,
        case,
        community_id=case.community_id,
        first_resort=usual,
        case_id=case.id if dispatch.step >= 0 else None,  # before the first wave nobody declined
        requester=case.requester_professional_id,
        at=at,
    )


async def follow_wish(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> None:
    """The wished deadline of the case has moved: so does the hour at which a human takes over, unless one
    has been called. The waves go on as planned."""
    if dispatch.coordinator_alerted_at is None and dispatch.state in DISPATCH.moves["answer"][0]:
        dispatch.coordinator_at = (await plan_for(db, case, at)).coordinator_at
        settle(dispatch)
        await db.flush()


async def plan_for(db: AsyncSession, case: Case, at: datetime) -> Plan:
    """What a search of this case would do if it started at `at`, by the community's rules."""
    return kind_of(case).plan(await identity.rules_of(db, case.community_id), case, at)
