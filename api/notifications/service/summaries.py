"""The daily summary: what only informs, and was not read on screen, in one e-mail a day."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DeliveryChannel, NotificationKind
from api.core.actor import system_actor
from api.core.jobs import defer
from api.core.settings import settings
from api.identity import service as identity
from api.notifications import pages, rules, ways
from api.notifications.policy import of_community
from api.notifications.service.delivering import DELIVER
from api.notifications.service.reaching import ways_of
from api.notifications.service.texts import Texts
from api.notifications.service.writing import sendings
from api.notifications.tables import Notification
from api.notifications.words import hour


async def write_summaries(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """Write the summaries whose hour has come; how many.

    Each message is considered once, at the first hour of a summary after it was written: it is in it unless
    it was read meanwhile, or its reader wants none. Nobody gets two in a day, and nobody an empty one. When
    nobody was there to write it at its hour, what it would have said is in the next one.
    """
    zone = identity.zone_of(await identity.community_of(db, community_id))
    due = ways.summary_due(
        (await identity.rules_of(db, community_id)).notifications.summary_at, at=at, zone=zone
    )
    if at - due > ways.LATEST_SUMMARY:
        return 0
    had_one = select(Notification.account_id).where(
        of_community(system_actor(community_id)),
        Notification.kind == NotificationKind.daily_summary,
        Notification.created_at >= due,
    )
    found = await db.scalars(
        select(Notification)
        .where(
            of_community(system_actor(community_id)),
            Notification.summarised_at.is_(None),
            Notification.created_at < due,
            Notification.account_id.not_in(had_one),
        )
        .order_by(Notification.created_at, Notification.id)
        .with_for_update(skip_locked=True)
    )
    unread: dict[UUID, list[Notification]] = {}
    for message in found.all():
        message.summarised_at = at
        if message.kind in ways.INFORMS and message.read_at is None:
            unread.setdefault(message.account_id, []).append(message)
    if not unread:
        return 0
    reached = await ways_of(db, community_id, list(unread))
    written = 0
    for account_id, messages in unread.items():
        if not reached[account_id].daily_summary:
            continue
        about = Notification(
            community_id=community_id,
            account_id=account_id,
            kind=NotificationKind.daily_summary,
            facts={},
            created_at=at,
            summarised_at=at,
        )
        db.add(about)
        await db.flush()
        link = pages.link(settings().base_url, about.kind, None, may_open_case=False)
        said = ways.summary(_lines(messages, at, zone), link)
        texts = Texts(full=said, sms="", push=said)
        db.add_all(sendings(about, texts, reached[account_id], frozenset({DeliveryChannel.email}), at))
        written += 1
    if written:
        await defer(db, DELIVER, community_id=str(community_id))
    await db.flush()
    return written


def _lines(messages: Sequence[Notification], at: datetime, zone: ZoneInfo) -> list[str]:
    """One line per message: its hour, what it is about, and the request's number."""
    return [
        f"{hour(message.created_at, on=at, zone=zone)} · "
        + rules.title(message.kind, rules.facts_of(message.facts), message.case_number)
        for message in messages
    ]
