"""What was sent, and « Renvoyer »: one, or all that failed since an instant. The `webhook-id` stays."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import WebhookDeliveryAction, WebhookDeliveryState
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.identity.tables import MachineClient
from api.webhooks import rules
from api.webhooks.policy import deliveries_visible_to
from api.webhooks.service.announcing import to_be_sent
from api.webhooks.service.endpoints import endpoint_of
from api.webhooks.tables import WebhookDelivery, WebhookEndpoint


async def list_webhook_deliveries(
    db: AsyncSession, actor: Actor, query: wire.ListWebhookDeliveriesQuery
) -> wire.WebhookDeliveryList:
    """One page of what software was told, the newest first, and how many failed in all."""
    wanted = select(WebhookDelivery).where(deliveries_visible_to(actor))
    failed = select(func.count()).where(
        deliveries_visible_to(actor), WebhookDelivery.state == WebhookDeliveryState.failed
    )
    if query.endpoint_id is not None:
        wanted = wanted.where(WebhookDelivery.endpoint_id == query.endpoint_id)
    if query.state is not None:
        wanted = wanted.where(WebhookDelivery.state == query.state)
    page = await page_of(
        db,
        wanted,
        keys=[Key(WebhookDelivery.position, descending=True)],
        cursor=query.cursor,
        limit=query.limit,
    )
    return wire.WebhookDeliveryList(
        items=await _views(db, [row[0] for row in page.items]),
        next_cursor=page.next_cursor,
        failed=await db.scalar(failed) or 0,
    )


async def retry_webhook_delivery(
    db: AsyncSession, actor: Actor, webhook_delivery_id: UUID
) -> wire.WebhookDelivery:
    """Send one again. IllegalTransition (409) while it waits: it comes by itself."""
    row = await db.scalar(
        select(WebhookDelivery)
        .where(WebhookDelivery.id == webhook_delivery_id, deliveries_visible_to(actor))
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such delivery in this community")
    row.state = rules.DELIVERY.after("retry", row.state)
    row.failures, row.failing_since, row.next_attempt_at = 0, None, clock.now()
    await audit.record(db, actor, "webhook.retried", "webhook_delivery", row.id)
    await to_be_sent(db, row.community_id)
    return (await _views(db, [row]))[0]


async def replay_webhook_deliveries(
    db: AsyncSession, actor: Actor, endpoint_id: UUID, body: wire.WebhookReplayInput
) -> wire.WebhookReplay:
    """Send again all that failed at an endpoint, of the steps since an instant, in their order."""
    endpoint = await endpoint_of(db, actor, endpoint_id)
    again = await db.scalars(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.endpoint_id == endpoint.id,
            WebhookDelivery.state == WebhookDeliveryState.failed,
            WebhookDelivery.occurred_at >= body.since,
        )
        .values(
            state=rules.DELIVERY.after("retry", WebhookDeliveryState.failed),
            failures=0,
            failing_since=None,
            next_attempt_at=clock.now(),
        )
        .returning(WebhookDelivery.id)
    )
    resent = len(again.all())
    detail = {"resent": resent, "since": body.since.isoformat()}
    await audit.record(db, actor, "webhook.replayed", "webhook_endpoint", endpoint.id, detail=detail)
    await to_be_sent(db, endpoint.community_id)
    return wire.WebhookReplay(resent=resent)


async def _views(db: AsyncSession, rows: list[WebhookDelivery]) -> list[wire.WebhookDelivery]:
    named = await db.execute(
        select(WebhookEndpoint.id, MachineClient.name)
        .join(MachineClient, MachineClient.id == WebhookEndpoint.machine_client_id)
        .where(WebhookEndpoint.id.in_({row.endpoint_id for row in rows}))
    )
    names = {endpoint_id: name for endpoint_id, name in named}
    return [_view(row, names[row.endpoint_id]) for row in rows]


def _view(row: WebhookDelivery, client_name: str) -> wire.WebhookDelivery:
    retry = "retry" in rules.DELIVERY.actions_from(row.state)
    return wire.WebhookDelivery(
        id=row.id,
        endpoint_id=row.endpoint_id,
        client_name=client_name,
        event_type=row.event_type,
        number=row.number,
        state=row.state,
        occurred_at=row.occurred_at,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        last_attempt_at=row.last_attempt_at,
        last_status=row.last_status,
        last_error=row.last_error,
        delivered_at=row.delivered_at,
        actions=[WebhookDeliveryAction.retry] if retry else [],
    )
