"""What is free: the grid of an opening, less closures and what is taken. Pure.

A slot is free when (domain rules §0.2) it is a start of the opening's own grid whose whole length lies
inside the opening, no closure touches it, fewer than `capacity` taken times meet it once its buffers are
added, and it starts neither sooner nor later than the community allows.
"""

import math
import re
import time
from bisect import bisect_left
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules.wallclock import DAY, Span, instant, local_day, pieces, seconds
from api.contract.models import AvailabilityRules, CareMode, Need, OpeningKind, SlotAudience
from api.core.problems import FieldError, InvalidInput

_SLOT_ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([0-9]{8}T[0-9]{4}Z)", re.ASCII)
_STAMP = "%Y%m%dT%H%MZ"


class OpeningTimes(Protocol):
    """What the rules read of an opening: a mapped `Opening`, or a row with the same columns."""

    @property
    def id(self) -> UUID: ...
    @property
    def community_id(self) -> UUID: ...
    @property
    def professional_id(self) -> UUID: ...
    @property
    def practice_id(self) -> UUID: ...
    @property
    def kind(self) -> OpeningKind: ...
    @property
    def weekday(self) -> int | None: ...
    @property
    def on_day(self) -> date | None: ...
    @property
    def from_minute(self) -> int: ...
    @property
    def to_minute(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def slot_minutes(self) -> int: ...
    @property
    def step_minutes(self) -> int | None: ...
    @property
    def buffer_before_minutes(self) -> int: ...
    @property
    def buffer_after_minutes(self) -> int: ...
    @property
    def capacity(self) -> int: ...
    @property
    def needs(self) -> list[str]: ...
    @property
    def modes(self) -> list[str]: ...
    @property
    def audiences(self) -> list[str]: ...


class Occurrence(NamedTuple):
    """An opening on one day, in real time. `spans` are in order and never empty."""

    opening: OpeningTimes
    spans: tuple[Span, ...]

    @property
    def starts(self) -> int:
        """The first instant: the slot grid counts from it."""
        return self.spans[0][0]

    @property
    def ends(self) -> int:
        """The end of the last stretch."""
        return self.spans[-1][1]


@dataclass
class Busy:
    """What stands against one professional: closed times, and taken ones with their buffers."""

    closed: list[Span] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)


