"""Those who came to the territory or joined the community lately, and the welcome that colleagues give."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import DirectoryChangeKind, NewcomerAction, NewcomerReason, NotificationKind
from api.core import clock
from api.core.actor import Actor
from api.core.ids import new_id
from api.core.problems import NotFound
from api.directory import policy
from api.directory.rules import newcomer_actions
from api.directory.service.checks import today_of
from api.directory.service.members import stays
from api.directory.service.professionals import summaries
from api.directory.tables import DirectoryChange, Membership, Professional, Welcome
from api.identity import service as identity
from api.identity.policy import present_community
from api.notifications import service as notifications

MOST = 100
"""Newcomers shown: beyond, it is no longer a community that greets but a list."""


class _Coming(NamedTuple):
    since: date
    reason: NewcomerReason


class Came(NamedTuple):
    """A newcomer, and how they came."""

    professional_id: UUID
    how: _Coming


async def list_newcomers(db: AsyncSession, actor: Actor) -> wire.NewcomerList:
    """Who came or joined within the days that the community says, latest first, the actor left out."""
    at = clock.now()
    coming = await _coming(db, actor, at)
    return wire.NewcomerList(items=await _shown(db, actor, coming, at), next_cursor=None)


async def welcome_newcomer(db: AsyncSession, actor: Actor, professional_id: UUID) -> wire.Newcomer:
    """Say welcome once; saying it again changes nothing. A newcomer with an account is told, in fixed words.

    NotFound for whoever is no newcomer here (any more), and for oneself.
    """
    at = clock.now()
    community_id = present_community(actor)
    came = await who_came(db, actor, professional_id, at)
    row = {"id": new_id(), "community_id": community_id, "professional_id": professional_id}
    said = await db.scalar(
        insert(Welcome)
        .values(**row, account_id=actor.id, at=at)
        .on_conflict_do_nothing()
        .returning(Welcome.id)
    )
    if said is not None:
        await audit.record(db, actor, "newcomer.welcomed", "professional", professional_id)
        owners = await identity.accounts_of_professional(db, community_id, professional_id)
        await notifications.notify(
            db,
            community_id=community_id,
            account_ids=[account.id for account in owners],
            kind=NotificationKind.welcomed,
            at=at,
        )
    return await newcomer_of(db, actor, came, at)


async def who_came(db: AsyncSession, actor: Actor, professional_id: UUID, at: datetime) -> Came:
    """One newcomer, and how they came. NotFound for whoever is none here (any more), and for oneself."""
    how = (await _coming(db, actor, at)).get(professional_id)
    if how is None:
        raise NotFound("Nobody came here lately by that id")
    return Came(professional_id, how)


async def newcomer_of(db: AsyncSession, actor: Actor, came: Came, at: datetime) -> wire.Newcomer:
    """That newcomer, as they stand now."""
    [newcomer] = await _shown(db, actor, {came.professional_id: came.how}, at)
    return newcomer


async def _coming(db: AsyncSession, actor: Actor, at: datetime) -> dict[UUID, _Coming]:
    """Since when, and how, by professional, the latest first. Who joined is told by that."""
    community_id = present_community(actor)
    today = await today_of(db, community_id, at)
    days = (await identity.rules_of(db, community_id)).directory.newcomer_days
    begin = today - timedelta(days=days)
    arrived = await db.execute(
        select(DirectoryChange.professional_id, DirectoryChange.at)
        .join(Professional, Professional.id == DirectoryChange.professional_id)
        .where(
            DirectoryChange.community_id == community_id,
            DirectoryChange.kind == DirectoryChangeKind.arrived,
            DirectoryChange.at >= at - timedelta(days=days),
            Professional.is_active,
        )
        .order_by(DirectoryChange.at.desc())
        .limit(MOST)
    )
    found = {who: _Coming(when.date(), NewcomerReason.arrived) for who, when in arrived}
    joined = await db.execute(
        select(Membership.professional_id, Membership.joined_on)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(policy.visible_to(actor), Membership.joined_on >= begin, stays())
        .order_by(Membership.joined_on.desc())
        .limit(MOST)
    )
    for who, since in joined:
        found[who] = _Coming(since, NewcomerReason.joined)
    if actor.professional_id is not None:
        found.pop(actor.professional_id, None)
    latest = sorted(found.items(), key=lambda one: (one[1].since, str(one[0])), reverse=True)
    return dict(latest[:MOST])


async def _shown(
    db: AsyncSession, actor: Actor, coming: dict[UUID, _Coming], at: datetime
) -> list[wire.Newcomer]:
    ids = list(coming)
    invitations, actions = await _inviting(db, actor, ids, at)
    people = await summaries(db, ids)
    members = set(
        await db.scalars(
            select(Membership.professional_id).where(
                policy.visible_to(actor), Membership.professional_id.in_(ids)
            )
        )
    )
    welcomes: dict[UUID, list[Welcome]] = {}
    said = (
        select(Welcome)
        .where(policy.welcomes_visible_to(actor), Welcome.professional_id.in_(ids))
        .order_by(Welcome.at, Welcome.id)
    )
    for welcome in await db.scalars(said):
        welcomes.setdefault(welcome.professional_id, []).append(welcome)
    names = await identity.actor_names(
        db, {welcome.account_id for each in welcomes.values() for welcome in each}
    )
    return [
        wire.Newcomer(
            professional=people[who],
            reason=how.reason,
            since=how.since,
            is_member=who in members,
            welcomes=len(welcomes.get(who, ())),
            welcomed_by_me=any(welcome.account_id == actor.id for welcome in welcomes.get(who, ())),
            welcomed_by=[
                wire.WelcomeSaid(by_name=names[welcome.account_id], at=welcome.at)
                for welcome in welcomes.get(who, ())
            ],
            invitation=invitations.get(who),
            actions=actions.get(who, []),
        )
        for who, how in coming.items()
    ]


async def _inviting(
    db: AsyncSession, actor: Actor, ids: list[UUID], at: datetime
) -> tuple[dict[UUID, wire.NewcomerInvitation], dict[UUID, list[NewcomerAction]]]:
    """The invitations that wait and what may be done, by professional: nothing for whoever may not invite."""
    if not policy.may_invite(actor):
        return {}, {}
    community_id = present_community(actor)
    found = await identity.open_invitations(db, community_id, ids)
    addresses = await identity.invited_addresses(db, found.values())
    waiting = {
        who: wire.NewcomerInvitation(
            state=identity.invitation_state(expires_at=one.expires_at, at=at),
            email=addresses[one.id],
            sent_at=one.sent_at,
            expires_at=one.expires_at,
            demo_link=identity.link_of_demonstration(one, at=at),
        )
        for who, one in found.items()
    }
    at_work = await identity.account_ids_of_professionals(db, community_id, ids)
    return waiting, {who: newcomer_actions(invited=who in waiting, at_work=who in at_work) for who in ids}
