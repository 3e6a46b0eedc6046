"""What an opening may be, and what a closed time may be. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from api.availability.rules.recurrence import Calendar, days_of
from api.availability.rules.wallclock import Span, local_day, pieces, seconds
from api.contract.models import (
    AbsenceInput,
    AvailabilityRules,
    ClosureInput,
    OpeningInput,
    OpeningKind,
    PreviewAbsenceQuery,
)
from api.core.problems import FieldError, InvalidInput

_DAY_MINUTES = 24 * 60

LONGEST_CLOSURE = timedelta(days=366)
"""A leave of more than a year is an end of practice, which is said by closing the openings for good."""


@dataclass(frozen=True)
class _Days:
    """A recurrence that somebody asks for."""

    weekday: int | None
    on_day: date | None
    every_weeks: int
    nth_of_month: list[str]
    on_holidays: bool
    valid_from: date
    valid_to: date | None
    except_days: list[date] = field(default_factory=list)


def minutes_of(wall_time: str) -> int:
    """`09:30` -> 570, `24:00` -> 1440: minutes of the clock since 0:00."""
    hours, minutes = wall_time.split(":")
    return int(hours) * 60 + int(minutes)


def wall_time(minutes: int) -> str:
    """570 -> `09:30`, 1440 -> `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def checked_opening(
    body: OpeningInput, calendar: Calendar, delays: AvailabilityRules, at: datetime, *, under: str = ""
) -> dict[str, Any]:
    """The columns of the opening that somebody asks for, by the clock, the holidays and the delays of its
    community.

    InvalidInput names every field that cannot be: an end before its start, a day that is past, a slot
    longer than the opening… `under` is where the opening stands in the body, such as `/instead`.
    """
    given = body.model_dump(exclude_unset=True)
    from_minute, to_minute = minutes_of(body.from_time), minutes_of(body.to_time)
    days = _Days(
        weekday=body.weekday,
        on_day=body.on_day,
        every_weeks=body.every_weeks,
        nth_of_month=list(dict.fromkeys(word.value for word in body.nth_of_month)),
        on_holidays=body.on_holidays,
        valid_from=body.on_day or given.get("valid_from") or local_day(seconds(at), calendar.zone),
        valid_to=body.on_day or given.get("valid_to"),
    )
    step_minutes: int | None = given.get("step_minutes")
    errors = [
        *_wrong_days(days, given, calendar, local_day(seconds(at), calendar.zone)),
        *_wrong_lengths(body, step_minutes, from_minute, to_minute),
        *_wrong_quota(body, given),
        *_wrong_delays(given, delays),
    ]
    if not errors and body.on_day is not None:
        errors = _wrong_clock(pieces(calendar.zone, body.on_day, from_minute, to_minute), seconds(at))
    if errors:
        raise InvalidInput(errors=[FieldError(under + error.pointer, error.message) for error in errors])
    return {
        "practice_id": body.practice_id,
        "kind": body.kind,
        "weekday": days.weekday,
        "on_day": days.on_day,
        "every_weeks": days.every_weeks,
        "nth_of_month": days.nth_of_month,
        "on_holidays": days.on_holidays,
        "from_minute": from_minute,
        "to_minute": to_minute,
        "valid_from": days.valid_from,
        "valid_to": days.valid_to,
        "slot_minutes": body.slot_minutes,
        "step_minutes": step_minutes,
        "buffer_before_minutes": body.buffer_before_minutes,
        "buffer_after_minutes": body.buffer_after_minutes,
        "capacity": body.capacity,
        "min_delay_minutes": given.get("min_delay_minutes"),
        "max_delay_days": given.get("max_delay_days"),
        "quota_per_day": given.get("quota_per_day"),
        "needs": list(dict.fromkeys(need.value for need in body.needs)),
        "modes": list(dict.fromkeys(mode.value for mode in body.modes)),
        "audiences": list(dict.fromkeys(audience.value for audience in body.audiences)),
    }


def _wrong_days(days: _Days, given: dict[str, Any], calendar: Calendar, today: date) -> list[FieldError]:
    if days.weekday is None and days.on_day is None:
        return [FieldError("/weekday", "Say a day of the week, or a single day in on_day")]
    if days.weekday is not None and days.on_day is not None:
        return [FieldError("/on_day", "Either recurring or a single day: leave weekday or on_day empty")]
    if days.on_day is not None:
        return list(_wrong_single_day(days, given, today))
    if days.every_weeks > 1 and days.nth_of_month:
        message = "Either every other week or some weeks of the month: leave one of the two out"
        return [FieldError("/nth_of_month", message)]
    if days.valid_to is None:
        return []
    if days.valid_to < days.valid_from:
        return [FieldError("/valid_to", "The last day comes before the first: correct one of the two")]
    if days.valid_to < today:
        return [FieldError("/valid_to", "This day is past: choose today or a later one")]
    if not any(days_of(days, calendar.holidays, today, days.valid_to)):
        message = "The opening has no day before that: choose a later last day"
        return [FieldError("/valid_to", message)]
    return []


def _wrong_single_day(days: _Days, given: dict[str, Any], today: date) -> Iterator[FieldError]:
    for name in ("valid_from", "valid_to"):
        if given.get(name) not in (None, days.on_day):
            yield FieldError(f"/{name}", "A single day has no validity: leave this out")
    if days.every_weeks > 1:
        yield FieldError("/every_weeks", "A single day does not come again: leave this out")
    if days.nth_of_month:
        yield FieldError("/nth_of_month", "A single day does not come again: leave this out")
    if days.on_day is not None and days.on_day < today:
        yield FieldError("/on_day", "This day is past: choose today or a later one")


def _wrong_quota(body: OpeningInput, given: dict[str, Any]) -> list[FieldError]:
    quota: int | None = given.get("quota_per_day")
    if quota is None or body.kind is OpeningKind.slots or quota < body.capacity:
        return []
    message = "A range never takes more than its places: leave this out, or make it smaller"
    return [FieldError("/quota_per_day", message)]


def _wrong_delays(given: dict[str, Any], delays: AvailabilityRules) -> Iterator[FieldError]:
    """A notice that is as long as one may book ahead leaves no moment at which a slot may be taken."""
    notice, ahead = given.get("min_delay_minutes"), given.get("max_delay_days")
    longest = min(delays.max_delay_days, ahead or delays.max_delay_days)
    shortest = delays.min_delay_minutes if notice is None else notice
    if shortest < longest * _DAY_MINUTES:
        return
    if ahead is not None:
        message = "Nothing could ever be taken: book further ahead than the notice, or ask for less notice"
        yield FieldError("/max_delay_days", message)
    else:
        message = f"The community books {longest} days ahead at most: ask for less notice"
        yield FieldError("/min_delay_minutes", message)


def _wrong_lengths(
    body: OpeningInput, step_minutes: int | None, from_minute: int, to_minute: int
) -> list[FieldError]:
    if to_minute <= from_minute:
        message = "The end must come after the start (midnight is 24:00; a night is two openings)"
        return [FieldError("/to_time", message)]
    if body.kind is OpeningKind.range:
        message = "A range has no fixed times, so no step: leave this out"
        return [] if step_minutes is None else [FieldError("/step_minutes", message)]
    if body.slot_minutes > to_minute - from_minute:
        message = "A slot is longer than the opening: shorten it, or open more time"
        return [FieldError("/slot_minutes", message)]
    return []


def _wrong_clock(spans: tuple[Span, ...], now: int) -> list[FieldError]:
    if not spans:
        message = "The clocks skip this hour that night: choose another time"
        return [FieldError("/from_time", message)]
    if spans[-1][1] <= now:
        return [FieldError("/to_time", "This time is past: choose a later one")]
    return []


def refused_closure(
    body: ClosureInput | AbsenceInput | PreviewAbsenceQuery, at: datetime
) -> list[FieldError]:
    """What is wrong with a closed time; empty when it may be."""
    if body.ends_at <= body.starts_at:
        return [FieldError("/ends_at", "The end must come after the start")]
    if body.ends_at <= at:
        return [FieldError("/ends_at", "This time is past: choose a later one")]
    if body.ends_at - body.starts_at > LONGEST_CLOSURE:
        return [FieldError("/ends_at", "A closure lasts a year at most: close the openings for good instead")]
    return []
