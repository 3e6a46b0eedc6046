"""What becomes of the appointments that an absence met. Pure.

Sources: domain rules §2.2 (`ANNULE_PRATICIEN -> DIFFUSEE`); nothing is silently cancelled: an appointment
stays booked until its person has a new time, or was called.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from api.availability.rules.free_slot import FreeSlot
from api.availability.rules.occurrences import Occurrence, grid
from api.availability.rules.wallclock import Span
from api.contract.models import AvailabilityRules, CallOutcome, DisplacedState, DisplacedStep, OpeningKind
from api.core.lifecycle import Lifecycle

S, D = DisplacedState, DisplacedStep

FOR_GOOD = timedelta(days=3653)
"""How long who left is away: bounded, like every absence, and longer than any agenda."""

LEAVERS_SHOWN = timedelta(days=30)
"""How long somebody who left is listed with nothing more to do for them."""

DISPLACED = Lifecycle(
    "displaced_appointment",
    S.to_replace,
    {
        "place": ({S.to_replace, S.in_dispatch, S.to_call}, S.placed),
        "ask": ({S.to_replace}, S.in_dispatch),
        # A new time that is cancelled leaves the person without any.
        "call": ({S.to_replace, S.placed}, S.to_call),
        "tell": ({S.placed, S.to_call}, S.told),
        # Whoever took the request agrees on a time with the person.
        "agree": ({S.in_dispatch, S.placed}, S.told),
        "cancel": ({S.to_replace, S.in_dispatch, S.to_call, S.placed}, S.cancelled_by_person),
        "keep": ({S.to_replace, S.in_dispatch, S.to_call}, S.kept),
        "close": ({S.to_replace, S.in_dispatch, S.to_call, S.placed}, S.closed),
        # The replacement withdraws, or is away in turn: what was theirs is looked for again.
        "reopen": ({S.placed, S.told}, S.to_replace),
        # Who was away is back: what nobody was told of goes back to its old hour.
        "move_back": ({S.placed}, S.kept),
    },
)

WAITING = frozenset({S.to_replace, S.in_dispatch})
"""Somebody, or the machine, still looks for a place."""
TO_CALL = frozenset({S.to_call, S.placed})
"""The person is to be called: there is no place, or there is a new one."""
UNSETTLED = WAITING | TO_CALL

OUTCOMES: MappingProxyType[CallOutcome, tuple[str, DisplacedStep]] = MappingProxyType(
    {
        CallOutcome.told: ("tell", D.told),
        CallOutcome.cancelled_by_person: ("cancel", D.cancelled_by_person),
        CallOutcome.kept: ("keep", D.kept),
    }
)
"""What came of a call -> the move, and what is written down. A call without answer moves nothing."""


def call_outcomes(state: DisplacedState) -> list[CallOutcome]:
    """What may be said of a call to the person, in that state."""
    if state not in UNSETTLED:
        return []
    moves = DISPLACED.actions_from(state)
    return [one for one in CallOutcome if one is CallOutcome.no_answer or OUTCOMES[one][0] in moves]


_PLACED = {D.given_to_replacement: True, D.moved_in_practice: True, D.moved_by_hand: False}


def moved_by_itself(tried: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the machine found the new place of an appointment; False when somebody moved it by hand."""
    steps = [D(one["step"]) for one in tried]
    return next((_PLACED[step] for step in reversed(steps) if step in _PLACED), False)


def was_called(tried: Iterable[Mapping[str, Any]]) -> bool:
    """Whether somebody tried to call about the place that it has now: they may have left a message."""
    steps = [D(one["step"]) for one in tried]
    last = max((index for index, step in enumerate(steps) if step in _PLACED), default=-1)
    return D.no_answer in steps[last + 1 :]


def untold_before(tried: Iterable[Mapping[str, Any]]) -> bool:
    """Whether it had moved, before who had it then was away in turn, and its person knows nothing of it."""
    return any(one["step"] == D.new_professional_away.value for one in tried)


class Window(NamedTuple):
    """The starts that may stand in for an appointment, the first included."""

    from_at: datetime
    to_at: datetime


def window(
    starts_at: datetime, at: datetime, rules: AvailabilityRules, latest: datetime | None
) -> Window | None:
    """When an appointment may be moved without asking its person, who is told; None when there is no such
    time. `latest`: the wish of the request, which an appointment before it must go on meeting."""
    first = max(
        starts_at - timedelta(hours=rules.absence_earlier_hours),
        at + timedelta(minutes=rules.absence_notice_minutes),
    )
    last = starts_at + timedelta(hours=rules.absence_later_hours)
    if latest is not None and starts_at <= latest:
        last = min(last, latest)
    return Window(first, last) if first < last else None


def nearest(slots: Iterable[FreeSlot], starts_at: datetime) -> FreeSlot | None:
    """The slot whose hour changes least for the person; the earlier of two as near."""
    return min(slots, key=lambda slot: (abs(slot.starts_at - starts_at), slot.start), default=None)


def covered(occurrence: Occurrence, away: Span) -> Span | None:
    """The part of an opening's day that a replacement holds: the slots that lie wholly in the absence.
    None when there is none."""
    if occurrence.opening.kind == OpeningKind.range:
        part = max(occurrence.hours.opens, away[0]), min(occurrence.hours.closes, away[1])
        return part if part[0] < part[1] else None
    inside = [slot for slot in grid(occurrence) if away[0] <= slot[0] and slot[1] <= away[1]]
    return (inside[0][0], inside[-1][1]) if inside else None
