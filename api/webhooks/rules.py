"""What leaves, how it is signed, what an answer means and when it is tried again. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from standardwebhooks import Webhook

from api.contract.models import (
    WebhookDeliveryState,
    WebhookDisabledReason,
    WebhookEndpointState,
    WebhookEventType,
    WebhookMessage,
)
from api.core.lifecycle import Lifecycle
from api.core.retrying import asked_to_wait

E, D = WebhookEndpointState, WebhookDeliveryState

ENDPOINT = Lifecycle(
    "webhook_endpoint",
    E.active,
    {
        "pause": ({E.active}, E.paused),
        "resume": ({E.paused, E.disabled}, E.active),
        "disable": ({E.active, E.paused}, E.disabled),
    },
)

DELIVERY = Lifecycle(
    "webhook_delivery",
    D.waiting,
    {
        "deliver": ({D.waiting, D.failed}, D.delivered),  # also by an attempt whose answer came late
        "give_up": ({D.waiting}, D.failed),
        "retry": ({D.failed, D.delivered}, D.waiting),
    },
)

MOST_ENDPOINTS = 5
"""Addresses of one client."""

OLD_SECRET_LASTS = timedelta(hours=24)
"""After a change of secret, both sign: the other side needs time to change too."""

TRIED_FOR = timedelta(hours=24)
"""From the first failure of a delivery: after that it is given up, and shown."""

DISABLED_AFTER = timedelta(days=5)
"""From the first failure of an endpoint without any success since. Standard Webhooks advises the same."""

KEPT = timedelta(days=30)
"""How long deliveries are remembered; what waits at a paused endpoint, too."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=2)

LONGEST_ANSWER = 65_536
"""Bytes of an answer: nothing of it is used."""

GONE = 410


def message(
    message_id: UUID, event_type: WebhookEventType, occurred_at: datetime, data: Mapping[str, Any]
) -> str:
    """The body, as it is sent at each attempt. pydantic's ValidationError when `data` holds anything besides
    the facts of `WebhookSubject`: a name or an address does not get out, it stops the caller's test."""
    whole = WebhookMessage.model_validate(
        {"id": message_id, "type": event_type, "timestamp": occurred_at.astimezone(UTC), "data": dict(data)}
    )
    return json.dumps(whole.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))


def signed(message_id: UUID, body: str, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks for one attempt; one signature for each secret in force."""
    instant = at.astimezone(UTC)
    signatures = [Webhook(secret).sign(str(message_id), instant, body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": str(message_id),
        "webhook-timestamp": str(int(instant.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


@dataclass(frozen=True)
class Refused:
    """It was not taken. `reason` is in French and repeats nothing of the answer.

    `status`: what was answered, None when no answer came. `gone`: it wants no more. `wait`: it asked so.
    """

    reason: str
    status: int | None = None
    gone: bool = False
    wait: timedelta | None = None


def judge(status: int, headers: Mapping[str, str], at: datetime) -> Refused | None:
    """What an answer means; None when the message was taken. Header names are in lower case."""
    if 200 <= status < 300:
        return None
    if status == GONE:
        return Refused("Le logiciel a répondu 410 : il ne veut plus rien recevoir.", status, gone=True)
    if 300 <= status < 400:
        return Refused(f"Le logiciel a répondu {status} : une redirection, qui n’est pas suivie.", status)
    return Refused(
        f"Le logiciel a répondu {status}.",
        status,
        wait=asked_to_wait(headers.get("retry-after"), at, at_most=LONGEST_WAIT),
    )


UNREACHED: Mapping[str, str] = {
    "address": "Cette adresse n’est pas sur l’Internet public : elle n’est pas appelée.",
    "unreachable": "Personne ne répond à cette adresse, ou la connexion a été coupée.",
    "slow": "Pas de réponse entière dans le temps donné.",
    "large": "La réponse est trop longue : 64 ko au plus.",
    "redirects": "Une redirection, qui n’est pas suivie.",
    "encoding": "La réponse est compressée d’une façon qui n’a pas été demandée.",
}
"""Cause of `OutgoingRefused` -> what the administration reads."""


def next_attempt(failures: int, failing_since: datetime, refused: Refused, at: datetime) -> datetime | None:
    """When to try again after so many failures in a row, the first at `failing_since`; None to give up."""
    if refused.gone:
        return None
    own = LONGEST_WAIT if failures > 8 else min(FIRST_WAIT * 3 ** (failures - 1), LONGEST_WAIT)
    again = at + max(own, refused.wait or timedelta())
    return again if again <= failing_since + TRIED_FOR else None


def why_disable(refused: Refused, failing_since: datetime, at: datetime) -> WebhookDisabledReason | None:
    """Whether the endpoint is to be called no more after this failure, and why."""
    if refused.gone:
        return WebhookDisabledReason.gone
    return WebhookDisabledReason.failing if at - failing_since >= DISABLED_AFTER else None
