"""Who is on leave, and who stands in: said in the agenda, whose module stands above this one."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


class Leave(NamedTuple):
    """Away until then; `replacement_id` is the professional who stands in, if one was named."""

    until: datetime
    replacement_id: UUID | None


LEAVES: list[Callable[[AsyncSession, Sequence[UUID], datetime], Awaitable[dict[UUID, Leave]]]] = []
"""Each gives, of these professionals, those who are away at an instant."""


async def leave_of(
    db: AsyncSession, professional_id: UUID, at: datetime, *, declared: datetime | None
) -> Leave | None:
    """The leave that runs at `at`; None when there is none. `declared`: until when one said oneself away on
    one's membership, which counts when it lasts longer."""
    found = [Leave(declared, None)] if declared is not None and declared > at else []
    for leaves in LEAVES:
        found += (await leaves(db, [professional_id], at)).values()
    if not found:
        return None
    until = max(leave.until for leave in found)
    return Leave(until, next((leave.replacement_id for leave in found if leave.replacement_id), None))
