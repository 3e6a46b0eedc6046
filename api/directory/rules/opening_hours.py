"""Is a place open? From its weekly hours, its exceptions, public holidays, and the clock of the place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.core.public_holidays import public_holidays
from api.core.spans import joined

HOLIDAY = 8
"""The weekday number under which hours of public holidays are written."""

LOOKED_AHEAD = timedelta(days=14)
"""How far an opening is looked for: a place that opens later says nothing."""

_Times = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class OpenState:
    """Open or not; `open_until` when open (None: day and night), `opens_at` when closed (None: not soon)."""

    is_open: bool
    open_until: datetime | None
    opens_at: datetime | None


def open_state(
    hours: _Times, *, insee: str, zone: ZoneInfo, at: datetime, exceptions: _Times = ()
) -> OpenState:
    """Whether a place with these weekly hours, in that commune, is open at `at`.

    Hours are `{weekday, from_time, to_time}`, 1 = Monday … 8 = public holidays, on the wall clock; « 24:00 »
    is the end of the day, and an end at or before its start lies on the next day. On a public holiday only
    the holidays' hours count, whatever the day of the week (domain rules §0.5): without any, the place is
    closed, for sending somebody to a closed door is the worse mistake. Intervals are half-open.

    `exceptions` are `{from_day, to_day, spans}` with days as ISO text: on these days their spans stand above
    everything else, and no span is closed. What began the evening before still ends in the morning.
    """
    horizon = datetime.combine(at.astimezone(zone).date() + LOOKED_AHEAD, time(), zone)
    spans = spans_of_hours(hours, exceptions, insee=insee, zone=zone, from_at=at, until=horizon)
    for start, end in spans:
        if start <= at < end:
            return OpenState(True, end if end < horizon else None, None)
        if start > at:
            return OpenState(False, None, start)
    return OpenState(False, None, None)


def spans_of_hours(
    hours: _Times, exceptions: _Times, *, insee: str, zone: ZoneInfo, from_at: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """When a place with these hours is open, in order: all that meets the time from `from_at` to `until`,
    and what lies around it on these days and the evening before. Hours as `open_state` takes them."""
    first, last = from_at.astimezone(zone).date() - timedelta(days=1), until.astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return joined(
        _real(day, times, zone) for day in days for times in _times_of(day, hours, exceptions, insee)
    )


def _times_of(day: date, hours: _Times, exceptions: _Times, insee: str) -> Iterable[Mapping[str, Any]]:
    written = day.isoformat()
    for one in exceptions:
        if one["from_day"] <= written <= one["to_day"]:
            spans: _Times = one["spans"]
            return spans
    weekday = HOLIDAY if day in public_holidays(insee) else day.isoweekday()
    return [band for band in hours if band["weekday"] == weekday]


def _real(day: date, times: Mapping[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime]:
    start = _instant(day, times["from_time"], zone)
    end = _instant(day, times["to_time"], zone)
    return start, end if end > start else _instant(day + timedelta(days=1), times["to_time"], zone)


def _instant(day: date, text: str, zone: ZoneInfo) -> datetime:
    hour, minute = map(int, text.split(":"))
    whole_days, hour = divmod(hour, 24)
    return datetime.combine(day + timedelta(days=whole_days), time(hour, minute), zone).astimezone(UTC)
