"""Messages: written in the transaction of what they tell, sent outside it, read on screen or in the list."""

from api.notifications.service.answering import get_answer_link, move_answer_times
from api.notifications.service.attempts import waiting
from api.notifications.service.delivering import deliver_due
from api.notifications.service.devices import create_push_subscription, delete_push_subscription
from api.notifications.service.factor_news import tell_factor_news
from api.notifications.service.inbox import list_notifications, mark_notification_read, read_messages_of
from api.notifications.service.inviting import send_invitation
from api.notifications.service.listening import standings, stream_events
from api.notifications.service.outbox import get_delivery, list_deliveries, retry_delivery
from api.notifications.service.outcomes import OUTCOMES
from api.notifications.service.password_links import send_password_link
from api.notifications.service.preferences import (
    get_notification_preferences,
    replace_notification_preferences,
)
from api.notifications.service.reaching import REACH
from api.notifications.service.receipts import forget_receipts, record_sms_receipt
from api.notifications.service.summaries import write_summaries
from api.notifications.service.trials import create_notification_trial
from api.notifications.service.writing import Told, notify, notify_each
from api.notifications.ways import Reach

__all__ = [
    "OUTCOMES",
    "REACH",
    "Reach",
    "Told",
    "create_notification_trial",
    "create_push_subscription",
    "deliver_due",
    "delete_push_subscription",
    "forget_receipts",
    "get_answer_link",
    "get_delivery",
    "get_notification_preferences",
    "list_deliveries",
    "list_notifications",
    "mark_notification_read",
    "move_answer_times",
    "notify",
    "notify_each",
    "read_messages_of",
    "record_sms_receipt",
    "replace_notification_preferences",
    "retry_delivery",
    "send_invitation",
    "send_password_link",
    "standings",
    "stream_events",
    "tell_factor_news",
    "waiting",
    "write_summaries",
]
