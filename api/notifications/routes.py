"""Messages and sendings, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Response

from api.contract.models import (
    Delivery,
    DeliveryList,
    ListDeliveriesQuery,
    ListNotificationsQuery,
    Notification,
    NotificationList,
    StreamEventsHeaders,
    StreamEventsQuery,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import Routes
from api.notifications import service

routes = Routes("notifications")


@routes.operation("streamEvents")
async def stream_events(
    actor: CurrentActor,
    query: Annotated[StreamEventsQuery, Query()],
    headers: Annotated[StreamEventsHeaders, Header()],
) -> Response:
    return service.stream_events(actor, query, headers)


@routes.operation("listNotifications")
async def list_notifications(
    db: Db, actor: CurrentActor, query: Annotated[ListNotificationsQuery, Query()]
) -> NotificationList:
    return await service.list_notifications(db, actor, query)


@routes.operation("markNotificationRead")
async def mark_notification_read(db: Db, actor: CurrentActor, notification_id: UUID) -> Notification:
    return await service.mark_notification_read(db, actor, notification_id)


@routes.operation("listDeliveries")
async def list_deliveries(
    db: Db, actor: CurrentActor, query: Annotated[ListDeliveriesQuery, Query()]
) -> DeliveryList:
    return await service.list_deliveries(db, actor, query)


@routes.operation("getDelivery")
async def get_delivery(db: Db, actor: CurrentActor, delivery_id: UUID) -> Delivery:
    return await service.get_delivery(db, actor, delivery_id)


@routes.operation("retryDelivery")
async def retry_delivery(db: Db, actor: CurrentActor, delivery_id: UUID) -> Delivery:
    return await service.retry_delivery(db, actor, delivery_id)
