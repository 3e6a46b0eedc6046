"""Reading the outside agendas whose time has come.

An agenda is leased in one transaction, fetched and read in none, and written in another: nobody waits for
a slow server with a row locked. What fails leaves the busy time as it was.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import Span
from api.availability.service.outside.storing import keep, went_well
from api.availability.tables import OutsideCalendar
from api.contract.models import NotificationKind, OutsideCalendarError, OutsideCalendarKind
from api.core import clock
from api.core.db import unit_of_work
from api.core.ics import multistatus
from api.core.ics.apart import read_apart
from api.core.ics.results import NotACalendar, Reading, TooMuch
from api.core.jobs import ONCE_MORE, periodic, task
from api.core.outgoing import Answer, OutgoingRefused, fetch
from api.identity import service as identity
from api.identity.tables import Community
from api.notifications import service as notifications

log = structlog.get_logger(__name__)

READ = "availability.read_outside_calendars"
"""The job that reads what is due in one community."""

AT_ONCE, OF_ONE = 8, 2
"""Agendas that are read at once, in all and of one professional: whose servers are slow keeps nobody away."""


@dataclass(frozen=True)
class _Due:
    """What is to be read, and how."""

    id: UUID
    professional_id: UUID
    version: int
    kind: OutsideCalendarKind
    url: str
    basic: tuple[str, str] | None
    all_day: bool
    zone: ZoneInfo
    window: Span
    conditions: dict[str, str]


@dataclass(frozen=True)
class _Outcome:
    """What came of it: a reading, nothing new (both none), or an error."""

    reading: Reading | None = None
    error: OutsideCalendarError | None = None
    etag: str | None = None
    last_modified: str | None = None


@task(READ, retry=ONCE_MORE)
async def read_outside_calendars(community_id: str) -> None:
    """Read what is due in a community: what somebody just added, or asked for."""
    await read_due(UUID(community_id))


@periodic("* * * * * */30", "availability.read_all_outside_calendars")
async def read_all_outside_calendars(timestamp: int) -> None:
    """Every half minute: the outside agendas whose time has come, community after community."""
    async with unit_of_work() as db:
        communities = (await db.scalars(select(Community.id).order_by(Community.id))).all()
    for community_id in communities:
        await read_due(community_id)


async def read_due(community_id: UUID) -> int:
    """Read every outside agenda of the community that is due; how many there were."""
    count = 0
    while due := await _lease(community_id):
        count += len(due)
        results = await asyncio.gather(*(_read(community_id, one) for one in due), return_exceptions=True)
        for one, failure in zip(due, results, strict=True):
            if isinstance(failure, BaseException):  # its lease ends by itself: it comes back then
                log.error("outside_calendar.crashed", calendar_id=str(one.id), exc_info=failure)
    return count


async def _lease(community_id: UUID) -> list[_Due]:
    """Take some agendas that are due, so that no other process reads them meanwhile."""
    at = clock.now()
    async with unit_of_work(community_id) as db:
        oldest = OutsideCalendar.next_fetch_at, OutsideCalendar.id
        turn = func.row_number().over(partition_by=OutsideCalendar.professional_id, order_by=oldest)
        waiting = (
            select(OutsideCalendar.id, turn.label("turn"))
            .where(OutsideCalendar.community_id == community_id, OutsideCalendar.next_fetch_at <= at)
            .subquery()
        )
        due = (
            select(OutsideCalendar)
            .where(
                OutsideCalendar.id.in_(select(waiting.c.id).where(waiting.c.turn <= OF_ONE)),
                OutsideCalendar.next_fetch_at <= at,
            )
            .order_by(*oldest)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        rows = (await db.scalars(due)).all()
        if not rows:
            return []
        zone = identity.zone_of(await identity.community_of(db, community_id))
        days = (await identity.rules_of(db, community_id)).availability.max_delay_days
        for row in rows:
            row.next_fetch_at, row.last_attempt_at = at + rules.LEASE, at
        return [_due(row, zone, days, at) for row in rows]


def _due(row: OutsideCalendar, zone: ZoneInfo, days: int, at: datetime) -> _Due:
    conditions = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    if not rules.far_enough(row.read_until, at, days):
        conditions = {}
    return _Due(
        id=row.id,
        professional_id=row.professional_id,
        version=row.version,
        kind=row.kind,
        url=row.url or "",
        basic=(row.user_name, row.password or "") if row.user_name is not None else None,
        all_day=row.all_day_busy,
        zone=zone,
        window=rules.window(at, days),
        conditions={name: value for name, value in conditions.items() if value is not None},
    )


async def _read(community_id: UUID, due: _Due) -> None:
    """Fetch one agenda, read it, keep what it says."""
    outcome = await _outcome(due)
    at = clock.now()
    async with unit_of_work(community_id) as db:
        mine = select(OutsideCalendar).where(OutsideCalendar.id == due.id).with_for_update()
        calendar = await db.scalar(mine)
        if calendar is None or calendar.version != due.version:
            return  # deleted or changed meanwhile: what was read answers another question
        await _keep(db, calendar, due, outcome, at)


async def _outcome(due: _Due) -> _Outcome:
    caldav = due.kind is OutsideCalendarKind.caldav
    try:
        answer = await (_ask(due) if caldav else fetch(due.url, headers=due.conditions, basic=due.basic))
    except OutgoingRefused as refusal:
        return _Outcome(error=rules.ERRORS[refusal.cause])
    if answer.status == 304 and due.conditions:
        return _Outcome()
    if (error := rules.error_of_status(answer.status)) is not None:
        return _Outcome(error=error)
    try:
        reading = await read_apart(
            answer.body,
            owner=due.professional_id,
            zone=due.zone,
            window=due.window,
            all_day=due.all_day,
            caldav=caldav,
        )
    except NotACalendar:
        return _Outcome(error=OutsideCalendarError.not_a_calendar)
    except TooMuch:
        return _Outcome(error=OutsideCalendarError.too_complex)
    return _Outcome(reading, None, _short(answer, "etag"), _short(answer, "last-modified"))


async def _ask(due: _Due) -> Answer:
    return await fetch(
        due.url,
        method="REPORT",
        headers=multistatus.HEADERS,
        content=multistatus.question(due.window),
        basic=due.basic,
    )


def _short(answer: Answer, name: str) -> str | None:
    """A validator to send back, unless it is absurd. CalDAV answers have none that stands for the whole."""
    value = answer.headers.get(name)
    return value if value is not None and len(value) <= 200 and answer.status == 200 else None


async def _keep(
    db: AsyncSession, calendar: OutsideCalendar, due: _Due, outcome: _Outcome, at: datetime
) -> None:
    community_rules = (await identity.rules_of(db, calendar.community_id)).availability
    if outcome.error is not None:
        calendar.failures += 1
        calendar.last_error, calendar.last_attempt_at = outcome.error, at
        if calendar.failures >= community_rules.outside_failures and calendar.told_at is None:
            await _tell(db, calendar, at)
    elif outcome.reading is not None:
        await keep(db, calendar, outcome.reading, window=due.window, at=at)
        calendar.etag, calendar.last_modified = outcome.etag, outcome.last_modified
    else:
        went_well(calendar, at)
    minutes = community_rules.outside_refresh_minutes
    calendar.next_fetch_at = rules.next_fetch(at, minutes, calendar.failures)


async def _tell(db: AsyncSession, calendar: OutsideCalendar, at: datetime) -> None:
    """Tell its owner, once, that an agenda fails: what was read of it grows old."""
    accounts = await identity.accounts_of_professional(db, calendar.community_id, calendar.professional_id)
    await notifications.notify(
        db,
        community_id=calendar.community_id,
        account_ids=[account.id for account in accounts],
        kind=NotificationKind.outside_calendar_lost,
        at=at,
    )
    calendar.told_at = at
