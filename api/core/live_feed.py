"""The connection of one web process on which it hears what changed, and numbers it for everybody.

Numbering is after the commit and under a lock, so that positions become visible in their order whatever
the transactions that wrote the rows (docs/decisions/0016).
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.core.db import connected_url
from api.core.live import CHANNEL
from api.core.live_hub import RING, Happening, Hub, Standing, hub

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0
"""Seconds after which the table is looked at without having been told: a NOTIFY may be lost."""

CHECK_EVERY = 20.0
"""Seconds between two looks at whether the sessions of those who listen still stand."""

BATCH = 500

_COLUMNS = "position, community_id, topic, subject_id, audience"
_LATEST = f"SELECT {_COLUMNS} FROM live_events WHERE position IS NOT NULL ORDER BY position DESC LIMIT %s"  # noqa: S608  constants
_SINCE = f"SELECT {_COLUMNS} FROM live_events WHERE position > %s ORDER BY position LIMIT %s"  # noqa: S608  constants

Standings = Callable[[list[UUID]], Awaitable[Standing]]
"""Given sessions, those that still stand."""


@asynccontextmanager
async def listening(standings: Standings) -> AsyncIterator[None]:
    """Hear what changes and hand it to the listeners of this process, until the block ends."""
    hub.open()
    tasks = [asyncio.create_task(_hear(hub)), asyncio.create_task(_check(hub, standings))]
    try:
        yield
    finally:
        hub.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _hear(to: Hub) -> None:
    """Stay connected for as long as the process serves."""
    while True:
        try:
            async with await _connection() as connection:
                await connection.execute(f"LISTEN {CHANNEL}".encode())
                await _number(connection)
                to.resume([Happening.of(*row) for row in reversed(await _rows(connection, _LATEST, RING))])
                while True:
                    to.in_touch = True
                    async for _ in connection.notifies(timeout=LOOK_EVERY, stop_after=1):
                        pass
                    await _number(connection)
                    await _catch_up(connection, to)
        except (psycopg.Error, OSError) as error:
            to.in_touch = False
            log.warning("live.database_away", error=type(error).__name__)
        await asyncio.sleep(random.uniform(0.5, 1.5))  # noqa: S311  so that processes do not all come back at once


async def _connection() -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(
        connected_url(), autocommit=True, connect_timeout=5, options="-c statement_timeout=30000"
    )


async def _number(connection: psycopg.AsyncConnection[Any]) -> None:
    await connection.execute(b"SELECT number_live_events()")


async def _rows(connection: psycopg.AsyncConnection[Any], statement: str, *values: int) -> list[Any]:
    return await (await connection.execute(statement.encode(), values)).fetchall()


async def _catch_up(connection: psycopg.AsyncConnection[Any], to: Hub) -> None:
    """Hand out what was numbered since, in order."""
    while rows := await _rows(connection, _SINCE, to.position, BATCH):
        for row in rows:
            to.publish(Happening.of(*row))


async def _check(of: Hub, standings: Standings) -> None:
    """End the streams of sessions that are over, and take up rights that changed."""
    while True:
        await asyncio.sleep(CHECK_EVERY)
        if sessions := of.sessions():
            with suppress(SQLAlchemyError, OSError):  # the database is away: asked again soon
                of.keep_only(await standings(sessions))
