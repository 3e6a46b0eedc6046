"""Those asked first and alone who then go away: the next are asked at once, not at the end of their time.

Their offers stay: somebody on leave may still answer, and often does so in writing. But nobody waits for them
alone, which for an opinion wished for in a few weeks would be days.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.contract.models import DispatchState, OfferState, SkipReason, TimelineKind, WaveAudience
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.directory.service.leave import leaves_at
from api.dispatch.service import messages
from api.dispatch.service.closing import lock_dispatch, pending_offers, settle
from api.dispatch.service.engine import open_next
from api.dispatch.service.progress import is_in_turn
from api.dispatch.tables import Dispatch, Offer


async def go_on_past_the_absent(community_id: UUID, at: datetime) -> int:
    """Ask the next of searches that wait only for people who are away until their time to answer is over.

    How many searches it moved. One that fails does not hold up the others (ExceptionGroup at the end).
    """
    async with unit_of_work(community_id) as db:
        waiting = (
            select(Offer.dispatch_id, Offer.professional_id)
            .join(Dispatch, Dispatch.id == Offer.dispatch_id)
            .where(
                Offer.community_id == community_id,
                Offer.state == OfferState.pending,
                Offer.audience == WaveAudience.first_resort,
                Dispatch.state == DispatchState.running,
            )
        )
        asked = (await db.execute(waiting)).all()
        away = await leaves_at(db, {who for _, who in asked}, at) if asked else {}
    ids = {dispatch_id for dispatch_id, who in asked if who in away}
    return await each_alone(community_id, sorted(ids), at, _go_on_past)


async def _go_on_past(db: AsyncSession, dispatch_id: UUID, at: datetime) -> bool:
    """Look again under the lock: as when the coordination widens it, but by itself."""
    dispatch, case = await lock_dispatch(db, dispatch_id)
    running = dispatch.state is DispatchState.running and dispatch.step + 1 < len(dispatch.plan)
    if not running or is_in_turn(dispatch):
        return False
    waiting = await pending_offers(db, dispatch)
    if not waiting or not await _all_away(db, waiting, at):
        return False
    for offer in waiting:
        await cases.record(
            db,
            case,
            TimelineKind.first_resort_skipped,
            system_actor(case.community_id),
            at=at,
            professional_id=offer.professional_id,
            skip_reason=SkipReason.absent.value,
            wave=offer.wave,
        )
    dispatch.version += 1
    if await open_next(db, dispatch, case, at):
        for offer in waiting:
            offer.due_at = max(offer.due_at, dispatch.wave_due_at or offer.due_at)
        await messages.answer_times_moved(db, waiting)
        messages.announce_offers(db, waiting)
    settle(dispatch)
    return True


async def _all_away(db: AsyncSession, offers: Sequence[Offer], at: datetime) -> bool:
    """Whether nobody of them is back before their time to answer is over."""
    away = await leaves_at(db, [offer.professional_id for offer in offers], at)
    return all(
        (leave := away.get(offer.professional_id)) is not None and leave.until >= offer.due_at
        for offer in offers
    )
