"""Signing in, staying signed in, signing out; and how guessing is slowed down."""

import hashlib
import math
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import CommunityChoice, Credentials, Me, OrganisationKind, Role
from api.core import clock, jobs
from api.core.actor import Actor, system_actor
from api.core.db import opening_community, set_community, unit_of_work
from api.core.ids import new_id
from api.core.problems import NotFound
from api.core.settings import settings
from api.identity import passwords
from api.identity.community_rules import default_rules
from api.identity.policy import may_sign_in
from api.identity.references import ORGANISATIONS
from api.identity.rules import (
    FAILURES_ALLOWED,
    FAILURES_COUNT_FOR,
    LOCKED_FOR,
    LONGEST_SESSION,
    SEEN_AGAIN_AFTER,
    AccountLocked,
    WrongCredentials,
    is_over,
    scopes_of,
)
from api.identity.service.accounts import email_hash
from api.identity.service.me import get_me
from api.identity.tables import Account, CommunityRulesRow, Grant, Session, SignInFailure

_KEPT_FOR = timedelta(days=30)
"""Ended sessions say which community was used last, and answer questions after an incident."""


async def create_session(
    db: AsyncSession, credentials: Credentials, *, replacing: str | None
) -> tuple[Me, str]:
    """Sign in: who one is now, and the token for the cookie. `replacing` is the token of a session that
    the browser had, which ends.

    WrongCredentials (401), the same and after the same work whether the account exists or not;
    AccountLocked (429) after FAILURES_ALLOWED of them.
    """
    async with passwords.turn():
        at, address = clock.now(), email_hash(credentials.email)
        await _refuse_while_locked(db, address, at)
        account = await db.scalar(select(Account).where(Account.email_hash == address, may_sign_in()))
        kept = None if account is None else account.password_hash
        if not await passwords.verified(credentials.password, kept) or account is None:
            await _note_failure(address, account, at)
            raise WrongCredentials
        if kept is not None and passwords.is_outdated(kept):
            account.password_hash = await passwords.hashed(credentials.password)
    await db.execute(delete(SignInFailure).where(SignInFailure.email_hash == address))
    if replacing is not None:
        await db.execute(
            update(Session)
            .where(Session.token_hash == _digest(replacing), Session.ended_at.is_(None))
            .values(ended_at=at)
        )
    token = await open_session(db, account, at=at)
    actor = await actor_of_session(db, token, at=at, awake=False)
    assert actor is not None  # noqa: S101  it was opened two lines above
    await record(db, actor, "session.created", "session", actor.session_id)
    return await get_me(db, actor), token


async def open_session(db: AsyncSession, account: Account, *, at: datetime) -> str:
    """Open a session in the community that the account used last (else was given last); its token."""
    token = secrets.token_urlsafe(32)
    db.add(
        Session(
            token_hash=_digest(token),
            account_id=account.id,
            community_id=await _last_community(db, account.id),
            created_at=at,
            last_seen_at=at,
            ended_at=None,
        )
    )
    await db.flush()
    return token


async def delete_session(db: AsyncSession, actor: Actor) -> None:
    """Sign out."""
    await db.execute(update(Session).where(Session.id == actor.session_id).values(ended_at=clock.now()))
    await record(db, actor, "session.ended", "session", actor.session_id)


async def choose_community(db: AsyncSession, actor: Actor, choice: CommunityChoice) -> Me:
    """Work in another community from now on. NotFound unless the account has a role there."""
    granted = select(Grant.id).where(Grant.account_id == actor.id, Grant.community_id == choice.community_id)
    if await db.scalar(granted.limit(1)) is None:
        raise NotFound
    session = await db.get_one(Session, actor.session_id)
    session.community_id = choice.community_id
    await db.flush()
    moved = await _actor(db, _who().where(Session.id == session.id), {}, at=clock.now(), awake=False)
    assert moved is not None  # noqa: S101  the session that this request came with
    await record(db, moved, "session.community_chosen", "session", session.id)
    return await get_me(db, moved)


async def actor_of_session(db: AsyncSession, token: str, *, at: datetime, awake: bool) -> Actor | None:
    """Whose session this token opens at `at`; None when it is unknown, over or ended.

    Opens the session's community for the rest of the transaction. `awake`: a person is behind the request,
    so the time without activity starts again.
    """
    return await _actor(db, _of_token(settings().demo), {"token_hash": _digest(token)}, at=at, awake=awake)


async def actors_of_sessions(
    db: AsyncSession, session_ids: Sequence[UUID], *, at: datetime
) -> dict[UUID, Actor]:
    """Whose sessions these are, by session; those that are over or ended are left out. None stays awake,
    and the transaction stands in no community in particular afterwards."""
    lines: dict[UUID, list[Row[Any]]] = {}
    for line in await db.execute(_who().where(Session.id.in_(session_ids))):
        lines.setdefault(line.session_id, []).append(line)
    await set_community(db, None)
    return {session_id: _acting(found) for session_id, found in lines.items() if not _over(found[0], at)}


async def _actor(
    db: AsyncSession, who: Select[Any], values: dict[str, Any], *, at: datetime, awake: bool
) -> Actor | None:
    found = (await db.execute(who, values)).all()
    if not found:
        return None
    row = found[0]
    if _over(row, at):
        await set_community(db, None)
        return None
    if awake and at - row.last_seen_at >= SEEN_AGAIN_AFTER:
        await _see_again(db, row.session_id, at)
    return _acting(found)


