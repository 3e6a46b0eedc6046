"""What a regulation is shown of a day: the word for it, and the hours of the SAS. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from api.availability.rules.recurrence import Calendar
from api.availability.rules.wallclock import DAY, Span, instant, local_day, pieces, seconds, whole_day
from api.contract.models import AvailabilityDayState, SearchAvailabilityQuery
from api.core.problems import FieldError

FURTHEST = timedelta(days=7)
"""A regulation looks for care within two days; a week covers the longest bridge of public holidays."""

_WEEK_DAYS, _SATURDAY = (8 * 60, 20 * 60), (8 * 60, 12 * 60)
"""Minutes of the clock: SAS hours (domain rules 0.4)."""


def errors_of_search(query: SearchAvailabilityQuery, at: datetime) -> list[FieldError]:
    """What makes no sense in a search of a regulation at `at`; empty when it may be answered."""
    errors = []
    point = (query.latitude is not None, query.longitude is not None)
    if query.commune_insee is None and not any(point) and query.professional_id is None:
        cure = "Say where: a commune by its INSEE code, or a latitude and a longitude"
        errors.append(FieldError("/query/commune_insee", cure))
    elif query.commune_insee is not None and any(point):
        errors.append(FieldError("/query/commune_insee", "Give a commune or a point, not both"))
    elif point[0] != point[1]:
        missing = "longitude" if point[0] else "latitude"
        errors.append(FieldError(f"/query/{missing}", "A point needs a latitude and a longitude"))
    if query.until is not None and query.until <= at:
        errors.append(FieldError("/query/until", "Give a time to come"))
    elif query.until is not None and query.until > at + FURTHEST:
        errors.append(FieldError("/query/until", f"Search {FURTHEST.days} days ahead at most"))
    return errors


def end_of_search(query: SearchAvailabilityQuery, at: datetime, calendar: Calendar) -> datetime:
    """Until when slots are looked for: the end of the day after tomorrow unless it is said."""
    if query.until is not None:
        return query.until
    last = local_day(seconds(at), calendar.zone) + timedelta(days=2)
    return instant(whole_day(calendar.zone, last)[1])


def state_of_day(
    day: Span, hours: Iterable[Span], away: Iterable[Span], closed: Iterable[Span], *, free: bool, now: int
) -> AvailabilityDayState:
    """The word for a day of somebody: `hours` are those of their openings, `away` when they are absent,
    `closed` whatever else they closed."""
    if free:
        return AvailabilityDayState.free
    hours, away, closed = list(hours), list(away), list(closed)
    if not hours:
        gone = covers(away, (max(day[0], now), day[1]))
        return AvailabilityDayState.absent if gone else AvailabilityDayState.closed
    to_come = [span for span in hours if span[0] > now]
    if not to_come:
        gone = all(covers(away, span) for span in hours)
        return AvailabilityDayState.absent if gone else AvailabilityDayState.over
    if all(covers([*away, *closed], span) for span in to_come):
        gone = any(covers(away, span) for span in to_come)
        return AvailabilityDayState.absent if gone else AvailabilityDayState.closed
    return AvailabilityDayState.full


def covers(stretches: Iterable[Span], span: Span) -> bool:
    """Whether these stretches together leave nothing of the span."""
    start = span[0]
    for begins, ends in sorted(stretches):
        if begins > start:
            break
        start = max(start, ends)
    return start >= span[1]


def sas_hours(calendar: Calendar, at: datetime) -> tuple[datetime | None, datetime | None]:
    """When the SAS hours that run at `at` end; outside them, None and when the next ones begin.

    Monday to Friday 8 to 20, Saturday 8 to 12, public holidays excepted (domain rules 0.4).
    """
    now = seconds(at)
    for ahead in range(15):
        span = _sas_span(calendar, local_day(now + ahead * DAY, calendar.zone))
        if span is None or span[1] <= now:
            continue
        return (instant(span[1]), None) if span[0] <= now else (None, instant(span[0]))
    return None, None


def _sas_span(calendar: Calendar, day: date) -> Span | None:
    if day in calendar.holidays or day.isoweekday() == 7:
        return None
    first, last = _SATURDAY if day.isoweekday() == 6 else _WEEK_DAYS
    spans = pieces(calendar.zone, day, first, last)
    return spans[0][0], spans[-1][1]
