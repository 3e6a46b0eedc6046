"""A search as the coordinator sees it: its waves, who was asked, who could still take it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.service import FreeSlot
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import DispatchAction, DispatchState, OfferReason, OfferState, SkipReason
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, decode_cursor, encode_cursor, page_of
from api.core.problems import NotFound
from api.directory import service as directory
from api.directory.service import Member
from api.dispatch.policy import dispatches_visible_to
from api.dispatch.rules import DISPATCH, Asked, in_order
from api.dispatch.service.crowd import Crowd
from api.dispatch.service.engine import crowd_for
from api.dispatch.service.offer_views import fitting
from api.dispatch.service.progress import is_in_turn, network_waves
from api.dispatch.tables import Dispatch, Offer

CANDIDATE_HORIZON = timedelta(days=3)
"""How far ahead the slots of candidates are searched when the request wishes no deadline."""


async def get_dispatch(db: AsyncSession, actor: Actor, dispatch_id: UUID) -> wire.Dispatch:
    """One search, its waves and what comes next."""
    return await dispatch_view(db, actor, await _load(db, actor, dispatch_id))


async def dispatch_view(db: AsyncSession, actor: Actor, dispatch: Dispatch) -> wire.Dispatch:
    """The search as the contract says it."""
    counts = select(
        Offer.step,
        func.count(),
        func.count().filter(Offer.state == OfferState.declined),
        func.count().filter(Offer.state == OfferState.lapsed),
    )
    rows = await db.execute(
        counts.where(Offer.dispatch_id == dispatch.id, Offer.audience.is_not(None)).group_by(Offer.step)
    )
    by_step = {row[0]: (row[1], row[2], row[3]) for row in rows}
    return wire.Dispatch(
        id=dispatch.id,
        case_id=dispatch.case_id,
        state=dispatch.state,
        version=dispatch.version,
        wave=wave_number(dispatch),
        waves=network_waves(dispatch),
        wave_due_at=None if dispatch.state is DispatchState.paused else dispatch.wave_due_at,
        coordinator_at=dispatch.coordinator_at,
        paused_at=dispatch.paused_at,
        remaining_seconds=dispatch.remaining_seconds,
        plan=_plan(dispatch, by_step),
        actions=actions(dispatch),
    )


def wave_number(dispatch: Dispatch) -> int:
    """The wave under way, as said to people: 0 = first resort (or before the first)."""
    number: int = dispatch.plan[dispatch.step]["number"] if dispatch.step >= 0 else 0
    return number


def actions(dispatch: Dispatch) -> list[DispatchAction]:
    """What the coordinator may do, the most useful first: widening while waves are left, else assigning."""
    possible = set(DISPATCH.actions_from(dispatch.state))
    left = dispatch.step + 1 < len(dispatch.plan)
    if not left or is_in_turn(dispatch):
        possible.discard("widen")
    order = ["resume", "assign", "relaunch", "widen", "pause"]
    if left and dispatch.coordinator_alerted_at is None:
        order = ["resume", "widen", "assign", "pause", "relaunch"]
    return [DispatchAction(action) for action in order if action in possible]


async def list_dispatch_offers(
    db: AsyncSession, actor: Actor, dispatch_id: UUID, query: wire.ListDispatchOffersQuery
) -> wire.DispatchOfferList:
    """One page of those asked, in the order in which they were."""
    dispatch = await _load(db, actor, dispatch_id)
    wanted = select(Offer).where(Offer.dispatch_id == dispatch.id)
    keys = [Key(Offer.offered_at), Key(Offer.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    offers: list[Offer] = [row[0] for row in page.items]
    names = await directory.summaries(db, [offer.professional_id for offer in offers])
    items = [
        wire.DispatchOffer(
            id=offer.id,
            professional=names[offer.professional_id],
            state=offer.state,
            wave=offer.wave,
            distance_km=offer.distance_km,
            offered_at=offer.offered_at,
            seen_at=offer.seen_at,
            answered_at=offer.answered_at,
            decline_reason=offer.decline_reason,
        )
        for offer in offers
    ]
    return wire.DispatchOfferList(items=items, next_cursor=page.next_cursor)


async def list_candidates(
    db: AsyncSession, actor: Actor, dispatch_id: UUID, query: wire.ListCandidatesQuery
) -> wire.CandidateList:
    """Who could still take it, in the order in which the engine would ask, then why the others cannot.

    Only professions that can answer are listed. An excluded one may still be assigned by phone.
    """
    at = clock.now()
    dispatch = await _load(db, actor, dispatch_id)
    case = await db.get_one(Case, dispatch.case_id)
    crowd = await crowd_for(db, dispatch, case, at)
    pending = await db.scalars(
        select(Offer.professional_id).where(
            Offer.dispatch_id == dispatch.id, Offer.state == OfferState.pending
        )
    )
    ranked = _ranked(crowd, set(pending.all()), at)
    keys = [Key(Offer.professional_id)]
    start = 0
    if query.cursor is not None:
        [after] = decode_cursor(query.cursor, keys)
        start = next((i + 1 for i, (member, _) in enumerate(ranked) if member.professional_id == after), 0)
    shown = ranked[start : start + query.limit]
    more = start + query.limit < len(ranked)
    return wire.CandidateList(
        items=await _candidates(db, crowd, case, shown, at),
        next_cursor=encode_cursor(keys, [shown[-1][0].professional_id]) if more else None,
        as_of=at,
    )


def _ranked(crowd: Crowd, pending: set[UUID], at: datetime) -> list[tuple[Member, SkipReason | None]]:
    """Those who may be asked in the engine's order, then the others in the same order."""
    by_id = {member.professional_id: member for member in crowd.serving()}
    reasons = {
        id_: SkipReason.already_contacted if id_ in pending else crowd.skip(id_, at, usual=False)
        for id_ in by_id
    }
    everybody = [
        Asked(id_, OfferReason.network, crowd.distance(member), crowd.load(id_))
        for id_, member in by_id.items()
    ]
    order = in_order(everybody, radius_km=None, at_most=None)
    order.sort(key=lambda person: reasons[person.professional_id] is not None)
    return [(by_id[person.professional_id], reasons[person.professional_id]) for person in order]


