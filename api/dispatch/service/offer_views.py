"""Offers as their professional sees them: anonymous cards, own free slots, my share of the week."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import case as sql_case
from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.service import FreeSlot
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import CaseKind, OfferAction, OfferCard, OfferState
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import NotAllowed, NotFound
from api.directory import service as directory
from api.dispatch.policy import visible_to
from api.dispatch.rules import OFFER, OWN_SLOTS_SHOWN, week_start
from api.dispatch.service.progress import network_waves
from api.dispatch.service.registry import kind_of
from api.dispatch.tables import Dispatch, Offer
from api.identity import service as identity

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PENDING = Offer.state == OfferState.pending

# To answer first, the most urgent on top; then the others, the latest closed first.
_ORDER = [
    Key(sql_case((_PENDING, 0), else_=1)),
    Key(sql_case((_PENDING, Offer.due_at), else_=literal(_EPOCH))),
    Key(
        sql_case((_PENDING, literal(_EPOCH)), else_=func.coalesce(Offer.closed_at, Offer.due_at)),
        descending=True,
    ),
    Key(Offer.id, descending=True),
]


async def list_offers(db: AsyncSession, actor: Actor, query: wire.ListOffersQuery) -> wire.OfferList:
    """One page of the offers made to me: those to answer first, then the latest answered."""
    at = clock.now()
    wanted = select(Offer).where(visible_to(actor))
    if query.state is not None:
        wanted = wanted.where(Offer.state == query.state)
    page = await page_of(db, wanted, keys=_ORDER, cursor=query.cursor, limit=query.limit)
    items = await offer_views(db, actor, [row[0] for row in page.items], at=at)
    return wire.OfferList(items=items, next_cursor=page.next_cursor, as_of=at)


async def get_offer(db: AsyncSession, actor: Actor, offer_id: UUID) -> wire.Offer:
    """One offer made to me; NotFound for anybody else's."""
    offer = await db.scalar(select(Offer).where(Offer.id == offer_id, visible_to(actor)))
    if offer is None:
        raise NotFound("There is no such offer, or it was not made to you")
    return (await offer_views(db, actor, [offer], at=clock.now()))[0]


async def states_of(db: AsyncSession, offer_ids: Collection[UUID]) -> dict[UUID, OfferState]:
    """The state of each of these offers, for the messages about them."""
    wanted = select(Offer.id, Offer.state).where(Offer.id.in_(offer_ids))
    return {row[0]: row[1] for row in await db.execute(wanted)}


async def offer_views(
    db: AsyncSession, actor: Actor, offers: Sequence[Offer], *, at: datetime
) -> list[wire.Offer]:
    """The offers as the contract says them, in the order given, in a fixed number of statements."""
    if not offers:
        return []
    case_ids = {offer.case_id for offer in offers}
    cases = {row.id: row for row in await db.scalars(select(Case).where(Case.id.in_(case_ids)))}
    dispatch_ids = {offer.dispatch_id for offer in offers}
    dispatches = {
        row.id: row for row in await db.scalars(select(Dispatch).where(Dispatch.id.in_(dispatch_ids)))
    }
    cards: dict[UUID, OfferCard] = {}
    for kind in {row.kind for row in cases.values()}:
        same_kind = [row for row in cases.values() if row.kind == kind]
        cards |= await kind_of(same_kind[0]).cards(db, actor, same_kind)
    others = await _pending_with(db, dispatch_ids)
    slots = await _own_slots(db, actor, offers, cases, at)
    return [
        _view(
            offer,
            cases[offer.case_id],
            dispatches[offer.dispatch_id],
            cards[offer.case_id],
            alone=offer.state is OfferState.pending and others.get(offer.dispatch_id, 0) <= 1,
            slots=slots.get(offer.id, []),
            at=at,
        )
        for offer in offers
    ]