def _over(row: Row[Any], at: datetime) -> bool:
    """Whether the session of this row of `_who` has ended by itself."""
    idle = timedelta(minutes=row.idle_minutes or default_rules().sessions.idle_minutes)
    return is_over(created_at=row.created_at, last_seen_at=row.last_seen_at, idle=idle, at=at)


def _acting(found: Sequence[Row[Any]]) -> Actor:
    """The account as it acts in the session of these rows of `_who`."""
    row = found[0]
    granted: list[tuple[Role, UUID | None, OrganisationKind | None]] = [
        (one.role, one.organisation_id, one.organisation_kind and OrganisationKind(one.organisation_kind))
        for one in found
        if one.role is not None
    ]
    organisation_id, organisation_kind = next(
        ((of, kind) for _, of, kind in granted if of is not None), (None, None)
    )
    return Actor(
        "account",
        row.account_id,
        Account.name.opened(Account, row.account_id, row.name_sealed),
        row.community_id if granted else None,
        frozenset(role for role, _, _ in granted),
        scopes_of((role, kind) for role, _, kind in granted),
        professional_id=row.professional_id,
        organisation_id=organisation_id,
        session_id=row.session_id,
        organisation_kind=organisation_kind,
    )


@cache
def _of_token(demo: bool) -> Select[Any]:
    """`_who` by the session's token, built once (per `demo`, on which `may_sign_in` depends): every request
    runs it, and SQLAlchemy takes longer to build it than PostgreSQL to answer."""
    return _who().where(Session.token_hash == bindparam("token_hash"))


def _who() -> Select[Any]:
    """What an actor is made of, in a row per role in the session's community, which the statement opens."""
    here = and_(Grant.account_id == Session.account_id, Grant.community_id == Session.community_id)
    return (
        select(
            Session.id.label("session_id"),
            Session.community_id,
            Session.created_at,
            Session.last_seen_at,
            Account.id.label("account_id"),
            Account.__table__.c.name_sealed,
            Account.professional_id,
            CommunityRulesRow.document["sessions"]["idle_minutes"].as_integer().label("idle_minutes"),
            Grant.role,
            ORGANISATIONS.c.id.label("organisation_id"),
            ORGANISATIONS.c.kind.label("organisation_kind"),
            opening_community(case((Grant.id.is_not(None), Session.community_id))),
        )
        .join(Account, Account.id == Session.account_id)
        .outerjoin(CommunityRulesRow, CommunityRulesRow.community_id == Session.community_id)
        .outerjoin(Grant, here)
        .outerjoin(ORGANISATIONS, ORGANISATIONS.c.id == Grant.organisation_id)
        .where(Session.ended_at.is_(None), may_sign_in())
        .order_by(Grant.created_at, Grant.id)
    )


async def _see_again(db: AsyncSession, session_id: UUID, at: datetime) -> None:
    """Note the activity. A request of the same session that does so already is not waited for."""
    free = select(Session.id).where(Session.id == session_id).with_for_update(skip_locked=True)
    await db.execute(
        update(Session)
        .where(Session.id.in_(free.scalar_subquery()))
        .values(last_seen_at=at)
        .execution_options(synchronize_session=False)
    )


async def _last_community(db: AsyncSession, account_id: UUID) -> UUID | None:
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


async def _refuse_while_locked(db: AsyncSession, address: bytes, at: datetime) -> None:
    locked_until = await db.scalar(
        select(SignInFailure.locked_until).where(SignInFailure.email_hash == address)
    )
    if locked_until is not None and locked_until > at:
        seconds = math.ceil((locked_until - at).total_seconds())
        raise AccountLocked("Wait until the time in Retry-After (seconds) is over", retry_after=seconds)


async def _note_failure(address: bytes, account: Account | None, at: datetime) -> None:
    """Count the failure and trace it, in a transaction of its own: the refusal undoes the request's."""
    stale = SignInFailure.first_at <= at - FAILURES_COUNT_FOR
    failures = case((stale, 1), else_=SignInFailure.failures + 1)
    counted = insert(SignInFailure).values(
        id=new_id(), email_hash=address, failures=1, first_at=at, locked_until=None
    )
    async with unit_of_work() as db:
        await db.execute(
            counted.on_conflict_do_update(
                index_elements=[SignInFailure.email_hash],
                set_={
                    "failures": failures,
                    "first_at": case((stale, at), else_=SignInFailure.first_at),
                    "locked_until": case((failures >= FAILURES_ALLOWED, at + LOCKED_FOR), else_=None),
                },
            )
        )
        # In the account's community when there is one: its admin sees that somebody tries.
        community_id = None if account is None else await _last_community(db, account.id)
        await set_community(db, community_id)
        account_id = None if account is None else account.id
        nobody = system_actor(community_id)
        await record(db, nobody, "session.refused", "account", account_id)


def _digest(token: str) -> bytes:
    """What is kept of a token: 256 random bits need neither salt nor slowness."""
    return hashlib.sha256(token.encode()).digest()


@jobs.periodic("41 3 * * *", "identity.forget_old_sessions")
async def forget_old_sessions(timestamp: int) -> None:
    """Delete sessions long over, and failures that no longer count."""
    at = clock.now()
    async with unit_of_work() as db:
        await db.execute(delete(Session).where(Session.created_at < at - _KEPT_FOR - LONGEST_SESSION))
        open_again = or_(SignInFailure.locked_until.is_(None), SignInFailure.locked_until <= at)
        old = SignInFailure.first_at <= at - FAILURES_COUNT_FOR
        await db.execute(delete(SignInFailure).where(old, open_again))
