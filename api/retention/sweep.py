"""What the night does with all that is past its time."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.core.db import unit_of_work
from api.core.sweeping import until_nothing_is_left
from api.identity import service as identity
from api.identity.tables import Community
from api.retention import accounts, events, members
from api.retention.rules import over_before

_NATIONAL = ZoneInfo("Europe/Paris")


async def forget_in(community_id: UUID, at: datetime) -> None:
    """In one community, by its rules: members and roles that ended long ago, then requests and days. In
    batches of a transaction each; harmless when it is stopped, or done again."""
    async with unit_of_work(community_id) as db:
        zone = identity.zone_of(await identity.community_of(db, community_id))
        kept = (await identity.rules_of(db, community_id)).retention
    left = over_before(at, kept.member_months, zone)
    past = over_before(at, kept.event_months, zone)
    for act in (
        lambda db: members.forget_members(db, community_id, left, at),
        lambda db: accounts.end_roles(db, community_id, left, at),
        lambda db: events.forget_requests(db, community_id, past, at),
        lambda db: events.forget_days(db, community_id, past),
    ):
        await until_nothing_is_left(community_id, act)


async def forget_national(at: datetime) -> None:
    """What belongs to no community, by the longest time that any of them keeps."""
    async with unit_of_work() as db:
        communities = (await db.scalars(select(Community.id))).all()
        kept = [(await identity.rules_of(db, one)).retention for one in communities]
    if not kept:
        return
    left = over_before(at, max(one.member_months for one in kept), _NATIONAL)
    past = over_before(at, max(one.event_months for one in kept), _NATIONAL)
    await until_nothing_is_left(None, lambda db: accounts.erase_without_role(db, left, at))
    await until_nothing_is_left(None, lambda db: events.forget_claims(db, past))