class Reach(NamedTuple):
    """The starts that may be taken at a given moment, both ends included."""

    earliest: int
    latest: int

    @classmethod
    def at(cls, at: datetime, rules: AvailabilityRules) -> "Reach":
        """From the shortest notice to the longest, counted from `at`."""
        return cls(
            math.ceil(at.timestamp()) + rules.min_delay_minutes * 60,
            seconds(at) + rules.max_delay_days * DAY,
        )


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time that may be taken. `buffers` are minutes before and after."""

    slot_id: str
    opening_id: UUID
    community_id: UUID
    professional_id: UUID
    practice_id: UUID
    starts_at: datetime
    ends_at: datetime
    kind: OpeningKind
    needs: tuple[Need, ...]
    modes: tuple[CareMode, ...]
    audiences: tuple[SlotAudience, ...]
    places_left: int
    capacity: int
    buffers: tuple[int, int]


def occurrences(opening: OpeningTimes, zone: ZoneInfo, from_day: date, to_day: date) -> Iterator[Occurrence]:
    """The opening on each of its days from `from_day` to `to_day`, both included, in order."""
    first = max(from_day, opening.valid_from)
    last = to_day if opening.valid_to is None else min(to_day, opening.valid_to)
    if opening.on_day is not None:
        first, last = max(first, opening.on_day), min(last, opening.on_day)
        step = 1
    else:
        first += timedelta(days=((opening.weekday or 1) - first.isoweekday()) % 7)
        step = 7
    for ordinal in range(first.toordinal(), last.toordinal() + 1, step):
        day = date.fromordinal(ordinal)
        if spans := pieces(zone, day, opening.from_minute, opening.to_minute):
            yield Occurrence(opening, spans)


def grid(occurrence: Occurrence) -> Iterator[Span]:
    """Every slot of an occurrence, free or not.

    A range has no fixed times: it is one slot, as long as itself, with several places.
    """
    opening = occurrence.opening
    if opening.kind == OpeningKind.range:
        yield occurrence.starts, occurrence.ends
        return
    length, step = opening.slot_minutes * 60, (opening.step_minutes or opening.slot_minutes) * 60
    for opens, closes in occurrence.spans:
        skipped = -(-(opens - occurrence.starts) // step)
        for start in range(occurrence.starts + skipped * step, closes - length + 1, step):
            yield start, start + length


def places_left(opening: OpeningTimes, slot: Span, busy: Busy) -> int:
    """How many more may take this slot: 0 when it is closed or full."""
    start, end = slot
    if any(opens < end and start < closes for opens, closes in busy.closed):
        return 0
    start -= opening.buffer_before_minutes * 60
    end += opening.buffer_after_minutes * 60
    met = sum(1 for begins, stops in busy.taken if begins < end and start < stops)
    return max(0, opening.capacity - met)


def free_in(occurrence: Occurrence, busy: Busy, reach: Reach) -> Iterator[tuple[int, int, int]]:
    """The free slots of an occurrence: start, end, places left. `busy.taken` is sorted by start."""
    if occurrence.ends <= reach.earliest or occurrence.starts > reach.latest:
        return
    near = _near(occurrence, busy)
    capacity, unhindered = occurrence.opening.capacity, not near.closed and not near.taken
    for start, end in grid(occurrence):
        if start < reach.earliest:
            continue
        if start > reach.latest:
            return
        left = capacity if unhindered else places_left(occurrence.opening, (start, end), near)
        if left > 0:
            yield start, end, left


def _near(occurrence: Occurrence, busy: Busy) -> Busy:
    """The part of `busy` that can touch the occurrence."""
    opening = occurrence.opening
    low = occurrence.starts - opening.buffer_before_minutes * 60
    high = occurrence.ends + opening.buffer_after_minutes * 60
    taken = busy.taken[: bisect_left(busy.taken, (high, high))]
    return Busy(
        [span for span in busy.closed if span[0] < high and low < span[1]],
        [span for span in taken if low < span[1]],
    )


def slot_at(opening: OpeningTimes, zone: ZoneInfo, start: int) -> Span | None:
    """The slot of this opening that starts at that instant, or None when its grid has none."""
    day = local_day(start, zone)
    for occurrence in occurrences(opening, zone, day, day):
        for slot in grid(occurrence):
            if slot[0] == start:
                return slot
    return None


def opening_fits(opening: OpeningTimes, need: Need | None, mode: CareMode | None) -> bool:
    """Whether a need (an opening without needs takes any) and a mode go with the opening."""
    return (need is None or not opening.needs or need in opening.needs) and (
        mode is None or mode in opening.modes
    )


def slot_id(opening_id: UUID, start: int) -> str:
    """The name of a slot: the same time of the same opening always has the same."""
    return f"{opening_id}_{time.strftime(_STAMP, time.gmtime(start))}"


def parse_slot_id(text: str) -> tuple[UUID, int]:
    """The opening and the start that a slot id names; InvalidInput when it is no slot id."""
    try:
        match = _SLOT_ID.fullmatch(text)
        if match is None:
            raise ValueError("not the form of a slot id")
        return UUID(match[1]), timegm(time.strptime(match[2], _STAMP))
    except ValueError as error:
        message = "This is not the id of a slot: take one from a search"
        raise InvalidInput(errors=[FieldError("/slot_id", message)]) from error


def free_slot(opening: OpeningTimes, start: int, end: int, left: int) -> FreeSlot:
    """The free slot in the domain's words, from what the sweep found."""
    return FreeSlot(
        slot_id=slot_id(opening.id, start),
        opening_id=opening.id,
        community_id=opening.community_id,
        professional_id=opening.professional_id,
        practice_id=opening.practice_id,
        starts_at=instant(start),
        ends_at=instant(end),
        kind=opening.kind,
        needs=tuple(map(Need, opening.needs)),
        modes=tuple(map(CareMode, opening.modes)),
        audiences=tuple(map(SlotAudience, opening.audiences)),
        places_left=left,
        capacity=opening.capacity,
        buffers=(opening.buffer_before_minutes, opening.buffer_after_minutes),
    )
