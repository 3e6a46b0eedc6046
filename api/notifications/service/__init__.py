"""Messages: written in the transaction of what they tell, sent outside it, read on screen or in the list."""

from api.notifications.service.delivering import deliver_due, waiting
from api.notifications.service.inbox import list_notifications, mark_notification_read
from api.notifications.service.listening import standings, stream_events
from api.notifications.service.outbox import get_delivery, list_deliveries, retry_delivery
from api.notifications.service.writing import notify

__all__ = [
    "deliver_due",
    "get_delivery",
    "list_deliveries",
    "list_notifications",
    "mark_notification_read",
    "notify",
    "retry_delivery",
    "standings",
    "stream_events",
    "waiting",
]
