"""How members may be reached: their mobile phone and their quiet hours, for the messages of below."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.tables import Membership
from api.identity import service as identity
from api.identity.tables import Account
from api.notifications.service import Reach


async def reach_of(db: AsyncSession, community_id: UUID, accounts: Sequence[UUID]) -> dict[UUID, Reach]:
    """The reach of those of these accounts whose professional is a member of the community.

    Who set no quiet hours of their own has those of the community.
    """
    found = await db.execute(
        select(Account.id, Membership)
        .join(Membership, Membership.professional_id == Account.professional_id)
        .where(Membership.community_id == community_id, Account.id.in_(accounts))
    )
    default = (await identity.rules_of(db, community_id)).dispatch.quiet_hours
    usual = time.fromisoformat(default.from_time), time.fromisoformat(default.to_time)
    return {
        account_id: Reach(
            phone=member.mobile_phone,
            quiet=(
                usual
                if member.quiet_from is None or member.quiet_to is None
                else (member.quiet_from, member.quiet_to)
            ),
        )
        for account_id, member in found
    }
