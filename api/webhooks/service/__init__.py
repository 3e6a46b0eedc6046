"""What this module does: `announce` for the modules above, the contract's operations, and the sweeps."""

from api.webhooks.service.announcing import announce
from api.webhooks.service.endpoints import (
    create_webhook_endpoint,
    delete_webhook_endpoint,
    list_webhook_clients,
    list_webhook_endpoints,
    pause_webhook_endpoint,
    resume_webhook_endpoint,
    rotate_webhook_secret,
)
from api.webhooks.service.replaying import (
    list_webhook_deliveries,
    replay_webhook_deliveries,
    retry_webhook_delivery,
)
from api.webhooks.service.sending import forget_old, send_due

__all__ = [
    "announce",
    "create_webhook_endpoint",
    "delete_webhook_endpoint",
    "forget_old",
    "list_webhook_clients",
    "list_webhook_deliveries",
    "list_webhook_endpoints",
    "pause_webhook_endpoint",
    "replay_webhook_deliveries",
    "resume_webhook_endpoint",
    "retry_webhook_delivery",
    "rotate_webhook_secret",
    "send_due",
]
