"""Whose session a request comes with: in one's own name, or for the professional for whom one acts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, case, exists, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.contract.models import OrganisationKind, Role
from api.core.actor import Actor, Hand
from api.core.db import opening_community, set_community
from api.core.problems import Unauthenticated
from api.core.settings import settings
from api.core.writing import write_before_waiting
from api.identity import links
from api.identity.community_rules import default_rules
from api.identity.factor_rules import owes_factor
from api.identity.policy import in_force, is_member, may_sign_in
from api.identity.references import ORGANISATIONS
from api.identity.rules import (
    ACTING_ROLES,
    SEEN_AGAIN_AFTER,
    acting_name,
    acting_scopes,
    is_over,
    scopes_of,
    why_over,
)
from api.identity.tables import Account, CommunityRulesRow, Delegation, Grant, RegulatorAccount, Session

_Doctor = aliased(Account)
_IDLE_MINUTES = CommunityRulesRow.document["sessions"]["idle_minutes"].as_integer().label("idle_minutes")
_PRACTICE_MISSING = and_(
    Session.__table__.c.practices_sealed.is_not(None), Session.practice_number.is_(None)
).label("practice_missing")
_doctor_name = inspect(_Doctor).selectable.c.name_sealed


async def actor_of_session(db: AsyncSession, token: str, *, at: datetime, awake: bool) -> Actor | None:
    """Whose session this token opens at `at`; None when it is unknown, over or ended.

    Opens the session's community for the rest of the transaction. `awake`: a person is behind the request,
    so the time without activity starts again.
    """
    await write_before_waiting(db)  # in the community in which the transaction stands until now
    return await _actor(
        db, _of_token(settings().demo), {"token_hash": links.digest(token)}, at=at, awake=awake
    )


async def why_signed_out(db: AsyncSession, token: str, *, at: datetime) -> Unauthenticated | None:
    """Why this token, which opened a session once, opens none now: told to its holder, and nothing more."""
    row = (
        await db.execute(
            select(Session.ended_at, Session.created_at, Session.last_seen_at, _IDLE_MINUTES)
            .outerjoin(CommunityRulesRow, CommunityRulesRow.community_id == Session.community_id)
            .where(Session.token_hash == links.digest(token))
        )
    ).first()
    if row is None:
        return None
    return why_over(
        ended=row.ended_at is not None,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        idle=_idle(row),
        at=at,
    )


async def actors_of_sessions(
    db: AsyncSession, session_ids: Sequence[UUID], *, at: datetime
) -> dict[UUID, Actor]:
    """Whose sessions these are, by session; those that are over or ended are left out. None stays awake,
    and the transaction stands in no community in particular afterwards."""
    lines: dict[UUID, list[Row[Any]]] = {}
    for line in await db.execute(_who().where(Session.id.in_(session_ids))):
        lines.setdefault(line.session_id, []).append(line)
    actors = {session_id: _acting(found) for session_id, found in lines.items() if not _over(found[0], at)}
    for session_id, actor in actors.items():
        if actor.hand is not None:
            await set_community(db, actor.community_id)
            actors[session_id] = await _unless_left(db, actor, lines[session_id])
    await set_community(db, None)
    return actors


async def actor_in_session(db: AsyncSession, session_id: UUID, *, at: datetime) -> Actor:
    """Whose this session is: it has just been opened or changed. Opens its community."""
    actor = await _actor(db, _who().where(Session.id == session_id), {}, at=at, awake=False)
    assert actor is not None  # noqa: S101  the session that the caller holds
    return actor


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
    return await _unless_left(db, _acting(found), found)


def _over(row: Row[Any], at: datetime) -> bool:
    """Whether the session of this row of `_who` has ended by itself."""
    return is_over(created_at=row.created_at, last_seen_at=row.last_seen_at, idle=_idle(row), at=at)


def _idle(row: Row[Any]) -> timedelta:
    return timedelta(minutes=row.idle_minutes or default_rules().sessions.idle_minutes)


async def _unless_left(db: AsyncSession, actor: Actor, found: Sequence[Row[Any]]) -> Actor:
    """The actor; in their own name, with nothing left to do, when the professional for whom they act is no
    longer a member of the community, which the transaction stands in."""
    if actor.hand is None or await db.scalar(select(is_member(actor.community_id, actor.professional_id))):
        return actor
    return _in_own_name(found)


def _acting(found: Sequence[Row[Any]]) -> Actor:
    """The account as it acts in the session of these rows of `_who`."""
    row = found[0]
    if row.given_by_id is None or Role.delegate not in {one.role for one in found}:
        return _in_own_name(found)
    person = Account.name.opened(Account, row.account_id, row.name_sealed)
    doctor = Account.name.opened(Account, row.given_by_id, row.doctor_name_sealed)
    return Actor(
        "account",
        row.given_by_id,
        acting_name(person, doctor),
        row.community_id,
        ACTING_ROLES,
        acting_scopes(may_answer=row.may_answer),
        professional_id=row.acts_for_id,
        session_id=row.session_id,
        practice_missing=row.practice_missing,
        hand=Hand(row.account_id, person, row.delegation_id, doctor, row.may_answer),
    )


def _in_own_name(found: Sequence[Row[Any]]) -> Actor:
    row = found[0]
    granted: list[tuple[Role, UUID | None, OrganisationKind | None]] = [
        (one.role, one.organisation_id, one.organisation_kind and OrganisationKind(one.organisation_kind))
        for one in found
        if one.role is not None
    ]
    organisation_id, organisation_kind = next(
        ((of, kind) for _, of, kind in granted if of is not None), (None, None)
    )
    roles = frozenset(role for role, _, _ in granted)
    scopes = scopes_of(((role, kind) for role, _, kind in granted), from_platform=row.of_platform)
    return Actor(
        "account",
        row.account_id,
        Account.name.opened(Account, row.account_id, row.name_sealed),
        row.community_id if granted else None,
        roles,
        scopes,
        professional_id=row.professional_id,
        organisation_id=organisation_id,
        session_id=row.session_id,
        organisation_kind=organisation_kind,
        over=row.delegation_id,
        owes_factor=owes_factor(roles, scopes, is_demo=row.is_demo, proved_by=row.proved_by),
        practice_missing=row.practice_missing,
    )


@cache
def _of_token(demo: bool) -> Select[Any]:
    """`_who` by the session's token, built once (per `demo`, on which `may_sign_in` depends): every request
    runs it, and SQLAlchemy takes longer to build it than PostgreSQL to answer."""
    return _who().where(Session.token_hash == bindparam("token_hash"))


def _who() -> Select[Any]:
    """What an actor is made of, in a row per role in the session's community, which the statement opens."""
    here = and_(Grant.account_id == Session.account_id, Grant.community_id == Session.community_id)
    acts = and_(
        Delegation.id == Session.delegation_id,
        Delegation.account_id == Session.account_id,
        Delegation.community_id == Session.community_id,
        in_force(),
    )
    return (
        select(
            Session.id.label("session_id"),
            Session.community_id,
            Session.created_at,
            Session.last_seen_at,
            Session.proved_by,
            Account.is_demo,
            Account.id.label("account_id"),
            Account.__table__.c.name_sealed,
            Account.professional_id,
            _IDLE_MINUTES,
            exists().where(RegulatorAccount.account_id == Account.id).label("of_platform"),
            Session.delegation_id,
            _PRACTICE_MISSING,
            Delegation.professional_id.label("acts_for_id"),
            Delegation.may_answer,
            _Doctor.id.label("given_by_id"),
            _doctor_name.label("doctor_name_sealed"),
            Grant.role,
            ORGANISATIONS.c.id.label("organisation_id"),
            ORGANISATIONS.c.kind.label("organisation_kind"),
            opening_community(case((Grant.id.is_not(None), Session.community_id))),
        )
        .join(Account, Account.id == Session.account_id)
        .outerjoin(CommunityRulesRow, CommunityRulesRow.community_id == Session.community_id)
        .outerjoin(Delegation, acts)
        .outerjoin(_Doctor, and_(_Doctor.id == Delegation.given_by_id, _Doctor.is_active))
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
