"""Writing a calendar of RFC 5545: instants, and the definition of a time zone. Pure.

Written by us, so that `icalendar`, which reads, is an independent witness in the tests.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from api.core.content_lines import text


def utc(at: datetime) -> str:
    """An instant, as DATE-TIME with UTC time."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def when(name: str, at: datetime, zone: ZoneInfo) -> str:
    """`DTSTART;TZID=Europe/Paris:20261127T090000`. The second run of a repeated hour has no such name, so it
    is written in UTC."""
    local = at.astimezone(zone)
    if local.fold:
        return f"{name}:{utc(at)}"
    return f"{name};TZID={zone.key}:{local:%Y%m%dT%H%M%S}"


@lru_cache(maxsize=64)
def time_zone(zone: ZoneInfo, from_year: int, to_year: int) -> tuple[str, ...]:
    """The VTIMEZONE of a zone for some years (both included): what holds at first, then each change."""
    start = datetime(from_year, 1, 1, tzinfo=UTC)
    end = datetime(to_year + 1, 1, 1, tzinfo=UTC)
    before = start.astimezone(zone)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}", *_observance(before, before)]
    day = start
    while day < end:
        if _offset(day, zone) != _offset(day + timedelta(days=1), zone):
            change = _change(day, zone)
            lines += _observance((change - timedelta(seconds=1)).astimezone(zone), change.astimezone(zone))
        day += timedelta(days=1)
    return (*lines, "END:VTIMEZONE")


def _change(day: datetime, zone: ZoneInfo) -> datetime:
    """The first second of the new offset, in the day that begins at `day`."""
    low, high = 0, 86_400
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(day + timedelta(seconds=middle), zone) == _offset(day, zone):
            low = middle
        else:
            high = middle
    return day + timedelta(seconds=high)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _observance(before: datetime, after: datetime) -> list[str]:
    """One stretch of a constant offset. Its start is said on the clock that ran before it."""
    old, new = before.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    onset = after.astimezone(UTC).replace(tzinfo=None) + old
    kind = "DAYLIGHT" if after.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_signed(old)}",
        f"TZOFFSETTO:{_signed(new)}",
        f"TZNAME:{text(after.tzname() or kind)}",
        f"END:{kind}",
    ]


def _signed(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
