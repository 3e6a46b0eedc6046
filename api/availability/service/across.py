"""Where the software of a whole département stands: in the community of what it holds, books or asks for.

Holds and appointments are personal rows, seen in one community at a time (row-level security), and such a
client stands in none.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import OpeningTimes
from api.availability.tables import Appointment, Hold
from api.core.actor import Actor
from api.core.db import set_community


async def where_it_opens(db: AsyncSession, actor: Actor, opening: OpeningTimes) -> Actor:
    """The actor as they take a slot of this opening, for the rest of the transaction: where they stand, or,
    for a client of a département, in the community of the opening."""
    return await _standing(db, actor, opening.community_id) if _is_of(actor, opening.community_id) else actor


async def where_it_is(
    db: AsyncSession, actor: Actor, kind: type[Appointment] | type[Hold], id_: UUID
) -> Actor:
    """The actor as they ask for this appointment or hold, in the same way; as they were when no community of
    the département has it."""
    async for there in everywhere(db, actor):
        if there is actor or await db.scalar(select(kind.id).where(kind.id == id_)) is not None:
            return there
    return actor


async def everywhere(db: AsyncSession, actor: Actor) -> AsyncIterator[Actor]:
    """The actor where they stand; a client of a département in each of its communities, one after the other,
    and in none at the end."""
    if actor.community_id is not None or actor.communities is None:
        yield actor
        return
    for community_id in sorted(actor.communities):
        yield await _standing(db, actor, community_id)
    await set_community(db, None)


def _is_of(actor: Actor, community_id: UUID) -> bool:
    return actor.community_id is None and actor.communities is not None and community_id in actor.communities


async def _standing(db: AsyncSession, actor: Actor, community_id: UUID) -> Actor:
    await set_community(db, community_id)
    return replace(actor, community_id=community_id)
