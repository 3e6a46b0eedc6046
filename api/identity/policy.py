"""Which accounts may come in, which communities an actor may stand in."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true

from api.core.actor import Actor
from api.core.settings import settings
from api.identity.rules import CommunityNotChosen
from api.identity.tables import Account, Community, Grant


def may_sign_in() -> ColumnElement[bool]:
    """The accounts that are open; those of the demonstration, whose password is public, in demo mode only."""
    return Account.is_active & (true() if settings().demo else Account.is_demo.is_(False))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The communities that the actor may stand in: where a role was granted; a machine's only one."""
    if actor.kind == "account":
        granted = select(Grant.community_id).where(Grant.account_id == actor.id)
        return Community.id.in_(granted)
    return false() if actor.community_id is None else Community.id == actor.community_id


def present_community(actor: Actor) -> UUID:
    """The community in which the actor stands; CommunityNotChosen (403) when in none."""
    if actor.community_id is None:
        raise CommunityNotChosen("Choose one with PUT /api/v1/session/community")
    return actor.community_id
