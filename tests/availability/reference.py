"""Free slots computed slowly and obviously: minute by minute, straight from the words of the domain rules.

Nothing here is shared with the engine. An opening is a set of minutes of real time: those at which the
territory's clock shows a time between its start and its end on one of its days.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from api.availability.tables import Opening
from api.contract.models import OpeningKind

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stretch:
    """A half-open stretch of real time."""

    starts: datetime
    ends: datetime

    def meets(self, other: "Stretch") -> bool:
        """Whether some instant is in both."""
        return max(self.starts, other.starts) < min(self.ends, other.ends)


@dataclass(frozen=True)
class Booking:
    """A time that is taken with its buffers; of which opening, and from which start of it, if of any."""

    taken: Stretch
    opening_id: object = None
    start: datetime | None = None


def free(
    opening: Opening,
    zone: ZoneInfo,
    holidays: Collection[date],
    window: Stretch,
    closed: Collection[Stretch],
    booked: Collection[Booking],
    earliest: datetime,
    latest: datetime,
) -> dict[datetime, int]:
    """Start -> places left, for the starts in the window. All given instants are whole minutes."""
    found = {}
    for day, minutes in _days_of(opening, zone, holidays, window).items():
        of_the_day = [
            one
            for one in booked
            if one.opening_id == opening.id and one.start and one.start.astimezone(zone).date() == day
        ]
        for start in _starts(opening, minutes):
            slot = slot_of(opening, start, zone)
            if not window.starts <= start < window.ends or not earliest <= start <= latest:
                continue
            if any(slot.meets(closure) for closure in closed):
                continue
            wide = with_buffers(opening, slot)
            left = opening.capacity - sum(1 for one in booked if one.taken.meets(wide))
            if opening.quota_per_day is not None:
                left = min(left, opening.quota_per_day - len(of_the_day))
            if left > 0:
                found[start] = left
    return found


def slot_of(opening: Opening, start: datetime, zone: ZoneInfo) -> Stretch:
    """The slot that starts then; a range of places is one slot, until its last minute of that day."""
    if opening.kind != OpeningKind.range:
        return Stretch(start, start + timedelta(minutes=opening.slot_minutes))
    return Stretch(start, max(arrivals(opening, start, zone)) + MINUTE)


def arrivals(opening: Opening, start: datetime, zone: ZoneInfo) -> set[datetime]:
    """When one may come for the slot that starts then: then, or at any minute of a range of places."""
    if opening.kind != OpeningKind.range:
        return {start}
    found, minute = set(), start
    while (shown := minute.astimezone(zone)).date() == start.astimezone(zone).date():
        if opening.from_minute <= shown.hour * 60 + shown.minute < opening.to_minute:
            found.add(minute)
        minute += MINUTE
    return found


def with_buffers(opening: Opening, slot: Stretch) -> Stretch:
    """The same with the time before and after."""
    return Stretch(
        slot.starts - timedelta(minutes=opening.buffer_before_minutes),
        slot.ends + timedelta(minutes=opening.buffer_after_minutes),
    )


def runs(opening: Opening, day: date, holidays: Collection[date]) -> bool:
    """Whether the opening runs on that day, straight from the words of the contract."""
    if day < opening.valid_from or (opening.valid_to is not None and day > opening.valid_to):
        return False
    if opening.on_day is not None:
        return day == opening.on_day
    if day.isoweekday() != opening.weekday or day in opening.except_days:
        return False
    if day in holidays and not opening.on_holidays:
        return False
    if opening.every_weeks == 2:
        weeks = (monday_of(day) - monday_of(opening.valid_from)).days // 7
        if weeks % 2 == 1:
            return False
    if opening.nth_of_month:
        alike = [
            one
            for number in range(1, 32)
            if (one := _day(day.year, day.month, number)) and one.isoweekday() == opening.weekday
        ]
        names = ["first", "second", "third", "fourth", "fifth"][: len(alike)]
        wanted = {one for name, one in zip(names, alike, strict=True) if name in opening.nth_of_month}
        if "last" in opening.nth_of_month:
            wanted.add(alike[-1])
        return day in wanted
    return True


def monday_of(day: date) -> date:
    """The Monday on or before."""
    while day.isoweekday() != 1:
        day -= timedelta(days=1)
    return day


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _days_of(
    opening: Opening, zone: ZoneInfo, holidays: Collection[date], window: Stretch
) -> dict[date, list[datetime]]:
    """The minutes of the opening, day by day of the territory's calendar."""
    days: dict[date, list[datetime]] = {}
    known: dict[date, bool] = {}
    opens, closes = opening.from_minute, opening.to_minute
    first, last = window.starts - timedelta(days=2), window.ends + timedelta(days=2)
    for number in range((last.date() - first.date()).days + 1):
        for minute, day, clock in _shown(zone, first.date() + timedelta(days=number)):
            if not first <= minute < last:
                continue
            if day not in known:
                known[day] = runs(opening, day, holidays)
            if known[day] and opens <= clock < closes:
                days.setdefault(day, []).append(minute)
    return days


@cache
def _shown(zone: ZoneInfo, day: date) -> list[tuple[datetime, date, int]]:
    """Each minute of a day of UTC, and the day and the minute of it that the territory's clock shows."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    minutes = [midnight + number * MINUTE for number in range(24 * 60)]
    return [
        (minute, shown.date(), shown.hour * 60 + shown.minute)
        for minute in minutes
        if (shown := minute.astimezone(zone))
    ]


def _starts(opening: Opening, minutes: list[datetime]) -> list[datetime]:
    """The starts of the grid, which counts real time from the first minute, with all their minutes open."""
    if opening.kind == OpeningKind.range:
        return minutes[:1]
    step = opening.step_minutes or opening.slot_minutes
    inside = set(minutes)
    return [
        start
        for start in minutes
        if (start - minutes[0]) % timedelta(minutes=step) == timedelta()
        and all(start + n * MINUTE in inside for n in range(opening.slot_minutes))
    ]


def utc(text: str) -> datetime:
    """`2026-03-29 01:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
