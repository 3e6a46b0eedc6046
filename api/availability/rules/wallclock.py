"""From the clock on the wall to real time, on all days, those of 23 and of 25 hours included. Pure."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

Span = tuple[int, int]
"""A stretch of real time, half-open, in seconds since 1970."""

DAY = 86_400
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def seconds(at: datetime) -> int:
    """An aware instant in whole seconds since 1970, rounded down."""
    return int(at.timestamp() // 1)


def instant(at: int) -> datetime:
    """Seconds since 1970 as an aware instant, in UTC."""
    return datetime.fromtimestamp(at, UTC)


def local_day(at: int, zone: ZoneInfo) -> date:
    """The day that the territory's calendar shows at this instant."""
    return datetime.fromtimestamp(at, zone).date()


@lru_cache(maxsize=8192)
def whole_day(zone: ZoneInfo, day: date) -> Span:
    """That day of the territory's calendar in real time, from its first instant to the next day's."""
    whole = pieces(zone, day, 0, 1440)
    return whole[0][0], whole[-1][1]


@lru_cache(maxsize=32_768)
def pieces(zone: ZoneInfo, day: date, from_minute: int, to_minute: int) -> tuple[Span, ...]:
    """The real time during which the territory's clock shows `from_minute` to `to_minute` of that day.

    Minutes count from 0:00 on the clock, up to 1440. One stretch on nearly all days. On the night when an
    hour is skipped, what lies in it does not exist; when an hour is repeated it counts twice, in two
    stretches if the clock leaves the interval in between. Empty when the clock never shows it.
    """
    start = (day.toordinal() - _EPOCH_ORDINAL) * DAY
    opens, closes = start + from_minute * 60, start + to_minute * 60
    before, after, change = _offsets(zone, day)
    if change is None:
        return ((opens - before, closes - before),)
    first = (opens - before, min(closes - before, change))
    second = (max(opens - after, change), closes - after)
    if first[0] < first[1] == second[0] < second[1]:
        return ((first[0], second[1]),)
    return tuple(span for span in (first, second) if span[0] < span[1])


@lru_cache(maxsize=8192)
def _offsets(zone: ZoneInfo, day: date) -> tuple[int, int, int | None]:
    """The offset from UTC in seconds around that local day: before and after its change, and when it is.

    The instant is None when the clock does not change in that day. At most one change is expected.
    """
    midnight = (day.toordinal() - _EPOCH_ORDINAL) * DAY
    # Offsets lie between -12 h and +14 h, so the local day is inside these bounds wherever it is.
    low, high = midnight - 14 * 3600, midnight + DAY + 12 * 3600
    before, after = _offset(zone, low), _offset(zone, high)
    if before == after:
        return before, before, None
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return before, after, high


def _offset(zone: ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
