"""Free slots computed slowly and obviously: minute by minute, straight from the words of the domain rules.

Nothing here is shared with the engine. An opening is a set of minutes of real time: those at which the
territory's clock shows a time between its start and its end on one of its days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api.availability.tables import Opening

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stretch:
    """A half-open stretch of real time."""

    starts: datetime
    ends: datetime

    def meets(self, other: "Stretch") -> bool:
        """Whether some instant is in both."""
        return max(self.starts, other.starts) < min(self.ends, other.ends)


def free(
    opening: Opening,
    zone: ZoneInfo,
    window: Stretch,
    closed: Iterable[Stretch],
    taken: Iterable[Stretch],
    earliest: datetime,
    latest: datetime,
) -> dict[datetime, int]:
    """Start -> places left, for the starts in the window. All given instants are whole minutes."""
    closed, taken, found = list(closed), list(taken), {}
    for minutes in _days_of(opening, zone, window):
        for start in _starts(opening, minutes):
            slot = Stretch(start, start + timedelta(minutes=opening.slot_minutes))
            if not window.starts <= start < window.ends or not earliest <= start <= latest:
                continue
            if any(slot.meets(closure) for closure in closed):
                continue
            wide = Stretch(
                slot.starts - timedelta(minutes=opening.buffer_before_minutes),
                slot.ends + timedelta(minutes=opening.buffer_after_minutes),
            )
            left = opening.capacity - sum(1 for claim in taken if claim.meets(wide))
            if left > 0:
                found[start] = left
    return found


def _days_of(opening: Opening, zone: ZoneInfo, window: Stretch) -> list[list[datetime]]:
    """The minutes of the opening, day by day of the territory's calendar."""
    days: dict[object, list[datetime]] = {}
    minute = window.starts - timedelta(days=2)
    while minute < window.ends + timedelta(days=2):
        shown = minute.astimezone(zone)
        day, clock = shown.date(), shown.hour * 60 + shown.minute
        runs = opening.on_day == day if opening.on_day else opening.weekday == day.isoweekday()
        valid = opening.valid_from <= day and (opening.valid_to is None or day <= opening.valid_to)
        if runs and valid and opening.from_minute <= clock < opening.to_minute:
            days.setdefault(day, []).append(minute)
        minute += MINUTE
    return list(days.values())


def _starts(opening: Opening, minutes: list[datetime]) -> list[datetime]:
    """The starts of the grid, which counts real time from the first minute, with all their minutes open."""
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