async def _candidates(
    db: AsyncSession,
    crowd: Crowd,
    case: Case,
    shown: Sequence[tuple[Member, SkipReason | None]],
    at: datetime,
) -> list[wire.Candidate]:
    ids = [member.professional_id for member, _ in shown]
    names = await directory.summaries(db, ids)
    until = case.wished_before or at + CANDIDATE_HORIZON
    free: dict[UUID, list[FreeSlot]] = defaultdict(list)
    if ids and until > at:
        found = await availability.free_slots(db, professional_ids=ids, from_at=at, to_at=until, at=at)
        for slot in found:
            free[slot.professional_id].append(slot)
    return [
        wire.Candidate(
            professional=names[member.professional_id],
            phone=member.phone,
            distance_km=crowd.distance(member),
            eligible=reason is None,
            excluded_because=reason,
            accepted_this_week=crowd.load(member.professional_id).accepted_this_week,
            asked_this_week=crowd.load(member.professional_id).asked_this_week,
            slots=fitting(free[member.professional_id], case),
        )
        for member, reason in shown
    ]


def _plan(dispatch: Dispatch, by_step: dict[int, tuple[int, int, int]]) -> list[wire.DispatchWave]:
    """The waves, past, present and to come; those to come at the hours they open if nobody answers."""
    over = dispatch.state not in (DispatchState.running, DispatchState.paused)
    opens_at = dispatch.wave_due_at if dispatch.state is DispatchState.running else None
    waves = []
    for step, stored in enumerate(dispatch.plan):
        state = "past" if step < dispatch.step or over else "now" if step == dispatch.step else "coming"
        if state == "coming":
            due_at = opens_at + timedelta(minutes=stored["minutes"]) if opens_at else None
            waves.append(_wave(stored, state, opens_at, due_at, (0, 0, 0)))
            opens_at = due_at
        else:
            opened, due = (
                None if stored[name] is None else datetime.fromisoformat(stored[name])
                for name in ("opened_at", "due_at")
            )
            waves.append(_wave(stored, state, opened, due, by_step.get(step, (0, 0, 0))))
    return waves


def _wave(
    stored: dict[str, Any],
    state: str,
    opens_at: datetime | None,
    due_at: datetime | None,
    counts: tuple[int, int, int],
) -> wire.DispatchWave:
    asked, declined, lapsed = counts
    return wire.DispatchWave(
        wave=stored["number"],
        audience=wire.WaveAudience(stored["audience"]),
        state=wire.WaveState(state),
        opens_at=opens_at,
        due_at=due_at,
        asked=asked,
        declined=declined,
        lapsed=lapsed,
    )


async def _load(db: AsyncSession, actor: Actor, dispatch_id: UUID) -> Dispatch:
    found = await db.scalar(select(Dispatch).where(Dispatch.id == dispatch_id, dispatches_visible_to(actor)))
    if found is None:
        raise NotFound("There is no such search, or it is not for you to see")
    return found
