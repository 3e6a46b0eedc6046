"""Busy time from a file: read at once, and not kept."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.service.outside.calendars import new_calendar, own, view
from api.availability.service.outside.storing import keep
from api.availability.tables import OutsideCalendar
from api.contract import models as wire
from api.contract.models import OutsideCalendarKind
from api.core import clock
from api.core.actor import Actor
from api.core.ics.apart import PATIENCE, Crowded, read_apart
from api.core.ics.results import NotACalendar, TooMuch
from api.core.problems import FieldError, InvalidInput, MalformedRequest
from api.core.routing import expect_version
from api.identity import service as identity

MEDIA = "text/calendar"
BEGIN = b"BEGIN:VCALENDAR"
WAITS = 15.0
"""Seconds that somebody who sent a file waits for those of others to be read."""

LOOKED_AT = 1_000
"""Bytes: some agendas write a few blank lines or a mark of encoding before the calendar."""


async def upload_outside_calendar(
    db: AsyncSession, actor: Actor, query: wire.UploadOutsideCalendarQuery, media: str, content: bytes
) -> wire.OutsideCalendar:
    """Read one's busy time in a file. MalformedRequest for another media type, InvalidInput for a file
    that is no calendar or holds too much, ReadingTooSoon while another one of theirs is being read."""
    at = clock.now()
    _refuse_other_files(media, content)
    if errors := rules.refused_name(query.name, "/query/name"):
        raise InvalidInput(errors=errors)
    calendar = await new_calendar(
        db, actor, OutsideCalendarKind.ics_file, query.name, all_day_busy=query.all_day_busy, at=at
    )
    db.add(calendar)
    await db.flush()
    await _read(db, calendar, content)
    await record(db, actor, "outside_calendar.added", "outside_calendar", calendar.id)
    return view(calendar)


async def replace_outside_calendar_file(
    db: AsyncSession, actor: Actor, calendar_id: UUID, version: int, media: str, content: bytes
) -> wire.OutsideCalendar:
    """Read a newer file in place of the last one; when it cannot be read, the last one stands."""
    calendar = await own(db, actor, calendar_id, for_update=True)
    _refuse_other_files(media, content)
    expect_version(version, calendar.version)
    if calendar.kind is not OutsideCalendarKind.ics_file:
        raise InvalidInput(errors=[FieldError("", "This agenda is read at its address: it takes no file")])
    await _read(db, calendar, content)
    calendar.version += 1
    await db.flush()
    await record(db, actor, "outside_calendar.replaced", "outside_calendar", calendar.id)
    return view(calendar)


def _refuse_other_files(media: str, content: bytes) -> None:
    """What is no calendar at its first sight is said to be none, whatever else is wrong."""
    if media.split(";", 1)[0].strip().lower() != MEDIA:
        raise MalformedRequest(f"Send the file as Content-Type: {MEDIA}")
    if BEGIN not in content[:LOOKED_AT].upper():
        raise InvalidInput(errors=[FieldError("", "This is not a whole ICS file: it has no BEGIN:VCALENDAR")])


async def _read(db: AsyncSession, calendar: OutsideCalendar, content: bytes) -> None:
    at = clock.now()
    zone = identity.zone_of(await identity.community_of(db, calendar.community_id))
    window = rules.window(at, rules.FILE_DAYS)
    try:
        reading = await read_apart(
            content,
            owner=calendar.professional_id,
            zone=zone,
            window=window,
            all_day=calendar.all_day_busy,
            waits=WAITS,
        )
    except Crowded as error:
        seconds = int(PATIENCE)
        message = f"Agendas sent before this one are being read: send the file again in {seconds} s"
        raise rules.ReadingTooSoon(message, retry_after=seconds) from error
    except NotACalendar as error:
        message = f"This is not a whole ICS file: {str(error)[0].lower()}{str(error)[1:]}"
        raise InvalidInput(errors=[FieldError("", message)]) from error
    except TooMuch as error:
        message = "The file holds more than can be read: export a shorter time, without endless repetitions"
        raise InvalidInput(errors=[FieldError("", message)]) from error
    await keep(db, calendar, reading, window=window, at=at)
    await db.flush()
