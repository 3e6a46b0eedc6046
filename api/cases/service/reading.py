"""Who has read which messages of a thread: told to their authors, and counted for oneself."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import rules
from api.cases.policy import (
    events_visible_to,
    is_told,
    lines_told,
    still_read_by,
    unread_by,
    visible_to,
)
from api.cases.service.header import load
from api.cases.tables import Case, MessageReading, TimelineEvent
from api.contract import models as wire
from api.contract.models import LiveTopic
from api.core import clock, live
from api.core.actor import Actor
from api.core.ids import new_id
from api.core.paging import Key, page_of
from api.core.problems import FieldError, InvalidInput
from api.identity.tables import Account, Grant
from api.notifications.service import read_messages_of


async def mark_thread_read(
    db: AsyncSession, actor: Actor, case_id: UUID, body: wire.ThreadReadingInput
) -> wire.UnreadThread:
    """The actor has read the messages up to this line of the thread. The first reading of each counts.

    A closed thread may still be read. NotFound when the actor may not see the case; InvalidInput on
    `/up_to` when the line is of another thread.
    """
    case = await load(db, actor, case_id)
    here = (events_visible_to(actor), TimelineEvent.case_id == case.id)
    last = await db.scalar(select(TimelineEvent).where(TimelineEvent.id == body.up_to, *here))
    if last is None:
        raise InvalidInput(errors=[FieldError("/up_to", "Give a line of this thread")])
    upto = tuple_(TimelineEvent.at, TimelineEvent.id) <= (last.at, last.id)
    found = await db.execute(
        select(TimelineEvent.id, TimelineEvent.actor_id).where(*here, unread_by(actor), upto)
    )
    read, at = found.all(), clock.now()
    if read:
        await _keep(db, actor, case, [event_id for event_id, _ in read], at)
        authors = {author for _, author in read if author is not None}
        keys = [live.account_key(one) for one in {*authors, actor.id, actor.person_id}]
        live.announce(db, case.community_id, LiveTopic.cases, keys, subject_id=case.id)
        await read_messages_of(db, actor, case.id, at)
    await audit.record(db, actor, "case.messages_read", "case", case.id, detail={"messages": len(read)})
    left = await db.execute(select(func.count(), func.max(TimelineEvent.at)).where(*here, unread_by(actor)))
    unread, latest_at = left.one()
    return wire.UnreadThread(
        case_id=case.id, kind=case.kind, number=case.number, unread=unread, latest_at=latest_at
    )


async def list_unread_threads(
    db: AsyncSession, actor: Actor, query: wire.ListUnreadThreadsQuery
) -> wire.UnreadThreadList:
    """The cases that the actor sees with messages that they have not read, the latest written first: open
    ones, and those closed no longer ago than `rules.AFTERWARDS`."""
    running = or_(Case.closed_at.is_(None), Case.closed_at > clock.now() - rules.AFTERWARDS)
    unread = (
        select(
            Case.id,
            Case.kind,
            Case.number,
            func.count().label("unread"),
            func.max(TimelineEvent.at).label("latest_at"),
        )
        .join(TimelineEvent, TimelineEvent.case_id == Case.id)
        .where(visible_to(actor), is_told(actor), running, unread_by(actor), lines_told(actor))
        .group_by(Case.id)
        .subquery()
    )
    keys = [Key(unread.c.latest_at, descending=True), Key(unread.c.id, descending=True)]
    page = await page_of(db, select(*unread.c), keys=keys, cursor=query.cursor, limit=query.limit)
    items = [
        wire.UnreadThread(
            case_id=row.id, kind=row.kind, number=row.number, unread=row.unread, latest_at=row.latest_at
        )
        for row in page.items
    ]
    return wire.UnreadThreadList(items=items, next_cursor=page.next_cursor)


async def unread_among(db: AsyncSession, actor: Actor, event_ids: Collection[UUID]) -> set[UUID]:
    """Those of these lines that are messages which the actor has not read."""
    found = select(TimelineEvent.id).where(TimelineEvent.id.in_(event_ids), unread_by(actor))
    return set((await db.scalars(found.where(events_visible_to(actor)))).all())


async def readings_of(
    db: AsyncSession, case: Case, event_ids: Collection[UUID]
) -> dict[UUID, list[MessageReading]]:
    """Who has read each of these messages and may still see the case, the first first."""
    if not event_ids:
        return {}
    rows = await db.scalars(
        select(MessageReading)
        .join(Account, Account.id == MessageReading.account_id)
        .join(Grant, Grant.account_id == Account.id)
        .where(MessageReading.event_id.in_(event_ids), still_read_by(case))
        .distinct()
        .order_by(MessageReading.read_at, MessageReading.id)
    )
    found: dict[UUID, list[MessageReading]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row)
    return found


async def _keep(
    db: AsyncSession, actor: Actor, case: Case, event_ids: Collection[UUID], at: datetime
) -> None:
    rows = [
        {
            "id": new_id(),
            "community_id": case.community_id,
            "case_id": case.id,
            "event_id": event_id,
            "reader_id": actor.person_id,
            "account_id": actor.id,
            "delegation_id": actor.hand.delegation_id if actor.hand else None,
            "reader_name": actor.name,
            "read_at": at,
        }
        for event_id in event_ids
    ]
    # Two tabs may say so at the same time.
    await db.execute(insert(MessageReading).values(rows).on_conflict_do_nothing())
