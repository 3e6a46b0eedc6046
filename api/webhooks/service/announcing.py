"""Write down what software is to be told, in the transaction of the step itself: both exist or neither."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import LiveTopic, Role, WebhookEventType
from api.core import clock, live
from api.core.ids import new_id
from api.core.jobs import defer
from api.identity.tables import MachineClient
from api.webhooks import rules
from api.webhooks.policy import entitled_to
from api.webhooks.tables import WebhookDelivery, WebhookEndpoint

SEND = "webhooks.send"

READERS = (live.role_key(Role.admin),)
"""Those whom the scope `webhooks:read` shows them, as an audience of live events."""


async def announce(
    db: AsyncSession,
    community_id: UUID,
    event_type: WebhookEventType,
    subject_id: UUID,
    subject_number: str,
    occurred_at: datetime,
    organisation_id: UUID | None,
    data: Mapping[str, Any],
) -> None:
    """Tell the software of the organisation that asked what became of its request.

    `data`: `state`, and `eta_at` when somebody is expected; nothing else gets through (ValidationError of
    pydantic). `organisation_id` None: nobody asked in the name of an organisation, so nobody is told. The
    caller holds the request's row: that is what puts the steps of one request in order.
    """
    if organisation_id is None:
        return
    told = (
        await db.scalars(
            select(WebhookEndpoint)
            .join(MachineClient, MachineClient.id == WebhookEndpoint.machine_client_id)
            .where(entitled_to(community_id, organisation_id, event_type))
            .order_by(WebhookEndpoint.id)
        )
    ).all()
    if not told:
        return
    at = clock.now()
    facts = {"eta_at": None, **data, "request_id": subject_id, "number": subject_number}
    for endpoint in told:
        message_id = new_id()
        db.add(
            WebhookDelivery(
                id=message_id,
                community_id=community_id,
                endpoint_id=endpoint.id,
                event_type=event_type,
                subject_id=subject_id,
                number=subject_number,
                body=rules.message(message_id, event_type, occurred_at, facts),
                occurred_at=occurred_at,
                created_at=at,
                state=rules.DELIVERY.start,
                next_attempt_at=at,
            )
        )
        await db.flush()  # one after the other: `position` follows the order of the steps
    await to_be_sent(db, community_id)


async def to_be_sent(db: AsyncSession, community_id: UUID) -> None:
    """Have a worker look, once the transaction is there, and the open pages of the administration."""
    await db.flush()
    changed(db, community_id)
    await defer(db, SEND, community_id=str(community_id))


def changed(db: AsyncSession, community_id: UUID) -> None:
    """Have the open pages of the administration read again."""
    live.announce(db, community_id, LiveTopic.deliveries, READERS)
