"""Who is on leave, and who stands in: said in the agenda, whose module stands above this one."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


class Leave(NamedTuple):
    """Away until then; `replacement_id` is the professional who stands in, if one was named."""

    until: datetime
    replacement_id: UUID | None


Leaves = Callable[[AsyncSession, Collection[UUID] | None, datetime], Awaitable[dict[UUID, Leave]]]

LEAVES: list[Leaves] = []
"""Each gives, of these professionals (None: of everybody), those who are away at an instant."""


async def leaves_at(
    db: AsyncSession, professional_ids: Collection[UUID] | None, at: datetime
) -> dict[UUID, Leave]:
    """Who of these (None: of everybody) is on leave at `at`: what every page says of it."""
    found: dict[UUID, Leave] = {}
    for leaves in LEAVES:
        found |= await leaves(db, professional_ids, at)
    return found


async def leave_of(db: AsyncSession, professional_id: UUID, at: datetime) -> Leave | None:
    """The leave that runs at `at`; None when there is none."""
    return (await leaves_at(db, [professional_id], at)).get(professional_id)
