"""Invitations: a link by e-mail, good once, that makes somebody act in a community."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import (
    InvitationAcceptance,
    InvitationPage,
    InvitationReading,
    InvitationState,
    Me,
    Role,
)
from api.core import clock, jobs
from api.core.actor import Actor
from api.core.db import set_community, unit_of_work
from api.core.problems import FieldError, InvalidInput, NotFound
from api.core.settings import settings
from api.identity import links, passwords
from api.identity.password_rules import why_refused
from api.identity.policy import may_sign_in
from api.identity.rules import HasOtherRole, invitation_state
from api.identity.service.accounts import create_account, email_hash, forget_owner, grant_role
from api.identity.service.comers import comer_of
from api.identity.service.communities import community_of, rules_of
from api.identity.service.sessions import known_account
from api.identity.service.signing_in import Asked, enter_or_ask
from api.identity.tables import Account, Delegation, Grant, Invitation, RegulatorAccount

Sender = Callable[[AsyncSession, UUID, UUID, datetime], Awaitable[UUID]]

SENDERS: list[Sender] = []
"""Who sends the message of an invitation (community, account, instant) and answers its id."""

JOINING: list[Callable[[AsyncSession, Actor, UUID, UUID, datetime], Awaitable[None]]] = []
"""What makes a member of a professional who accepts (actor, community, professional, instant). They raise
NotFound when the link no longer serves."""

_KEPT_FOR = timedelta(days=30)
"""An invitation that nobody took up is shown that long, then forgotten."""

_NO_ONE = "There is no such invitation (any more): ask who invited you for a new one"


async def invite(
    db: AsyncSession,
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    at: datetime,
    organisation_id: UUID | None = None,
    professional_id: UUID | None = None,
) -> Invitation:
    """Invite whoever reads this address to hold a role in the actor's community; the message leaves with the
    transaction.

    An address without account gets one, which cannot sign in yet. `organisation_id` is for whom they will
    ask; `professional_id` is who they are in the directory. HasOtherRole (409) when the address works there
    already, but for one more delegation; what it does elsewhere is not told.
    """
    assert actor.community_id is not None  # noqa: S101  the operations that invite belong to a community
    address = email_hash(email)
    # Two doctors of a practice who invite their secretary in the same second make one account.
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
    await db.execute(lock, {"name": f"account|{address.hex()}"})
    account = await db.scalar(select(Account).where(Account.email_hash == address))
    if account is None:
        account = await create_account(db, actor, email=email, name=name, password=None, at=at)
    await _refuse_other_role(db, account.id, actor.community_id, role)
    invitation = Invitation(
        community_id=actor.community_id,
        account_id=account.id,
        invited_by_id=actor.id,
        role=role,
        organisation_id=organisation_id,
        professional_id=professional_id,
        name=name.strip(),
        serial=0,
        sent_at=at,
        expires_at=at,
        accepted_at=None,
        revoked_at=None,
    )
    db.add(invitation)
    await send_again(db, actor, invitation, at=at)
    return invitation


async def send_again(db: AsyncSession, actor: Actor, invitation: Invitation, *, at: datetime) -> None:
    """Send the message with a new link; the link before no longer serves."""
    rules = await rules_of(db, invitation.community_id)
    invitation.serial += 1
    invitation.sent_at = at
    invitation.expires_at = at + timedelta(days=rules.sessions.invitation_days)
    await db.flush()
    for send in SENDERS:
        invitation.notification_id = await send(db, invitation.community_id, invitation.account_id, at)
    await record(db, actor, "invitation.sent", "invitation", invitation.id)


async def revoke(db: AsyncSession, actor: Actor, invitation: Invitation, *, at: datetime) -> None:
    """Withdraw an invitation: its link no longer serves. One that was accepted stays so."""
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = at
        await record(db, actor, "invitation.revoked", "invitation", invitation.id)


async def link_of_message(db: AsyncSession, notification_id: UUID, *, at: datetime) -> str | None:
    """The address that the message of an invitation leads to; None when it no longer serves. It is made for
    each attempt to send, and kept nowhere."""
    found = await db.scalar(
        select(Invitation).where(Invitation.notification_id == notification_id, is_open_invitation(at))
    )
    return None if found is None else link_of(found)


def link_of(invitation: Invitation) -> str:
    """The address that an open invitation leads to now."""
    return links.invitation_page(links.link_token(links.INVITATION, invitation.id, invitation.serial))


def link_of_demonstration(invitation: Invitation, *, at: datetime) -> str | None:
    """The address that an open invitation leads to, shown in a demonstration that sends no e-mail; None
    everywhere else."""
    config = settings()
    shown = config.demo and config.smtp_url is None
    return link_of(invitation) if shown and _state(invitation, at) is InvitationState.invited else None


async def open_invitations(
    db: AsyncSession, community_id: UUID, professional_ids: Collection[UUID], *, to_change: bool = False
) -> dict[UUID, Invitation]:
    """The invitations to join the community as these professionals that were neither accepted nor withdrawn,
    by professional; locked when they are `to_change`."""
    wanted = select(Invitation).where(
        Invitation.community_id == community_id,
        Invitation.professional_id.in_(professional_ids),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    if to_change:
        wanted = wanted.with_for_update()
    return {row.professional_id: row for row in await db.scalars(wanted) if row.professional_id is not None}


async def invited_addresses(db: AsyncSession, invitations: Collection[Invitation]) -> dict[UUID, str]:
    """The addresses that these were sent to, by the id of the invitation."""
    ids = [invitation.account_id for invitation in invitations]
    accounts = await db.scalars(select(Account).where(Account.id.in_(ids)))
    known = {account.id: account.email for account in accounts}
    return {invitation.id: known[invitation.account_id] for invitation in invitations}


def _state(invitation: Invitation, at: datetime) -> InvitationState:
    return invitation_state(expires_at=invitation.expires_at, at=at)


async def read_invitation(db: AsyncSession, body: InvitationReading) -> InvitationPage:
    """What a link leads to. NotFound, whatever the reason, when it does not serve (any more)."""
    at = clock.now()
    invitation, account = await _of_token(db, body.token, at)
    inviter = await db.get_one(Account, invitation.invited_by_id)
    return InvitationPage(
        name=account.name if account.password_hash else invitation.name,
        email=account.email,
        has_account=account.password_hash is not None,
        role=invitation.role,
        invited_by=inviter.name,
        community_name=(await community_of(db, invitation.community_id)).name,
        expires_at=invitation.expires_at,
        server_time=at,
    )


async def accept_invitation(
    db: AsyncSession,
    body: InvitationAcceptance,
    *,
    network: str,
    replacing: str | None,
    browser: str | None = None,
) -> tuple[Me, str] | Asked:
    """Take up an invitation and be signed in, like `create_session`; an account that has a second factor is
    asked for it first.

    NotFound when the link does not serve (any more); InvalidInput on `/password` when a new one is short or
    guessable;
    WrongCredentials (401) and AccountLocked (429) for an account that exists; HasOtherRole (409) when it has
    other work in the community, or is the account of another professional.
    """
    at = clock.now()
    invitation, account = await _of_token(db, body.token, at)
    counted_under = account.email_hash
    if account.password_hash is not None:
        comer = await comer_of(db, network, replacing)
        account, counted_under = await known_account(db, account.email_hash, body.password, comer=comer)
    else:
        if why := why_refused(body.password, body.name, invitation.name, account.email):
            raise InvalidInput(errors=[FieldError("/password", why)])
        async with passwords.turn():
            account.password_hash = await passwords.hashed(body.password)
        account.link_until = None
        account.name = (body.name or invitation.name).strip()
    await set_community(db, invitation.community_id)
    await _refuse_other_role(db, account.id, invitation.community_id, invitation.role)
    invited = Actor("account", account.id, account.name, invitation.community_id, frozenset(), frozenset())
    invitation.accepted_at = at
    if invitation.professional_id is not None:
        if account.professional_id not in (None, invitation.professional_id):
            raise HasOtherRole("This address is the account of another professional: ask with another one")
        account.professional_id = invitation.professional_id
        for join in JOINING:
            await join(db, invited, invitation.community_id, invitation.professional_id, at)
    await grant_role(
        db,
        invited,
        account,
        community_id=invitation.community_id,
        role=invitation.role,
        organisation_id=invitation.organisation_id,
        at=at,
    )
    delegation = await db.scalar(
        select(Delegation).where(Delegation.invitation_id == invitation.id, Delegation.ended_at.is_(None))
    )
    if delegation is not None:
        delegation.since = at
        delegation.version += 1
    await db.flush()
    await record(db, invited, "invitation.accepted", "invitation", invitation.id)
    return await enter_or_ask(
        db, account, counted_under, replacing=replacing, delegation=delegation, browser=browser
    )


def is_open_invitation(at: datetime) -> ColumnElement[bool]:
    """Those that may still be taken up."""
    return and_(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > at)


async def _of_token(db: AsyncSession, token: str, at: datetime) -> tuple[Invitation, Account]:
    """The open invitation behind a token, locked, and its account."""
    named = links.subject_of(token)
    found = await db.scalar(
        select(Invitation).where(Invitation.id == named, is_open_invitation(at)).with_for_update()
    )
    if found is None or not links.is_link(token, links.INVITATION, found.id, found.serial):
        raise NotFound(_NO_ONE)
    account = await db.scalar(
        select(Account).where(Account.id == found.account_id, may_sign_in()).with_for_update()
    )
    if account is None:
        raise NotFound(_NO_ONE)
    return found, account


async def _refuse_other_role(db: AsyncSession, account_id: UUID, community_id: UUID, role: Role) -> None:
    """Nobody is a delegate where they work in their own name, or the contrary: whose act it was would not be
    clear."""
    other = select(Grant.id).where(Grant.account_id == account_id, Grant.community_id == community_id)
    if role is Role.delegate:
        other = other.where(Grant.role != Role.delegate)
    if await db.scalar(other.limit(1)) is not None:
        raise HasOtherRole("Give an address that has no role of its own in this community")


@jobs.periodic("47 3 * * *", "identity.forget_old_invitations")
async def forget_old_invitations(timestamp: int) -> None:
    """Every night: forget the invitations that nobody took up, and the name and address that came with one
    for an account that never was."""
    before = clock.now() - _KEPT_FOR
    async with unit_of_work() as db:
        never = and_(Invitation.accepted_at.is_(None), Invitation.expires_at < before)
        gone = select(Invitation.id).where(never)
        await db.execute(
            delete(Delegation).where(Delegation.since.is_(None), Delegation.invitation_id.in_(gone))
        )
        await db.execute(delete(Invitation).where(never))
        unused = select(Account).where(
            Account.is_active,
            Account.password_hash.is_(None),
            ~exists().where(Grant.account_id == Account.id),
            ~exists().where(Invitation.account_id == Account.id),
            ~exists().where(RegulatorAccount.account_id == Account.id),
            Account.created_at < before,
        )
        for account in await db.scalars(unused):
            forget_owner(account, "")
