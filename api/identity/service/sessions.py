"""Signing in, choosing where and for whom one works, signing out."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import CommunityChoice, DelegationChoice, Me, Role, SignedOut
from api.core import clock
from api.core.actor import Actor
from api.core.db import set_community
from api.core.problems import NotFound
from api.identity import passwords
from api.identity.factor_rules import FactorNews
from api.identity.links import digest
from api.identity.policy import may_sign_in
from api.identity.psc.addresses import way_out
from api.identity.rules import (
    OriginNeeded,
    ProvedBy,
    WrongCredentials,
    device_of,
)
from api.identity.service.accounts import at_address, grant_role, last_community
from api.identity.service.comers import Comer
from api.identity.service.factor_news import tell
from api.identity.service.factors import is_asked
from api.identity.service.failures import note_failure, refuse_while_locked
from api.identity.service.me import delegations_of, get_me
from api.identity.service.new_devices import is_new_device
from api.identity.service.regulators import is_regulator
from api.identity.service.who import actor_in_session, actor_of_session
from api.identity.tables import Account, Delegation, Grant, Session, ended


async def known_account(
    db: AsyncSession, address: bytes, password: str, *, comer: Comer, from_platform: bool = False
) -> tuple[Account, bytes]:
    """The open account of an address (as its hash) whose password this is, and under what its failures are
    counted.

    WrongCredentials (401), the same and after the same work whether the account exists or not;
    AccountLocked (429) after FAILURES_ALLOWED of them; TooManyCalls (429) past FAILURES_OF_A_NETWORK of where
    one comes from, unless a second factor is still asked; OriginNeeded (403) for an account that the SAS
    platform keeps, when one does not come from there.
    Who comes from the SAS platform is looked for among its accounts first: several may have the address.
    """
    async with passwords.turn():
        at = clock.now()
        accounts = await _accounts_at(db, address, from_platform=from_platform)
        counted_under = comer.counted_under(address, {one.id for one in accounts})
        await refuse_while_locked(db, counted_under, at)
        found = None
        for account in accounts:
            if await passwords.verified(password, account.password_hash):
                found = account
                break
        if found is not None and await comer.failed_too_often(db, at) and not await is_asked(db, found):
            found = None  # answered as a wrong one is: one password tried on many accounts opens none
        if found is None:
            if not accounts:
                await passwords.verified(password, None)
            await note_failure(counted_under, next(iter(accounts), None), at)
            await comer.note_failure(at)
            raise WrongCredentials
        if found.password_hash is not None and passwords.is_outdated(found.password_hash):
            found.password_hash = await passwords.hashed(password)
    if not from_platform and await is_regulator(db, found.id):
        raise OriginNeeded("Open the slot again from the national platform, and sign in there")
    return found, counted_under


async def _accounts_at(db: AsyncSession, address: bytes, *, from_platform: bool) -> list[Account]:
    """The open accounts of an address, first those that are looked for first."""
    rows = list(await db.scalars(select(Account).where(at_address(address), may_sign_in())))
    return sorted(rows, key=lambda one: ((one.email_hash == address) is from_platform, one.created_at))


async def enter(
    db: AsyncSession,
    account: Account,
    *,
    replacing: str | None,
    delegation: Delegation | None = None,
    browser: str | None = None,
    proved_by: ProvedBy = ProvedBy.password,
    pro_sante_connect: dict[str, Any] | None = None,
    practices: dict[str, Any] | None = None,
) -> tuple[Me, str]:
    """Sign the account in, in place of the session whose token is `replacing`: who one is now, and the
    token for the cookie. With `delegation`, in its community and acting for its professional. `browser`: what
    it says of itself (`User-Agent`). `proved_by`: how the person showed who they are. The rest as
    in `open_session`."""
    at = clock.now()
    if replacing is not None:
        await db.execute(
            update(Session)
            .where(Session.token_hash == digest(replacing), Session.ended_at.is_(None))
            .values(ended(at))
        )
    device = device_of(browser)
    is_new = await is_new_device(db, account, device, at=at)
    token = await open_session(
        db,
        account,
        at=at,
        delegation=delegation,
        device=device,
        proved_by=proved_by,
        pro_sante_connect=pro_sante_connect,
        practices=practices,
    )
    actor = await actor_of_session(db, token, at=at, awake=False)
    assert actor is not None  # noqa: S101  it was opened two lines above
    await record(db, actor, "session.created", "session", actor.session_id)
    if is_new:
        await tell(db, account.id, FactorNews.new_device, actor.community_id, device)
    return await get_me(db, actor), token


async def open_session(
    db: AsyncSession,
    account: Account,
    *,
    at: datetime,
    delegation: Delegation | None = None,
    device: str | None = None,
    proved_by: ProvedBy = ProvedBy.password,
    pro_sante_connect: dict[str, Any] | None = None,
    practices: dict[str, Any] | None = None,
) -> str:
    """Open a session in the community that the account used last (else was given last); its token.

    Whoever may act for one professional there, and has no other work, acts for them at once; for several,
    one is chosen first. `pro_sante_connect`: what is kept to end the session there too; `practices`: as what
    one works (`told` of psc/rules.py): the only one is taken, of several one is chosen first.
    """
    community_id = delegation.community_id if delegation else await last_community(db, account.id)
    token = secrets.token_urlsafe(32)
    account.signed_in_at = at
    db.add(
        Session(
            token_hash=digest(token),
            account_id=account.id,
            community_id=community_id,
            delegation_id=delegation.id if delegation else await _only(db, account.id, community_id),
            created_at=at,
            last_seen_at=at,
            ended_at=None,
            device=device,
            proved_by=proved_by,
            pro_sante_connect=pro_sante_connect,
            practices=practices,
            practice_number=1 if practices is not None and len(practices["told"]) == 1 else None,
        )
    )
    await db.flush()
    return token


async def delete_session(db: AsyncSession, actor: Actor) -> SignedOut:
    """Sign out; where the browser goes next."""
    session = await db.get_one(Session, actor.session_id)
    leaving = way_out(session.pro_sante_connect)
    await db.execute(update(Session).where(Session.id == session.id).values(ended(clock.now())))
    await record(db, actor, "session.ended", "session", actor.session_id)
    return SignedOut(continue_at=leaving)


async def choose_community(db: AsyncSession, actor: Actor, choice: CommunityChoice) -> Me:
    """Work in another community from now on. NotFound unless the account has a role there."""
    person, community_id = actor.person_id, choice.community_id
    granted = select(Grant.id).where(Grant.account_id == person, Grant.community_id == community_id)
    if await db.scalar(granted.limit(1)) is None:
        raise NotFound
    session = await db.get_one(Session, actor.session_id)
    session.community_id = community_id
    session.delegation_id = await _only(db, person, community_id)
    return await _go_on(db, session, "session.community_chosen")


async def arrive(db: AsyncSession, actor: Actor, community_id: UUID) -> None:
    """Let a regulator of the SAS platform work in the community of the slot that they follow: the role is
    given there the first time. Nothing for anybody else, or outside a session."""
    if actor.session_id is None or not await is_regulator(db, actor.id):
        return
    session = await db.get_one(Session, actor.session_id)
    account = await db.get_one(Account, actor.id)
    granted = select(Grant.id).where(Grant.account_id == account.id, Grant.community_id == community_id)
    if await db.scalar(granted.limit(1)) is None:
        await set_community(db, community_id)
        await grant_role(db, actor, account, community_id=community_id, role=Role.regulator, at=clock.now())
    elif session.community_id == community_id:
        return
    session.community_id = community_id
    await _note_move(db, session, "session.community_chosen")


async def choose_delegation(db: AsyncSession, actor: Actor, choice: DelegationChoice) -> Me:
    """Act for another professional from now on. NotFound unless they gave the actor a delegation in the
    present community that is still in force, and are a member of it."""
    mine = await delegations_of(db, actor.person_id, actor.community_id)
    if choice.delegation_id not in {one.id for one in mine}:
        raise NotFound
    session = await db.get_one(Session, actor.session_id)
    session.delegation_id = choice.delegation_id
    return await _go_on(db, session, "session.delegation_chosen")


async def _go_on(db: AsyncSession, session: Session, action: str) -> Me:
    return await get_me(db, await _note_move(db, session, action))


async def _note_move(db: AsyncSession, session: Session, action: str) -> Actor:
    """Write in the trail that the session goes on elsewhere; who it is of from now on."""
    await db.flush()
    moved = await actor_in_session(db, session.id, at=clock.now())
    await record(db, moved, action, "session", session.id)
    return moved


async def _only(db: AsyncSession, account_id: UUID, community_id: UUID | None) -> UUID | None:
    """The delegation of an account whose only work in the community it is; the transaction then stands
    there."""
    if community_id is None:
        return None
    roles = (
        await db.scalars(
            select(Grant.role).where(Grant.account_id == account_id, Grant.community_id == community_id)
        )
    ).all()
    if list(roles) != [Role.delegate]:
        return None
    await set_community(db, community_id)
    mine = await delegations_of(db, account_id, community_id)
    return mine[0].id if len(mine) == 1 else None
