"""Adding, changing and forgetting the agendas in which one's busy time is read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import outside_calendars_of
from api.availability.service.announcing import announce_agenda
from api.availability.service.outside.syncing import READ
from api.availability.tables import OutsideCalendar
from api.contract import models as wire
from api.contract.models import OutsideCalendarKind, OutsideCalendarState
from api.core import clock
from api.core.actor import Actor
from api.core.jobs import defer
from api.core.outgoing import OutgoingRefused, check_url
from api.core.paging import Key, page_of
from api.core.problems import FieldError, InvalidInput, NotAllowed, NotFound
from api.core.routing import expect_version
from api.identity.policy import present_community


async def list_outside_calendars(
    db: AsyncSession, actor: Actor, query: wire.ListOutsideCalendarsQuery
) -> wire.OutsideCalendarList:
    """One's own outside agendas in the present community, the oldest first."""
    wanted = select(OutsideCalendar).where(outside_calendars_of(actor))
    keys = [Key(OutsideCalendar.created_at), Key(OutsideCalendar.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    shown = page.map(lambda row: view(row[0]))
    return wire.OutsideCalendarList(items=shown.items, next_cursor=shown.next_cursor)


async def get_outside_calendar(db: AsyncSession, actor: Actor, calendar_id: UUID) -> wire.OutsideCalendar:
    """One of one's own; NotFound for anybody else's."""
    return view(await own(db, actor, calendar_id))


async def add_outside_calendar(
    db: AsyncSession, actor: Actor, body: wire.OutsideCalendarInput
) -> wire.OutsideCalendar:
    """Have one's busy time read at an address, as soon as this transaction ends.

    InvalidInput for an address that is not to be reached, or when there are too many already.
    """
    at = clock.now()
    if errors := rules.refused_calendar(body):
        raise InvalidInput(errors=errors)
    calendar = await new_calendar(db, actor, body.kind, body.name, all_day_busy=body.all_day_busy, at=at)
    _address(calendar, body)
    calendar.next_fetch_at = at
    db.add(calendar)
    await db.flush()
    await record(db, actor, "outside_calendar.added", "outside_calendar", calendar.id)
    await defer(db, READ, community_id=str(calendar.community_id))
    return view(calendar)


async def replace_outside_calendar(
    db: AsyncSession, actor: Actor, calendar_id: UUID, body: wire.OutsideCalendarInput, version: int
) -> wire.OutsideCalendar:
    """Change one's own. What was read stays until the next reading; a file is not read anew by this."""
    calendar = await own(db, actor, calendar_id, for_update=True)
    expect_version(version, calendar.version)
    if errors := rules.refused_calendar(body, kept=calendar.kind):
        raise InvalidInput(errors=errors)
    calendar.name, calendar.version = body.name, calendar.version + 1
    if calendar.kind is not OutsideCalendarKind.ics_file:
        calendar.all_day_busy = body.all_day_busy
        _address(calendar, body)
        # Whatever changed, the next answer is read whole.
        calendar.etag = calendar.last_modified = None
        calendar.next_fetch_at = clock.now()
        await defer(db, READ, community_id=str(calendar.community_id))
    await db.flush()
    await record(db, actor, "outside_calendar.replaced", "outside_calendar", calendar.id)
    return view(calendar)


async def delete_outside_calendar(db: AsyncSession, actor: Actor, calendar_id: UUID, version: int) -> None:
    """Stop reading one's own; its busy time goes with it."""
    calendar = await own(db, actor, calendar_id, for_update=True)
    expect_version(version, calendar.version)
    await db.delete(calendar)
    announce_agenda(db, calendar.community_id, calendar.professional_id)
    await record(db, actor, "outside_calendar.deleted", "outside_calendar", calendar_id)


async def refresh_outside_calendar(db: AsyncSession, actor: Actor, calendar_id: UUID) -> wire.OutsideCalendar:
    """Read one's own again now. A file stays as it is. ReadingTooSoon says when one may ask again."""
    at = clock.now()
    calendar = await own(db, actor, calendar_id, for_update=True)
    if calendar.next_fetch_at is not None:
        if seconds := rules.seconds_to_wait(calendar.last_attempt_at, at):
            message = f"It was read less than a minute ago: ask again in {seconds} s"
            raise rules.ReadingTooSoon(message, retry_after=seconds)
        calendar.next_fetch_at = at
        await db.flush()
        await defer(db, READ, community_id=str(calendar.community_id))
    await record(db, actor, "outside_calendar.refreshed", "outside_calendar", calendar.id)
    return view(calendar)


async def own(
    db: AsyncSession, actor: Actor, calendar_id: UUID, *, for_update: bool = False
) -> OutsideCalendar:
    """One of the actor's own agendas; NotFound for anybody else's."""
    mine = select(OutsideCalendar).where(OutsideCalendar.id == calendar_id, outside_calendars_of(actor))
    calendar = await db.scalar(mine.with_for_update() if for_update else mine)
    if calendar is None:
        raise NotFound
    return calendar


async def new_calendar(
    db: AsyncSession, actor: Actor, kind: OutsideCalendarKind, name: str, *, all_day_busy: bool, at: datetime
) -> OutsideCalendar:
    """An agenda of the actor's that holds nothing yet. InvalidInput when there are too many."""
    community_id = present_community(actor)
    if actor.professional_id is None:
        raise NotAllowed("Only a professional has agendas")
    count = select(func.count()).select_from(OutsideCalendar).where(outside_calendars_of(actor))
    if (await db.scalar(count) or 0) >= rules.MOST_CALENDARS:
        message = f"There are {rules.MOST_CALENDARS} agendas already: delete one first"
        raise InvalidInput(errors=[FieldError("/name", message)])
    return OutsideCalendar(
        community_id=community_id,
        professional_id=actor.professional_id,
        version=1,
        kind=kind,
        name=name,
        all_day_busy=all_day_busy,
        created_at=at,
        failures=0,
        events=0,
        unread_events=0,
    )


def view(row: OutsideCalendar) -> wire.OutsideCalendar:
    """An outside agenda for its owner: never its address, which is a secret, nor its password."""
    state = OutsideCalendarState.read if row.last_success_at is not None else OutsideCalendarState.waiting
    return wire.OutsideCalendar(
        id=row.id,
        version=row.version,
        kind=row.kind,
        name=row.name,
        host=row.host,
        user_name=row.user_name,
        all_day_busy=row.all_day_busy,
        state=OutsideCalendarState.failing if row.last_error is not None else state,
        last_success_at=row.last_success_at,
        last_attempt_at=row.last_attempt_at,
        last_error=row.last_error,
        failures=row.failures,
        next_read_at=row.next_fetch_at,
        read_until=row.read_until,
        events=row.events,
        unread_events=row.unread_events,
    )


def _address(calendar: OutsideCalendar, body: wire.OutsideCalendarInput) -> None:
    """Take what the body gives; what it does not give stays, but a password never follows to another host.

    InvalidInput for an address that is not to be reached.
    """
    url = rules.told(body.url)
    if url is not None:
        try:
            host = check_url(url).host
        except OutgoingRefused as refusal:
            raise InvalidInput(errors=[FieldError("/url", str(refusal))]) from refusal
        if host != calendar.host:
            calendar.user_name = calendar.password = None
        calendar.url, calendar.host = url, host
    if (user_name := rules.told(body.user_name)) is not None:
        calendar.user_name = user_name
    if (password := rules.told(body.password)) is not None:
        calendar.password = password
