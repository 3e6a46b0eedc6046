"""Whether somebody signs in where they never do: it may be a thief, and they are told."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.factor_rules import KNOWN_FOR
from api.identity.tables import Account, Session


async def is_new_device(db: AsyncSession, account: Account, device: str | None, *, at: datetime) -> bool:
    """Whether the account opened no session on such a device (`device_of`) lately, although it has signed in
    before. Never of the demonstration's accounts: they are everybody's (docs/decisions/0061)."""
    if account.signed_in_at is None or account.is_demo:
        return False
    lately = exists().where(
        Session.account_id == account.id,
        Session.device.is_not_distinct_from(device),
        Session.created_at > at - KNOWN_FOR,
    )
    return not await db.scalar(select(lately))
