"""From the person whom the provider named to the account that they have here, if any."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.policy import may_sign_in
from api.identity.psc.rules import Failure, SignInFailed
from api.identity.references import PROFESSIONALS
from api.identity.tables import Account, Grant


async def account_of(db: AsyncSession, rpps: str) -> Account:
    """The open account, with a role somewhere, of the professional of this RPPS number; one of the
    demonstration only for want of another. SignInFailed (`no_access`) without one: Pro Santé Connect says who
    one is, not what one may. Of several, too: one of them may have been made by somebody else, and the
    operator closes it (`maillage account close`).
    """
    found = await db.scalars(
        select(Account)
        .join(PROFESSIONALS, PROFESSIONALS.c.id == Account.professional_id)
        .where(
            PROFESSIONALS.c.rpps == rpps,
            may_sign_in(),
            select(Grant.id).where(Grant.account_id == Account.id).exists(),
        )
    )
    every = found.all()
    accounts = [account for account in every if not account.is_demo] or every
    if len(accounts) != 1:
        which = "Several open accounts" if accounts else "No open account with a role"
        raise SignInFailed(Failure.no_access, which)
    return accounts[0]
