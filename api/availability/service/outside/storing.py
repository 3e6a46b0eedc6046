"""What a reading leaves behind: the busy time, and what is known of the agenda."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import Span
from api.availability.service.announcing import announce_agenda
from api.availability.service.times import tstzrange
from api.availability.tables import OutsideBusy, OutsideCalendar
from api.core.ics.results import Reading
from api.core.ids import new_id


async def keep(
    db: AsyncSession, calendar: OutsideCalendar, reading: Reading, *, window: Span, at: datetime
) -> None:
    """Replace the busy time of an agenda by what was just read. Rows that stay the same are not touched."""
    known = select(OutsideBusy.id, OutsideBusy.during).where(OutsideBusy.calendar_id == calendar.id)
    stored = {_edges(during): row_id for row_id, during in (await db.execute(known)).all()}
    wanted = set(reading.spans)
    gone = [row_id for span, row_id in stored.items() if span not in wanted]
    if gone:
        await db.execute(delete(OutsideBusy).where(OutsideBusy.id.in_(gone)))
    added = [
        {
            "id": new_id(),
            "calendar_id": calendar.id,
            "professional_id": calendar.professional_id,
            "during": tstzrange(span),
        }
        for span in reading.spans
        if span not in stored
    ]
    if added:
        await db.execute(insert(OutsideBusy), added)
    if gone or added:
        announce_agenda(db, calendar.community_id, calendar.professional_id)
    calendar.events, calendar.unread_events = reading.events, reading.unread
    calendar.read_until = rules.instant(window[1])
    went_well(calendar, at)


def went_well(calendar: OutsideCalendar, at: datetime) -> None:
    """The agenda was read, or said that nothing changed."""
    calendar.last_attempt_at = calendar.last_success_at = at
    calendar.last_error = calendar.told_at = None
    calendar.failures = 0


def _edges(during: Range[datetime]) -> Span:
    assert during.lower is not None  # noqa: S101  written by `keep` only
    assert during.upper is not None  # noqa: S101
    return rules.seconds(during.lower), rules.seconds(during.upper)
