"""The connections to PostgreSQL: psycopg's, which keep what they have prepared when a request is refused."""

from functools import lru_cache
from typing import Any

from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_SECONDS = 30
"""A new connection takes several exchanges with PostgreSQL, and between two of them this process may be busy
with hundreds of requests that came together: what counts is not how long PostgreSQL takes."""


class Connection(AsyncConnection[Any]):
    """After a ROLLBACK psycopg forgets all statements that the server has prepared, for the case that the
    transaction made or changed tables. The application's role may not; and where one request in three is
    refused because somebody else was quicker, all that follow would be parsed and planned anew. (decision
    0009)

    It forgets them still when the server itself has refused a statement: of those sent with it, some may not
    have been prepared.
    """

    async def rollback(self) -> None:
        """Undo the transaction."""
        kept = self._prepared
        if self.info.transaction_status is TransactionStatus.INTRANS:
            self._prepared = type(kept)()
        try:
            await super().rollback()
        finally:
            self._prepared = kept


_CONNECT = Connection.connect


@lru_cache(maxsize=8)
def engine_on(url: URL, options: str, **more: Any) -> AsyncEngine:
    """SQLAlchemy's engine on that address, its connections with these options of libpq. The same one for who
    comes back to an address: the statements that it has compiled are many."""
    return create_async_engine(
        url,
        max_overflow=0,
        pool_timeout=60,
        pool_recycle=1800,
        pool_use_lifo=True,
        connect_args={"options": options, "connect_timeout": CONNECT_SECONDS, "async_creator_fn": _CONNECT},
        **more,
    )
