"""Which openings of one professional meet in real time, and what comes of it. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from api.availability.rules.occurrences import OpeningTimes, occurrences
from api.availability.rules.recurrence import Calendar, days_of
from api.availability.rules.wallclock import Span, local_day, pieces, seconds
from api.contract.models import OpeningKind, SharedTimeEffect

COMPARED, COMPARED_BY_MONTH = timedelta(weeks=53), timedelta(weeks=313)
"""How long recurring openings are compared: a year has both seasons of every time zone; in six years the
fifth Monday of a month has come in weeks of both turns, and on most public holidays."""

Others = Iterable[tuple[OpeningTimes, Calendar]]
"""Other openings of the same professional, each with the clock and the holidays of its community."""

_SAME = (
    "community_id",
    "practice_id",
    "kind",
    "weekday",
    "on_day",
    "every_weeks",
    "nth_of_month",
    "on_holidays",
    "from_minute",
    "to_minute",
    "slot_minutes",
    "step_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "capacity",
    "min_delay_minutes",
    "max_delay_days",
    "quota_per_day",
    "needs",
    "modes",
    "audiences",
)
"""What makes an opening that very one, apart from the days on which it is valid."""


def meets_elsewhere(
    wanted: OpeningTimes, others: Others, calendar: Calendar, at: datetime
) -> OpeningTimes | None:
    """Another opening of the same professional, at another place, that meets the wanted one in real time.

    At the same place two openings may overlap (`meeting_here`): the person is there anyway.
    """
    elsewhere = ((other, its) for other, its in others if other.practice_id != wanted.practice_id)
    return next(_meeting(wanted, elsewhere, calendar, at), None)


def given_elsewhere(span: Span, practice_id: UUID | None, others: Others) -> OpeningTimes | None:
    """The opening at another place than this one in which a time given outside any opening falls."""
    for other, calendar in others:
        if other.practice_id == practice_id:
            continue
        first, last = (local_day(edge, calendar.zone) for edge in span)
        if _meet([span], _spans(other, calendar, first, last, span[0])):
            return other
    return None


def meeting_here(
    wanted: OpeningTimes, others: Others, calendar: Calendar, at: datetime
) -> list[OpeningTimes]:
    """The other openings at the same place that meet the wanted one: they share the person's time."""
    here = ((other, its) for other, its in others if other.practice_id == wanted.practice_id)
    return list(_meeting(wanted, here, calendar, at))


def same_again(wanted: OpeningTimes, others: Others, calendar: Calendar, at: datetime) -> OpeningTimes | None:
    """The opening that is the wanted one already, on some day at least; None when it is a new one."""
    alike = (pair for pair in others if all(_value(wanted, name) == _value(pair[0], name) for name in _SAME))
    return next(_meeting(wanted, alike, calendar, at), None)


def shared_effect(one: OpeningKind, other: OpeningKind) -> SharedTimeEffect:
    """What two openings at one place do to each other, by domain rule 0.2: a place of a range is taken for
    the whole of the range, and each counts what is taken in the other."""
    ranges = [one, other].count(OpeningKind.range)
    return [
        SharedTimeEffect.same_minute_once,
        SharedTimeEffect.range_and_slots,
        SharedTimeEffect.two_ranges,
    ][ranges]


def _value(opening: OpeningTimes, name: str) -> object:
    value = getattr(opening, name)
    return sorted(value) if isinstance(value, list) else value


def _meeting(
    wanted: OpeningTimes, others: Others, calendar: Calendar, at: datetime
) -> Iterator[OpeningTimes]:
    now = seconds(at)
    for other, theirs in others:
        start = max(local_day(now, calendar.zone), wanted.valid_from, other.valid_from)
        by_month = wanted.nth_of_month or other.nth_of_month
        end = start + (COMPARED_BY_MONTH if by_month else COMPARED)
        if _meet(_spans(wanted, calendar, start, end, now), _spans(other, theirs, start, end, now)):
            yield other


def _meet(ours: list[Span], theirs: list[Span]) -> bool:
    """Whether two lists of stretches, each in order and without overlaps, have an instant in common."""
    position = 0
    for start, end in ours:
        while position < len(theirs) and theirs[position][1] <= start:
            position += 1
        if position < len(theirs) and theirs[position][0] < end:
            return True
    return False


def _spans(opening: OpeningTimes, calendar: Calendar, start: date, end: date, now: int) -> list[Span]:
    # One day earlier too: the other opening may live by a clock many hours away.
    days = days_of(opening, calendar.holidays, start - timedelta(days=1), end)
    hours = opening.from_minute, opening.to_minute
    return [span for day in days for span in pieces(calendar.zone, day, *hours) if span[1] > now]


def stands_in(opening: OpeningTimes, calendar: Calendar, span: Span, practice_id: UUID | None) -> bool:
    """Whether a time at that place lies in the hours of the opening on one of its days. A time without a
    place (home, video) is anywhere."""
    if practice_id not in (None, opening.practice_id):
        return False
    day = local_day(span[0], calendar.zone)
    return any(
        its.hours.opens <= span[0] and span[1] <= its.hours.closes
        for its in occurrences(opening, calendar, day - timedelta(days=1), day)
    )
