"""What the night does with all that is past its time."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import unit_of_work
from api.core.sweeping import each_alone, tried, until_nothing_is_left
from api.core.wall import months_from
from api.identity import service as identity
from api.identity.tables import Community
from api.retention import accounts, events, members

_NATIONAL = ZoneInfo("Europe/Paris")


async def forget_in(community_id: UUID, at: datetime) -> None:
    """In one community, by its rules: members and roles that ended long ago, then requests and days. In
    transactions of one member or some rows each; harmless when it is stopped, or done again. What fails holds
    nothing else up: ExceptionGroup at the end."""
    async with unit_of_work(community_id) as db:
        zone = identity.zone_of(await identity.community_of(db, community_id))
        kept = (await identity.rules_of(db, community_id)).retention
        left, past = [months_from(at, -months, zone) for months in (kept.member_months, kept.event_months)]
        leavers = await members.left_before(db, community_id, left)

    async def forget_member(db: AsyncSession, absence_id: UUID, at: datetime) -> bool:
        return await members.forget_member(db, community_id, absence_id, left, at)

    def batches(act: Callable[[AsyncSession], Awaitable[int]]) -> Awaitable[None]:
        return until_nothing_is_left(community_id, act)

    await _each(
        each_alone(community_id, leavers, at, forget_member),
        batches(lambda db: accounts.end_roles(db, community_id, left, at)),
        batches(lambda db: events.forget_requests(db, community_id, past, at)),
        batches(lambda db: events.forget_days(db, community_id, past)),
    )


async def forget_national(at: datetime) -> None:
    """What belongs to no community, by the longest time that any of them keeps."""
    async with unit_of_work() as db:
        communities = (await db.scalars(select(Community.id))).all()
        kept = [(await identity.rules_of(db, one)).retention for one in communities]
    if not kept:
        return
    left = months_from(at, -max(one.member_months for one in kept), _NATIONAL)
    past = months_from(at, -max(one.event_months for one in kept), _NATIONAL)
    await _each(
        until_nothing_is_left(None, lambda db: accounts.erase_without_role(db, left, at)),
        until_nothing_is_left(None, lambda db: events.forget_claims(db, past)),
    )


async def _each(*acts: Awaitable[Any]) -> None:
    """One after the other; what failed is raised once all are done."""
    done = [await tried(act) for act in acts]
    if failures := [one for one in done if isinstance(one, Exception)]:
        raise ExceptionGroup("Not all that is past its time could be forgotten", failures)
