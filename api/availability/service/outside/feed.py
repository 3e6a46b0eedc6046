"""The feed: making its address, ending it, and answering whoever knows it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import Response
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import feeds_of
from api.availability.rules import FeedEvent
from api.availability.service import times
from api.availability.service.opening_columns import WHEN
from api.availability.service.views import STANDING
from api.availability.tables import Appointment, CalendarFeed, Opening
from api.contract import models as wire
from api.contract.models import CareMode
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.db import set_community
from api.core.ics.apart import own
from api.core.problems import NotAllowed, NotFound
from api.core.settings import settings
from api.directory.tables import Practice
from api.identity import service as identity
from api.identity.policy import present_community

SECRET_BYTES = 32

BEHIND = timedelta(days=30)
"""How long past appointments stay in the feed."""

NOTED_EVERY = timedelta(minutes=10)
"""`last_read_at` is written at most that often."""


async def get_calendar_feed(db: AsyncSession, actor: Actor) -> wire.CalendarFeed:
    """Whether one's feed is open; never its address, which nobody knows any more."""
    feed = await _own(db, actor)
    return wire.CalendarFeed(
        active=feed is not None,
        with_openings=feed is not None and feed.with_openings,
        created_at=feed.created_at if feed else None,
        last_read_at=feed.last_read_at if feed else None,
    )


async def renew_calendar_feed(
    db: AsyncSession, actor: Actor, body: wire.CalendarFeedInput
) -> wire.NewCalendarFeed:
    """Make a new secret address; the one before, if any, ends with this."""
    at = clock.now()
    community_id = present_community(actor)
    if actor.professional_id is None:
        raise NotAllowed("Only a professional has a feed")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await db.execute(delete(CalendarFeed).where(feeds_of(actor)))
    feed = CalendarFeed(
        community_id=community_id,
        professional_id=actor.professional_id,
        secret_hash=_digest(secret),
        with_openings=body.with_openings,
        created_at=at,
    )
    db.add(feed)
    await db.flush()
    await record(db, actor, "calendar_feed.renewed", "calendar_feed", feed.id)
    return wire.NewCalendarFeed(
        url=f"{settings().base_url.rstrip('/')}/ics/{secret}.ics",
        with_openings=feed.with_openings,
        created_at=at,
    )


async def revoke_calendar_feed(db: AsyncSession, actor: Actor) -> None:
    """End one's address. NotFound when there is none."""
    feed = await _own(db, actor)
    if feed is None:
        raise NotFound("There is no address to end")
    await db.delete(feed)
    await record(db, actor, "calendar_feed.revoked", "calendar_feed", feed.id)


async def read_calendar_feed(db: AsyncSession, secret: str, known: str) -> Response:
    """The calendar behind a secret, or 304 when the caller has it already (`known`: If-None-Match).

    NotFound, always alike, when the secret opens nothing (any more).
    """
    content = await _content(db, secret, clock.now())
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=300"}
    if etag in known:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="text/calendar")


async def _content(db: AsyncSession, secret: str, at: datetime) -> bytes:
    feed = await db.scalar(select(CalendarFeed).where(CalendarFeed.secret_hash == _digest(secret)))
    if feed is None:
        raise NotFound
    await set_community(db, feed.community_id)
    # Who left the community, or whose account was closed, is read by nobody any more.
    if not await identity.accounts_of_professional(db, feed.community_id, feed.professional_id):
        raise NotFound
    if feed.last_read_at is None or feed.last_read_at <= at - NOTED_EVERY:
        feed.last_read_at = at
    zone = identity.zone_of(await identity.community_of(db, feed.community_id))
    events = await _appointments(db, feed, at)
    if feed.with_openings:
        events += await _openings(db, feed, zone, at)
    return rules.feed(events, zone, at)


async def _own(db: AsyncSession, actor: Actor) -> CalendarFeed | None:
    feed: CalendarFeed | None = await db.scalar(select(CalendarFeed).where(feeds_of(actor)))
    return feed


async def _appointments(db: AsyncSession, feed: CalendarFeed, at: datetime) -> list[FeedEvent]:
    """What stands: an appointment that was cancelled or moved is no longer here, and so leaves agendas."""
    wanted = (
        select(Appointment, Practice)
        .outerjoin(Practice, Practice.id == Appointment.practice_id)
        .where(
            Appointment.community_id == feed.community_id,
            Appointment.professional_id == feed.professional_id,
            Appointment.state.in_(STANDING),
            Appointment.ends_at > at - BEHIND,
        )
    )
    return [
        FeedEvent(
            id=rules.appointment_uid(row.id, own()),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            changed_at=row.state_changed_at,
            sequence=row.version - 1,
            busy=True,
            number=row.subject_number,
            place=_place(practice) if row.mode is CareMode.office else None,
        )
        for row, practice in (await db.execute(wanted)).all()
    ]


async def _openings(db: AsyncSession, feed: CalendarFeed, zone: ZoneInfo, at: datetime) -> list[FeedEvent]:
    rows = await times.openings(
        db, Opening.professional_id == feed.professional_id, Opening.community_id == feed.community_id,
        columns=[*WHEN, Opening.__table__.c.version, Opening.__table__.c.created_at],
    )  # fmt: skip
    its_setting = (await times.settings_of(db, [feed.community_id], at))[feed.community_id]
    days = its_setting.delays.max_delay_days
    today = at.astimezone(zone).date()
    return [
        FeedEvent(
            id=f"{row.id}-{its.hours.opens}@ouvert.maillage",
            starts_at=rules.instant(its.hours.opens),
            ends_at=rules.instant(its.hours.closes),
            changed_at=row.created_at,
            sequence=row.version - 1,
            busy=False,
        )
        for row in rows
        for its in rules.occurrences(row, its_setting.calendar, today, today + timedelta(days=days))
    ]


def _place(practice: Practice | None) -> str | None:
    """The address of the practice, which is public."""
    if practice is None:
        return None
    parts = [practice.name, practice.address_line, practice.commune_name]
    return ", ".join(part for part in parts if part) or None


def _digest(secret: str) -> bytes:
    return keyed_hash("calendar feed", secret)
