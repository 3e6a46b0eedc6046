"""What went out, to whom, and what came of it: for the coordination and the administration."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import DeliveryChannel, DeliveryState, LiveTopic
from api.core import clock, live
from api.core.actor import Actor
from api.core.jobs import defer
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.core.settings import settings
from api.identity import service as identity
from api.identity.tables import Account
from api.notifications import rules
from api.notifications.policy import deliveries_visible_to
from api.notifications.service.delivering import DELIVER, DELIVERY_READERS
from api.notifications.tables import Delivery, Notification


async def list_deliveries(
    db: AsyncSession, actor: Actor, query: wire.ListDeliveriesQuery
) -> wire.DeliveryList:
    """One page of the sendings of the community, newest first, and how many wait, failed, or are of today."""
    wanted = _sendings(actor)
    if query.state is not None:
        wanted = wanted.where(Delivery.state == query.state)
    if query.channel is not None:
        wanted = wanted.where(Delivery.channel == query.channel)
    keys = [Key(Delivery.created_at, descending=True), Key(Delivery.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    midnight = await _midnight(db, actor)
    sms_of_month = and_(Delivery.channel == DeliveryChannel.sms, Delivery.sent_at >= midnight.replace(day=1))
    queued, failed, today, month_sms, month_cost = (
        await db.execute(
            select(
                func.count().filter(Delivery.state == DeliveryState.queued),
                func.count().filter(Delivery.state == DeliveryState.failed),
                func.count().filter(Delivery.created_at >= midnight),
                func.count().filter(sms_of_month),
                func.sum(Delivery.cost_cents).filter(sms_of_month),
            ).where(deliveries_visible_to(actor))
        )
    ).one()
    return wire.DeliveryList(
        items=[_view(row) for row in page.items],
        next_cursor=page.next_cursor,
        queued=queued,
        failed=failed,
        today=today,
        month_sms=month_sms,
        month_cost_cents=float(month_cost or 0),
        demo_only=settings().demo and settings().smtp_url is None and settings().sms_url is None,
    )


async def get_delivery(db: AsyncSession, actor: Actor, delivery_id: UUID) -> wire.Delivery:
    """One sending with its text; NotFound when it is not of the actor's community."""
    return _view(await _one(db, actor, Delivery.id == delivery_id))


async def retry_delivery(db: AsyncSession, actor: Actor, delivery_id: UUID) -> wire.Delivery:
    """Try a sending again now. Raises IllegalTransition (409) when it has gone out already."""
    found = await db.scalar(
        select(Delivery).where(Delivery.id == delivery_id, deliveries_visible_to(actor)).with_for_update()
    )
    if found is None:
        raise NotFound("There is no such sending in this community")
    found.state = rules.DELIVERY.after("retry", found.state)
    found.next_attempt_at = clock.now()
    await audit.record(db, actor, "delivery.retried", "delivery", found.id)
    await defer(db, DELIVER, community_id=str(found.community_id))
    live.announce(db, found.community_id, LiveTopic.deliveries, DELIVERY_READERS)
    await db.flush()
    return _view(await _one(db, actor, Delivery.id == delivery_id))


def _sendings(actor: Actor) -> Any:
    """A statement of three entities, which the type of `page_of` (one of anything) does not say."""
    return (
        select(Delivery, Notification, Account)
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Account, Account.id == Notification.account_id)
        .where(deliveries_visible_to(actor))
    )


async def _one(db: AsyncSession, actor: Actor, which: ColumnElement[bool]) -> Sequence[Any]:
    row = (await db.execute(_sendings(actor).where(which))).one_or_none()
    if row is None:
        raise NotFound("There is no such sending in this community")
    return tuple(row)


async def _midnight(db: AsyncSession, actor: Actor) -> datetime:
    """When today began on the clocks of the territory."""
    assert actor.community_id is not None  # noqa: S101  without one, the routes answer before
    zone = identity.zone_of(await identity.community_of(db, actor.community_id))
    return clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _view(row: Sequence[Any]) -> wire.Delivery:
    sending: Delivery = row[0]
    about: Notification = row[1]
    account: Account = row[2]
    on_screen = sending.channel is DeliveryChannel.screen
    may_retry = not on_screen and "retry" in rules.DELIVERY.actions_from(sending.state)
    return wire.Delivery(
        id=sending.id,
        kind=about.kind,
        channel=sending.channel,
        state=sending.state,
        recipient_name=account.name,
        subject=sending.subject,
        text=sending.text,
        case_id=about.case_id,
        case_number=about.case_number,
        created_at=sending.created_at,
        attempts=sending.attempts,
        next_attempt_at=sending.next_attempt_at,
        sent_at=sending.sent_at,
        delivered_at=sending.delivered_at,
        read_at=about.read_at if on_screen else None,
        cost_cents=None if sending.cost_cents is None else float(sending.cost_cents),
        provider_id=sending.provider_id,
        last_error=sending.last_error,
        actions=[wire.DeliveryAction.retry] if may_retry else [],
    )
