"""How guessing is slowed down: failures counted by address, known or not, or by who is signed in already."""

import math
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.core.actor import system_actor
from api.core.crypto import keyed_hash
from api.core.db import set_community, unit_of_work
from api.core.ids import new_id
from api.identity.factor_rules import FactorNews
from api.identity.rules import FAILURES_ALLOWED, FAILURES_COUNT_FOR, LOCKED_FOR, AccountLocked
from api.identity.service.accounts import last_community
from api.identity.service.factor_news import tell
from api.identity.tables import Account, SignInFailure


def inside(account_id: UUID) -> bytes:
    """Under what failures of who is signed in already are counted: nobody locks them out from the door."""
    return keyed_hash("failures inside", account_id.bytes)


async def refuse_while_locked(db: AsyncSession, address: bytes, at: datetime) -> None:
    """AccountLocked (429) while there were too many failures under the address."""
    locked_until = await db.scalar(
        select(SignInFailure.locked_until).where(SignInFailure.email_hash == address)
    )
    if locked_until is not None and locked_until > at:
        seconds = math.ceil((locked_until - at).total_seconds())
        raise AccountLocked("Wait until the time in Retry-After (seconds) is over", retry_after=seconds)


async def forget_failures(db: AsyncSession, address: bytes) -> None:
    """What was counted under the address counts no more: whoever came is known. Of who has a second factor,
    when they proved that one only, else who knows the password could guess codes without end."""
    await db.execute(delete(SignInFailure).where(SignInFailure.email_hash == address))


async def note_failure(
    address: bytes,
    account: Account | None,
    at: datetime,
    *,
    action: str = "session.refused",
    news: FactorNews | None = None,
) -> None:
    """Count the failure, trace it, and tell the account its news, in a transaction of its own: the refusal
    undoes the request's."""
    stale = SignInFailure.first_at <= at - FAILURES_COUNT_FOR
    failures = case((stale, 1), else_=SignInFailure.failures + 1)
    counted = insert(SignInFailure).values(
        id=new_id(), email_hash=address, failures=1, first_at=at, locked_until=None
    )
    async with unit_of_work() as db:
        await db.execute(
            counted.on_conflict_do_update(
                index_elements=[SignInFailure.email_hash],
                set_={
                    "failures": failures,
                    "first_at": case((stale, at), else_=SignInFailure.first_at),
                    "locked_until": case((failures >= FAILURES_ALLOWED, at + LOCKED_FOR), else_=None),
                },
            )
        )
        # In the account's community when there is one: its admin sees that somebody tries.
        community_id = None if account is None else await last_community(db, account.id)
        await set_community(db, community_id)
        account_id = None if account is None else account.id
        nobody = system_actor(community_id)
        await record(db, nobody, action, "account", account_id)
        if account_id is not None and news is not None:
            await tell(db, account_id, news, community_id)
