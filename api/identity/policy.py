"""Which accounts may come in, which communities an actor may stand in."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from api.core.actor import Actor
from api.core.settings import settings
from api.identity.references import MEMBERSHIPS, PROFESSIONALS
from api.identity.rules import CommunityNotChosen
from api.identity.tables import Account, Community, Delegation, Grant, RegulatorAccount, Session


def may_sign_in() -> ColumnElement[bool]:
    """The accounts that are open; those of the demonstration, whose password is public, in demo mode only."""
    return Account.is_active & (true() if settings().demo else Account.is_demo.is_(False))


def may_choose_by_link() -> ColumnElement[bool]:
    """The open accounts whose password a link by e-mail may give: those that have one of their own, or were
    offered one, by the operator or by the SAS platform, which keeps them. Not those that Pro Santé Connect
    alone opens, nor those that wait for an invitation to be accepted; nor the demonstration's, whose password
    is everybody's."""
    kept_there = exists().where(RegulatorAccount.account_id == Account.id)
    offered = or_(Account.link_serial > 0, kept_there)
    return and_(may_sign_in(), Account.is_demo.is_(False), or_(Account.password_hash.is_not(None), offered))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The communities that the actor may stand in: where a role was granted; a machine's only one."""
    if actor.kind == "account":
        granted = select(Grant.community_id).where(Grant.account_id == actor.person_id)
        return Community.id.in_(granted)
    return false() if actor.community_id is None else Community.id == actor.community_id


def own_sessions(actor: Actor) -> ColumnElement[bool]:
    """The sessions of the person at the keyboard that were not ended, for whomever they act in them."""
    return and_(Session.account_id == actor.person_id, Session.ended_at.is_(None))


def in_force() -> ColumnElement[bool]:
    """The delegations that were accepted and not stopped. Whether the professional is still there is
    another matter: see `is_member`."""
    return and_(Delegation.since.is_not(None), Delegation.ended_at.is_(None))


def given_by(actor: Actor) -> ColumnElement[bool]:
    """The delegations that a professional gave in the present community and did not stop: in their own
    name only, since nobody passes on what they were given."""
    if actor.hand is not None or actor.professional_id is None or actor.community_id is None:
        return false()
    return and_(
        Delegation.community_id == actor.community_id,
        Delegation.professional_id == actor.professional_id,
        Delegation.ended_at.is_(None),
    )


def is_member(
    community_id: UUID | InstrumentedAttribute[UUID] | None,
    professional_id: UUID | InstrumentedAttribute[UUID] | None,
) -> ColumnElement[bool]:
    """Whether a professional belongs to the community in which the transaction stands, and has not left:
    they practise somewhere by the national directory, or stay without a practice to certify deaths."""
    return exists().where(
        MEMBERSHIPS.c.community_id == community_id,
        MEMBERSHIPS.c.professional_id == professional_id,
        PROFESSIONALS.c.id == MEMBERSHIPS.c.professional_id,
        or_(PROFESSIONALS.c.is_active, MEMBERSHIPS.c.without_practice),
    )


def present_community(actor: Actor) -> UUID:
    """The community in which the actor stands; CommunityNotChosen (403) when in none."""
    if actor.community_id is None:
        raise CommunityNotChosen("Choose one with PUT /api/v1/session/community")
    return actor.community_id
