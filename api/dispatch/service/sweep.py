"""The sweep: what is due moves, each search in a transaction of its own.

Deadlines are facts in rows. A sweep that is late, killed or run twice at once changes nothing but latency:
it takes each row with SKIP LOCKED and looks again, under the lock, whether it is still due.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import unit_of_work
from api.core.sweeping import each_alone, tried
from api.dispatch.service.away import go_on_past_the_absent
from api.dispatch.service.closing import lock_case
from api.dispatch.service.due import advance
from api.dispatch.service.leaving import go_on_without_leavers
from api.dispatch.service.registry import KINDS
from api.dispatch.tables import Dispatch

BATCH = 200
"""Searches looked at in one sweep; the next sweep comes seconds later."""


async def tick(community_id: UUID, at: datetime) -> int:
    """Act on everything due at `at` in a community: offers to who left or is away, waves, alerts, deadlines
    of each kind of request.

    The number of searches moved. One that fails does not hold up the others, nor the deadlines of the
    requests: all are tried, then the failures are raised together (ExceptionGroup).
    """
    left = await tried(go_on_without_leavers(community_id, at))
    away = await tried(go_on_past_the_absent(community_id, at))
    async with unit_of_work(community_id) as db:
        due = (
            select(Dispatch.id)
            .where(Dispatch.community_id == community_id, Dispatch.next_at <= at)
            .order_by(Dispatch.next_at)
            .limit(BATCH)
        )
        ids = (await db.scalars(due)).all()
    moved = await tried(each_alone(community_id, ids, at, _advance_one))
    swept = [await tried(kind.sweep(community_id, at)) for kind in KINDS.values()]
    if failures := [result for result in (left, away, moved, *swept) if isinstance(result, Exception)]:
        raise ExceptionGroup("Some deadlines could not be acted on", failures)
    assert isinstance(left, int)  # noqa: S101  failures have just been raised
    assert isinstance(away, int)  # noqa: S101
    assert isinstance(moved, int)  # noqa: S101
    return left + away + moved


async def _advance_one(db: AsyncSession, dispatch_id: UUID, at: datetime) -> bool:
    """Move one search if it is still due and nobody else holds it."""
    dispatch = await db.scalar(
        select(Dispatch)
        .where(Dispatch.id == dispatch_id, Dispatch.next_at <= at)
        .with_for_update(key_share=True, skip_locked=True)
    )
    if dispatch is None:
        return False
    await advance(db, dispatch, await lock_case(db, dispatch.case_id), at)
    return True
