"""What is free: the grid of an opening, less closures and what is taken. Pure.

A slot is free when (domain rules §0.2) it is a start of the opening's own grid whose whole length lies
inside the opening, no closure touches it, fewer than `capacity` taken times meet it once its buffers are
added, fewer than the quota of the day are taken of its opening, and it starts neither sooner nor later
than the community and the opening allow.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from api.availability.rules.recurrence import Calendar, Recurrence, days_of
from api.availability.rules.wallclock import DAY, Span, local_day, pieces, seconds, whole_day
from api.contract.models import AvailabilityRules, CareMode, Need, OpeningKind


class OpeningTimes(Recurrence, Protocol):
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
    def from_minute(self) -> int: ...
    @property
    def to_minute(self) -> int: ...
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
    def min_delay_minutes(self) -> int | None: ...
    @property
    def max_delay_days(self) -> int | None: ...
    @property
    def quota_per_day(self) -> int | None: ...
    @property
    def needs(self) -> list[str]: ...
    @property
    def modes(self) -> list[str]: ...
    @property
    def audiences(self) -> list[str]: ...


class Occurrence(NamedTuple):
    """An opening on one day, in real time. `spans` are in order and never empty; `day` is the whole day."""

    opening: OpeningTimes
    spans: tuple[Span, ...]
    day: Span

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
    """What stands against one professional: closed times, and taken ones with their buffers.

    `counted`: opening -> the starts taken of it, in order, for the openings with a quota.
    """

    closed: list[Span] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)
    counted: dict[UUID, list[int]] = field(default_factory=dict)


Found = tuple[int, int, int]
"""A free slot as the sweep finds it: start, end, places left."""


class Reach(NamedTuple):
    """The starts that may be taken at a given moment, both ends included."""

    earliest: int
    latest: int

    @classmethod
    def at(cls, at: datetime, rules: AvailabilityRules, opening: OpeningTimes | None = None) -> "Reach":
        """From the shortest notice to the longest, counted from `at`; of one opening when it is given.

        The shortest notice protects the professional, who may ask for more or do with less. The longest one
        is the community's, so that nobody's year is booked up: an opening can only be stricter.
        """
        notice, ahead = rules.min_delay_minutes, rules.max_delay_days
        if opening is not None and opening.min_delay_minutes is not None:
            notice = opening.min_delay_minutes
        if opening is not None and opening.max_delay_days is not None:
            ahead = min(ahead, opening.max_delay_days)
        return cls(math.ceil(at.timestamp()) + notice * 60, seconds(at) + ahead * DAY)


def occurrences(
    opening: OpeningTimes, calendar: Calendar, from_day: date, to_day: date
) -> Iterator[Occurrence]:
    """The opening on each of its days from `from_day` to `to_day`, both included, in order."""
    for day in days_of(opening, calendar.holidays, from_day, to_day):
        if spans := pieces(calendar.zone, day, opening.from_minute, opening.to_minute):
            yield Occurrence(opening, spans, whole_day(calendar.zone, day))


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


def places_left(occurrence: Occurrence, slot: Span, busy: Busy) -> int:
    """How many more may take this slot of the occurrence: 0 when it is closed or full."""
    opening = occurrence.opening
    start, end = slot
    if any(opens < end and start < closes for opens, closes in busy.closed):
        return 0
    start -= opening.buffer_before_minutes * 60
    end += opening.buffer_after_minutes * 60
    met = sum(1 for begins, stops in busy.taken if begins < end and start < stops)
    return max(0, min(opening.capacity - met, quota_left(occurrence, busy)))


def quota_left(occurrence: Occurrence, busy: Busy) -> int:
    """How many more the opening takes on that day, wherever they are in it; its capacity without a quota."""
    opening = occurrence.opening
    if opening.quota_per_day is None:
        return opening.capacity
    counted, (opens, closes) = busy.counted.get(opening.id, []), occurrence.day
    return opening.quota_per_day - (bisect_left(counted, closes) - bisect_left(counted, opens))


def free_in(occurrence: Occurrence, busy: Busy, reach: Reach) -> list[Found]:
    """The free slots of an occurrence: start, end, places left. Lists of `busy` are sorted by start."""
    opening = occurrence.opening
    quota = opening.capacity if opening.quota_per_day is None else quota_left(occurrence, busy)
    if quota <= 0:
        return []
    near, lasts, capacity = _near(occurrence, busy), length(occurrence), min(opening.capacity, quota)
    wanted = starts_within(occurrence, reach)
    if not near.closed and not near.taken:
        return [(start, start + lasts, capacity) for start in wanted]
    if opening.capacity == 1 and not near.closed:
        return _between(wanted, lasts, near.taken, opening)
    counted = (
        (start, start + lasts, places_left(occurrence, (start, start + lasts), near)) for start in wanted
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
        busy.counted,
    )


def slot_at(opening: OpeningTimes, calendar: Calendar, start: int) -> tuple[Occurrence, Span] | None:
    """The slot of this opening that starts at that instant, with its day; None when its grid has none."""
    day = local_day(start, calendar.zone)
    for occurrence in occurrences(opening, calendar, day, day):
        for slot in grid(occurrence):
            if slot[0] == start:
                return occurrence, slot
    return None


def opening_fits(opening: OpeningTimes, need: Need | None, mode: CareMode | None) -> bool:
    """Whether a need (an opening without needs takes any) and a mode go with the opening."""
    return (need is None or not opening.needs or need in opening.needs) and (
        mode is None or mode in opening.modes
    )
