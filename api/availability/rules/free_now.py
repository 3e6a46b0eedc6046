"""Time opened at once, from now until a time of today. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules.occurrences import OpeningTimes
from api.availability.rules.openings import minutes_of, wall_time
from api.availability.rules.wallclock import pieces
from api.contract.models import OpeningInput, OpeningKind
from api.core.problems import FieldError, InvalidInput

GRAIN = timedelta(minutes=5)
"""One opens from the next multiple of that on the clock."""

_USUAL: dict[str, Any] = {
    "kind": "slots",
    "slot_minutes": 20,
    "capacity": 1,
    "needs": [],
    "modes": ["office"],
    "audiences": ["cpts", "snp"],
}
"""Of somebody who never opened any time."""

_KEPT = (
    "slot_minutes",
    "step_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "needs",
    "modes",
    "audiences",
)


def free_from_now(
    at: datetime, zone: ZoneInfo, until: str, practice_id: UUID, last: OpeningTimes | None
) -> OpeningInput:
    """The opening of today from the next five minutes of the clock to `until`, like the `last` one.

    One at a time whatever that one was: several places are for a range. InvalidInput when nothing of one
    slot's length is left before `until`.
    """
    start = _rounded_up(at).astimezone(zone)
    today, from_minute, to_minute = start.date(), start.hour * 60 + start.minute, minutes_of(until)
    settings = dict(_USUAL)
    if last is not None:
        settings |= {name: getattr(last, name) for name in _KEPT}
        if last.kind == OpeningKind.range:
            settings["step_minutes"] = None
    if today != at.astimezone(zone).date() or to_minute - from_minute < settings["slot_minutes"]:
        message = "This leaves no time for one slot: choose a later time of today"
        raise InvalidInput(errors=[FieldError("/until", message)])
    return OpeningInput.model_validate(
        {
            **settings,
            "practice_id": str(practice_id),
            "weekday": None,
            "on_day": today.isoformat(),
            "from_time": wall_time(from_minute),
            "to_time": until,
            "min_delay_minutes": 0,
        }
    )


def opened_at_once(opening: OpeningTimes, made_at: datetime, zone: ZoneInfo) -> bool:
    """Whether the opening, made at that instant, is one that `free_from_now` asks for: of the day itself,
    from the next five minutes of the clock, without any notice."""
    start = _rounded_up(made_at).astimezone(zone)
    return (
        opening.on_day == start.date()
        and opening.from_minute == start.hour * 60 + start.minute
        and opening.kind == OpeningKind.slots
        and opening.min_delay_minutes == 0
    )


def end_of(opening: OpeningInput, zone: ZoneInfo) -> datetime:
    """The instant at which an opening of a single day ends."""
    if opening.on_day is None:
        raise ValueError("not an opening of a single day")
    spans = pieces(zone, opening.on_day, minutes_of(opening.from_time), minutes_of(opening.to_time))
    return datetime.fromtimestamp(spans[-1][1], UTC)


def _rounded_up(at: datetime) -> datetime:
    grain = GRAIN.total_seconds()
    return datetime.fromtimestamp(-(-at.timestamp() // grain) * grain, UTC)
