"""Send what is due. One attempt is two short transactions with the sending between them.

The first takes the row and puts its next attempt behind the back-off, as if this one were to fail; the
second says what came of it. So nothing is locked while a mail server dawdles, two workers never make the
same attempt, and a worker killed in between leaves a row that comes back by itself. Such a message may
be sent twice (with the same Message-ID); none is lost.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DeliveryChannel, DeliveryState, LiveTopic, NotificationKind, Role
from api.core import clock, live
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.jobs import task
from api.core.settings import settings
from api.identity import service as identity
from api.identity.tables import Account
from api.notifications import mail, rules
from api.notifications.policy import deliveries_visible_to
from api.notifications.tables import Delivery, Notification

log = structlog.get_logger(__name__)

DELIVER = "notifications.deliver"
DELIVERY_READERS = (live.role_key(Role.coordinator), live.role_key(Role.admin))
"""Those whom the scope `deliveries:read` shows the sendings, as an audience of live events."""

AT_ONCE = 4
"""Messages sent side by side by one worker: a server that stalls holds up four of them, not all."""

PER_SWEEP = 200


@dataclass(frozen=True)
class Attempt:
    """One attempt that this worker, and no other, has taken."""

    community_id: UUID
    number: int
    kind: NotificationKind
    facts: rules.Facts
    open_account: bool
    mail: mail.Mail


@task(DELIVER)
async def deliver(community_id: str) -> None:
    """Send what a community has to send now. Deferred with each message; the sweep finds the late ones."""
    await deliver_due(UUID(community_id))


async def deliver_due(community_id: UUID) -> int:
    """Make every attempt that is due, at most `PER_SWEEP`; how many were made."""
    made = 0

    async def one_after_the_other() -> None:
        nonlocal made
        while made < PER_SWEEP and (attempt := await _take(community_id)) is not None:
            made += 1
            await _make(attempt)

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return made


async def waiting(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """How many e-mails of a community are due: what the sweep asks before it does anything."""
    due = select(func.count()).select_from(Delivery).where(*_due(community_id, at))
    return await db.scalar(due) or 0


async def _take(community_id: UUID) -> Attempt | None:
    """Take the next attempt that is due, or None."""
    at = clock.now()
    async with unit_of_work(community_id) as db:
        row = await db.scalar(
            select(Delivery)
            .where(*_due(community_id, at))
            .order_by(Delivery.next_attempt_at, Delivery.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.attempts += 1
        row.next_attempt_at = at + rules.lease(row.attempts)
        about, account = (
            await db.execute(
                select(Notification, Account)
                .join(Account, Account.id == Notification.account_id)
                .where(Notification.id == row.notification_id)
            )
        ).one()
        community = await identity.community_of(db, community_id)
        return Attempt(
            community_id=community_id,
            number=row.attempts,
            kind=about.kind,
            facts=rules.facts_of(about.facts),
            open_account=account.is_active,
            mail=mail.Mail(
                id=row.id,
                to=account.email,
                subject=row.subject,
                text=row.text,
                sender=mail.sender(settings().mail_from, community.short_name),
                at=at,
            ),
        )


async def _make(attempt: Attempt) -> None:
    """Send, and write down what came of it."""
    try:
        await _send(attempt)
    except mail.NotSent as failure:
        await _failed(attempt, failure)
    else:
        await _settle(attempt, state=rules.DELIVERY.after("send", DeliveryState.queued), sent=True)
    log.info("delivery.attempted", delivery_id=str(attempt.mail.id), attempt=attempt.number)


async def _send(attempt: Attempt) -> None:
    config, at = settings(), clock.now()
    if not attempt.open_account:
        raise mail.NotSent("Ce compte est fermé.", for_good=True)
    if rules.too_late(attempt.kind, attempt.facts, at):
        raise mail.NotSent("Le délai de réponse était passé : non envoyé.", for_good=True)
    if config.smtp_url is not None:
        await mail.send(config.smtp_url, replace(attempt.mail, at=at))
    elif not config.demo:
        raise mail.NotSent("Aucun serveur d’envoi n’est réglé (MAILLAGE_SMTP_URL).")
    # In a demonstration without a server, the list of sendings is where messages go.


async def _failed(attempt: Attempt, failure: mail.NotSent) -> None:
    again = None if failure.for_good else rules.next_attempt_after(attempt.number, clock.now())
    action = "give_up" if again is None else "retry"
    state = rules.DELIVERY.after(action, DeliveryState.queued)
    log.warning("delivery.failed", delivery_id=str(attempt.mail.id), reason=failure.reason, again=bool(again))
    await _settle(attempt, state=state, next_attempt_at=again, last_error=failure.reason)


async def _settle(
    attempt: Attempt,
    *,
    state: DeliveryState,
    sent: bool = False,
    next_attempt_at: datetime | None = None,
    last_error: str | None = None,
) -> None:
    """Write the result, unless a later attempt has been taken meanwhile: then that one has the last word.

    A message that did go out is marked so in any case, and is not sent again.
    """
    async with unit_of_work(attempt.community_id) as db:
        live.announce(db, attempt.community_id, LiveTopic.deliveries, DELIVERY_READERS)
        mine = [Delivery.id == attempt.mail.id, Delivery.state == DeliveryState.queued]
        if not sent:
            mine.append(Delivery.attempts == attempt.number)
        await db.execute(
            update(Delivery)
            .where(*mine)
            .values(
                state=state,
                sent_at=clock.now() if sent else None,
                next_attempt_at=next_attempt_at,
                last_error=last_error,
            )
            .execution_options(synchronize_session=False)
        )


def _due(community_id: UUID, at: datetime) -> list[ColumnElement[bool]]:
    return [
        deliveries_visible_to(system_actor(community_id)),
        Delivery.channel == DeliveryChannel.email,
        Delivery.state == DeliveryState.queued,
        Delivery.next_attempt_at <= at,
    ]
