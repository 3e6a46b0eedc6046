"""Offers made to somebody who then left: taken back with the reason, and the search goes on at once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.contract.models import (
    CaseKind,
    DispatchState,
    NotificationKind,
    OfferState,
    TimelineKind,
    WithdrawalReason,
)
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.directory import service as directory
from api.dispatch.rules import OFFER
from api.dispatch.service import messages
from api.dispatch.service.closing import lock_dispatch, pending_offers
from api.dispatch.service.engine import go_on
from api.dispatch.service.registry import WITHOUT_PRACTICE
from api.dispatch.tables import Dispatch, Offer


async def go_on_without_leavers(community_id: UUID, at: datetime) -> int:
    """Take back the offers pending with who is no longer a member, or has left.

    How many searches it moved. One that fails does not hold up the others (ExceptionGroup at the end).
    """
    async with unit_of_work(community_id) as db:
        pending = (
            select(Dispatch.kind, Offer.dispatch_id, Offer.professional_id)
            .join(Dispatch, Dispatch.id == Offer.dispatch_id)
            .where(Offer.community_id == community_id, Offer.state == OfferState.pending)
        )
        asked: dict[CaseKind, list[tuple[UUID, UUID]]] = {}
        for kind, dispatch_id, who in await db.execute(pending):
            asked.setdefault(kind, []).append((dispatch_id, who))
        ids: set[UUID] = set()
        for kind, offers in asked.items():
            here = await _here(db, community_id, kind, {who for _, who in offers})
            ids |= {dispatch_id for dispatch_id, who in offers if who not in here}
    return await each_alone(community_id, sorted(ids), at, _go_on_without)


async def _here(
    db: AsyncSession, community_id: UUID, kind: CaseKind, professional_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Those of these whom a request of this kind may still ask: what « left » means depends on it."""
    return await directory.present_among(
        db, community_id, professional_ids, without_practice=kind in WITHOUT_PRACTICE
    )


async def _go_on_without(db: AsyncSession, dispatch_id: UUID, at: datetime) -> bool:
    """Look again under the lock; without anybody left to answer, the next wave opens."""
    dispatch, case = await lock_dispatch(db, dispatch_id)
    offers = await pending_offers(db, dispatch)
    asked = {offer.professional_id for offer in offers}
    here = await _here(db, dispatch.community_id, dispatch.kind, asked)
    gone = [offer for offer in offers if offer.professional_id not in here]
    if not gone:
        return False
    for offer in gone:
        offer.state, offer.closed_at = OFFER.after("withdraw", offer.state), at
        offer.withdrawn_because = WithdrawalReason.left
        await cases.record(
            db,
            case,
            TimelineKind.professional_left,
            system_actor(case.community_id),
            at=at,
            professional_id=offer.professional_id,
            wave=offer.wave,
        )
    messages.announce_offers(db, gone)
    await db.flush()
    await messages.tell_no_longer(db, case, gone, NotificationKind.offer_withdrawn, at)
    if dispatch.state is DispatchState.running and len(gone) == len(offers):
        dispatch.version += 1
        await go_on(db, dispatch, case, at)
    return True
