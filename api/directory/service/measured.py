"""Who has free time within a day: measured by the module that knows agendas, which stands above this one."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.actor import Actor
from api.core.problems import NotAllowed
from api.directory.policy import may_search_free_time

Measure = Callable[[AsyncSession, Actor, datetime], Awaitable[dict[UUID, datetime]]]

MEASURES: list[Measure] = []
"""Each gives, by professional, the first free time that the actor may take within 24 hours of an instant."""


async def first_free(db: AsyncSession, actor: Actor, at: datetime) -> dict[UUID, datetime]:
    """The first free time within 24 hours of `at`, by professional; who has none is left out.

    NotAllowed for who may not search free time.
    """
    if not may_search_free_time(actor):
        raise NotAllowed("Free time is shown to those who may search it (availability:read)")
    found: dict[UUID, datetime] = {}
    for measure in MEASURES:
        for professional_id, starts_at in (await measure(db, actor, at)).items():
            found[professional_id] = min(starts_at, found.get(professional_id, starts_at))
    return found
