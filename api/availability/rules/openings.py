"""What an opening may be, and which two may not stand together. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.availability.rules.slots import OpeningTimes, occurrences
from api.availability.rules.wallclock import Span, local_day, pieces, seconds
from api.contract.models import ClosureInput, OpeningInput, OpeningKind
from api.core.problems import FieldError, InvalidInput

LONGEST_CLOSURE = timedelta(days=366)
"""A leave of more than a year is an end of practice, which is said by closing the openings for good."""

COMPARED = timedelta(weeks=53)
"""Weekly openings are compared over a whole year: both seasons of every time zone are in it."""


def minutes_of(wall_time: str) -> int:
    """`09:30` -> 570, `24:00` -> 1440: minutes of the clock since 0:00."""
    hours, minutes = wall_time.split(":")
    return int(hours) * 60 + int(minutes)


def wall_time(minutes: int) -> str:
    """570 -> `09:30`, 1440 -> `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def checked_opening(body: OpeningInput, zone: ZoneInfo, at: datetime) -> dict[str, Any]:
    """The columns of the opening that somebody asks for, in the clock of `zone`.

    InvalidInput names every field that cannot be: an end before its start, a day that is past, a slot
    longer than the opening…
    """
    today = local_day(seconds(at), zone)
    given = body.model_dump(exclude_unset=True)
    from_minute, to_minute = minutes_of(body.from_time), minutes_of(body.to_time)
    valid_from: date = body.on_day or given.get("valid_from") or today
    valid_to: date | None = body.on_day or given.get("valid_to")
    step_minutes: int | None = given.get("step_minutes")
    errors = [
        *_wrong_days(body, given, valid_from, valid_to, today),
        *_wrong_lengths(body, step_minutes, from_minute, to_minute),
    ]
    if not errors and body.on_day is not None:
        errors = _wrong_clock(pieces(zone, body.on_day, from_minute, to_minute), seconds(at))
    if errors:
        raise InvalidInput(errors=errors)
    return {
        "practice_id": body.practice_id,
        "kind": body.kind,
        "weekday": body.weekday,
        "on_day": body.on_day,
        "from_minute": from_minute,
        "to_minute": to_minute,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "slot_minutes": body.slot_minutes,
        "step_minutes": step_minutes,
        "buffer_before_minutes": body.buffer_before_minutes,
        "buffer_after_minutes": body.buffer_after_minutes,
        "capacity": body.capacity,
        "needs": list(dict.fromkeys(need.value for need in body.needs)),
        "modes": list(dict.fromkeys(mode.value for mode in body.modes)),
        "audiences": list(dict.fromkeys(audience.value for audience in body.audiences)),
    }


def _wrong_days(
    body: OpeningInput, given: dict[str, Any], valid_from: date, valid_to: date | None, today: date
) -> list[FieldError]:
    if body.weekday is None and body.on_day is None:
        return [FieldError("/weekday", "Say a day of the week, or a single day in on_day")]
    if body.weekday is not None and body.on_day is not None:
        return [FieldError("/on_day", "Either every week or a single day: leave weekday or on_day empty")]
    if body.on_day is not None:
        wrong = [
            FieldError(f"/{name}", "A single day has no validity: leave this out")
            for name in ("valid_from", "valid_to")
            if given.get(name) not in (None, body.on_day)
        ]
        if body.on_day < today:
            wrong.append(FieldError("/on_day", "This day is past: choose today or a later one"))
        return wrong
    if valid_to is None:
        return []
    if valid_to < valid_from:
        return [FieldError("/valid_to", "The last day comes before the first: correct one of the two")]
    if valid_to < today:
        return [FieldError("/valid_to", "This day is past: choose today or a later one")]
    start = max(valid_from, today)
    if start + timedelta(days=((body.weekday or 1) - start.isoweekday()) % 7) > valid_to:
        return [FieldError("/valid_to", "This weekday does not come before that: choose a later last day")]
    return []


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


def refused_closure(body: ClosureInput, at: datetime) -> list[FieldError]:
    """What is wrong with a closed time; empty when it may be."""
    if body.ends_at <= body.starts_at:
        return [FieldError("/ends_at", "The end must come after the start")]
    if body.ends_at <= at:
        return [FieldError("/ends_at", "This time is past: choose a later one")]
    if body.ends_at - body.starts_at > LONGEST_CLOSURE:
        return [FieldError("/ends_at", "A closure lasts a year at most: close the openings for good instead")]
    return []


def meets_elsewhere(
    wanted: OpeningTimes, others: Iterable[tuple[OpeningTimes, ZoneInfo]], zone: ZoneInfo, at: datetime
) -> OpeningTimes | None:
    """Another opening of the same professional, at another place, that meets the wanted one in real time.

    At the same place two openings may overlap: the person is there anyway (a 15-minute grid for the
    regulation over a 20-minute one for colleagues), and claims give each minute to one patient only.
    """
    now = seconds(at)
    for other, its_zone in others:
        if other.practice_id == wanted.practice_id:
            continue
        start = max(local_day(now, zone), wanted.valid_from, other.valid_from)
        theirs = _spans(other, its_zone, start, now)
        if any(a < d and c < b for a, b in _spans(wanted, zone, start, now) for c, d in theirs):
            return other
    return None


def _spans(opening: OpeningTimes, zone: ZoneInfo, start: date, now: int) -> list[Span]:
    # One day earlier too: the other opening may live by a clock many hours away.
    days = start - timedelta(days=1), start + COMPARED
    found = (span for occurrence in occurrences(opening, zone, *days) for span in occurrence.spans)
    return [span for span in found if span[1] > now]
