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


def days_of(opening: Recurrence, holidays: PublicHolidays, first: date, last: date) -> Iterator[date]:
    """The days of the calendar from `first` to `last`, both included, on which the opening runs, in order.

    A single day runs whatever it is: somebody chose it. A recurring opening leaves out public holidays
    unless it says otherwise, and the days that were cancelled or changed one by one.
    """
    low = first if first > opening.valid_from else opening.valid_from
    high = last if opening.valid_to is None or last < opening.valid_to else opening.valid_to
    if opening.on_day is not None:
        if low <= opening.on_day <= high:
            yield opening.on_day
        return
    weekday = opening.weekday or 1
    parity = week_of(opening.valid_from) % 2 if opening.every_weeks == 2 else None
    closed_on = None if opening.on_holidays else holidays
    # Cached by whole weeks, so that searches that begin at different days share what they expand.
    nth, left_out = tuple(opening.nth_of_month), opening.except_days
    for day in _pattern(weekday, parity, nth, closed_on, week_of(low), week_of(high)):
        if low <= day <= high and (not left_out or day not in left_out):
            yield day


def runs_on(opening: Recurrence, holidays: PublicHolidays, day: date) -> bool:
    """Whether the opening runs on that day."""
    return any(days_of(opening, holidays, day, day))


def week_of(day: date) -> int:
    """The number of the week of that day, Monday to Sunday, counted without end: neighbours differ by 1."""
    return (day.toordinal() - 1) // 7


@lru_cache(maxsize=4096)
def _pattern(
    weekday: int,
    parity: int | None,
    nth: tuple[str, ...],
    closed_on: PublicHolidays | None,
    first: int,
    last: int,
) -> tuple[date, ...]:
    """The days between two weeks, both included, by their numbers."""
    found = []
    for week in range(first, last + 1):
        day = date.fromordinal(week * 7 + weekday)
        in_turn = parity is None or week_of(day) % 2 == parity
        if in_turn and _is_nth(day, nth) and not (closed_on is not None and day in closed_on):
            found.append(day)
    return tuple(found)


def _is_nth(day: date, nth: tuple[str, ...]) -> bool:
    """Whether the day is one of the wanted ones among its like in its month; any when none is named."""
    return (
        not nth
        or any(_NTH.get(word) == (day.day - 1) // 7 + 1 for word in nth)
        or (NthOfMonth.last in nth and (day + _WEEK).month != day.month)
    )
