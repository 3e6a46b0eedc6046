"""What became of the offers that messages are about. Offers live above: their module registers."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import OfferState

OUTCOMES: list[Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, OfferState]]]] = []
"""Who knows the state of offers by their ids."""


async def states_of(db: AsyncSession, offers: Collection[UUID]) -> dict[UUID, OfferState]:
    """The state of each of these offers; without those that were erased."""
    found: dict[UUID, OfferState] = {}
    if offers:
        for known in OUTCOMES:
            found |= await known(db, offers)
    return found
