"""The addresses of software: declared by an admin, with a secret that is answered once."""

import base64
import secrets
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import (
    WebhookDeliveryState,
    WebhookEndpointAction,
    WebhookEndpointState,
    WebhookEventType,
)
from api.core import clock
from api.core.actor import Actor
from api.core.outgoing import OutgoingRefused, check_url
from api.core.paging import Key, page_of
from api.core.problems import FieldError, InvalidInput, NotFound
from api.identity.policy import present_community
from api.identity.references import ORGANISATIONS
from api.identity.tables import MachineClient
from api.webhooks import rules
from api.webhooks.policy import may_be_told, visible_to
from api.webhooks.service.announcing import changed, to_be_sent
from api.webhooks.tables import WebhookDelivery, WebhookEndpoint

ALWAYS = (WebhookEndpointAction.rotate, WebhookEndpointAction.delete)

_COUNTED = (WebhookDeliveryState.waiting, WebhookDeliveryState.failed)


async def list_webhook_clients(
    db: AsyncSession, actor: Actor, query: wire.ListWebhookClientsQuery
) -> wire.WebhookClientList:
    """The software that may be told something."""
    page = await page_of(
        db,
        select(MachineClient).where(may_be_told(actor)),
        keys=[Key(MachineClient.name), Key(MachineClient.id)],
        cursor=query.cursor,
        limit=query.limit,
    )
    ids = [row[0].id for row in page.items]
    known = await clients_of(db, ids)
    return wire.WebhookClientList(items=[known[one] for one in ids], next_cursor=page.next_cursor)


async def list_webhook_endpoints(
    db: AsyncSession, actor: Actor, query: wire.ListWebhookEndpointsQuery
) -> wire.WebhookEndpointList:
    """The addresses of the community, the newest first."""
    page = await page_of(
        db,
        select(WebhookEndpoint).where(visible_to(actor)),
        keys=[Key(WebhookEndpoint.created_at, descending=True), Key(WebhookEndpoint.id, descending=True)],
        cursor=query.cursor,
        limit=query.limit,
    )
    items = await views(db, [row[0] for row in page.items])
    return wire.WebhookEndpointList(items=items, next_cursor=page.next_cursor)


async def create_webhook_endpoint(
    db: AsyncSession, actor: Actor, body: wire.WebhookEndpointInput
) -> wire.WebhookSecret:
    """A new address. InvalidInput for a client that calls for no organisation of this community, or has
    enough addresses, or for an address that is not to be reached."""
    client = await db.scalar(
        select(MachineClient)
        .where(MachineClient.id == body.machine_client_id, may_be_told(actor))
        .with_for_update(key_share=True)
    )
    if client is None:
        message = "Choose one of the clients that call for an organisation of the community"
        raise InvalidInput(errors=[FieldError("/machine_client_id", message)])
    own = select(func.count()).where(visible_to(actor), WebhookEndpoint.machine_client_id == client.id)
    if (await db.scalar(own) or 0) >= rules.MOST_ENDPOINTS:
        message = f"This client has {rules.MOST_ENDPOINTS} addresses already: delete one first"
        raise InvalidInput(errors=[FieldError("/machine_client_id", message)])
    at, secret = clock.now(), _new_secret()
    endpoint = WebhookEndpoint(
        community_id=present_community(actor),
        machine_client_id=client.id,
        url=_address(body.url),
        event_types=[one.value for one in dict.fromkeys(body.event_types)],
        state=rules.ENDPOINT.start,
        secret=secret,
        secret_changed_at=at,
        created_at=at,
    )
    db.add(endpoint)
    await db.flush()
    await _record(db, actor, "created", endpoint)
    [view] = await views(db, [endpoint])
    return wire.WebhookSecret(endpoint=view, secret=secret)


async def delete_webhook_endpoint(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> None:
    """Forget an address, and all that it was or was to be told."""
    endpoint = await endpoint_of(db, actor, endpoint_id)
    await db.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id == endpoint.id))
    await _record(db, actor, "deleted", endpoint)


