"""Send what is due. One attempt is two short transactions with the sending between them.

The first takes the row and puts its next attempt behind the back-off, as if this one were to fail; the
second says what came of it. So nothing is locked while a server dawdles, two workers never make the
same attempt, and a worker killed in between leaves a row that comes back by itself. Such a message may
be sent twice (under the same name, by which a mailbox or a provider knows it again); none is lost.
"""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, delete, update

from api.contract.models import DeliveryChannel, DeliveryState, LiveTopic, Role
from api.core import clock, live
from api.core.db import unit_of_work
from api.core.jobs import task
from api.core.settings import settings
from api.notifications import mail, push, rules, sms, ways
from api.notifications.sending import NotSent, Sent
from api.notifications.service.attempts import Attempt, due_by_channel, take
from api.notifications.service.receipts import settle_early_receipts
from api.notifications.tables import Delivery, PushSubscription

log = structlog.get_logger(__name__)

DELIVER = "notifications.deliver"
DELIVERY_READERS = (live.role_key(Role.coordinator), live.role_key(Role.admin))
"""Those whom the scope `deliveries:read` shows the sendings, as an audience of live events."""

AT_ONCE = 4
"""Messages sent side by side by one worker through each channel: a server that stalls holds up four of its
own, and none of another channel."""


@task(DELIVER)
async def deliver(community_id: str) -> None:
    """Send what a community has to send now. Deferred with each message; the sweep finds the late ones."""
    await deliver_due(UUID(community_id))


async def deliver_due(community_id: UUID) -> int:
    """Make every attempt that is due, at most `PER_SWEEP` by channel; how many were made.

    What falls due meanwhile has a task of its own.
    """
    due = await due_by_channel(community_id, clock.now())
    made = dict.fromkeys(due, 0)

    async def one_after_the_other(channel: DeliveryChannel) -> None:
        while made[channel] < due[channel] and (attempt := await take(community_id, channel)) is not None:
            made[channel] += 1
            await _make(attempt)

    runs = [
        one_after_the_other(channel) for channel, count in due.items() for _ in range(min(AT_ONCE, count))
    ]
    await asyncio.gather(*runs)
    return sum(made.values())


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
