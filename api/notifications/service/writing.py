"""Write a message to people, in the transaction of what it tells: both exist or neither."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DeliveryChannel, DeliveryState, LiveTopic, NotificationKind
from api.core import live
from api.core.jobs import defer
from api.core.settings import settings
from api.identity import service as identity
from api.notifications import rules
from api.notifications.service.delivering import DELIVER, DELIVERY_READERS
from api.notifications.tables import Delivery, Notification


async def notify(
    db: AsyncSession,
    *,
    community_id: UUID,
    account_ids: Iterable[UUID],
    kind: NotificationKind,
    at: datetime,
    case_id: UUID | None = None,
    case_number: str | None = None,
    offer_id: UUID | None = None,
    may_open_case: bool = True,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Tell these accounts, each once: on screen at once, and by e-mail when the kind is worth one.

    Of `facts`, only those that `rules.facts_of` lets through are kept or said. With `may_open_case` false
    (an offer not accepted yet) the message leads to the list of offers instead of the request.
    """
    accounts = list(dict.fromkeys(account_ids))
    if not accounts:
        return
    known = rules.facts_of(facts or {})
    community = await identity.community_of(db, community_id)
    text = rules.message(
        kind,
        known,
        number=case_number,
        link=rules.link(settings().base_url, kind, case_id, may_open_case=may_open_case),
        at=at,
        zone=identity.zone_of(community),
    )
    written = [
        Notification(
            community_id=community_id,
            account_id=account_id,
            kind=kind,
            case_id=case_id,
            case_number=case_number,
            offer_id=offer_id,
            may_open_case=may_open_case,
            facts=known.stored(),
            created_at=at,
        )
        for account_id in accounts
    ]
    db.add_all(written)
    await db.flush()
    db.add_all(_on_screen(notification, text, at) for notification in written)
    if kind in rules.BY_EMAIL:
        db.add_all(_by_email(notification, text, at) for notification in written)
        await defer(db, DELIVER, community_id=str(community_id))
    live.announce(db, community_id, LiveTopic.notifications, map(live.account_key, accounts))
    live.announce(db, community_id, LiveTopic.deliveries, DELIVERY_READERS)
    await db.flush()


def _on_screen(notification: Notification, text: rules.Message, at: datetime) -> Delivery:
    """It is on the screen as soon as the transaction ends: nothing is left to send."""
    return Delivery(
        community_id=notification.community_id,
        notification_id=notification.id,
        channel=DeliveryChannel.screen,
        state=rules.DELIVERY.after("show", DeliveryState.queued),
        subject=text.subject,
        text=text.text,
        attempts=1,
        sent_at=at,
        created_at=at,
    )


def _by_email(notification: Notification, text: rules.Message, at: datetime) -> Delivery:
    return Delivery(
        community_id=notification.community_id,
        notification_id=notification.id,
        channel=DeliveryChannel.email,
        state=DeliveryState.queued,
        subject=text.subject,
        text=text.text,
        attempts=0,
        next_attempt_at=at,
        created_at=at,
    )
