"""Addresses of software and what each is told, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.contract.models import (
    ListWebhookClientsQuery,
    ListWebhookDeliveriesQuery,
    ListWebhookEndpointsQuery,
    WebhookClientList,
    WebhookDelivery,
    WebhookDeliveryList,
    WebhookEndpoint,
    WebhookEndpointInput,
    WebhookEndpointList,
    WebhookReplay,
    WebhookReplayInput,
    WebhookSecret,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import Routes
from api.webhooks import service

routes = Routes("webhooks")


@routes.operation("listWebhookClients")
async def list_webhook_clients(
    db: Db, actor: CurrentActor, query: Annotated[ListWebhookClientsQuery, Query()]
) -> WebhookClientList:
    return await service.list_webhook_clients(db, actor, query)


@routes.operation("listWebhookEndpoints")
async def list_webhook_endpoints(
    db: Db, actor: CurrentActor, query: Annotated[ListWebhookEndpointsQuery, Query()]
) -> WebhookEndpointList:
    return await service.list_webhook_endpoints(db, actor, query)


@routes.operation("createWebhookEndpoint")
async def create_webhook_endpoint(db: Db, actor: CurrentActor, body: WebhookEndpointInput) -> WebhookSecret:
    return await service.create_webhook_endpoint(db, actor, body)


@routes.operation("deleteWebhookEndpoint")
async def delete_webhook_endpoint(db: Db, actor: CurrentActor, endpoint_id: UUID) -> None:
    await service.delete_webhook_endpoint(db, actor, endpoint_id)


@routes.operation("pauseWebhookEndpoint")
async def pause_webhook_endpoint(db: Db, actor: CurrentActor, endpoint_id: UUID) -> WebhookEndpoint:
    return await service.pause_webhook_endpoint(db, actor, endpoint_id)


@routes.operation("resumeWebhookEndpoint")
async def resume_webhook_endpoint(db: Db, actor: CurrentActor, endpoint_id: UUID) -> WebhookEndpoint:
    return await service.resume_webhook_endpoint(db, actor, endpoint_id)


@routes.operation("rotateWebhookSecret")
async def rotate_webhook_secret(db: Db, actor: CurrentActor, endpoint_id: UUID) -> WebhookSecret:
    return await service.rotate_webhook_secret(db, actor, endpoint_id)


@routes.operation("replayWebhookDeliveries")
async def replay_webhook_deliveries(
    db: Db, actor: CurrentActor, endpoint_id: UUID, body: WebhookReplayInput
) -> WebhookReplay:
    return await service.replay_webhook_deliveries(db, actor, endpoint_id, body)


@routes.operation("listWebhookDeliveries")
async def list_webhook_deliveries(
    db: Db, actor: CurrentActor, query: Annotated[ListWebhookDeliveriesQuery, Query()]
) -> WebhookDeliveryList:
    return await service.list_webhook_deliveries(db, actor, query)


@routes.operation("retryWebhookDelivery")
async def retry_webhook_delivery(db: Db, actor: CurrentActor, webhook_delivery_id: UUID) -> WebhookDelivery:
    return await service.retry_webhook_delivery(db, actor, webhook_delivery_id)
