"""Statements that are each a transaction of its own, by a few connections that are always so.

For tables without personal data alone: row-level security needs a transaction, so that a personal table is
always empty here. To make a connection of the others so, and back, costs what it saves.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection as Asked
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from api.core.connections import CONNECT_SECONDS, Connection, engine_on

_MOST = 4
"""Only a few are in use at a time."""

_PATIENCE = 5.0
"""Seconds for which who asks for one waits, when all are busy or PostgreSQL is not there."""


class _Connected:
    """How this process asks, once `connect` ran."""

    engine: AsyncEngine | None = None
    bare: AsyncConnectionPool[AsyncConnection[Any]] | None = None
    """What the driver sends itself: to get a connection from SQLAlchemy takes as long as to ask it."""


def connect(url: URL, options: str) -> None:
    """From now on statements go to that address, with these options of libpq. Connections are made lazily."""
    # What a single statement writes is for a later transaction, whose own commit puts both on the disk.
    options += " -c synchronous_commit=off"
    _Connected.engine = engine_on(url, options, pool_size=_MOST, isolation_level="AUTOCOMMIT")
    _Connected.bare = AsyncConnectionPool(
        url.set(drivername="postgresql").render_as_string(hide_password=False),
        connection_class=Connection,
        kwargs={"autocommit": True, "options": options, "connect_timeout": CONNECT_SECONDS},
        min_size=0,
        max_size=_MOST,
        timeout=_PATIENCE,
        open=False,
    )


async def disconnect() -> None:
    """Close every connection."""
    if _Connected.engine is not None:
        await _Connected.engine.dispose()
    if _Connected.bare is not None:
        await _Connected.bare.close()
    _Connected.engine = _Connected.bare = None


def without_transaction(db: AsyncSession) -> None:
    """Before anything is asked of this session: each of its statements is from now on a transaction of its
    own, which saves the exchanges of BEGIN and COMMIT. `set_community` ends with its own statement."""
    assert _Connected.engine is not None  # noqa: S101  there is a session
    db.bind, db.sync_session.bind = _Connected.engine, _Connected.engine.sync_engine


async def bare_connection(
    db: AsyncSession,
) -> AbstractAsyncContextManager[AsyncConnection[Any]] | None:
    """A connection of the driver's own for one statement of a session `without_transaction`; None for any
    other session."""
    if db.bind is not _Connected.engine or _Connected.bare is None:
        return None
    if _Connected.bare.closed:
        await _Connected.bare.open()
    return _Connected.bare.connection()


@asynccontextmanager
async def single_statements() -> AsyncIterator[Asked]:
    """A connection whose statements are each a transaction of its own, whatever becomes of the caller's.

    Nobody waits for anything else while holding one, so that a transaction may wait for it.
    RuntimeError before `connect`.
    """
    if _Connected.engine is None:
        raise RuntimeError("The database is not connected: call api.core.db.connect first")
    async with _Connected.engine.connect() as connection:
        yield connection
