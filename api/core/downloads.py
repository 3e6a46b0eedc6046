"""Tables for spreadsheets that leave line by line, however long they are."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from starlette.responses import Response, StreamingResponse

from api.core.db import unit_of_work
from api.core.spreadsheets import MARK, Cell, line

BATCH = 500
"""Lines read, and sent, at a time."""


async def lines(
    community_id: UUID | None, wanted: Select[*tuple[Any, ...]], cells: Callable[[Any], tuple[Cell, ...]]
) -> AsyncIterator[str]:
    """The lines of the table, in a transaction of their own: that of the request ends before they leave."""
    async with unit_of_work(community_id) as db:
        rows = await db.stream(wanted.execution_options(yield_per=BATCH))
        async for batch in rows.partitions():
            yield "".join(line(cells(row)) for row in batch)


def table(name: str, titles: tuple[str, ...], content: AsyncIterator[str]) -> Response:
    """The answer: a file of this name, its titles, then the lines."""

    async def whole() -> AsyncIterator[str]:
        yield MARK + line(titles)
        async for some in content:
            yield some

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(whole(), media_type="text/csv", headers=headers)
