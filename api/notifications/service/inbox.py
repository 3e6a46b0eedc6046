"""One's own messages on screen."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import DeliveryChannel, DeliveryState, LiveTopic, NotificationKind, OfferState
from api.core import clock, live
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.notifications import rules
from api.notifications.policy import visible_to
from api.notifications.service.outcomes import states_of
from api.notifications.tables import Delivery, Notification


async def list_notifications(
    db: AsyncSession, actor: Actor, query: wire.ListNotificationsQuery
) -> wire.NotificationList:
    """One page of the actor's messages, newest first, and how many are unread in all."""
    mine = select(Notification).where(visible_to(actor))
    if query.unread is not None:
        read = Notification.read_at
        mine = mine.where(read.is_(None) if query.unread else read.is_not(None))
    keys = [Key(Notification.created_at, descending=True), Key(Notification.id, descending=True)]
    page = await page_of(db, mine, keys=keys, cursor=query.cursor, limit=query.limit)
    unread = select(func.count()).where(visible_to(actor), Notification.read_at.is_(None))
    return wire.NotificationList(
        items=await _views(db, [row[0] for row in page.items]),
        next_cursor=page.next_cursor,
        unread=await db.scalar(unread) or 0,
    )


async def mark_notification_read(db: AsyncSession, actor: Actor, notification_id: UUID) -> wire.Notification:
    """The actor has read this message; the first reading counts. NotFound when it is not theirs."""
    row = await db.scalar(
        select(Notification).where(Notification.id == notification_id, visible_to(actor)).with_for_update()
    )
    if row is None:
        raise NotFound("There is no such message among yours")
    if row.read_at is None:
        row.read_at = clock.now()
        live.announce(db, row.community_id, LiveTopic.notifications, [live.account_key(actor.id)])
        await _read_on_screen(db, [row.id])
    await audit.record(db, actor, "notification.read", "notification", row.id)
    await db.flush()
    [shown] = await _views(db, [row])
    return shown


async def read_messages_of(db: AsyncSession, actor: Actor, case_id: UUID, at: datetime) -> None:
    """The actor has read the thread of a case: what told them of its messages is read with it."""
    told = (
        await db.scalars(
            update(Notification)
            .where(
                visible_to(actor),
                Notification.case_id == case_id,
                Notification.kind == NotificationKind.message_posted,
                Notification.read_at.is_(None),
            )
            .values(read_at=at)
            .returning(Notification.id)
            .execution_options(synchronize_session=False)
        )
    ).all()
    if told:
        assert actor.community_id is not None  # noqa: S101  a case is seen inside a community
        audience = [live.account_key(actor.person_id)]
        live.announce(db, actor.community_id, LiveTopic.notifications, audience)
        await _read_on_screen(db, told)


async def _read_on_screen(db: AsyncSession, notification_ids: Collection[UUID]) -> None:
    await db.execute(
        update(Delivery)
        .where(
            Delivery.notification_id.in_(notification_ids),
            Delivery.channel == DeliveryChannel.screen,
            Delivery.state == DeliveryState.delivered,
        )
        .values(state=rules.DELIVERY.after("read", DeliveryState.delivered))
        .execution_options(synchronize_session=False)
    )


async def _views(db: AsyncSession, rows: Sequence[Notification]) -> list[wire.Notification]:
    states = await states_of(db, {row.offer_id for row in rows if row.offer_id is not None})
    return [_view(row, states.get(row.offer_id) if row.offer_id else None) for row in rows]


def _view(row: Notification, offer_state: OfferState | None) -> wire.Notification:
    facts = rules.facts_of(row.facts)
    return wire.Notification(
        id=row.id,
        kind=row.kind,
        created_at=row.created_at,
        read_at=row.read_at,
        case_id=row.case_id if row.may_open_case else None,
        case_number=row.case_number,
        case_kind=facts.case_kind,
        offer_id=row.offer_id,
        offer_state=offer_state,
        absence_id=facts.absence_id,
        need=facts.need,
        discharge_need=facts.discharge_need,
        home_at=facts.home_at,
        sector=facts.sector,
        due_at=facts.due_at,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        appointments=facts.appointments,
    )
