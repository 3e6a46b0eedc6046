"""The connections to PostgreSQL: psycopg's, which keep what they have prepared when a request is refused."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus


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
