"""Accounts, and the roles they are granted."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, any_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import OrganisationKind, Role
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.db import wait_for_turn
from api.core.direct import Direct
from api.core.ids import new_id
from api.core.settings import settings
from api.identity import passwords
from api.identity.policy import may_sign_in
from api.identity.references import ORGANISATIONS
from api.identity.rules import normal_email
from api.identity.tables import Account, Grant, MachineClient, RegulatorAccount, Session, ended


def email_hash(email: str) -> bytes:
    """Under what an address is found: the database does not hold it readable."""
    return keyed_hash("account e-mail", normal_email(email))


def at_address(address: bytes) -> ColumnElement[bool]:
    """The accounts of an address (as its hash): its own, and those that the SAS platform keeps with it."""
    kept_there = select(RegulatorAccount.account_id).where(RegulatorAccount.email_hash == address)
    return or_(Account.email_hash == address, Account.id.in_(kept_there))


def has_own_password(account: Account) -> bool:
    """Whether the account signs in with a password that is its owner's to change: that of the demonstration
    is everybody's."""
    return account.password_hash is not None and not account.is_demo


async def last_community(db: AsyncSession, account_id: UUID) -> UUID | None:
    """Where the account worked last among those it may still; else where it was given a role last."""
    used = and_(Session.account_id == Grant.account_id, Session.community_id == Grant.community_id)
    wanted = (
        select(Grant.community_id)
        .outerjoin(Session, used)
        .where(Grant.account_id == account_id)
        .group_by(Grant.community_id)
        .order_by(func.max(Session.last_seen_at).desc().nulls_last(), func.max(Grant.created_at).desc())
        .limit(1)
    )
    found: UUID | None = await db.scalar(wanted)
    return found


async def end_sessions(db: AsyncSession, account_id: UUID, at: datetime) -> None:
    """Sign an account out everywhere; what a provider told of its person goes."""
    still_open = update(Session).where(Session.account_id == account_id, Session.ended_at.is_(None))
    await db.execute(still_open.values(ended(at)))


def forget_owner(account: Account, name: str) -> None:
    """Close an account under a name of nobody, where its address finds it no more."""
    account.is_active, account.name, account.email = False, name, ""
    account.email_hash = keyed_hash("account e-mail", new_id().bytes)


async def create_account(
    db: AsyncSession,
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None,
    at: datetime,
    professional_id: UUID | None = None,
    is_demo: bool = False,
    address: bytes | None = None,
) -> Account:
    """A new account, without any role yet. `password` None: it cannot sign in with one.

    `name` is as said aloud ("Dr Camille Aubertin"). `address`: under what the account is found, when not by
    its e-mail address. IntegrityError when there is an account under it.
    """
    account = Account(
        email_hash=address or email_hash(email),
        email=email.strip(),
        name=name.strip(),
        password_hash=None if password is None else await passwords.hashed(password),
        professional_id=professional_id,
        is_active=True,
        is_demo=is_demo,
        created_at=at,
    )
    db.add(account)
    await db.flush()
    await record(db, actor, "account.created", "account", account.id)
    return account


async def grant_role(
    db: AsyncSession,
    actor: Actor,
    account: Account,
    *,
    community_id: UUID,
    role: Role,
    at: datetime,
    organisation_id: UUID | None = None,
) -> Grant:
    """Give a role in a community; the same role there again only changes the organisation."""
    grant = await db.scalar(
        select(Grant).where(
            Grant.account_id == account.id, Grant.community_id == community_id, Grant.role == role
        )
    )
    if grant is None:
        grant = Grant(account_id=account.id, community_id=community_id, role=role, created_at=at)
        db.add(grant)
    grant.organisation_id = organisation_id
    await db.flush()
    detail = {"role": role.value, "community_id": str(community_id)}
    await record(db, actor, "account.role_granted", "account", account.id, detail=detail)
    return grant


