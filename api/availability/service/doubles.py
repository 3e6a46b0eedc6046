"""The hour that two openings of one person at one place give: one, where free time is listed."""

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.service import times
from api.availability.tables import Opening

_SAID = select(Opening.id, Opening.needs, Opening.modes, Opening.audiences).where(
    Opening.id == any_(bindparam("ids", type_=ARRAY(Uuid)))
)


async def once_each(db: AsyncSession, found: times.Free) -> times.Free:
    """The same free time, each hour of one person at one place once (see `rules.once_each`).

    What openings say of their slots is read only of those that give the same hour.
    """
    if not (twice := rules.given_twice(found)):
        return found
    said = {
        row.id: rules.Said(tuple(sorted(row.needs)), tuple(sorted(row.modes)), len(row.audiences))
        for row in await db.execute(_SAID, {"ids": twice})
    }
    return rules.once_each(found, said)