async def get_my_share(db: AsyncSession, actor: Actor) -> wire.Share:
    """What I was asked and what I took since Monday, beside my cap, in which the patients of an attending
    doctor do not count (decision 0037). NotAllowed for who is not a member."""
    at = clock.now()
    member = None
    if actor.community_id is not None and actor.professional_id is not None:
        member = await directory.member_of(db, actor.community_id, actor.professional_id)
    if member is None or actor.community_id is None:
        raise NotAllowed("Only professionals of the community have a share of its requests")
    rules = (await identity.rules_of(db, actor.community_id)).dispatch
    monday = week_start(at, identity.zone_of(await identity.community_of(db, actor.community_id)))
    asked = Offer.offered_at >= monday
    answered = Offer.answered_at >= monday
    counted = select(
        func.count().filter(asked),
        func.count().filter(Offer.state == OfferState.accepted, answered),
        func.count().filter(Offer.state == OfferState.declined, answered),
        func.count().filter(Offer.state == OfferState.lapsed, Offer.closed_at >= monday),
    )
    counts = counted.join(Dispatch, Dispatch.id == Offer.dispatch_id).where(
        visible_to(actor), Dispatch.kind != CaseKind.attending_doctor
    )
    row = (await db.execute(counts)).one()
    taken = await availability.given_by_slots(db, actor.community_id, monday, member.professional_id)
    slots = taken[member.professional_id].given if member.professional_id in taken else 0
    cap = rules.weekly_cap if member.weekly_cap is None else member.weekly_cap
    return wire.Share(
        asked=row[0], accepted=row[1], declined=row[2], lapsed=row[3], slots=slots, weekly_cap=cap
    )


async def _pending_with(db: AsyncSession, dispatch_ids: set[UUID]) -> dict[UUID, int]:
    """How many are being asked at the moment, by search."""
    counts = (
        select(Offer.dispatch_id, func.count())
        .where(Offer.dispatch_id.in_(dispatch_ids), _PENDING)
        .group_by(Offer.dispatch_id)
    )
    return {row[0]: row[1] for row in await db.execute(counts)}


async def _own_slots(
    db: AsyncSession, actor: Actor, offers: Sequence[Offer], cases: dict[UUID, Case], at: datetime
) -> dict[UUID, list[wire.SlotTime]]:
    """My own free slots that fit each pending offer, before its wished deadline: one search for all."""
    waiting = [offer for offer in offers if offer.state is OfferState.pending]
    wishes = [wish for offer in waiting if (wish := cases[offer.case_id].wished_before) is not None]
    if actor.professional_id is None or not wishes or max(wishes) <= at:
        return {}
    free = await availability.free_slots(
        db, professional_ids=[actor.professional_id], from_at=at, to_at=max(wishes), at=at
    )
    return {offer.id: fitting(free, cases[offer.case_id]) for offer in waiting}


def fitting(free: Sequence[FreeSlot], case: Case) -> list[wire.SlotTime]:
    """The first of the slots of one professional that suit the case and start before its wished deadline; an
    hour that two openings offer is there once."""
    kind, wish = kind_of(case), case.wished_before
    fit: dict[int, FreeSlot] = {}
    for slot in free:
        if (wish is None or slot.starts_at < wish) and kind.suits(slot, case):
            fit.setdefault(slot.start, slot)
    return [
        wire.SlotTime(
            slot_id=slot.slot_id, practice_id=slot.practice_id, starts_at=slot.starts_at, ends_at=slot.ends_at
        )
        for slot in list(fit.values())[:OWN_SLOTS_SHOWN]
    ]


def _view(
    offer: Offer,
    case: Case,
    dispatch: Dispatch,
    card: OfferCard,
    *,
    alone: bool,
    slots: list[wire.SlotTime],
    at: datetime,
) -> wire.Offer:
    late = offer.due_at <= (dispatch.paused_at or at)
    possible = [] if late else OFFER.actions_from(offer.state)
    mine = offer.state is OfferState.accepted and case.professional_id == offer.professional_id
    return wire.Offer(
        id=offer.id,
        state=offer.state,
        reason=offer.reason,
        alone=alone,
        wave=offer.wave,
        waves=network_waves(dispatch),
        offered_at=offer.offered_at,
        due_at=offer.due_at,
        seen_at=offer.seen_at,
        answered_at=offer.answered_at,
        closed_at=offer.closed_at,
        decline_reason=offer.decline_reason,
        withdrawn_because=offer.withdrawn_because,
        distance_km=offer.distance_km,
        card=card,
        slots=[] if late else slots,
        accepted_slot=_accepted_slot(offer),
        request_id=case.whole_id if mine else None,
        case_number=case.said_number,
        actions=[action for action in OfferAction if action.value in possible],
    )


def _accepted_slot(offer: Offer) -> wire.SlotTime | None:
    """The time given with the acceptance; one outside any opening has no slot of its own (empty id)."""
    if offer.slot_starts_at is None or offer.slot_ends_at is None or offer.practice_id is None:
        return None
    return wire.SlotTime(
        slot_id=offer.slot_id or "",
        practice_id=offer.practice_id,
        starts_at=offer.slot_starts_at,
        ends_at=offer.slot_ends_at,
    )
