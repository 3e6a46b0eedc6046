"""Telling somebody what became of how they sign in: it may have been a thief."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.factor_rules import FactorNews

FACTOR_NEWS: list[Callable[[AsyncSession, UUID, FactorNews, UUID | None, str | None], Awaitable[None]]] = []
"""Who tells an account its news, with the transaction, which stands in the community."""


async def tell(
    db: AsyncSession,
    account_id: UUID,
    news: FactorNews,
    community_id: UUID | None,
    device: str | None = None,
) -> None:
    """Tell an account its news; the transaction stands in the community, if any. `device`: on which one
    signed in."""
    for say in FACTOR_NEWS:
        await say(db, account_id, news, community_id, device)
