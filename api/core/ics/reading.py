"""When is somebody busy, says this calendar? Only stretches of time come out: no title, no place, nobody.

Reads what agendas really export (Google, Outlook, Apple, CalDAV servers): RFC 5545 and 7953 with their
deviations. The text is hostile until proven otherwise, and recurrences can be endless: call it through
`api.core.ics.apart`, whose process is bounded in time and memory.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
import x_wr_timezone

from api.core.ics.results import NotACalendar, Reading, Span, TooMuch
from api.core.spans import joined

MOST_EVENTS = 20_000
MOST_SPANS = 20_000

_FREE = "FREE"

_WHEN = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")

_AROUND = timedelta(days=2)
"""All-day and floating times are compared before their zone is known: look a little further, then cut."""


def busy_times(
    texts: Iterable[str], zone: ZoneInfo, window: Span, *, all_day: bool, own: str | None = None
) -> Reading:
    """The busy stretches inside the window. `zone` reads times that have none; `all_day`: whether events of
    whole days make busy; `own`: how the UIDs of our own events end. Raises NotACalendar, TooMuch."""
    found: list[Span] = []
    events = unread = 0
    for text in texts:
        for calendar in _calendars(text):
            groups = _by_uid(calendar, own)
            events += sum(map(len, groups))
            for group in groups:
                spans, whole = _of_group(group, zone, window, all_day)
                found += spans
                unread += not whole
            found += _published(calendar)
    inside = [(max(start, window[0]), min(end, window[1])) for start, end in found]
    spans = joined(inside)
    if len(spans) > MOST_SPANS:
        raise TooMuch("There are more stretches of time than can be kept")
    return Reading(spans, events, unread)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, else what old exports of Windows use."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _calendars(text: str) -> list[Any]:
    """Every VCALENDAR of the text; in a shape that the libraries take."""
    if "\0" in text:
        raise NotACalendar("This is no text")
    upper = text.upper()
    opened, closed = upper.count("BEGIN:VCALENDAR"), upper.count("END:VCALENDAR")
    if not upper.lstrip().startswith("BEGIN:VCALENDAR"):
        raise NotACalendar("It does not begin with BEGIN:VCALENDAR")
    if opened != closed:
        raise NotACalendar("It ends before its end: export it again")
    if upper.count("BEGIN:VEVENT") > MOST_EVENTS:
        raise TooMuch(f"There are more than {MOST_EVENTS} events")
    try:
        parsed: Any = icalendar.Calendar.from_ical(text, multiple=True)
        return [x_wr_timezone.to_standard(calendar) for calendar in parsed]
    except Exception as error:  # whatever the parser stumbles over, the answer is the same
        raise NotACalendar("Its lines cannot be read as a calendar") from error


def _by_uid(calendar: Any, own: str | None) -> list[list[Any]]:
    """The events of each series: the series itself, and the occurrences that were moved or cancelled."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        uid = str(event.get("UID", "")).strip()
        if own is None or not uid.lower().endswith(own):
            groups[uid or number].append(event)
    return list(groups.values())


def _of_group(group: list[Any], zone: ZoneInfo, window: Span, all_day: bool) -> tuple[list[Span], bool]:
    """The busy stretches of one series, and whether all of it was understood."""
    whole = not any(name in _WHEN for event in group for name, _ in getattr(event, "errors", ()))
    part = icalendar.Calendar()
    for event in group:
        part.add_component(event)
    starts, ends = (datetime.fromtimestamp(edge, UTC) for edge in window)
    try:
        occurrences = recurring_ical_events.of(part).between(starts - _AROUND, ends + _AROUND)
        return [span for event in occurrences for span in _busy(event, zone, all_day)], whole
    except TooMuch:
        raise
    except MemoryError as error:
        raise TooMuch("It takes more memory than it may") from error
    except Exception:  # a series that the library refuses: what can be read of it is better than nothing
        return [span for event in group for span in _alone(event, zone, all_day)], False


def _alone(event: Any, zone: ZoneInfo, all_day: bool) -> Iterator[Span]:
    """An event of a series that cannot be unrolled, at least where it stands itself."""
    try:
        yield from _busy(event, zone, all_day)
    except Exception:  # nothing to be had of it: it is counted as unread
        return


def _busy(event: Any, zone: ZoneInfo, all_day: bool) -> Iterator[Span]:
    """The stretch of one occurrence, unless it leaves its owner free."""
    if not _keeps_busy(event):
        return
    starts, ends = event.start, event.end
    days = not isinstance(starts, datetime) or _word(event, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE"
    if days and not all_day:
        return
    span = math.floor(_instant(starts, zone)), math.ceil(_instant(ends, zone))
    if span[0] < span[1]:
        yield span


def _keeps_busy(event: Any) -> bool:
    """Cancelled events and those marked free do not; tentative ones do, and being out of office too.

    What Outlook says in its own word is more precise than the TRANSP that it writes beside it.
    """
    if _word(event, "STATUS") == "CANCELLED":
        return False
    outlook = _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") or _word(event, "X-MICROSOFT-CDO-INTENDEDSTATUS")
    if outlook:
        return outlook != _FREE
    return _word(event, "TRANSP") != "TRANSPARENT"


def _word(event: Any, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip().upper()


def _published(calendar: Any) -> Iterator[Span]:
    """Busy time published as such (VFREEBUSY): what an agenda shares with those who may see no more."""
    for component in calendar.walk("VFREEBUSY"):
        given = component.get("FREEBUSY", [])
        for period in given if isinstance(given, list) else [given]:
            if str(period.params.get("FBTYPE", "BUSY")).upper() != _FREE:
                yield math.floor(period.start.timestamp()), math.ceil(period.end.timestamp())


def _instant(at: date | datetime, zone: ZoneInfo) -> float:
    """A day begins at its midnight in the zone; a time without zone is one of the zone's clocks."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).timestamp()
