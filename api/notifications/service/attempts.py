"""Which attempts to send are due, and the next one, taken so that no other worker makes it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DeliveryChannel, DeliveryState, NotificationKind
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity import service as identity
from api.identity.tables import Account
from api.notifications import mail, push, rules, ways
from api.notifications.policy import deliveries_visible_to
from api.notifications.service.reaching import ways_of
from api.notifications.service.texts import link_of
from api.notifications.tables import Delivery, Notification, PushSubscription

LEAVING = (DeliveryChannel.email, DeliveryChannel.sms, DeliveryChannel.push)
PER_SWEEP = 200
"""Attempts of one channel in one sweep."""


@dataclass(frozen=True)
class Attempt:
    """One attempt that this worker, and no other, has taken. `phone` and `target` are for their channels."""

    id: UUID
    community_id: UUID
    channel: DeliveryChannel
    number: int
    kind: NotificationKind
    facts: rules.Facts
    open_account: bool
    subject: str
    text: str
    link: str
    serves: bool
    email: str
    sender: str
    phone: str | None
    subscription_id: UUID | None
    target: push.Target | None
    held_until: datetime | None


async def waiting(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """How many messages of a community are due: what the sweep asks before it does anything."""
    due = select(func.count()).select_from(Delivery).where(*_due(community_id, at))
    return await db.scalar(due) or 0


async def due_by_channel(community_id: UUID, at: datetime) -> dict[DeliveryChannel, int]:
    """How many attempts each channel may make now; a channel without any is left out."""
    counted = func.least(func.count(), PER_SWEEP)
    due = select(Delivery.channel, counted).where(*_due(community_id, at)).group_by(Delivery.channel)
    async with unit_of_work(community_id) as db:
        return {channel: count for channel, count in await db.execute(due)}


async def take(community_id: UUID, channel: DeliveryChannel) -> Attempt | None:
    """Take the next attempt that is due, or None."""
    at = clock.now()
    async with unit_of_work(community_id) as db:
        row = await db.scalar(
            select(Delivery)
            .where(*_due(community_id, at), Delivery.channel == channel)
            .order_by(Delivery.next_attempt_at, Delivery.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        return await _attempt(db, row, at)


async def _attempt(db: AsyncSession, row: Delivery, at: datetime) -> Attempt:
    """Count the attempt and put the next one behind the back-off; or behind the quiet hours, uncounted."""
    about, account = (
        await db.execute(
            select(Notification, Account)
            .join(Account, Account.id == Notification.account_id)
            .where(Notification.id == row.notification_id)
        )
    ).one()
    community = await identity.community_of(db, row.community_id)
    own = (await ways_of(db, row.community_id, [account.id]))[account.id]
    held_until = ways.held_until(about.kind, row.channel, own.quiet, at=at, zone=identity.zone_of(community))
    if held_until is None:
        row.attempts += 1
        row.next_attempt_at = at + rules.lease(row.attempts)
    else:
        row.next_attempt_at = held_until
    text, link, serves = row.text, link_of(about), True
    if about.kind is NotificationKind.invited:
        # Its link opens an account: it is in the message that leaves, and in no list of sendings.
        own_link = await identity.link_of_message(db, about.id, at=at)
        text, serves = text.replace(link, own_link or link), own_link is not None
    device = None if row.subscription_id is None else await db.get(PushSubscription, row.subscription_id)
    return Attempt(
        id=row.id,
        community_id=row.community_id,
        channel=row.channel,
        number=row.attempts,
        kind=about.kind,
        facts=rules.facts_of(about.facts),
        open_account=account.is_active,
        subject=row.subject,
        text=text,
        link=link,
        serves=serves,
        email=account.email,
        sender=mail.sender(settings().mail_from, community.short_name),
        phone=own.phone,
        subscription_id=row.subscription_id,
        target=None if device is None else push.Target(**device.target),
        held_until=held_until,
    )


def _due(community_id: UUID, at: datetime) -> list[ColumnElement[bool]]:
    return [
        deliveries_visible_to(system_actor(community_id)),
        Delivery.channel.in_(LEAVING),
        Delivery.state == DeliveryState.queued,
        Delivery.next_attempt_at <= at,
    ]
