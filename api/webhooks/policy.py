"""Who sees what software is told, and which software is told what."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, false, literal

from api.contract.models import WebhookEventType
from api.core.actor import Actor
from api.identity.tables import MachineClient
from api.webhooks.tables import WebhookDelivery, WebhookEndpoint


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The endpoints of the actor's present community (the contract asks `webhooks:read`)."""
    if actor.community_id is None:
        return false()
    return WebhookEndpoint.community_id == actor.community_id


def deliveries_visible_to(actor: Actor) -> ColumnElement[bool]:
    """What was sent to them: no message holds an identity."""
    if actor.community_id is None:
        return false()
    return WebhookDelivery.community_id == actor.community_id


def may_be_told(actor: Actor) -> ColumnElement[bool]:
    """The machine clients that may have an endpoint: open ones of the actor's community that call for an
    organisation. Who calls for none has no requests of their own."""
    if actor.community_id is None:
        return false()
    return and_(
        MachineClient.community_id == actor.community_id,
        MachineClient.organisation_id.is_not(None),
        MachineClient.is_active,
    )


def entitled_to(
    community_id: UUID, organisation_id: UUID, event_type: WebhookEventType
) -> ColumnElement[bool]:
    """The endpoints (joined with their clients) to be told of a request of that organisation: those of its
    own software alone, and only of what they chose."""
    return and_(
        WebhookEndpoint.community_id == community_id,
        literal(event_type.value) == any_(WebhookEndpoint.event_types),
        MachineClient.id == WebhookEndpoint.machine_client_id,
        MachineClient.community_id == community_id,
        MachineClient.organisation_id == organisation_id,
        MachineClient.is_active,
    )
