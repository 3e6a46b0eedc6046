"""Hours on the wall clock of a territory, on nights when it jumps too. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


def is_within(hours: tuple[time, time], at: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock is in these hours at `at`: from the first on, before the second.

    They may span midnight. Equal hours are none at all.
    """
    start, end = hours
    shown = at.astimezone(zone).time()
    if start == end:
        return False
    return start <= shown < end if start < end else shown >= start or shown < end


def end_of(hours: tuple[time, time], at: datetime, zone: ZoneInfo) -> datetime:
    """When the hours in which `at` lies are over; `at` itself when it lies outside."""
    return next_at(hours[1], at, zone) if is_within(hours, at, zone) else at


def next_at(shown: time, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant strictly after `after` when the wall clock shows that time.

    A time that the clock jumps over is reached when it jumps; one shown twice counts twice.
    """
    day = after.astimezone(zone).date()
    instants = (instant for n in range(3) for instant in _instants(day + timedelta(days=n), shown, zone))
    return next(instant for instant in instants if instant > after)


def last_at(shown: time, at: datetime, zone: ZoneInfo) -> datetime:
    """The latest instant, `at` or before, that stands for that time of day: exactly one each day."""
    day = at.astimezone(zone).date()
    firsts = (next(_instants(day - timedelta(days=n), shown, zone)) for n in range(3))
    return next(instant for instant in firsts if instant <= at)


def _instants(day: date, shown: time, zone: ZoneInfo) -> Iterator[datetime]:
    """When the wall clock shows, or jumps over, that time on that day; in order."""
    before, after = (datetime.combine(day, shown.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    if before <= after:
        yield before
        if after != before:
            yield after
        return
    # The clock jumps over it: by the offset of before the jump it comes too late, by that of after too early.
    while after.astimezone(zone).replace(tzinfo=None) < datetime.combine(day, shown):
        after += _MINUTE
    yield after


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last day of a shorter one (31 January + 1 = 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_from(at: datetime, months: int, zone: tzinfo) -> datetime:
    """The same hour, on the clocks of `zone`, of the same day so many calendar months later; earlier when
    `months` is negative."""
    local = at.astimezone(zone)
    day = months_later(local.date(), months)
    return local.replace(year=day.year, month=day.month, day=day.day)
