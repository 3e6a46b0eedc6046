"""Accounts whose time is over: they serve nowhere any more, and nobody has signed in since.

A role ends in its community: of a member, once what they declared there was erased; of a secretary, so long
after her last doctor; of anybody, so long after the account was closed. Who has none left is erased at once.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases.tables import Follower
from api.contract.models import Role
from api.core.actor import system_actor
from api.core.crypto import keyed_hash
from api.core.db import Base
from api.core.ids import new_id
from api.directory.tables import Membership, Welcome
from api.identity.tables import Account, Delegation, Grant, Invitation, Session, ended
from api.notifications.tables import Delivery, Notification
from api.retention.names import replace_signatures
from api.retention.rules import BATCH, GONE
from api.unscheduled_care.tables import UnscheduledCareDraft


async def end_roles(db: AsyncSession, community_id: UUID, before: datetime, at: datetime) -> int:
    """Take away the roles of a community that ended `before` or earlier, and erase the accounts that have
    none left anywhere; how many roles, `BATCH` at most: call again until it says 0."""
    over = (
        select(Grant, Account)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.community_id == community_id, _over(community_id, before), _unused(community_id, before))
        .order_by(Grant.id)
        .limit(BATCH)
        .with_for_update(of=Grant, skip_locked=True)
    )
    rows = (await db.execute(over)).all()
    actor = system_actor(community_id)
    for grant, account in rows:
        detail = {"role": grant.role.value}
        await audit.record(db, actor, "account.role_ended", "account", account.id, detail=detail)
        await db.delete(grant)
    await db.flush()
    people = {account.id: account for _, account in rows}
    stay = select(Grant.account_id).where(Grant.account_id.in_(people), Grant.community_id == community_id)
    gone = [people[one] for one in people.keys() - set(await db.scalars(stay))]
    if gone:
        await _leave(db, community_id, gone, at)
    elsewhere = set(await db.scalars(select(Grant.account_id).where(Grant.account_id.in_(people))))
    for account in gone:
        if account.id not in elsewhere:
            await _erase(db, account, community_id, at)
    return len(rows)


async def erase_without_role(db: AsyncSession, before: datetime, at: datetime) -> int:
    """Erase accounts that were closed `before` or earlier and never had a role; how many, as above."""
    closed = (
        select(Account)
        .where(
            Account.closed_at <= before,
            Account.erased_at.is_(None),
            ~exists().where(Grant.account_id == Account.id),
        )
        .order_by(Account.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    accounts = (await db.scalars(closed)).all()
    for account in accounts:
        await _erase(db, account, None, at)
    return len(accounts)


def _over(community_id: UUID, before: datetime) -> ColumnElement[bool]:
    """The roles that ended `before` or earlier, of a statement that joins them to their account."""
    member = exists().where(
        Membership.community_id == community_id, Membership.professional_id == Account.professional_id
    )
    secretary = exists().where(
        Delegation.community_id == community_id,
        Delegation.account_id == Account.id,
        or_(Delegation.ended_at.is_(None), Delegation.ended_at > before),
    )
    old = Grant.created_at <= before
    return or_(
        Account.closed_at <= before,
        and_(old, Grant.role == Role.professional, Account.professional_id.is_not(None), ~member),
        and_(old, Grant.role == Role.delegate, ~secretary),
    )


def _unused(community_id: UUID, before: datetime) -> ColumnElement[bool]:
    """The accounts that nobody has signed in with since `before`, but for work elsewhere."""
    elsewhere = exists().where(Grant.account_id == Account.id, Grant.community_id != community_id)
    return or_(Account.signed_in_at.is_(None), Account.signed_in_at <= before, elsewhere.correlate(Account))


async def _leave(db: AsyncSession, community_id: UUID, accounts: Iterable[Account], at: datetime) -> None:
    """What a community keeps of accounts that have no role in it any more."""
    leaving = list(accounts)
    ids = [one.id for one in leaving]
    await replace_signatures(db, community_id, leaving)
    told = select(Notification.id).where(
        Notification.community_id == community_id, Notification.account_id.in_(ids)
    )
    await db.execute(
        delete(Delivery).where(Delivery.community_id == community_id, Delivery.notification_id.in_(told))
    )
    for table in (Notification, Follower, UnscheduledCareDraft, Welcome):
        await db.execute(delete(table).where(table.community_id == community_id, table.account_id.in_(ids)))
    still = (Session.account_id.in_(ids), Session.community_id == community_id, Session.ended_at.is_(None))
    await db.execute(update(Session).where(*still).values(ended(at)))


async def _erase(db: AsyncSession, account: Account, community_id: UUID | None, at: datetime) -> None:
    """Forget whose account it was. Its id stays in what was done with it, and leads to nobody."""
    for table in owned():
        await db.execute(delete(table).where(table.c.account_id == account.id))
    account.name, account.email = GONE, ""
    account.email_hash = keyed_hash("account e-mail", new_id().bytes)
    account.password_hash = account.professional_id = account.signed_in_at = None
    account.is_active, account.erased_at = False, at
    await audit.record(db, system_actor(community_id), "account.erased", "account", account.id)
    await db.flush()


def owned() -> list[Table]:
    """The tables whose rows belong to an account alone: they go with it."""
    national = [
        table
        for table in Base.metadata.sorted_tables
        if "community_id" not in table.columns
        and any(key.column.table.name == "accounts" for key in table.foreign_keys)
    ]
    mine: list[Table] = [Session.__table__, Invitation.__table__]  # type: ignore[list-item]  # of mapped classes
    return [*reversed(national), *mine]
