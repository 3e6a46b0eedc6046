"""What the SMS provider says of a message, after it was sent: delivered or lost, and at what price.

A receipt may come before the answer to the sending was written down, twice, late, or about nothing of
ours. Each is kept once, under its own name; whoever comes second, the sending or the receipt, settles it.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import DeliveryChannel, DeliveryState
from api.core import clock
from api.core.actor import system_actor
from api.core.db import set_community, wait_for_turn
from api.core.ids import new_id
from api.core.problems import Unauthenticated
from api.core.settings import settings
from api.identity.tables import Community
from api.notifications import rules, sms
from api.notifications.tables import Delivery, SmsReceiptRow

FRESH = timedelta(minutes=5)
"""Older (or from a clock further ahead), a receipt is a copy that somebody kept."""

KEPT = timedelta(days=7)
"""After that a receipt came for nothing of ours."""


async def record_sms_receipt(
    db: AsyncSession, headers: wire.RecordSmsReceiptHeaders, raw: bytes, body: wire.SmsReceipt
) -> None:
    """Note what became of a message. Unauthenticated (401) unless it is signed, and fresh.

    `raw` is the body as it came, over which the signature is.
    """
    at = clock.now()
    if not _is_signed(headers, raw, at):
        raise Unauthenticated("The signature is missing, is not the one agreed, or is older than 5 minutes")
    cost = None if body.cost_cents is MISSING else round(Decimal(str(body.cost_cents)), 2)
    await wait_for_turn(db, _turn(body.message_id))
    kept = await db.scalar(
        insert(SmsReceiptRow)
        .values(
            id=new_id(),
            receipt_id=headers.webhook_id,
            provider_id=body.message_id,
            status=body.status,
            cost_cents=cost,
            received_at=at,
        )
        .on_conflict_do_nothing(index_elements=["receipt_id"])
        .returning(SmsReceiptRow.id)
    )
    if kept is None:
        return
    for community_id in (await db.scalars(select(Community.id).order_by(Community.id))).all():
        await set_community(db, community_id)
        if await _settle(db, body.message_id, body.status, cost, at):
            return


async def settle_early_receipts(db: AsyncSession, provider_id: str) -> None:
    """Apply to a sending that was just written down the receipts that came before, in their order."""
    await wait_for_turn(db, _turn(provider_id))
    early = await db.scalars(
        select(SmsReceiptRow)
        .where(SmsReceiptRow.provider_id == provider_id)
        .order_by(SmsReceiptRow.received_at, SmsReceiptRow.id)
    )
    for receipt in early:
        await _settle(db, provider_id, receipt.status, receipt.cost_cents, receipt.received_at)


async def forget_receipts(db: AsyncSession, at: datetime) -> None:
    """Delete the receipts that are past their seven days."""
    await db.execute(delete(SmsReceiptRow).where(SmsReceiptRow.received_at < at - KEPT))


async def _settle(
    db: AsyncSession, provider_id: str, status: str, cost: Decimal | None, at: datetime
) -> UUID | None:
    """Write a receipt on the sending of that name in the present community; its id, None when it has none.

    The first word that ends it stays, whatever comes later; a price is taken whenever it comes.
    """
    row = await db.scalar(
        select(Delivery)
        .where(Delivery.provider_id == provider_id, Delivery.channel == DeliveryChannel.sms)
        .limit(1)
        .with_for_update()
    )
    if row is None:
        return None
    if cost is not None:
        row.cost_cents = cost
    provider = sms.provider()
    outcome = None if provider is None else provider.outcome(status)
    if outcome is not None and row.state is DeliveryState.sent:
        arrived = outcome is DeliveryState.delivered
        row.state = rules.DELIVERY.after("arrive" if arrived else "get_lost", row.state)
        row.delivered_at = at if arrived else None
        row.last_error = None if arrived else "Non remis par l’opérateur."
        await audit.record(
            db, system_actor(row.community_id), f"delivery.{outcome.value}", "delivery", row.id
        )
    await db.flush()
    return row.id


def _turn(provider_id: str) -> str:
    """Sending and receipt of one message wait for each other, so that neither misses the other."""
    return f"sms|{provider_id}"


def _is_signed(headers: wire.RecordSmsReceiptHeaders, raw: bytes, at: datetime) -> bool:
    secret, name, stamp = settings().sms_receipt_secret, headers.webhook_id, headers.webhook_timestamp
    if secret is None or not name or not stamp or not (stamp.isascii() and stamp.isdigit()):
        return False
    if abs(at.timestamp() - int(stamp)) > FRESH.total_seconds():
        return False
    expected = hmac.digest(secret.encode(), f"{name}.{stamp}.".encode() + raw, hashlib.sha256)
    return any(
        hmac.compare_digest(given, expected)
        for word in (headers.webhook_signature or "").split()
        if (given := _signature(word)) is not None
    )


def _signature(word: str) -> bytes | None:
    version, _, text = word.partition(",")
    if version != "v1":
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
