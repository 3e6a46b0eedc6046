"""Clearing expired claims and holds. Nobody counts them any more: this only keeps tables small."""

from sqlalchemy import select

from api.availability.service import claims, holds
from api.core import clock
from api.core.db import unit_of_work
from api.core.jobs import periodic
from api.identity.tables import Community


@periodic("23 * * * *", "availability.forget_expired")
async def forget_expired(timestamp: int) -> None:
    """Delete expired claims, and in each community the holds that are over for a day."""
    at = clock.now()
    async with unit_of_work() as db:
        await claims.forget_expired(db, at)
        communities = (await db.scalars(select(Community.id))).all()
    for community_id in communities:
        async with unit_of_work(community_id) as db:
            await holds.forget_ended(db, at)
