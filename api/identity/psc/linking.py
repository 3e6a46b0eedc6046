"""From the person whom the provider named to the account that they have here, if any."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.policy import may_sign_in
from api.identity.psc.rules import Failure, SignInFailed
from api.identity.references import PROFESSIONALS
from api.identity.tables import Account, Grant, Session


async def account_of(db: AsyncSession, rpps: str) -> Account:
    """The open account, with a role somewhere, of the professional of this RPPS number; of several, the one
    that was used last. SignInFailed (`no_access`): Pro Santé Connect says who one is, not what one may.
    """
    used = select(func.max(Session.last_seen_at)).where(Session.account_id == Account.id)
    found = await db.scalar(
        select(Account)
        .join(PROFESSIONALS, PROFESSIONALS.c.id == Account.professional_id)
        .where(
            PROFESSIONALS.c.rpps == rpps,
            may_sign_in(),
            select(Grant.id).where(Grant.account_id == Account.id).exists(),
        )
        .order_by(used.scalar_subquery().desc().nulls_last(), Account.created_at, Account.id)
        .limit(1)
    )
    if found is None:
        raise SignInFailed(Failure.no_access, "No open account with a role")
    return found
