"""When a professional accepts a call for one person more than the agenda holds (surnuméraire). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from api.availability.rules.openings import minutes_of
from api.availability.rules.recurrence import Calendar
from api.availability.rules.wallclock import Span, local_day, pieces, seconds
from api.contract.models import CallTimesInput
from api.core.problems import FieldError
from api.core.spans import joined

HOLIDAY = 8
"""The weekday number of public holidays: their hours stand above those of the day of the week."""

AHEAD = timedelta(days=1)
"""Hours that begin later than that say nothing to somebody who looks for care now."""


def wrong_call_times(body: CallTimesInput) -> list[FieldError]:
    """What is wrong with the hours that somebody says; empty when they may be."""
    errors = []
    if body.hours and body.phone is None:
        errors.append(FieldError("/phone", "Say which number to call"))
    for place, band in enumerate(body.hours):
        if minutes_of(band.to_time) <= minutes_of(band.from_time):
            message = "The end must come after the start (midnight is 24:00; a night is two lines)"
            errors.append(FieldError(f"/hours/{place}/to_time", message))
        elif any(_overlap(band, other) for other in body.hours[:place]):
            message = "These hours overlap others of the same day: join them"
            errors.append(FieldError(f"/hours/{place}/from_time", message))
    return errors


def _overlap(one: Any, other: Any) -> bool:
    return bool(
        one.weekday == other.weekday and one.from_time < other.to_time and other.from_time < one.to_time
    )


def accepts_calls(hours: Sequence[Mapping[str, Any]], calendar: Calendar, at: datetime) -> Span | None:
    """The stretch in which calls are accepted now, else the next within a day; None when there is none."""
    now, today = seconds(at), local_day(seconds(at), calendar.zone)
    # From yesterday on: the night of a 24:00 goes on into today's first hours.
    spans = joined(span for n in range(-1, 3) for span in _of_day(hours, calendar, today + timedelta(days=n)))
    horizon = now + int(AHEAD.total_seconds())
    return next((span for span in spans if span[1] > now and span[0] <= horizon), None)


def _of_day(hours: Sequence[Mapping[str, Any]], calendar: Calendar, day: date) -> Iterable[Span]:
    weekday = HOLIDAY if day in calendar.holidays else day.isoweekday()
    for band in hours:
        if band["weekday"] == weekday:
            yield from pieces(calendar.zone, day, minutes_of(band["from_time"]), minutes_of(band["to_time"]))
