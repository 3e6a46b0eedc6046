"""Delegates: whom a professional lets act for them, and what became of it (docs/decisions/0020)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import last_acts, record
from api.contract import models as wire
from api.contract.models import LiveTopic, Role
from api.core import clock, live
from api.core.actor import Actor
from api.core.direct import Direct
from api.core.paging import Key, page_of
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotFound
from api.core.routing import expect_version
from api.core.settings import settings
from api.identity import rules
from api.identity.policy import given_by, in_force, may_sign_in
from api.identity.service.accounts import email_hash
from api.identity.service.invitations import invite, link_of_demonstration, revoke, send_again
from api.identity.tables import Account, Delegation, Invitation


async def list_my_delegations(
    db: AsyncSession, actor: Actor, query: wire.ListMyDelegationsQuery
) -> wire.DelegationList:
    """Those whom the actor named in the present community and did not stop, first named first."""
    keys = [Key(Delegation.created_at), Key(Delegation.id)]
    page = await page_of(db, _mine(actor), keys=keys, cursor=query.cursor, limit=query.limit)
    return wire.DelegationList(items=await _views(db, actor, page.items), next_cursor=page.next_cursor)


async def invite_delegate(db: AsyncSession, actor: Actor, body: wire.DelegateInvitation) -> wire.Delegation:
    """Name somebody, who may act once they accept the link that is sent to them.

    InvalidInput on `/email` for one's own address; AlreadyDelegate (409) for somebody named already;
    HasOtherRole (409) for somebody who works in the community in their own name.
    """
    at = clock.now()
    assert actor.professional_id is not None and actor.community_id is not None  # noqa: S101, PT018  by scope
    address = email_hash(body.email)
    own = select(Account.email_hash).where(
        (Account.id == actor.id) | (Account.professional_id == actor.professional_id)
    )
    if address in (await db.scalars(own)).all():
        raise InvalidInput(errors=[FieldError("/email", "This is your own address: give theirs")])
    named = select(Delegation.id).join(Account, Account.id == Delegation.account_id)
    if await db.scalar(named.where(given_by(actor), Account.email_hash == address)) is not None:
        raise rules.AlreadyDelegate("Send the invitation again, or stop them first")
    invitation = await invite(db, actor, email=body.email, name=body.name, role=Role.delegate, at=at)
    delegation = Delegation(
        community_id=actor.community_id,
        account_id=invitation.account_id,
        professional_id=actor.professional_id,
        given_by_id=actor.id,
        invitation_id=invitation.id,
        version=1,
        may_answer=body.may_answer,
        created_at=at,
        since=None,
        ended_at=None,
    )
    db.add(delegation)
    await db.flush()
    detail = {"may_answer": body.may_answer, "delegate_id": str(invitation.account_id)}
    await record(db, actor, "delegation.given", "delegation", delegation.id, detail=detail)
    return await _view(db, actor, delegation.id)


async def replace_my_delegation(
    db: AsyncSession, actor: Actor, delegation_id: UUID, body: wire.DelegationInput, *, expected: int
) -> wire.Delegation:
    """Say whether they may answer requests; it holds from their next request to the server on."""
    row = await _one(db, actor, delegation_id)
    expect_version(expected, row.version)
    if row.may_answer != body.may_answer:
        row.may_answer = body.may_answer
        row.version += 1
    await db.flush()
    detail = {"may_answer": body.may_answer}
    await record(db, actor, "delegation.replaced", "delegation", row.id, detail=detail)
    _tell(db, row)
    return await _view(db, actor, row.id)


async def end_my_delegation(db: AsyncSession, actor: Actor, delegation_id: UUID) -> None:
    """Stop somebody at once, or withdraw their invitation. What they did stays, under both names."""
    at = clock.now()
    row = await _one(db, actor, delegation_id)
    row.ended_at = at
    row.version += 1
    if row.invitation_id is not None:
        await revoke(db, actor, await db.get_one(Invitation, row.invitation_id), at=at)
    await db.flush()
    await record(db, actor, "delegation.ended", "delegation", row.id)
    _tell(db, row)


async def send_delegate_invitation(db: AsyncSession, actor: Actor, delegation_id: UUID) -> wire.Delegation:
    """Send the invitation again, with a new link. IllegalTransition (409) once it was accepted."""
    row = await _one(db, actor, delegation_id)
    if row.since is not None or row.invitation_id is None:
        raise IllegalTransition("They accepted already: there is nothing to send")
    invitation = await db.get_one(Invitation, row.invitation_id)
    row.version += 1
    await send_again(db, actor, invitation, at=clock.now())
    await db.flush()
    return await _view(db, actor, row.id)


async def answering_for(
    db: AsyncSession, community_id: UUID, professional_ids: Collection[UUID]
) -> dict[UUID, dict[UUID, UUID]]:
    """Who may answer requests for these professionals: by professional, the delegation of each account."""
    values = {"community_id": community_id, "professionals": list(professional_ids)}
    rows = await _answering(settings().demo).rows(db, values)
    found: dict[UUID, dict[UUID, UUID]] = {}
    for professional_id, account_id, delegation_id in rows:
        found.setdefault(professional_id, {})[account_id] = delegation_id
    return found


@cache
def _answering(demo: bool) -> Direct:
    """Built once in demo mode and once out of it: who may sign in is not the same (`may_sign_in`)."""
    return Direct(
        select(Delegation.professional_id, Delegation.account_id, Delegation.id)
        .join(Account, Account.id == Delegation.account_id)
        .where(
            in_force(),
            may_sign_in(),
            Delegation.may_answer,
            Delegation.community_id == bindparam("community_id"),
            Delegation.professional_id == any_(bindparam("professionals", type_=ARRAY(Uuid))),
        )
        .order_by(Delegation.id)
    )


async def let_act(
    db: AsyncSession, account: Account, doctor: bytes, *, community_id: UUID, at: datetime
) -> None:
    """Let an account act and answer for the professional of that address (as its hash) without an
    invitation: for a demonstration."""
    given_by = await db.scalar(select(Account).where(Account.email_hash == doctor))
    assert given_by is not None and given_by.professional_id is not None  # noqa: S101, PT018  of the demonstration
    db.add(
        Delegation(
            community_id=community_id,
            account_id=account.id,
            professional_id=given_by.professional_id,
            given_by_id=given_by.id,
            invitation_id=None,
            version=1,
            may_answer=True,
            created_at=at,
            since=at,
            ended_at=None,
        )
    )
    await db.flush()


def _mine(actor: Actor) -> Any:
    """A statement of three entities, which the type of `page_of` (one of anything) does not say."""
    return (
        select(Delegation, Account, Invitation)
        .join(Account, Account.id == Delegation.account_id)
        .outerjoin(Invitation, Invitation.id == Delegation.invitation_id)
        .where(given_by(actor))
    )


async def _one(db: AsyncSession, actor: Actor, delegation_id: UUID) -> Delegation:
    wanted = select(Delegation).where(Delegation.id == delegation_id, given_by(actor)).with_for_update()
    row = await db.scalar(wanted)
    if row is None:
        raise NotFound
    return row


async def _view(db: AsyncSession, actor: Actor, delegation_id: UUID) -> wire.Delegation:
    rows = (await db.execute(_mine(actor).where(Delegation.id == delegation_id))).all()
    return (await _views(db, actor, rows))[0]


async def _views(db: AsyncSession, actor: Actor, rows: Sequence[Any]) -> list[wire.Delegation]:
    acted = await last_acts(db, actor.id, [row[1].id for row in rows])
    return [_shown(row[0], row[1], row[2], acted.get(row[1].id)) for row in rows]


def _shown(
    row: Delegation, account: Account, invitation: Invitation | None, last_acted_at: datetime | None
) -> wire.Delegation:
    expires_at = None if invitation is None else invitation.expires_at
    state = rules.delegation_state(since=row.since, expires_at=expires_at, at=clock.now())
    waiting = invitation if row.since is None else None
    return wire.Delegation(
        id=row.id,
        version=row.version,
        state=state,
        # Until they accept, the name that their account may have elsewhere is not the inviter's to know.
        name=account.name if waiting is None else waiting.name,
        email=account.email,
        may_answer=row.may_answer,
        since=row.since,
        last_acted_at=last_acted_at,
        invited_at=row.created_at if invitation is None else invitation.sent_at,
        invitation_expires_at=None if waiting is None else waiting.expires_at,
        demo_link=None if waiting is None else link_of_demonstration(waiting, at=clock.now()),
    )


def _tell(db: AsyncSession, row: Delegation) -> None:
    """The open pages of the delegate ask again what they may do."""
    live.announce(db, row.community_id, LiveTopic.me, [live.account_key(row.account_id)])
