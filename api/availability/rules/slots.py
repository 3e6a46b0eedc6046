"""What is free: the grid of an opening, less closures and what is taken. Pure.

A slot is free when (domain rules §0.2) it is a start of the opening's own grid whose whole length lies
inside the opening, no closure touches it, fewer than `capacity` taken times meet it once its buffers are
added, and it starts neither sooner nor later than the community allows.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules.wallclock import DAY, Span, local_day, pieces, seconds
from api.contract.models import AvailabilityRules, CareMode, Need, OpeningKind


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


Found = tuple[int, int, int]
"""A free slot as the sweep finds it: start, end, places left."""


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


def starts(occurrence: Occurrence) -> Iterator[range]:
    """The starts of every slot of an occurrence, free or not: one range of seconds per stretch.

    A range of places has no fixed times: it is one slot, as long as itself.
    """
    opening = occurrence.opening
    first = occurrence.starts
    if opening.kind == OpeningKind.range:
        yield range(first, first + 1)
        return
    step = (opening.step_minutes or opening.slot_minutes) * 60
    for opens, closes in occurrence.spans:
        skipped = -(-(opens - first) // step)
        yield range(first + skipped * step, closes - opening.slot_minutes * 60 + 1, step)


def starts_within(occurrence: Occurrence, reach: Reach) -> list[int]:
    """The starts of every slot of an occurrence, free or not, that lie in the reach, in order."""
    found: list[int] = []
    for stretch in starts(occurrence):
        found += stretch[_index(stretch, reach.earliest) : _index(stretch, reach.latest + 1)]
    return found


def length(occurrence: Occurrence) -> int:
    """Seconds that one slot of the occurrence lasts."""
    if occurrence.opening.kind == OpeningKind.range:
        return occurrence.ends - occurrence.starts
    return occurrence.opening.slot_minutes * 60


def grid(occurrence: Occurrence) -> Iterator[Span]:
    """Every slot of an occurrence, free or not."""
    lasts = length(occurrence)
    return ((start, start + lasts) for stretch in starts(occurrence) for start in stretch)


def places_left(opening: OpeningTimes, slot: Span, busy: Busy) -> int:
    """How many more may take this slot: 0 when it is closed or full."""
    start, end = slot
    if any(opens < end and start < closes for opens, closes in busy.closed):
        return 0
    start -= opening.buffer_before_minutes * 60
    end += opening.buffer_after_minutes * 60
    met = sum(1 for begins, stops in busy.taken if begins < end and start < stops)
    return max(0, opening.capacity - met)


def free_in(occurrence: Occurrence, busy: Busy, reach: Reach) -> list[Found]:
    """The free slots of an occurrence: start, end, places left. `busy.taken` is sorted by start."""
    near, lasts, capacity = _near(occurrence, busy), length(occurrence), occurrence.opening.capacity
    wanted = starts_within(occurrence, reach)
    if not near.closed and not near.taken:
        return [(start, start + lasts, capacity) for start in wanted]
    if capacity == 1 and not near.closed:
        return _between(wanted, lasts, near.taken, occurrence.opening)
    counted = (
        (start, start + lasts, places_left(occurrence.opening, (start, start + lasts), near))
        for start in wanted
    )
    return [found for found in counted if found[2] > 0]


def _between(wanted: list[int], lasts: int, taken: list[Span], opening: OpeningTimes) -> list[Found]:
    """The usual case, one person at a time and nothing closed: one walk along both lists."""
    before, after = opening.buffer_before_minutes * 60, opening.buffer_after_minutes * 60
    found, position, free_from, last = [], 0, wanted[0] - before if wanted else 0, len(taken)
    for start in wanted:
        low, high = start - before, start + lasts + after
        while position < last and taken[position][0] < high:
            free_from = max(free_from, taken[position][1])
            position += 1
        if free_from <= low:
            found.append((start, start + lasts, 1))
    return found


def _index(stretch: range, at: int) -> int:
    """How many of these starts come before that instant."""
    return min(len(stretch), max(0, -(-(at - stretch.start) // stretch.step)))


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
