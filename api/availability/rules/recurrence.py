"""On which days an opening runs: each week or every other, the nth of the month, a single day. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from api.contract.models import NthOfMonth
from api.core.public_holidays import PublicHolidays

_NTH = {word.value: place for place, word in enumerate(NthOfMonth, start=1) if word is not NthOfMonth.last}
_WEEK = timedelta(days=7)


class Calendar(NamedTuple):
    """By which clock and which public holidays a community lives."""

    zone: ZoneInfo
    holidays: PublicHolidays


class Recurrence(Protocol):
    """What says on which days an opening runs."""

    @property
    def weekday(self) -> int | None: ...
    @property
    def on_day(self) -> date | None: ...
    @property
    def every_weeks(self) -> int: ...
    @property
    def nth_of_month(self) -> list[str]: ...
    @property
    def on_holidays(self) -> bool: ...
    @property
    def except_days(self) -> list[date]: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


class Pattern(NamedTuple):
    """What makes the days of a recurring opening, but for its validity and the days left out one by one.

    `parity`: of the weeks in which it runs, when it runs every other week. `closed_on`: the public holidays
    on which it does not.
    """

    weekday: int
    parity: int | None
    nth: tuple[str, ...]
    closed_on: PublicHolidays | None

    @classmethod
    def of(cls, opening: Recurrence, holidays: PublicHolidays) -> "Pattern":
        """That of an opening which is no single day."""
        return cls(
            opening.weekday or 1,
            week_of(opening.valid_from) % 2 if opening.every_weeks == 2 else None,
            tuple(opening.nth_of_month),
            None if opening.on_holidays else holidays,
        )


def days_of(opening: Recurrence, holidays: PublicHolidays, first: date, last: date) -> Iterator[date]:
    """The days of the calendar from `first` to `last`, both included, on which the opening runs, in order.

    A single day runs whatever it is: somebody chose it. A recurring opening leaves out public holidays
    unless it says otherwise, and the days that were cancelled or changed one by one.
    """
    low, high = validity(opening, first, last)
    if opening.on_day is not None:
        if low <= opening.on_day <= high:
            yield opening.on_day
        return
    for day in days_between(Pattern.of(opening, holidays), week_of(low), week_of(high)):
        if low <= day <= high and day not in opening.except_days:
            yield day


def validity(opening: Recurrence, first: date, last: date) -> tuple[date, date]:
    """The part of these days in which the opening is valid; when none is, the first is later."""
    low = first if first > opening.valid_from else opening.valid_from
    high = last if opening.valid_to is None or last < opening.valid_to else opening.valid_to
    return low, high


def runs_on(opening: Recurrence, holidays: PublicHolidays, day: date) -> bool:
    """Whether the opening runs on that day."""
    return any(days_of(opening, holidays, day, day))


def out_of_turn(opening: Recurrence, holidays: PublicHolidays, day: date) -> bool:
    """Whether a recurring opening, valid on that day, leaves it out only because it runs in other weeks: not
    for a public holiday, nor because somebody left that day out."""
    pattern = Pattern.of(opening, holidays)
    every_week = pattern._replace(parity=None, nth=())
    week = week_of(day)
    low, high = validity(opening, day, day)
    return (
        low <= high
        and day in days_between(every_week, week, week)
        and day not in days_between(pattern, week, week)
    )


def week_of(day: date) -> int:
    """The number of the week of that day, Monday to Sunday, counted without end: neighbours differ by 1."""
    return (day.toordinal() - 1) // 7


@lru_cache(maxsize=4096)
def days_between(pattern: Pattern, first: int, last: int) -> tuple[date, ...]:
    """The days between two weeks, both included, by their numbers."""
    found = []
    for week in range(first, last + 1):
        day = date.fromordinal(week * 7 + pattern.weekday)
        in_turn = pattern.parity is None or week % 2 == pattern.parity
        closed = pattern.closed_on is not None and day in pattern.closed_on
        if in_turn and not closed and _is_nth(day, pattern.nth):
            found.append(day)
    return tuple(found)


def _is_nth(day: date, nth: tuple[str, ...]) -> bool:
    """Whether the day is one of the wanted ones among its like in its month; any when none is named."""
    return (
        not nth
        or any(_NTH.get(word) == (day.day - 1) // 7 + 1 for word in nth)
        or (NthOfMonth.last in nth and (day + _WEEK).month != day.month)
    )
