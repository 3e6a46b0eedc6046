"""What the coordinator does with a search: pause, resume, relaunch, widen, assign by phone."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import ClockKind, DispatchState, OfferReason, OfferState, TimelineKind, WaitsFor
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed, NotFound
from api.core.routing import expect_version
from api.directory import service as directory
from api.dispatch.policy import dispatches_visible_to, may_steer
from api.dispatch.refusals import NotEligible
from api.dispatch.rules import DISPATCH, OFFER
from api.dispatch.service import messages
from api.dispatch.service.answers import answer_of, take
from api.dispatch.service.closing import lock_dispatch, pending_offers, settle
from api.dispatch.service.dispatch_views import dispatch_view
from api.dispatch.service.engine import begin_again, go_on, open_next, plan_for
from api.dispatch.service.registry import can_be_asked, kind_of
from api.dispatch.tables import Dispatch, Offer


async def pause_dispatch(
    db: AsyncSession, actor: Actor, dispatch_id: UUID, version: int, *, at: datetime | None = None
) -> wire.Dispatch:
    """Stop the clock of the wave; what was left of it is kept. An answer is still taken meanwhile."""
    at = at or clock.now()
    dispatch, case = await _steered(db, actor, dispatch_id, version)
    dispatch.state = DISPATCH.after("pause", dispatch.state)
    left = 0.0 if dispatch.wave_due_at is None else (dispatch.wave_due_at - at).total_seconds()
    dispatch.paused_at, dispatch.remaining_seconds = at, max(0, round(left))
    dispatch.version += 1
    await messages.answer_times_moved(db, await pending_offers(db, dispatch), paused=True)
    settle(dispatch)
    await cases.record(db, case, TimelineKind.paused, actor, at=at)
    # Whoever stopped the clock must start it again: a paused search is the coordinator's.
    await cases.update(db, case, at=at, waits_for=WaitsFor.coordinator, paused_at=at)
    return await _done(db, actor, dispatch, case, "dispatch.paused", at)


async def resume_dispatch(
    db: AsyncSession, actor: Actor, dispatch_id: UUID, version: int, *, at: datetime | None = None
) -> wire.Dispatch:
    """Start the clock again with the time that was left; everybody asked gets the pause back.

    The wished deadline is absolute and is not moved by a pause (domain-rules §2.2).
    """
    at = at or clock.now()
    dispatch, case = await _steered(db, actor, dispatch_id, version)
    dispatch.state = DISPATCH.after("resume", dispatch.state)
    assert dispatch.paused_at is not None  # noqa: S101  only a paused search may resume
    length = at - dispatch.paused_at
    dispatch.wave_due_at = at + timedelta(seconds=dispatch.remaining_seconds or 0)
    latest = (await plan_for(db, case, at)).coordinator_at
    dispatch.coordinator_at = min(dispatch.coordinator_at + length, latest)
    dispatch.paused_at = dispatch.remaining_seconds = None
    dispatch.version += 1
    offers = await pending_offers(db, dispatch)
    for offer in offers:
        offer.due_at += length
        if offer.remind_at is not None:
            offer.remind_at += length
    if dispatch.remind_at is not None:
        dispatch.remind_at += length
    await messages.answer_times_moved(db, offers)
    messages.announce_offers(db, offers)
    plan = [dict(wave) for wave in dispatch.plan]
    if dispatch.step >= 0:
        plan[dispatch.step]["due_at"] = dispatch.wave_due_at.isoformat()
    dispatch.plan = plan
    await cases.record(db, case, TimelineKind.resumed, actor, at=at)
    if dispatch.coordinator_alerted_at is None:
        started = (case.clock_started_at or at) + length
        due = ClockFacts(ClockKind.answer, started, dispatch.wave_due_at)
        await cases.update(db, case, at=at, waits_for=WaitsFor.professional, clock=due, paused_at=None)
    else:
        await cases.update(db, case, at=at, paused_at=None)
    if offers:
        settle(dispatch)
    else:
        await go_on(db, dispatch, case, at)
    return await _done(db, actor, dispatch, case, "dispatch.resumed", at)


async def relaunch_dispatch(
    db: AsyncSession, actor: Actor, dispatch_id: UUID, version: int, *, at: datetime | None = None
) -> wire.Dispatch:
    """Ask again from the first network wave: who stayed silent is asked anew, who declined is not.

    Once it is answered, only when the one who accepted let the time to confirm pass.
    """
    at = at or clock.now()
    dispatch, case = await _steered(db, actor, dispatch_id, version)
    if dispatch.state is DispatchState.answered:
        await kind_of(dispatch).take_back(db, actor, dispatch, case, at)
    else:
        DISPATCH.after("relaunch", dispatch.state)
        await cases.record(db, case, TimelineKind.relaunched, actor, at=at)
        await begin_again(db, dispatch, case, "relaunch", at)
    return await _done(db, actor, dispatch, case, "dispatch.relaunched", at)


async def widen_dispatch(
    db: AsyncSession, actor: Actor, dispatch_id: UUID, version: int, *, at: datetime | None = None
) -> wire.Dispatch:
    """Open the next wave now. Those already asked and silent stay asked, until the new wave's end.

    IllegalTransition when every wave has been opened.
    """
    at = at or clock.now()
    dispatch, case = await _steered(db, actor, dispatch_id, version)
    dispatch.state = DISPATCH.after("widen", dispatch.state)
    if dispatch.step + 1 >= len(dispatch.plan):
        raise IllegalTransition("Everybody has been asked: relaunch, or assign by phone")
    waiting = await pending_offers(db, dispatch)
    await cases.record(db, case, TimelineKind.widened, actor, at=at)
    dispatch.version += 1
    if await open_next(db, dispatch, case, at):
        for offer in waiting:
            offer.due_at = max(offer.due_at, dispatch.wave_due_at or offer.due_at)
        await messages.answer_times_moved(db, waiting)
        messages.announce_offers(db, waiting)
        settle(dispatch)
    elif not waiting:
        await go_on(db, dispatch, case, at)
    return await _done(db, actor, dispatch, case, "dispatch.widened", at)


async def assign_dispatch(
    db: AsyncSession,
    actor: Actor,
    dispatch_id: UUID,
    version: int,
    body: wire.Assignment,
    *,
    at: datetime | None = None,
) -> wire.Dispatch:
    """Somebody said yes on the phone: as if they had accepted, whether or not they were asked.

    Raises InvalidInput for an unknown professional, NotEligible for one who is no member, has left or whose
    profession cannot answer, and what booking raises.
    """
    at = at or clock.now()
    answer = answer_of(body)
    dispatch, case = await _steered(db, actor, dispatch_id, version)
    DISPATCH.after("assign", dispatch.state)
    member = await directory.member_of(db, case.community_id, body.professional_id)
    if member is None:
        if not await directory.summaries(db, [body.professional_id]):
            message = "There is no such professional: take one of the candidates"
            raise InvalidInput(errors=[FieldError("/professional_id", message)])
        raise NotEligible("This professional is not a member of the community")
    if not can_be_asked(member, case.kind):
        raise NotEligible("By the national directory, this person practises nowhere any more")
    if not (await kind_of(case).judge(db, case, at)).serves(member, case):
        raise NotEligible("This person cannot answer this request")
    offer = await _offer_to(db, dispatch, body.professional_id, at)
    await take(db, actor, dispatch, case, offer, answer, at, action="assign")
    return await _done(db, actor, dispatch, case, "dispatch.assigned", at)


async def _offer_to(db: AsyncSession, dispatch: Dispatch, professional_id: UUID, at: datetime) -> Offer:
    """The offer that the professional has pending, else a new one for the assignment itself."""
    pending = select(Offer).where(
        Offer.dispatch_id == dispatch.id,
        Offer.professional_id == professional_id,
        Offer.state == OfferState.pending,
    )
    offer = await db.scalar(pending.with_for_update(key_share=True))
    if offer is None:
        wave = dispatch.plan[dispatch.step]["number"] if dispatch.step >= 0 else 0
        offer = Offer(
            community_id=dispatch.community_id,
            dispatch_id=dispatch.id,
            case_id=dispatch.case_id,
            professional_id=professional_id,
            state=OFFER.start,
            audience=None,
            step=dispatch.step,
            wave=wave,
            offered_at=at,
            due_at=at,
        )
        db.add(offer)
    offer.reason = OfferReason.assigned
    await db.flush()
    return offer


async def _steered(db: AsyncSession, actor: Actor, dispatch_id: UUID, version: int) -> tuple[Dispatch, Case]:
    """The search and its case, locked, if the actor may steer it and read its present version."""
    seen = await db.scalar(
        select(Dispatch.id).where(Dispatch.id == dispatch_id, dispatches_visible_to(actor))
    )
    if seen is None:
        raise NotFound("There is no such search, or it is not for you to see")
    if not may_steer(actor):
        raise NotAllowed("Only the coordination steers a search")
    dispatch, case = await lock_dispatch(db, dispatch_id)
    expect_version(version, dispatch.version)
    return dispatch, case


async def _done(
    db: AsyncSession, actor: Actor, dispatch: Dispatch, case: Case, action: str, at: datetime
) -> wire.Dispatch:
    await audit.record(db, actor, action, "dispatch", dispatch.id)
    await db.flush()
    return await dispatch_view(db, actor, dispatch)
