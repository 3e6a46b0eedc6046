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
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

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

    @cached_property
    def longest(self) -> int:
        """Seconds that the longest taken time lasts: what began earlier than that is over."""
        return max([end - start for start, end in self.taken], default=0)


NEVER = 2**62
"""Seconds: later than any instant."""

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
    hours = calendar.zone, opening.from_minute, opening.to_minute
    for day in days_of(opening, calendar.holidays, from_day, to_day):
        spans, whole = _real_time(*hours, day)
        if spans:
            yield Occurrence(opening, spans, whole)


@lru_cache(maxsize=65_536)
def _real_time(zone: ZoneInfo, from_minute: int, to_minute: int, day: date) -> tuple[tuple[Span, ...], Span]:
    """Hours of the clock on one day, and the whole of that day. Cached: it is the calendar's, nobody's."""
    return pieces(zone, day, from_minute, to_minute), whole_day(zone, day)


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
    earliest, latest = reach
    for stretch in starts(occurrence):
        if stretch and earliest <= stretch[0] and stretch[-1] <= latest:
            found += stretch
        else:
            found += stretch[_index(stretch, earliest) : _index(stretch, latest + 1)]
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
    capacity = opening.capacity
    if opening.quota_per_day is not None:
        capacity = min(capacity, quota_left(occurrence, busy))
    wanted = starts_within(occurrence, reach) if capacity > 0 else []
    if not wanted:
        return []
    lasts = length(occurrence)
    closed, taken = _near(opening, wanted[0], wanted[-1] + lasts, busy)
    if not closed and not taken:
        return [(start, start + lasts, capacity) for start in wanted]
    if opening.capacity == 1 and not closed:
        return _between(wanted, lasts, taken, opening)
    near = Busy(closed, taken, busy.counted)
    counted = (
        (start, start + lasts, places_left(occurrence, (start, start + lasts), near)) for start in wanted
    )
    return [found for found in counted if found[2] > 0]


def _between(wanted: list[int], lasts: int, taken: list[Span], opening: OpeningTimes) -> list[Found]:
    """The usual case, one person at a time and nothing closed: one walk along both lists."""
    before, after = opening.buffer_before_minutes * 60, lasts + opening.buffer_after_minutes * 60
    found, free_from, last = [], 0, (NEVER, NEVER)
    coming = iter(taken)
    begins, ends = next(coming, last)
    for start in wanted:
        while begins < start + after:
            if ends > free_from:
                free_from = ends
            begins, ends = next(coming, last)
        if free_from <= start - before:
            found.append((start, start + lasts, 1))
    return found


def _index(stretch: range, at: int) -> int:
    """How many of these starts come before that instant."""
    return min(len(stretch), max(0, -(-(at - stretch.start) // stretch.step)))


def _near(opening: OpeningTimes, low: int, high: int, busy: Busy) -> tuple[list[Span], list[Span]]:
    """What is closed and what is taken that can touch slots of the opening between two instants."""
    low -= opening.buffer_before_minutes * 60
    high += opening.buffer_after_minutes * 60
    taken, closed = busy.taken, busy.closed
    if taken:
        first = bisect_left(taken, (low - busy.longest,))
        taken = taken[first : bisect_left(taken, (high,), first)]
    if closed:
        closed = [span for span in closed if span[0] < high and low < span[1]]
    return closed, taken


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
