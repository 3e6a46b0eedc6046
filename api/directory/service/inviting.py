"""Inviting newcomers to join the community, and making members of those who accept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import NewcomerAction, Role
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound
from api.directory.policy import may_invite
from api.directory.service.checks import today_of
from api.directory.service.members import begin_membership, practises, present_among
from api.directory.service.newcomers import newcomer_of, who_came
from api.identity import service as identity
from api.identity.policy import present_community
from api.identity.rules import AlreadyInvited
from api.identity.tables import Invitation


async def invite_newcomer(
    db: AsyncSession, actor: Actor, professional_id: UUID, body: wire.NewcomerInvitationInput
) -> wire.Newcomer:
    """Send somebody who came lately a link by which they join as themselves.

    NotFound for whoever is no newcomer here; AlreadyInvited (409) for who was, or has an account here;
    HasOtherRole (409) for an address that works here under another name.
    """
    at = clock.now()
    came = await who_came(db, actor, professional_id, at)
    newcomer = await newcomer_of(db, actor, came, at)
    if NewcomerAction.invite not in newcomer.actions:
        raise AlreadyInvited("Send the invitation again, or withdraw it first")
    await identity.invite(
        db,
        actor,
        email=body.email,
        name=newcomer.professional.name,
        role=Role.professional,
        at=at,
        professional_id=professional_id,
    )
    await audit.record(db, actor, "newcomer.invited", "professional", professional_id)
    return await newcomer_of(db, actor, came, at)


async def send_newcomer_invitation(db: AsyncSession, actor: Actor, professional_id: UUID) -> wire.Newcomer:
    """Send the invitation again, with a new link and its whole time. NotFound when none waits."""
    at = clock.now()
    await identity.send_again(db, actor, await _waiting(db, actor, professional_id), at=at)
    return await newcomer_of(db, actor, await who_came(db, actor, professional_id, at), at)


async def withdraw_newcomer_invitation(db: AsyncSession, actor: Actor, professional_id: UUID) -> None:
    """Withdraw the invitation: its link no longer serves. NotFound when none waits."""
    await identity.revoke(db, actor, await _waiting(db, actor, professional_id), at=clock.now())


async def _waiting(db: AsyncSession, actor: Actor, professional_id: UUID) -> Invitation:
    """The invitation that waits, locked; even of somebody who is no newcomer any more."""
    if not may_invite(actor):
        raise NotFound
    found = await identity.open_invitations(db, present_community(actor), [professional_id], to_change=True)
    if professional_id not in found:
        raise NotFound("No invitation waits for this professional: it was taken up, withdrawn or forgotten")
    return found[professional_id]


async def join_community(
    db: AsyncSession, actor: Actor, community_id: UUID, professional_id: UUID, at: datetime
) -> None:
    """Make a member of a professional who accepted to be one; nothing changes for who is. NotFound for who
    practises nowhere any more, unless the coordination made a member of them as such."""
    member = await present_among(db, community_id, [professional_id], without_practice=True)
    if not member and not await practises(db, professional_id):
        raise NotFound("This professional practises nowhere any more: ask who invited you")
    today = await today_of(db, community_id, at)
    joined = await begin_membership(db, community_id, professional_id, today)
    if joined is not None:
        await audit.record(db, actor, "membership.begun", "membership", joined)


identity.JOINING.append(join_community)
