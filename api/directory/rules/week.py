"""What is wrong with the hours that somebody writes for a place. PURE."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from api.contract.models import HoursException
from api.core.problems import FieldError
from api.directory.rules.opening_hours import HOLIDAY

DAY = 24 * 60
WEEK = 7 * DAY

LONGEST_EXCEPTION = timedelta(days=366)
"""Closed for longer, the week itself is to be written anew: beyond it, a day is a slip of the finger."""

FURTHEST_EXCEPTION = timedelta(days=731)
"""Holidays are planned two years ahead at most."""


class Band(Protocol):
    """Hours on one day of the week, on the wall clock: `08:30`, `24:00` for the end of the day."""

    @property
    def weekday(self) -> int: ...
    @property
    def from_time(self) -> str: ...
    @property
    def to_time(self) -> str: ...


class Times(Protocol):
    """The same without the day."""

    @property
    def from_time(self) -> str: ...
    @property
    def to_time(self) -> str: ...


def faults_of_week(hours: Sequence[Band], *, pointer: str = "/hours") -> list[FieldError]:
    """Which of these weekly hours last no time, or overlap others written before them.

    A night reaches into the next day, Sunday's into Monday; hours that touch are right. Those of public
    holidays are compared with each other alone: which day of the week a holiday takes is not known.
    """
    errors, known = [], list[tuple[int, int, bool]]()
    for index, band in enumerate(hours):
        start, end = _minutes(band)
        if start == end:
            errors.append(FieldError(f"{pointer}/{index}/to_time", _NO_TIME))
            continue
        holiday = band.weekday == HOLIDAY
        first = 0 if holiday else (band.weekday - 1) * DAY
        span = (first + start, first + end, holiday)
        if any(_meet(span, other) for other in known):
            errors.append(FieldError(f"{pointer}/{index}/from_time", _OVERLAP))
        known.append(span)
    return errors


def faults_of_exceptions(wished: Sequence[HoursException], today: date) -> list[FieldError]:
    """Which of these exceptions are over on the day `today` of the place, make no sense, or meet others."""
    errors = []
    for index, one in enumerate(wished):
        pointer = f"/exceptions/{index}"
        if one.to_day < one.from_day:
            errors.append(FieldError(f"{pointer}/to_day", "Give a last day on or after the first"))
        elif one.to_day < today:
            errors.append(FieldError(f"{pointer}/to_day", "Give a day to come: this one is over"))
        elif one.to_day - one.from_day > LONGEST_EXCEPTION:
            errors.append(FieldError(f"{pointer}/to_day", "Give a last day within a year of the first"))
        elif one.from_day - today > FURTHEST_EXCEPTION:
            errors.append(FieldError(f"{pointer}/from_day", "Give a first day within two years"))
        elif any(one.from_day <= other.to_day and other.from_day <= one.to_day for other in wished[:index]):
            message = "These days overlap those of another exception: correct one of the two"
            errors.append(FieldError(f"{pointer}/from_day", message))
        errors += _faults_of_day(one.spans, f"{pointer}/spans")
    return errors


def _faults_of_day(spans: Sequence[Times], pointer: str) -> list[FieldError]:
    errors, known = [], list[tuple[int, int]]()
    for index, times in enumerate(spans):
        start, end = _minutes(times)
        if start == end:
            errors.append(FieldError(f"{pointer}/{index}/to_time", _NO_TIME))
            continue
        if any(start < other[1] and other[0] < end for other in known):
            errors.append(FieldError(f"{pointer}/{index}/from_time", _OVERLAP))
        known.append((start, end))
    return errors


_NO_TIME = "Give an end other than the start: day and night is written 00:00 to 24:00"
_OVERLAP = "These hours overlap others of the same day: correct one of the two"


def _minutes(times: Times) -> tuple[int, int]:
    """From the first midnight; an end before its start lies on the next day."""
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (times.from_time, times.to_time))
    return start, end + DAY if end < start else end


def _meet(one: tuple[int, int, bool], other: tuple[int, int, bool]) -> bool:
    if one[2] != other[2]:
        return False
    around = (0,) if one[2] else (-WEEK, 0, WEEK)
    return any(one[0] < other[1] + turn and other[0] + turn < one[1] for turn in around)
