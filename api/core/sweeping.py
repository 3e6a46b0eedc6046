"""How a sweep acts on what is due: each row in its own transaction, no failure holding up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import unit_of_work

T = TypeVar("T")


async def each_alone(
    community_id: UUID,
    ids: Sequence[UUID],
    at: datetime,
    move: Callable[[AsyncSession, UUID, datetime], Awaitable[bool]],
) -> int:
    """Call `move` for each id in a transaction of its own; how many it moved.

    Raises ExceptionGroup at the end when some failed: theirs are undone, the others are committed.
    """

    async def alone(row_id: UUID) -> bool:
        async with unit_of_work(community_id) as db:
            return await move(db, row_id, at)

    moved, failures = 0, []
    for row_id in ids:
        result = await tried(alone(row_id))
        if isinstance(result, Exception):
            failures.append(result)
        else:
            moved += result
    if failures:
        raise ExceptionGroup("Some deadlines could not be acted on", failures)
    return moved


async def until_nothing_is_left(
    community_id: UUID | None, act: Callable[[AsyncSession], Awaitable[int]]
) -> None:
    """Repeat a batch, one transaction each, until it finds nothing to do."""
    done = 1
    while done:
        async with unit_of_work(community_id) as db:
            done = await act(db)


async def tried(work: Awaitable[T]) -> T | Exception:
    """What the work gives, or the exception that ended it; a cancellation goes on."""
    [result] = await asyncio.gather(work, return_exceptions=True)
    if isinstance(result, BaseException) and not isinstance(result, Exception):
        raise result
    return result
