"""Send what is due. One attempt is two short transactions with the exchange between them.

The first takes the row and lets it rest for longer than an exchange may last, so that no other worker makes
the same attempt, and a worker killed in between leaves a row that comes back by itself, under the same id.
Of each request only the first step that waits at an endpoint is ever due: so they arrive in order.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Select, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.contract.models import (
    NotificationKind,
    Role,
    WebhookDeliveryState,
    WebhookDisabledReason,
    WebhookEndpointState,
)
from api.core import clock
from api.core.db import unit_of_work
from api.core.jobs import task
from api.core.outgoing import Limits, OutgoingRefused, fetch
from api.core.settings import settings
from api.identity import service as identity
from api.identity.tables import MachineClient
from api.notifications import service as notifications
from api.webhooks import rules
from api.webhooks.rules import Refused
from api.webhooks.service.announcing import SEND, changed
from api.webhooks.tables import WebhookDelivery, WebhookEndpoint

log = structlog.get_logger(__name__)

AT_ONCE = 4
"""Exchanges side by side in one worker, for one community: software that stalls holds up four."""

PER_SWEEP = 200

MARGIN = timedelta(seconds=10)
"""Between the longest exchange and the next attempt of a row whose worker has died."""


@dataclass(frozen=True)
class Attempt:
    """One attempt that this worker, and no other, has taken."""

    id: UUID
    community_id: UUID
    endpoint_id: UUID
    number: int
    url: str = field(repr=False)
    body: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    until: datetime


@task(SEND)
async def send(community_id: str) -> None:
    """Send what software is to be told. Deferred with each step; the sweep finds the late ones."""
    await send_due(UUID(community_id))


async def send_due(community_id: UUID) -> int:
    """Make every attempt that is due, at most `PER_SWEEP`; how many were made.

    ExceptionGroup of the attempts that crashed, once all the others have come to their end.
    """
    made, crashes = 0, list[Exception]()

    async def one_after_the_other() -> None:
        nonlocal made
        while made < PER_SWEEP and (attempt := await _take(community_id)) is not None:
            made += 1
            try:
                await _make(attempt)
            except Exception as crash:  # the next steps are not to wait for this one to be mended
                crashes.append(crash)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(one_after_the_other())
    if crashes:
        raise ExceptionGroup("Attempts crashed; each row comes back by itself", crashes)
    return made


async def forget_old(community_id: UUID, at: datetime) -> int:
    """Delete the deliveries of long ago, and those that waited too long at a paused endpoint; how many."""
    async with unit_of_work(community_id) as db:
        old = (
            delete(WebhookDelivery)
            .where(
                WebhookDelivery.community_id == community_id,
                WebhookDelivery.created_at < at - rules.KEPT,
            )
            .returning(WebhookDelivery.id)
        )
        return len((await db.scalars(old)).all())


def _due(community_id: UUID, at: datetime) -> Select[WebhookDelivery, WebhookEndpoint]:
    """What may leave now: the first step of its request that waits there, for an endpoint that is active
    and whose client is open."""
    before = aliased(WebhookDelivery)
    waits_before = exists().where(
        before.endpoint_id == WebhookDelivery.endpoint_id,
        before.subject_id == WebhookDelivery.subject_id,
        before.state == WebhookDeliveryState.waiting,
        before.position < WebhookDelivery.position,
    )
    return (
        select(WebhookDelivery, WebhookEndpoint)
        .join(WebhookEndpoint, WebhookEndpoint.id == WebhookDelivery.endpoint_id)
        .join(MachineClient, MachineClient.id == WebhookEndpoint.machine_client_id)
        .where(
            WebhookDelivery.community_id == community_id,
            WebhookDelivery.state == WebhookDeliveryState.waiting,
            WebhookDelivery.next_attempt_at <= at,
            WebhookEndpoint.state == WebhookEndpointState.active,
            MachineClient.is_active,
            ~waits_before,
        )
    )


async def _take(community_id: UUID) -> Attempt | None:
    """Count the attempt, and let the row rest until its answer must have come; None when nothing is due."""
    at = clock.now()
    async with unit_of_work(community_id) as db:
        found = (
            await db.execute(
                _due(community_id, at)
                .order_by(WebhookDelivery.next_attempt_at, WebhookDelivery.position)
                .limit(1)
                .with_for_update(of=WebhookDelivery, skip_locked=True)
            )
        ).first()
        if found is None:
            return None
        row, endpoint = found
        row.attempts += 1
        row.last_attempt_at = at
        until = at + timedelta(seconds=settings().webhook_seconds)
        row.next_attempt_at = until + MARGIN
        secrets = [endpoint.secret]
        if endpoint.old_secret is not None and (endpoint.old_secret_until or at) > at:
            secrets.append(endpoint.old_secret)
        return Attempt(
            id=row.id,
            community_id=community_id,
            endpoint_id=endpoint.id,
            number=row.attempts,
            url=endpoint.url,
            body=row.body,
            headers=rules.signed(row.id, row.body, secrets, at),
            until=until,
        )


async def _make(attempt: Attempt) -> None:
    """Send, and write down what came of it."""
    refused = await _exchange(attempt)
    log.info(
        "webhook.attempted",
        delivery_id=str(attempt.id),
        attempt=attempt.number,
        status="taken" if refused is None else refused.status,
    )
    async with unit_of_work(attempt.community_id) as db:
        # The endpoint before the delivery, as everywhere: two that lock in two orders wait for each other.
        endpoint = await db.get(WebhookEndpoint, attempt.endpoint_id, with_for_update={"key_share": True})
        row = await db.get(WebhookDelivery, attempt.id, with_for_update=True)
        if endpoint is None or row is None:  # deleted meanwhile
            return
        if refused is None:
            _taken(row, endpoint)
        elif row.attempts == attempt.number:  # a later attempt has the last word
            await _not_taken(db, row, endpoint, refused)
        changed(db, attempt.community_id)


async def _exchange(attempt: Attempt) -> Refused | None:
    if clock.now() >= attempt.until:
        # This process stood still since it took the row: somebody else may have it by now.
        return Refused("Ce serveur s’est arrêté avant l’envoi.")
    limits = Limits(seconds=settings().webhook_seconds, body_bytes=rules.LONGEST_ANSWER, follow=False)
    try:
        answer = await fetch(
            attempt.url,
            method="POST",
            headers=attempt.headers,
            content=attempt.body.encode(),
            limits=limits,
        )
    except OutgoingRefused as failure:
        return Refused(rules.UNREACHED[failure.cause])
    return rules.judge(answer.status, answer.headers, clock.now())


def _taken(row: WebhookDelivery, endpoint: WebhookEndpoint) -> None:
    at = clock.now()
    endpoint.last_success_at, endpoint.failing_since = at, None
    row.delivered_at, row.last_status, row.last_error = at, None, None
    row.failures, row.failing_since, row.next_attempt_at = 0, None, None
    if row.state is not WebhookDeliveryState.delivered:
        row.state = rules.DELIVERY.after("deliver", row.state)


async def _not_taken(
    db: AsyncSession, row: WebhookDelivery, endpoint: WebhookEndpoint, refused: Refused
) -> None:
    at = clock.now()
    row.last_status, row.last_error = refused.status, refused.reason
    row.failures += 1
    row.failing_since = row.failing_since or at
    endpoint.failing_since = endpoint.failing_since or at
    if row.state is WebhookDeliveryState.waiting:
        row.next_attempt_at = rules.next_attempt(row.failures, row.failing_since, refused, at)
        if row.next_attempt_at is None:
            row.state = rules.DELIVERY.after("give_up", row.state)
    reason = rules.why_disable(refused, endpoint.failing_since, at)
    if reason is not None and endpoint.state is not WebhookEndpointState.disabled:
        await _disable(db, endpoint, reason, at)


async def _disable(
    db: AsyncSession, endpoint: WebhookEndpoint, reason: WebhookDisabledReason, at: datetime
) -> None:
    """Call it no more, and tell those who can mend it."""
    endpoint.state, endpoint.disabled_reason = rules.ENDPOINT.after("disable", endpoint.state), reason
    log.warning("webhook.disabled", endpoint_id=str(endpoint.id), reason=reason.value)
    admins = await identity.accounts_with_role(db, endpoint.community_id, Role.admin)
    await notifications.notify(
        db,
        community_id=endpoint.community_id,
        account_ids=[account.id for account in admins],
        kind=NotificationKind.webhook_disabled,
        at=at,
    )
