"""Taking up an invitation: whoever reads the mailbox, and shows that the account is theirs.

Docs: docs/decisions/0020-delegates.md.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import InvitationAcceptance, InvitationPage, InvitationProof, InvitationReading, Me
from api.core import clock
from api.core.actor import Actor
from api.core.db import set_community
from api.core.problems import FieldError, InvalidInput, NotFound, Unauthenticated
from api.identity import links, passwords
from api.identity.password_rules import why_refused
from api.identity.policy import may_sign_in
from api.identity.rules import HasOtherRole
from api.identity.service.accounts import grant_role, other_account_of
from api.identity.service.comers import comer_of
from api.identity.service.communities import community_of
from api.identity.service.invitations import JOINING, is_open_invitation, refuse_other_role
from api.identity.service.me import get_me
from api.identity.service.sessions import known_account
from api.identity.service.signing_in import Asked, enter_or_ask
from api.identity.service.who import actor_of_session
from api.identity.tables import Account, Delegation, Grant, Invitation, RegulatorAccount

_NO_ONE = "There is no such invitation (any more): ask who invited you for a new one"


async def read_invitation(
    db: AsyncSession, body: InvitationReading, *, session: str | None
) -> InvitationPage:
    """What a link leads to, for the browser of this session. NotFound, whatever the reason, when it does not
    serve (any more)."""
    at = clock.now()
    invitation, account = await _of_token(db, body.token, at)
    inviter = await db.get_one(Account, invitation.invited_by_id)
    proof = await _proof_of(db, account)
    return InvitationPage(
        name=invitation.name if proof is InvitationProof.new_password else account.name,
        email=account.email,
        proof=proof,
        role=invitation.role,
        invited_by=inviter.name,
        community_name=(await community_of(db, invitation.community_id)).name,
        signed_in=await _in_person(db, account, session, at) is not None,
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
    asked for it first. An account without a password, that somebody uses, gets none: who is signed in with it
    (`replacing`) accepts, and stays so.

    NotFound when the link does not serve (any more); InvalidInput on `/password` when a new one is short or
    guessable, or it is missing; Unauthenticated (401) when one must be signed in and is not;
    WrongCredentials (401) and AccountLocked (429) for an account that exists; HasOtherRole (409) when it has
    other work in the community, is the account of another professional, or is not that of this one.
    """
    at = clock.now()
    invitation, account = await _of_token(db, body.token, at)
    proof, counted_under = await _proof_of(db, account), account.email_hash
    if proof is InvitationProof.session:
        if await _in_person(db, account, replacing, at) is None:
            raise Unauthenticated("Sign in with this account first, then open the link again")
    elif body.password is None:
        raise InvalidInput(errors=[FieldError("/password", "Give the password")])
    elif proof is InvitationProof.password:
        comer = await comer_of(db, network, replacing)
        account, counted_under = await known_account(db, account.email_hash, body.password, comer=comer)
    else:
        await _first_password(account, body.password, (body.name or invitation.name).strip(), invitation)
    await set_community(db, invitation.community_id)
    await refuse_other_role(db, account.id, invitation.community_id, invitation.role)
    invited = Actor("account", account.id, account.name, invitation.community_id, frozenset(), frozenset())
    invitation.accepted_at = at
    if invitation.professional_id is not None:
        if account.professional_id not in (None, invitation.professional_id):
            raise HasOtherRole("This address is the account of another professional: ask with another one")
        await _refuse_second_account(db, account.id, invitation.professional_id)
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
    if proof is InvitationProof.session and replacing is not None:
        owner = await _in_person(db, account, replacing, at)
        assert owner is not None  # noqa: S101  the session was looked at above
        return await get_me(db, owner), replacing
    return await enter_or_ask(
        db, account, counted_under, replacing=replacing, delegation=delegation, browser=browser
    )


async def _proof_of(db: AsyncSession, account: Account) -> InvitationProof:
    """What shows that the account is theirs. Whoever reads a mailbox chooses the password of an account that
    nobody used yet, and of no other: one that Pro Santé Connect alone opens keeps to that."""
    if account.password_hash is not None:
        return InvitationProof.password
    works = exists().where(Grant.account_id == account.id)
    kept_there = exists().where(RegulatorAccount.account_id == account.id)
    used = account.signed_in_at is not None or account.professional_id is not None
    if used or await db.scalar(select(or_(works, kept_there))):
        return InvitationProof.session
    return InvitationProof.new_password


async def _in_person(db: AsyncSession, account: Account, token: str | None, at: datetime) -> Actor | None:
    """Whom the session of this token is of, when that is the owner of the account."""
    actor = None if token is None else await actor_of_session(db, token, at=at, awake=False)
    return actor if actor is not None and actor.person_id == account.id else None


async def _first_password(account: Account, password: str, name: str, invitation: Invitation) -> None:
    """Give the account its password and its owner's name. InvalidInput on `/password`."""
    if why := why_refused(password, name, invitation.name, account.email):
        raise InvalidInput(errors=[FieldError("/password", why)])
    async with passwords.turn():
        account.password_hash = await passwords.hashed(password)
    account.link_until = None
    account.name = name


async def _refuse_second_account(db: AsyncSession, account_id: UUID, professional_id: UUID) -> None:
    if await other_account_of(db, account_id, professional_id):
        raise HasOtherRole("This professional has an account: ask to be invited with its address")


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
