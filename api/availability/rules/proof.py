"""Hours opened, for a proof: real time, less what was closed. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from api.availability.rules.wallclock import Span
from api.core.spans import joined

MINUTE = 60


def days_of_month(month: str) -> tuple[date, date]:
    """The first and the last day of a month written `2026-11`."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


def mondays_of(first: date, last: date) -> list[date]:
    """The Mondays of the calendar weeks that have a day from `first` to `last`, both included."""
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]


def open_stretches(opened: Iterable[Span], closed: Iterable[Span]) -> list[Span]:
    """The time that was open, in order and without overlap: two openings at the same hour are one hour."""
    left: list[Span] = []
    barred = joined(closed)
    for start, end in joined(opened):
        for begins, ends in barred:
            if ends <= start or begins >= end:
                continue
            if begins > start:
                left.append((start, begins))
            start = max(start, ends)
        if start < end:
            left.append((start, end))
    return left


def minutes_within(stretches: Iterable[Span], span: Span) -> int:
    """Whole minutes of these stretches that lie in the span."""
    inside = (min(end, span[1]) - max(start, span[0]) for start, end in stretches)
    return sum(lasts for lasts in inside if lasts > 0) // MINUTE
