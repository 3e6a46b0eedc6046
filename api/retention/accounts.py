"""Accounts whose time is over: they serve nowhere any more, and nobody has signed in since.

A role ends in its community: of a member, once what they declared there was erased; of a secretary, so long
after her last doctor; of anybody, so long after the account was closed. Who has none left is erased at once.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.audit import service as audit
from api.cases.tables import Follower
from api.contract.models import Role
from api.core.actor import system_actor
from api.core.db import Base
from api.directory.tables import Membership, Welcome
from api.identity import service as identity
from api.identity.tables import Account, Delegation, Grant, Invitation, Session, ended
from api.notifications.tables import Delivery, Notification
from api.retention.names import replace_signatures
from api.retention.rules import BATCH, GONE
from api.unscheduled_care.tables import UnscheduledCareDraft


async def end_roles(db: AsyncSession, community_id: UUID, before: datetime, at: datetime) -> int:
    """Take away the roles of a community that ended `before` or earlier, and erase the accounts that have
    none left anywhere; how many roles, `BATCH` at most: call again until it says 0."""
    return await _end(db, community_id, _over(community_id, before, at), at)


async def end_roles_of_member(
    db: AsyncSession, community_id: UUID, professional_id: UUID, before: datetime, at: datetime
) -> None:
    """The same for a member who left, as what they declared goes; not while they sign in with a role here
    alone, for whose end `end_roles` waits."""
    theirs = (Grant.role == Role.professional, Account.professional_id == professional_id)
    await _end(db, community_id, and_(*theirs, or_(_unused(before, at), _works_elsewhere(community_id))), at)


async def _end(db: AsyncSession, community_id: UUID, over: ColumnElement[bool], at: datetime) -> int:
    ending = (
        select(Grant, Account)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.community_id == community_id, over)
        .order_by(Grant.account_id, Grant.id)
        .limit(BATCH)
        .with_for_update(of=(Grant, Account), skip_locked=True)
    )
    rows = (await db.execute(ending)).all()
    actor = system_actor(community_id)
    people: dict[UUID, Account] = {}
    for grant, account in rows:
        people[account.id] = account
        detail = {"role": grant.role.value}
        await audit.record(db, actor, "account.role_ended", "account", account.id, detail=detail)
        await db.delete(grant)
    await db.flush()
    has = select(Grant.account_id, Grant.community_id == community_id).where(Grant.account_id.in_(people))
    kept = [(account_id, here) for account_id, here in await db.execute(has)]
    here, anywhere = {one for one, is_here in kept if is_here}, {one for one, _ in kept}
    gone = [account for account in people.values() if account.id not in here]
    if gone:
        await _leave(db, community_id, gone, at)
    for account in gone:
        if account.id not in anywhere:
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


def _over(community_id: UUID, before: datetime, at: datetime) -> ColumnElement[bool]:
    """The roles that ended `before` or earlier, of a statement that joins them to their account."""
    member = exists().where(
        Membership.community_id == community_id, Membership.professional_id == Account.professional_id
    )
    secretary = exists().where(
        Delegation.community_id == community_id,
        Delegation.account_id == Account.id,
        or_(Delegation.ended_at.is_(None), Delegation.ended_at > before),
    )
    old, unused = Grant.created_at <= before, _unused(before, at)
    elsewhere = _works_elsewhere(community_id)
    return or_(
        and_(Account.closed_at <= before, or_(unused, elsewhere)),
        # One who never was a member here may work here: the years run from the last time they signed in.
        and_(old, unused, Grant.role == Role.professional, Account.professional_id.is_not(None), ~member),
        and_(old, or_(unused, elsewhere), Grant.role == Role.delegate, ~secretary),
    )


def _unused(before: datetime, at: datetime) -> ColumnElement[bool]:
    """The accounts that nobody has signed in with since `before`, nor is asked to."""
    asked = exists().where(Invitation.account_id == Account.id, identity.is_open_invitation(at))
    return and_(or_(Account.signed_in_at.is_(None), Account.signed_in_at <= before), ~asked)


def _works_elsewhere(community_id: UUID) -> ColumnElement[bool]:
    """Then one signs in for that."""
    other = aliased(Grant)
    return exists().where(other.account_id == Account.id, other.community_id != community_id)


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
    acting = or_(Delegation.account_id.in_(ids), Delegation.given_by_id.in_(ids))
    running = (Delegation.community_id == community_id, acting, Delegation.ended_at.is_(None))
    await db.execute(update(Delegation).where(*running).values(ended_at=at))
    still = (Session.account_id.in_(ids), Session.community_id == community_id, Session.ended_at.is_(None))
    await db.execute(update(Session).where(*still).values(ended(at)))


async def _erase(db: AsyncSession, account: Account, community_id: UUID | None, at: datetime) -> None:
    """Forget whose account it was. Its id stays in what was done with it, and leads to nobody."""
    for table in owned():
        await db.execute(delete(table).where(table.c.account_id == account.id))
    identity.forget_owner(account, GONE)
    account.password_hash = account.professional_id = account.signed_in_at = None
    account.erased_at = at
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
