"""Send what is due. One attempt is two short transactions with the sending between them.

The first takes the row and puts its next attempt behind the back-off, as if this one were to fail; the
second says what came of it. So nothing is locked while a server dawdles, two workers never make the
same attempt, and a worker killed in between leaves a row that comes back by itself. Such a message may
be sent twice (under the same name, by which a mailbox or a provider knows it again); none is lost.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DeliveryChannel, DeliveryState, LiveTopic, NotificationKind, Role
from api.core import clock, live
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.jobs import task
from api.core.settings import settings
from api.identity import service as identity
from api.identity.tables import Account
from api.notifications import mail, push, rules, sms, ways
from api.notifications.policy import deliveries_visible_to
from api.notifications.sending import NotSent, Sent
from api.notifications.service.reaching import ways_of
from api.notifications.service.receipts import settle_early_receipts
from api.notifications.service.texts import link_of
from api.notifications.tables import Delivery, Notification, PushSubscription

log = structlog.get_logger(__name__)

DELIVER = "notifications.deliver"
DELIVERY_READERS = (live.role_key(Role.coordinator), live.role_key(Role.admin))
"""Those whom the scope `deliveries:read` shows the sendings, as an audience of live events."""

LEAVING = (DeliveryChannel.email, DeliveryChannel.sms, DeliveryChannel.push)
AT_ONCE = 4
"""Messages sent side by side by one worker through each channel: a server that stalls holds up four of its
own, and none of another channel."""

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


@task(DELIVER)
async def deliver(community_id: str) -> None:
    """Send what a community has to send now. Deferred with each message; the sweep finds the late ones."""
    await deliver_due(UUID(community_id))


async def deliver_due(community_id: UUID) -> int:
    """Make every attempt that is due, at most `PER_SWEEP` by channel; how many were made."""
    made = dict.fromkeys(LEAVING, 0)

    async def one_after_the_other(channel: DeliveryChannel) -> None:
        while made[channel] < PER_SWEEP and (attempt := await _take(community_id, channel)) is not None:
            made[channel] += 1
            await _make(attempt)

    await asyncio.gather(*(one_after_the_other(channel) for channel in LEAVING for _ in range(AT_ONCE)))
    return sum(made.values())


async def waiting(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """How many messages of a community are due: what the sweep asks before it does anything."""
    due = select(func.count()).select_from(Delivery).where(*_due(community_id, at))
    return await db.scalar(due) or 0


async def _take(community_id: UUID, channel: DeliveryChannel) -> Attempt | None:
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


async def _make(attempt: Attempt) -> None:
    """Send, and write down what came of it."""
    try:
        if (sent := await _send(attempt)) is None:
            return
    except NotSent as failure:
        await _failed(attempt, failure)
    else:
        await _went_out(attempt, sent)
    log.info(
        "delivery.attempted", delivery_id=str(attempt.id), channel=attempt.channel, attempt=attempt.number
    )


async def _send(attempt: Attempt) -> Sent | None:
    """What the way out answered; None when it waits for the end of quiet hours. Raises NotSent."""
    at = clock.now()
    if not attempt.open_account:
        raise NotSent("Ce compte est fermé.", for_good=True)
    if not attempt.serves:
        raise NotSent("Invitation retirée, acceptée ou remplacée : non envoyé.", for_good=True)
    if rules.too_late(attempt.kind, attempt.facts, at):
        raise NotSent("Le délai de réponse était passé : non envoyé.", for_good=True)
    if attempt.held_until is not None:
        if rules.too_late(attempt.kind, attempt.facts, attempt.held_until):
            raise NotSent("Heures calmes jusqu’après le délai de réponse : non envoyé.", for_good=True)
        return None
    return await _BY_CHANNEL[attempt.channel](attempt, at)


async def _by_email(attempt: Attempt, at: datetime) -> Sent:
    config = settings()
    if config.smtp_url is not None:
        letter = mail.Mail(attempt.id, attempt.email, attempt.subject, attempt.text, attempt.sender, at)
        await mail.send(config.smtp_url, letter)
    elif not config.demo:
        raise NotSent("Aucun serveur d’envoi n’est réglé (MAILLAGE_SMTP_URL).")
    # In a demonstration without a server, the list of sendings is where messages go.
    return Sent()


async def _by_sms(attempt: Attempt, at: datetime) -> Sent:
    provider = sms.provider()
    if provider is None:
        raise NotSent("Aucune plateforme de SMS n’est réglée (MAILLAGE_SMS_URL).")
    if attempt.phone is None:
        raise NotSent("Pas de numéro de mobile.", for_good=True)
    return await provider.send(sms.Sms(attempt.id, attempt.phone, attempt.text, at))


async def _by_push(attempt: Attempt, at: datetime) -> Sent:
    if attempt.target is None:
        raise push.DeviceGone
    return await push.send(
        push.Push(
            id=attempt.id,
            target=attempt.target,
            title=attempt.subject,
            text=attempt.text,
            link=attempt.link,
            urgent=attempt.kind in ways.WAKES,
            until=attempt.facts.due_at if attempt.kind in rules.ANSWERS_AN_OFFER else None,
            at=at,
        )
    )


_BY_CHANNEL = {
    DeliveryChannel.email: _by_email,
    DeliveryChannel.sms: _by_sms,
    DeliveryChannel.push: _by_push,
}


async def _failed(attempt: Attempt, failure: NotSent) -> None:
    wait = failure.wait or timedelta()
    again = (
        None
        if failure.for_good
        else rules.next_attempt_after(attempt.number, clock.now(), asked_to_wait=wait)
    )
    action = "give_up" if again is None else "retry"
    state = rules.DELIVERY.after(action, DeliveryState.queued)
    log.warning("delivery.failed", delivery_id=str(attempt.id), reason=failure.reason, again=bool(again))
    async with unit_of_work(attempt.community_id) as db:
        live.announce(db, attempt.community_id, LiveTopic.deliveries, DELIVERY_READERS)
        # A later attempt that was taken meanwhile has the last word.
        await db.execute(
            update(Delivery)
            .where(*_still_queued(attempt), Delivery.attempts == attempt.number)
            .values(state=state, next_attempt_at=again, last_error=failure.reason)
            .execution_options(synchronize_session=False)
        )
        if isinstance(failure, push.DeviceGone):
            await db.execute(delete(PushSubscription).where(PushSubscription.id == attempt.subscription_id))


async def _went_out(attempt: Attempt, sent: Sent) -> None:
    """It is marked so whatever other attempts were taken meanwhile, and is not sent again."""
    at = clock.now()
    state = rules.DELIVERY.after("send", DeliveryState.queued)
    if sent.delivered:
        state = rules.DELIVERY.after("arrive", state)
    async with unit_of_work(attempt.community_id) as db:
        live.announce(db, attempt.community_id, LiveTopic.deliveries, DELIVERY_READERS)
        await db.execute(
            update(Delivery)
            .where(*_still_queued(attempt))
            .values(
                state=state,
                sent_at=at,
                delivered_at=at if sent.delivered else None,
                next_attempt_at=None,
                last_error=None,
                provider_id=sent.provider_id,
                cost_cents=sent.cost_cents,
            )
            .execution_options(synchronize_session=False)
        )
        if sent.provider_id is not None and attempt.channel is DeliveryChannel.sms:
            await settle_early_receipts(db, sent.provider_id)
        if attempt.subscription_id is not None:
            await db.execute(
                update(PushSubscription)
                .where(PushSubscription.id == attempt.subscription_id)
                .values(last_sent_at=at)
                .execution_options(synchronize_session=False)
            )


def _still_queued(attempt: Attempt) -> list[ColumnElement[bool]]:
    return [Delivery.id == attempt.id, Delivery.state == DeliveryState.queued]


def _due(community_id: UUID, at: datetime) -> list[ColumnElement[bool]]:
    return [
        deliveries_visible_to(system_actor(community_id)),
        Delivery.channel.in_(LEAVING),
        Delivery.state == DeliveryState.queued,
        Delivery.next_attempt_at <= at,
    ]
