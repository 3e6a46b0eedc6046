"""Messages and sendings, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Path, Query, Request, Response

from api.contract.models import (
    AnswerLink,
    Delivery,
    DeliveryList,
    ListDeliveriesQuery,
    ListNotificationsQuery,
    Notification,
    NotificationList,
    NotificationPreferences,
    NotificationPreferencesInput,
    NotificationTrial,
    NotificationTrialInput,
    PushDevice,
    PushSubscriptionInput,
    RecordSmsReceiptHeaders,
    SmsReceipt,
    StreamEventsHeaders,
    StreamEventsQuery,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
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


@routes.operation("getNotificationPreferences")
async def get_notification_preferences(db: Db, actor: CurrentActor) -> NotificationPreferences:
    return await service.get_notification_preferences(db, actor)


@routes.operation("replaceNotificationPreferences")
async def replace_notification_preferences(
    db: Db, actor: CurrentActor, expected: ExpectedVersion, body: NotificationPreferencesInput
) -> NotificationPreferences:
    return await service.replace_notification_preferences(db, actor, body, expected=expected)


@routes.operation("createNotificationTrial")
async def create_notification_trial(
    db: Db, actor: CurrentActor, body: NotificationTrialInput
) -> NotificationTrial:
    return await service.create_notification_trial(db, actor, body)


@routes.operation("createPushSubscription")
async def create_push_subscription(db: Db, actor: CurrentActor, body: PushSubscriptionInput) -> PushDevice:
    return await service.create_push_subscription(db, actor, body)


@routes.operation("deletePushSubscription")
async def delete_push_subscription(db: Db, actor: CurrentActor, subscription_id: UUID) -> None:
    await service.delete_push_subscription(db, actor, subscription_id)


@routes.operation("getAnswerLink")
async def get_answer_link(
    db: Db, actor: CurrentActor, answer_token: Annotated[str, Path(pattern="^[A-Za-z0-9_-]{36}$")]
) -> AnswerLink:
    return await service.get_answer_link(db, actor, answer_token)


@routes.operation("recordSmsReceipt")
async def record_sms_receipt(
    db: Db, request: Request, headers: Annotated[RecordSmsReceiptHeaders, Header()], body: SmsReceipt
) -> None:
    await service.record_sms_receipt(db, headers, await request.body(), body)


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
