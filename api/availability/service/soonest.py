"""Who can see somebody within a day, for the directory: the first free time of each, measured when asked."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import openings_visible_to
from api.availability.service import times
from api.availability.service.opening_columns import WHEN
from api.core.actor import Actor

SOON = timedelta(days=1)


async def first_free_of_each(db: AsyncSession, actor: Actor, at: datetime) -> dict[UUID, datetime]:
    """The first free slot or place within 24 hours of `at`, by professional, of the openings that the actor
    may take from, delays respected. Nothing is kept: what is full is gone at once.
    """
    rows = await times.openings(db, openings_visible_to(actor), times.runs_near(at, at + SOON), columns=WHEN)
    settings = await times.settings_of(db, times.distinct(row.community_id for row in rows), at)
    # One second more: a slot in exactly a day counts, as `listNextSlots` counts it.
    window = times.window_of(at, at + SOON + timedelta(seconds=1))
    first: dict[UUID, int] = {}
    for row, free in await times.free_between(db, rows, settings, window, at):
        first[row.professional_id] = min(free.starts[0], first.get(row.professional_id, free.starts[0]))
    return {professional_id: rules.instant(start) for professional_id, start in first.items()}
