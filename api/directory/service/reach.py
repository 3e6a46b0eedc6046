"""How members may be reached: their mobile phone and their quiet hours, for the messages of below."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.tables import Membership
from api.identity import service as identity
from api.identity.tables import Account
from api.notifications.service import Reach

_REACH = (
    select(
        Account.id,
        Membership.id,
        Membership.mobile_phone_sealed,  # type: ignore[attr-defined]  # a column that Base adds
        Membership.quiet_from,
        Membership.quiet_to,
    )
    .join(Membership, Membership.professional_id == Account.professional_id)
    .where(
        Membership.community_id == bindparam("community_id"),
        Account.id == any_(bindparam("accounts", type_=ARRAY(Uuid))),
    )
)


async def reach_of(db: AsyncSession, community_id: UUID, accounts: Sequence[UUID]) -> dict[UUID, Reach]:
    """The reach of those of these accounts whose professional is a member of the community.

    Who set no quiet hours of their own has those of the community.
    """
    found = await db.execute(_REACH, {"community_id": community_id, "accounts": list(accounts)})
    default = (await identity.rules_of(db, community_id)).dispatch.quiet_hours
    usual = time.fromisoformat(default.from_time), time.fromisoformat(default.to_time)
    return {
        account_id: Reach(
            phone=Membership.mobile_phone.opened(Membership, member_id, phone),
            quiet=usual if start is None or end is None else (start, end),
        )
        for account_id, member_id, phone, start, end in found
    }
