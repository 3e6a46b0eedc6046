"""Who may see and steer searches and offers."""

from sqlalchemy import ColumnElement, and_, false

from api.contract.models import Role
from api.core.actor import Actor
from api.dispatch.tables import Dispatch, Offer


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The offers that the actor may see: those made to them, and no other."""
    if actor.professional_id is None or actor.community_id is None:
        return false()
    return and_(Offer.professional_id == actor.professional_id, Offer.community_id == actor.community_id)


def dispatches_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The searches that the actor may see with the names of those asked: the coordinator's, all of them."""
    if Role.coordinator not in actor.roles or actor.community_id is None:
        return false()
    return Dispatch.community_id == actor.community_id


def sees_load(actor: Actor) -> bool:
    """Whether the actor sees what each member of the community was asked and took: counts, no request."""
    return bool({Role.coordinator, Role.admin} & actor.roles) and actor.community_id is not None


def may_steer(actor: Actor) -> bool:
    """Whether the actor may pause, relaunch, widen and assign."""
    return Role.coordinator in actor.roles