async def pause_webhook_endpoint(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> wire.WebhookEndpoint:
    """Nothing more leaves for it. IllegalTransition (409) when it is not active."""
    endpoint = await endpoint_of(db, actor, endpoint_id)
    endpoint.state = rules.ENDPOINT.after("pause", endpoint.state)
    await _record(db, actor, "paused", endpoint)
    return (await views(db, [endpoint]))[0]


async def resume_webhook_endpoint(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> wire.WebhookEndpoint:
    """What waited leaves now. IllegalTransition (409) when it is active."""
    endpoint = await endpoint_of(db, actor, endpoint_id)
    endpoint.state = rules.ENDPOINT.after("resume", endpoint.state)
    endpoint.disabled_reason = endpoint.failing_since = None
    await _record(db, actor, "resumed", endpoint)
    await to_be_sent(db, endpoint.community_id)
    return (await views(db, [endpoint]))[0]


async def rotate_webhook_secret(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> wire.WebhookSecret:
    """Another secret; the one before signs too for `rules.OLD_SECRET_LASTS`, and an older one no more."""
    endpoint = await endpoint_of(db, actor, endpoint_id)
    at = clock.now()
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, at + rules.OLD_SECRET_LASTS
    endpoint.secret, endpoint.secret_changed_at = _new_secret(), at
    await _record(db, actor, "secret_changed", endpoint)
    [view] = await views(db, [endpoint])
    return wire.WebhookSecret(endpoint=view, secret=endpoint.secret)


async def endpoint_of(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> WebhookEndpoint:
    """An endpoint of the actor's community, locked. NotFound (404)."""
    found = await db.scalar(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.id == endpoint_id, visible_to(actor))
        .with_for_update(key_share=True)  # steps are written meanwhile
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such address in this community")
    return found


async def views(db: AsyncSession, endpoints: list[WebhookEndpoint]) -> list[wire.WebhookEndpoint]:
    """The endpoints as the contract says them, with how much waits or failed at each."""
    await db.flush()
    clients = await clients_of(db, [one.machine_client_id for one in endpoints])
    ids = [one.id for one in endpoints]
    counted = await db.execute(
        select(WebhookDelivery.endpoint_id, WebhookDelivery.state, func.count())
        .where(WebhookDelivery.endpoint_id.in_(ids), WebhookDelivery.state.in_(_COUNTED))
        .group_by(WebhookDelivery.endpoint_id, WebhookDelivery.state)
    )
    numbers = {(row[0], row[1]): row[2] for row in counted}
    at = clock.now()
    return [
        wire.WebhookEndpoint(
            id=one.id,
            client=clients[one.machine_client_id],
            url=one.url,
            event_types=[WebhookEventType(word) for word in one.event_types],
            state=one.state,
            disabled_reason=one.disabled_reason,
            created_at=one.created_at,
            secret_changed_at=one.secret_changed_at,
            old_secret_until=one.old_secret_until if (one.old_secret_until or at) > at else None,
            last_success_at=one.last_success_at,
            failing_since=one.failing_since,
            waiting=numbers.get((one.id, WebhookDeliveryState.waiting), 0),
            failed=(failed := numbers.get((one.id, WebhookDeliveryState.failed), 0)),
            actions=_actions(one.state, failed),
        )
        for one in endpoints
    ]


async def clients_of(db: AsyncSession, ids: list[UUID]) -> dict[UUID, wire.WebhookClient]:
    """The clients of endpoints, those closed since among them."""
    rows = await db.execute(
        select(MachineClient, ORGANISATIONS.c.name)
        .join(ORGANISATIONS, ORGANISATIONS.c.id == MachineClient.organisation_id)
        .where(MachineClient.id.in_(ids))
    )
    return {
        client.id: wire.WebhookClient(
            id=client.id, client_id=client.client_id, name=client.name, organisation_name=organisation_name
        )
        for client, organisation_name in rows
    }


def _actions(state: WebhookEndpointState, failed: int) -> list[WebhookEndpointAction]:
    moves = [WebhookEndpointAction(one) for one in rules.ENDPOINT.actions_from(state) if one != "disable"]
    return [*moves, *([WebhookEndpointAction.replay] if failed else []), *ALWAYS]


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _address(url: str) -> str:
    try:
        return str(check_url(url))
    except OutgoingRefused as refusal:
        raise InvalidInput(errors=[FieldError("/url", str(refusal))]) from refusal


async def _record(db: AsyncSession, actor: Actor, act: str, endpoint: WebhookEndpoint) -> None:
    """The trail names the client and the kinds, never the address: it may hold a key."""
    detail = {"machine_client_id": str(endpoint.machine_client_id), "event_types": endpoint.event_types}
    await audit.record(db, actor, f"webhook.{act}", "webhook_endpoint", endpoint.id, detail=detail)
    changed(db, endpoint.community_id)