async def accounts_of_professional(
    db: AsyncSession, community_id: UUID, professional_id: UUID
) -> list[Account]:
    """The open accounts of a professional that have a role in the community."""
    return await _accounts(db, community_id, Account.professional_id == professional_id)


async def account_ids_of_professionals(
    db: AsyncSession, community_id: UUID, professional_ids: Sequence[UUID]
) -> dict[UUID, list[UUID]]:
    """The open accounts of many professionals at once, by professional; one without any is absent."""
    values = {"community_id": community_id, "professionals": list(professional_ids)}
    found: dict[UUID, list[UUID]] = {}
    for professional_id, account_id in await _of_professionals(settings().demo).rows(db, values):
        if professional_id is not None:
            found.setdefault(professional_id, []).append(account_id)
    return found


@cache
def _of_professionals(demo: bool) -> Direct:
    """Built once in demo mode and once out of it: who may sign in is not the same (`may_sign_in`)."""
    return Direct(
        select(Account.professional_id, Account.id)
        .join(Grant, Grant.account_id == Account.id)
        .where(
            may_sign_in(),
            Grant.community_id == bindparam("community_id"),
            Account.professional_id == any_(bindparam("professionals", type_=ARRAY(Uuid))),
        )
        .distinct()
        .order_by(Account.id)
    )


async def accounts_with_role(db: AsyncSession, community_id: UUID, role: Role) -> list[Account]:
    """The open accounts that hold the role in the community."""
    return await _accounts(db, community_id, Grant.role == role)


async def account_ids_of_organisation(
    db: AsyncSession, community_id: UUID, organisation_id: UUID
) -> list[UUID]:
    """The open accounts that act for the organisation in the community."""
    found = await _accounts(db, community_id, Grant.organisation_id == organisation_id)
    return [account.id for account in found]


async def account_ids_of_kind(db: AsyncSession, community_id: UUID, kind: OrganisationKind) -> list[UUID]:
    """The open accounts that act in the community for an active organisation of this kind."""
    of_kind = select(ORGANISATIONS.c.id).where(ORGANISATIONS.c.kind == kind, ORGANISATIONS.c.is_active)
    found = await _accounts(db, community_id, Grant.organisation_id.in_(of_kind))
    return [account.id for account in found]


async def _accounts(db: AsyncSession, community_id: UUID, *conditions: ColumnElement[bool]) -> list[Account]:
    wanted = (
        select(Account)
        .join(Grant, Grant.account_id == Account.id)
        .where(may_sign_in(), Grant.community_id == community_id, *conditions)
        .distinct()
        .order_by(Account.id)
    )
    found: Sequence[Account] = (await db.scalars(wanted)).all()
    return list(found)


async def actor_names(db: AsyncSession, actor_ids: set[UUID]) -> dict[UUID, str]:
    """Names of accounts and machine clients among these ids, for the pages of the trail."""
    accounts = await db.scalars(select(Account).where(Account.id.in_(actor_ids)))
    names = {account.id: account.name for account in accounts}
    clients = await db.execute(
        select(MachineClient.id, MachineClient.name).where(MachineClient.id.in_(actor_ids))
    )
    return names | {client_id: name for client_id, name in clients}


async def other_account_of(db: AsyncSession, account_id: UUID | None, professional_id: UUID | None) -> bool:
    """Whether a professional has an open account besides this one. They have one, whatever the communities:
    Pro Santé Connect names the professional, and must open no account that somebody else made in their name.
    Accounts of the demonstration, whose password is everybody's, are nobody's. Two who ask at once come one
    after the other."""
    if professional_id is None:
        return False
    await wait_for_turn(db, f"account of professional|{professional_id}")
    theirs = select(Account.id).where(
        Account.professional_id == professional_id, Account.is_active, Account.is_demo.is_(False)
    )
    if account_id is not None:
        theirs = theirs.where(Account.id != account_id)
    return await db.scalar(theirs.limit(1)) is not None
