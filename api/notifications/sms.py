"""SMS: what a provider must be able to do, one over HTTP and one that writes a file (the demonstration).

The settings say which: MAILLAGE_SMS_URL, MAILLAGE_SMS_TOKEN, MAILLAGE_SMS_SENDER (docs/runbook.md has
the mapping). Without an address, a demonstration writes a file and a real instance sends no SMS at all.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Protocol
from uuid import UUID

from api.contract.models import DeliveryState
from api.core import clock
from api.core.retrying import asked_to_wait
from api.core.settings import settings
from api.notifications import gsm, outside
from api.notifications.rules import LONGEST_WAIT
from api.notifications.sending import NotSent, Sent

_WHOM = "La plateforme de SMS"
_CENTS_IN_THE_DEMONSTRATION = Decimal(5)
_MOST_CENTS = Decimal(10_000)
_REFUSED_FOR_GOOD = frozenset({400, 404, 410, 422})
_ARRIVED = frozenset({"delivered", "delivrd", "received", "read"})
_LOST = frozenset(
    {"failed", "undelivered", "undeliv", "rejected", "rejectd", "expired", "deleted", "unknown"}
)


@dataclass(frozen=True)
class Sms:
    """One SMS. `id` is that of the sending: a second copy has the same, so a good provider drops it.

    `to` is in E.164, `text` in the GSM alphabet.
    """

    id: UUID
    to: str
    text: str
    at: datetime


class Provider(Protocol):
    """Who carries SMS."""

    async def send(self, sms: Sms) -> Sent:
        """Hand it over. Raises NotSent."""

    def outcome(self, status: str) -> DeliveryState | None:
        """What the word of a receipt means: delivered, failed, or None while it is still on its way."""


class _UsualWords:
    def outcome(self, status: str) -> DeliveryState | None:
        """The usual words of providers, SMPP's included, in any case."""
        word = status.strip().casefold()
        if word in _ARRIVED:
            return DeliveryState.delivered
        return DeliveryState.failed if word in _LOST else None


class HttpProvider(_UsualWords):
    """JSON over HTTPS with a bearer token: `{to, from, text, reference}` for `{id, cost_cents}`."""

    def __init__(self, url: str, token: str, sender: str) -> None:
        self.url, self.token, self.sender = url, token, sender

    async def send(self, sms: Sms) -> Sent:
        """Post it, once: `Idempotency-Key` and `reference` are the sending's id."""
        body = {"to": sms.to, "from": self.sender, "text": sms.text, "reference": str(sms.id)}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Idempotency-Key": str(sms.id),
        }
        answer = await outside.post(_WHOM, self.url, headers=headers, content=json.dumps(body).encode())
        if 200 <= answer.status < 300:
            return _sent(answer.body)
        if answer.status in _REFUSED_FOR_GOOD:
            raise NotSent(f"{_WHOM} a refusé ce numéro ({answer.status}).", for_good=True)
        wait = asked_to_wait(answer.headers.get("retry-after"), clock.now(), at_most=LONGEST_WAIT)
        raise NotSent(f"{_WHOM} a refusé ({answer.status}).", wait=wait)


class FileProvider(_UsualWords):
    """Writes each SMS as a line of JSON, in a file that only the server's own user reads."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, sms: Sms) -> Sent:
        """Append it; an invented price per part makes the figures of the demonstration alive."""
        parts = gsm.parts(sms.text)
        line = {"id": str(sms.id), "at": sms.at.isoformat(), "to": sms.to, "text": sms.text, "parts": parts}
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as failure:
            raise NotSent("Le fichier des SMS ne peut pas être écrit.") from failure
        return Sent(str(sms.id), parts * _CENTS_IN_THE_DEMONSTRATION, delivered=True)


def provider() -> Provider | None:
    """Who carries the SMS of this instance; None when it sends none."""
    config = settings()
    if config.sms_url is not None:
        return HttpProvider(config.sms_url, config.sms_token or "", config.sms_sender)
    return FileProvider(config.data_dir / "sms.jsonl") if config.demo else None


def _sent(body: bytes) -> Sent:
    """A message that was taken is not sent again, even when the answer is not what it should be."""
    try:
        said = json.loads(body)
    except ValueError:
        return Sent()
    said = said if isinstance(said, dict) else {}
    name = said.get("id")
    named = isinstance(name, str | int) and name != ""
    return Sent(str(name)[:128] if named else None, _cents(said.get("cost_cents")))


def _cents(said: object) -> Decimal | None:
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        return None
    try:
        cents = round(Decimal(str(said)), 2)
    except (InvalidOperation, ValueError):
        return None
    return cents if cents.is_finite() and 0 <= cents <= _MOST_CENTS else None
