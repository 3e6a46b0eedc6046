"""Where somebody comes from who signs in: what is counted against guessing (docs/decisions/0056)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import throttle
from api.core.crypto import keyed_hash
from api.core.db import unit_of_work
from api.core.throttle import Limit
from api.identity.links import digest
from api.identity.rules import FAILURES_OF_A_NETWORK
from api.identity.tables import Session


@dataclass(frozen=True)
class Comer:
    """A browser at the door. `session_id` and `account_id`: of the last session that was opened in it, over
    or not, when it still shows its cookie, which nobody guesses."""

    network: str
    session_id: UUID | None = None
    account_id: UUID | None = None

    def counted_under(self, address: bytes, account_ids: set[UUID]) -> bytes:
        """Under what failures at this address, of these accounts, are counted: those of a browser in which
        one of them was signed in by themselves, so that nobody elsewhere locks it out."""
        if self.session_id is None or self.account_id not in account_ids:
            return address
        return keyed_hash("failures of a browser", address + self.session_id.bytes)

    @property
    def _limit(self) -> Limit:
        """Of the network; of the account whose browser it is, which the failures of others do not stop."""
        who = self.network if self.account_id is None else f"account {self.account_id}"
        return Limit("sign-in failures", who, FAILURES_OF_A_NETWORK)

    async def failed_too_often(self, db: AsyncSession, at: datetime) -> bool:
        """Whether the next wrong password from there is one too many within the hour."""
        return await throttle.is_spent(db, self._limit, at)

    async def note_failure(self, at: datetime) -> None:
        """One more wrong password, whatever the address. TooManyCalls (429) past the limit."""
        async with unit_of_work() as db:
            await throttle.count(db, self._limit, at)


async def comer_of(db: AsyncSession, network: str, token: str | None) -> Comer:
    """Who comes from this network and shows this cookie of a session."""
    if token is None:
        return Comer(network)
    wanted = select(Session.id, Session.account_id).where(Session.token_hash == digest(token))
    found = (await db.execute(wanted)).first()
    return Comer(network) if found is None else Comer(network, found.id, found.account_id)
