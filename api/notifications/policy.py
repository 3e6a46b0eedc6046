"""Who may see messages: each their own on screen; sendings, whoever the contract lets in.

A message holds no identity, so the coordination and the administration may read all of them.
"""

from sqlalchemy import ColumnElement, and_, false

from api.core.actor import Actor
from api.notifications.tables import Delivery, Notification


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The messages on the actor's own screen, in their present community."""
    if actor.community_id is None or actor.kind != "account":
        return false()
    return and_(Notification.community_id == actor.community_id, Notification.account_id == actor.id)


def deliveries_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The sendings of the actor's present community (the contract asks the scope `deliveries:read`)."""
    if actor.community_id is None:
        return false()
    return Delivery.community_id == actor.community_id
