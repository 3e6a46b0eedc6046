"""Why a time is not free: the cause that stands nearest to the answer "it is". Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from api.availability.rules.recurrence import Calendar, days_of
from api.availability.rules.slots import (
    Busy,
    Occurrence,
    OpeningTimes,
    Reach,
    grid,
    occurrences,
    opening_fits,
    quota_left,
)
from api.availability.rules.wallclock import Span, local_day, pieces
from api.contract.models import CareMode, ClosureReason, Need, OpeningKind, TimeCause
from api.core.public_holidays import NO_HOLIDAYS

ABSENT = frozenset({ClosureReason.leave, ClosureReason.illness})
"""Closures that mean that the person is away, rather than busy otherwise."""

# The nearer to free, the more it helps: who hears "too soon" calls; who hears "holiday" looks elsewhere.
_NEARNESS = [
    TimeCause.off_grid,
    TimeCause.too_soon,
    TimeCause.too_far,
    TimeCause.quota_reached,
    TimeCause.buffer,
    TimeCause.held,
    TimeCause.taken,
    TimeCause.elsewhere,
    TimeCause.mode,
    TimeCause.need,
    TimeCause.audience,
    TimeCause.closed,
    TimeCause.absent,
    TimeCause.day_cancelled,
    TimeCause.holiday,
    TimeCause.past,
    TimeCause.no_opening,
]


class Standing(NamedTuple):
    """What stands against a professional: closures with their reasons, claims with the end of their hold,
    and busy time of agendas kept elsewhere, none of which overlap."""

    closed: list[tuple[Span, ClosureReason]]
    taken: list[tuple[Span, int | None]]
    busy: Busy
    elsewhere: list[Span]


class Verdict(NamedTuple):
    """Free when `cause` is None. `span`: what stands against it, or the slot itself."""

    cause: TimeCause | None
    opening: OpeningTimes | None = None
    slot: Span | None = None
    span: Span | None = None
    holiday: str | None = None


class Asked(NamedTuple):
    """An opening with what decides about it; `meant`: whether it is for whoever asks."""

    opening: OpeningTimes
    calendar: Calendar
    reach: Reach
    meant: bool


def explain(
    asked: Iterable[Asked], at: int, standing: Standing, *, now: int, need: Need | None, mode: CareMode | None
) -> Verdict:
    """What the opening that comes nearest says about the instant `at` (seconds, like `now`)."""
    verdicts = [_one(one, at, standing, now=now, need=need, mode=mode) for one in asked]
    return min(verdicts, key=_nearness, default=Verdict(TimeCause.past if at < now else TimeCause.no_opening))


def _nearness(verdict: Verdict) -> int:
    return -1 if verdict.cause is None else _NEARNESS.index(verdict.cause)


def _one(
    asked: Asked, at: int, standing: Standing, *, now: int, need: Need | None, mode: CareMode | None
) -> Verdict:
    opening, calendar = asked.opening, asked.calendar
    day = local_day(at, calendar.zone)
    found = next((its for its in occurrences(opening, calendar, day, day) if _covers(its, at)), None)
    if found is None:
        return Verdict(TimeCause.past) if at < now else _not_that_day(opening, calendar, at)
    slot, exact = _slot(found, at)
    if slot is None:
        return Verdict(TimeCause.past if at < now else TimeCause.off_grid, opening)
    cause, span = _against(asked, found, slot, standing, now=now, need=need, mode=mode)
    if cause is None and not exact:
        return Verdict(TimeCause.off_grid, opening, slot, slot)
    return Verdict(cause, opening, slot, span)


def _covers(occurrence: Occurrence, at: int) -> bool:
    return any(start <= at < end for start, end in occurrence.spans)


def _slot(occurrence: Occurrence, at: int) -> tuple[Span | None, bool]:
    """The slot that starts then, else the one that the instant lies in; whether it is a start of the grid."""
    all_slots = list(grid(occurrence))
    for slot in all_slots:
        if slot[0] == at:
            return slot, True
    inside = next((slot for slot in all_slots if slot[0] <= at < slot[1]), None)
    return inside, inside is not None and occurrence.opening.kind == OpeningKind.range


def _against(
    asked: Asked,
    occurrence: Occurrence,
    slot: Span,
    standing: Standing,
    *,
    now: int,
    need: Need | None,
    mode: CareMode | None,
) -> tuple[TimeCause | None, Span | None]:
    opening, (start, end) = asked.opening, slot
    if start < now:
        return TimeCause.past, slot
    if not asked.meant:
        return TimeCause.audience, None
    if not opening_fits(opening, None, mode):
        return TimeCause.mode, None
    if not opening_fits(opening, need, None):
        return TimeCause.need, None
    for span, reason in standing.closed:
        if _touch(span, slot):
            return (TimeCause.absent if reason in ABSENT else TimeCause.closed), span
    wide = start - opening.buffer_before_minutes * 60, end + opening.buffer_after_minutes * 60
    near = [(span, held_until) for span, held_until in standing.taken if _touch(span, wide)]
    away = [span for span in standing.elsewhere if _touch(span, wide)]
    if len(near) + len(away) >= opening.capacity:
        return _taken(near, away, slot)
    if quota_left(occurrence, standing.busy) <= 0:
        return TimeCause.quota_reached, occurrence.day
    if start < asked.reach.earliest:
        return TimeCause.too_soon, (asked.reach.earliest, end)
    if start > asked.reach.latest:
        return TimeCause.too_far, (start - asked.reach.latest + now, end)
    return None, None


def _taken(near: list[tuple[Span, int | None]], away: list[Span], slot: Span) -> tuple[TimeCause, Span]:
    met = [(span, held_until) for span, held_until in near if _touch(span, slot)]
    if not met:
        busy = [span for span in away if _touch(span, slot)]
        return (TimeCause.elsewhere, busy[0]) if busy else (TimeCause.buffer, slot)
    ends = [held_until for _, held_until in met if held_until is not None]
    return (TimeCause.held, (slot[0], min(ends))) if ends else (TimeCause.taken, slot)


def _not_that_day(opening: OpeningTimes, calendar: Calendar, at: int) -> Verdict:
    """Whether the opening would have run then, had the day not been a holiday, or cancelled."""
    day = local_day(at, calendar.zone)
    spans = pieces(calendar.zone, day, opening.from_minute, opening.to_minute)
    if opening.weekday is None or not any(start <= at < end for start, end in spans):
        return Verdict(TimeCause.no_opening)
    if day in opening.except_days:
        return Verdict(TimeCause.day_cancelled, opening)
    if day in calendar.holidays and any(days_of(opening, NO_HOLIDAYS, day, day)):
        return Verdict(TimeCause.holiday, opening, holiday=calendar.holidays.name(day))
    return Verdict(TimeCause.no_opening)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
