"""Who may see messages: each their own on screen; sendings, whoever the contract lets in.

A message holds no identity, so the coordination and the administration may read all of them.
Preferences and devices are each person's own, and nobody else's.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false

from api.core.actor import Actor
from api.notifications.tables import Delivery, Notification, NotificationPreferences, PushSubscription
from api.notifications.ways import NOT_SHOWN


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The messages on the actor's own screen, in their present community."""
    return and_(written_to(actor), Notification.kind.not_in(NOT_SHOWN))


def written_to(actor: Actor) -> ColumnElement[bool]:
    """The messages to the person in their present community, those that are not for the screen too; to a
    delegate her own, never those of whom she acts for."""
    if actor.community_id is None or actor.kind != "account":
        return false()
    return and_(Notification.community_id == actor.community_id, Notification.account_id == actor.person_id)


def of_community(actor: Actor) -> ColumnElement[bool]:
    """All messages of the community that the server acts in: for its own jobs, never for a page."""
    if actor.community_id is None or actor.kind != "system":
        return false()
    return Notification.community_id == actor.community_id


def deliveries_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The sendings of the actor's present community (the contract asks the scope `deliveries:read`)."""
    if actor.community_id is None:
        return false()
    return Delivery.community_id == actor.community_id


def preferences_of(account_id: UUID) -> ColumnElement[bool]:
    """The choices of one account, whose owner alone reads and changes them."""
    return NotificationPreferences.account_id == account_id


def devices_of(account_id: UUID) -> ColumnElement[bool]:
    """The browsers of one account, whose owner alone sees and forgets them."""
    return PushSubscription.account_id == account_id
