"""Taking the second factors of somebody away who lost their telephone: by an admin, or by the operator."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import SecondFactorReset
from api.core import clock
from api.core.actor import Actor
from api.core.db import set_community
from api.core.problems import NotFound
from api.identity.factor_rules import ALWAYS_TWO, FactorNews
from api.identity.policy import may_sign_in, present_community
from api.identity.service.accounts import at_address, email_hash, end_sessions, last_community
from api.identity.service.factor_news import tell
from api.identity.service.factors import has_factor, locked, remove_all, use_fresh_proof
from api.identity.tables import Account, Grant


async def reset_second_factor(db: AsyncSession, actor: Actor, body: SecondFactorReset) -> None:
    """Take the factors of a member away, of each of their accounts. ProofNeeded unless the actor proved again
    who they are; NotFound for an address without a role in the community of the actor or without a factor,
    and for the actor's own account: a page left open must not undo it. Alike for who is held to two factors
    in another community, whose requests a reset here would leave behind a password: the operator's matter."""
    community_id = present_community(actor)
    theirs_here = exists().where(Grant.account_id == Account.id, Grant.community_id == community_id)
    held_elsewhere = exists().where(
        Grant.account_id == Account.id, Grant.community_id != community_id, Grant.role.in_(ALWAYS_TWO)
    )
    within_reach = and_(theirs_here, ~held_elsewhere)
    found = await db.scalars(
        select(Account.id)
        .where(at_address(email_hash(body.email)), Account.id != actor.person_id, may_sign_in(), within_reach)
        .order_by(Account.id)
    )
    theirs = found.all()
    for account_id in sorted({actor.person_id, *theirs}):  # of two admins with one idea, one waits
        await locked(db, account_id)
    await use_fresh_proof(db, actor, clock.now())
    if not await take_away_all(db, actor, theirs):
        raise NotFound(
            "Nobody here has this address and a second factor that is yours to take away. Ask another admin"
            " for your own, the operator for who has a role elsewhere too"
        )


async def take_away_all(db: AsyncSession, actor: Actor, account_ids: Sequence[UUID]) -> bool:
    """Take every factor of these accounts away, like `take_away`; False when none of them has any."""
    return any([await take_away(db, actor, account_id) for account_id in account_ids])


async def take_away(db: AsyncSession, actor: Actor, account_id: UUID) -> bool:
    """Take every factor of an account away, end its sessions, tell its owner; False when it has none."""
    account = await locked(db, account_id)
    if not await has_factor(db, account.id):
        return False
    await remove_all(db, account.id)
    await end_sessions(db, account.id, clock.now())
    await record(db, actor, "second_factor.reset", "account", account.id)
    community_id = actor.community_id or await last_community(db, account.id)
    await set_community(db, community_id)
    await tell(db, account.id, FactorNews.reset, community_id)
    return True


async def address_of(db: AsyncSession, account_id: UUID) -> str | None:
    """Where an open account is written to."""
    account = await db.scalar(select(Account).where(Account.id == account_id, may_sign_in()))
    return None if account is None else account.email
