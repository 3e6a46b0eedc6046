"""The days of an opening in real time, each cut into its slots. Pure.

A search sweeps thousands of openings, and most of them share their hours with others: what only the clock,
the calendar and the cut decide is worked out once and kept. What is taken never is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules.recurrence import Calendar, Pattern, Recurrence, days_between, validity, week_of
from api.availability.rules.wallclock import Span, pieces, whole_day
from api.contract.models import OpeningKind


class OpeningTimes(Recurrence, Protocol):
    """What the rules read of an opening: a mapped `Opening`, or a row with the same columns."""

    @property
    def id(self) -> UUID: ...
    @property
    def community_id(self) -> UUID: ...
    @property
    def professional_id(self) -> UUID: ...
    @property
    def practice_id(self) -> UUID: ...
    @property
    def kind(self) -> OpeningKind: ...
    @property
    def from_minute(self) -> int: ...
    @property
    def to_minute(self) -> int: ...
    @property
    def slot_minutes(self) -> int: ...
    @property
    def step_minutes(self) -> int | None: ...
    @property
    def buffer_before_minutes(self) -> int: ...
    @property
    def buffer_after_minutes(self) -> int: ...
    @property
    def capacity(self) -> int: ...
    @property
    def min_delay_minutes(self) -> int | None: ...
    @property
    def max_delay_days(self) -> int | None: ...
    @property
    def quota_per_day(self) -> int | None: ...
    @property
    def needs(self) -> list[str]: ...
    @property
    def modes(self) -> list[str]: ...
    @property
    def audiences(self) -> list[str]: ...


class Cut(NamedTuple):
    """How the hours of a day are cut: minutes of the clock; a range (`slot` is None) is one slot."""

    from_minute: int
    to_minute: int
    slot: int | None
    step: int | None


class Hours(NamedTuple):
    """The hours of an opening on one day, in real time: the calendar's and nobody's.

    `spans` are in order and never empty. `grid`: the starts of all the slots, free or not, in order, none
    when no slot fits; each `lasts` as many seconds. `whole` is the whole day.
    """

    day: date
    spans: tuple[Span, ...]
    grid: tuple[int, ...]
    lasts: int
    whole: Span

    @property
    def opens(self) -> int:
        """The first instant: the slot grid counts from it."""
        return self.spans[0][0]

    @property
    def closes(self) -> int:
        """The end of the last stretch."""
        return self.spans[-1][1]


class Occurrence(NamedTuple):
    """An opening on one of its days."""

    opening: OpeningTimes
    hours: Hours


def occurrences(opening: OpeningTimes, calendar: Calendar, from_day: date, to_day: date) -> list[Occurrence]:
    """The opening on each of its days from `from_day` to `to_day`, both included, in order."""
    return [Occurrence(opening, hours) for hours in Sweep(calendar, from_day, to_day).hours_of(opening)]


_CUT = attrgetter("weekday", "on_day", "on_holidays", "kind", "from_minute", "to_minute", "slot_minutes")


class Sweep:
    """The hours of many openings by one calendar, between the same two days, both included.

    Those that are alike in all that decides their hours share them, for as long as the sweep lasts: telling
    that they are alike takes half the time of working them out, even from what is kept across sweeps.
    """

    def __init__(self, calendar: Calendar, from_day: date, to_day: date) -> None:
        self._calendar, self._from_day, self._to_day = calendar, from_day, to_day
        self._known: dict[tuple[Any, ...], tuple[Hours, ...]] = {}

    def hours_of(self, opening: OpeningTimes) -> tuple[Hours, ...]:
        """The hours of the opening on each of its days, in order."""
        low, high = validity(opening, self._from_day, self._to_day)
        turn = week_of(opening.valid_from) % 2 if opening.every_weeks == 2 else None
        alike = (low, high, turn, opening.step_minutes, *_CUT(opening), *opening.nth_of_month)
        known = self._known.get(alike)
        if known is None:
            known = self._known[alike] = _hours_of(opening, self._calendar, low, high)
        left_out = opening.except_days
        # A single day has none: somebody chose it.
        return tuple(hours for hours in known if hours.day not in left_out) if left_out else known


def _hours_of(opening: OpeningTimes, calendar: Calendar, low: date, high: date) -> tuple[Hours, ...]:
    """The hours between two days in which the opening is valid, whatever days it leaves out."""
    slot = None if opening.kind == OpeningKind.range else opening.slot_minutes
    cut = Cut(opening.from_minute, opening.to_minute, slot, opening.step_minutes)
    if opening.on_day is not None:
        single = _hours(calendar.zone, cut, opening.on_day) if low <= opening.on_day <= high else None
        return () if single is None else (single,)
    pattern = Pattern.of(opening, calendar.holidays)
    running = _hours_between(calendar.zone, cut, pattern, week_of(low), week_of(high))
    return tuple(hours for hours in running if low <= hours.day <= high)


@lru_cache(maxsize=8192)
def _hours_between(zone: ZoneInfo, cut: Cut, pattern: Pattern, first: int, last: int) -> tuple[Hours, ...]:
    """Those of the days between two weeks: whole weeks, so that searches of different days share them."""
    found = (_hours(zone, cut, day) for day in days_between(pattern, first, last))
    return tuple(hours for hours in found if hours is not None)


@lru_cache(maxsize=32_768)
def _hours(zone: ZoneInfo, cut: Cut, day: date) -> Hours | None:
    """None when the clock skips all of them that night."""
    spans = pieces(zone, day, cut.from_minute, cut.to_minute)
    if not spans:
        return None
    first, whole = spans[0][0], whole_day(zone, day)
    if cut.slot is None:
        return Hours(day, spans, (first,), spans[-1][1] - first, whole)
    lasts, step = cut.slot * 60, (cut.step or cut.slot) * 60
    grid: list[int] = []
    for opens, closes in spans:
        skipped = -(-(opens - first) // step)
        grid += range(first + skipped * step, closes - lasts + 1, step)
    return Hours(day, spans, tuple(grid), lasts, whole)


class Course(Enum):
    """Where the hours of a day stand."""

    ahead = auto()
    running = auto()
    over = auto()


def course_of(opening: OpeningTimes, calendar: Calendar, day: date, at: int) -> Course:
    """Where the hours of a recurring opening on one of its days, left out or not, stand at that second.

    Hours that the clock skips that night are over with the day.
    """
    cut = Cut(opening.from_minute, opening.to_minute, None, None)
    hours = _hours(calendar.zone, cut, day)
    opens, closes = (hours.opens, hours.closes) if hours else whole_day(calendar.zone, day)
    return Course.over if closes <= at else Course.running if opens < at else Course.ahead


def starts_within(hours: Hours, earliest: int, latest: int) -> Sequence[int]:
    """The starts of the slots, free or not, from `earliest` to `latest`, both included, in order."""
    grid = hours.grid
    if not grid or (earliest <= grid[0] and grid[-1] <= latest):
        return grid
    return grid[bisect_left(grid, earliest) : bisect_right(grid, latest)]


def grid(occurrence: Occurrence) -> Iterator[Span]:
    """Every slot of an occurrence, free or not."""
    lasts = occurrence.hours.lasts
    return ((start, start + lasts) for start in occurrence.hours.grid)
