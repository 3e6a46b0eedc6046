"""What is free: the grid of an opening, less closures and what is taken. Pure.

A slot is free when (domain rules §0.2) it is a start of the opening's own grid whose whole length lies
inside the opening, no closure touches it, fewer than `capacity` taken times meet it once its buffers are
added, fewer than the quota of the day are taken of its opening, and it starts neither sooner nor later
than the community and the opening allow.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from api.availability.rules.occurrences import (
    Occurrence,
    OpeningTimes,
    grid,
    occurrences,
    starts_within,
)
from api.availability.rules.recurrence import Calendar
from api.availability.rules.wallclock import DAY, Span, local_day, seconds
from api.contract.models import AvailabilityRules, CareMode, Need


class Stretches(NamedTuple):
    """Stretches of time, none of them empty, which may overlap: their starts and their ends, each in order.

    Those that meet another stretch are those that have begun before its end, less those that are over by its
    start: which start goes with which end is of no account.
    """

    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Stretches":
        """From pairs in any order."""
        known = list(spans)
        return cls(sorted(start for start, _ in known), sorted(end for _, end in known))

    def meeting(self, start: int, end: int) -> int:
        """How many of them have an instant in common with this stretch."""
        return bisect_left(self.starts, end) - bisect_right(self.ends, start)


NEVER = 2**62
"""Seconds: later than any instant."""


@dataclass
class Busy:
    """What stands against one professional: closed times, and taken ones with their buffers.

    `counted`: opening -> the starts taken of it, in order, for the openings with a quota.
    """

    closed: Stretches = field(default_factory=lambda: Stretches([], []))
    taken: Stretches = field(default_factory=lambda: Stretches([], []))
    counted: dict[UUID, list[int]] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> tuple[list[int], list[int]]:
        """Between what is taken: when each gap opens and when it closes, in order, from ever to for ever.

        One that closes before it opens is none: as long as more have begun than are over, one is there.
        """
        return [-NEVER, *self.taken.ends, NEVER], [*self.taken.starts, NEVER, NEVER]


class Found(NamedTuple):
    """The free slots of an occurrence: starts in order, how long each lasts, places left in each."""

    starts: Sequence[int]
    lasts: int
    left: Sequence[int]


NOTHING = Found((), 0, ())


class Reach(NamedTuple):
    """The starts that may be taken at a given moment, both ends included."""

    earliest: int
    latest: int

    @classmethod
    def at(cls, at: datetime, rules: AvailabilityRules, opening: OpeningTimes | None = None) -> "Reach":
        """From the shortest notice to the longest, counted from `at`; of one opening when it is given."""
        return Delays.of(rules, opening).reach(at)

    def within(self, window: Span) -> "Reach":
        """Those of them in the window."""
        return Reach(max(window[0], self.earliest), min(window[1] - 1, self.latest))


EVER = Reach(-NEVER, NEVER)
"""Every start, whenever one looks."""


class Delays(NamedTuple):
    """How long before its start a slot may be taken, in seconds: at the last moment, and at the first."""

    notice: int
    ahead: int

    @classmethod
    def of(cls, rules: AvailabilityRules, opening: OpeningTimes | None = None) -> "Delays":
        """Those of a community; of one opening when it is given.

        The shortest notice protects the professional, who may ask for more or do with less. The longest one
        is the community's, so that nobody's year is booked up: an opening can only be stricter.
        """
        notice, ahead = rules.min_delay_minutes, rules.max_delay_days
        if opening is not None and opening.min_delay_minutes is not None:
            notice = opening.min_delay_minutes
        if opening is not None and opening.max_delay_days is not None:
            ahead = min(ahead, opening.max_delay_days)
        return cls(notice * 60, ahead * DAY)

    def reach(self, at: datetime) -> Reach:
        """The starts that may be taken at that moment."""
        return Reach(math.ceil(at.timestamp()) + self.notice, seconds(at) + self.ahead)


def places_left(occurrence: Occurrence, slot: Span, busy: Busy) -> int:
    """How many more may take this slot of the occurrence: 0 when it is closed or full."""
    opening = occurrence.opening
    start, end = slot
    if busy.closed.meeting(start, end):
        return 0
    before, after = opening.buffer_before_minutes * 60, opening.buffer_after_minutes * 60
    left = opening.capacity - busy.taken.meeting(start - before, end + after)
    return max(0, min(left, quota_left(occurrence, busy)))


def quota_left(occurrence: Occurrence, busy: Busy) -> int:
    """How many more the opening takes on that day, wherever they are in it; its capacity without a quota."""
    opening = occurrence.opening
    if opening.quota_per_day is None:
        return opening.capacity
    counted, (opens, closes) = busy.counted.get(opening.id, []), occurrence.hours.whole
    return opening.quota_per_day - (bisect_left(counted, closes) - bisect_left(counted, opens))


def free_in(occurrence: Occurrence, busy: Busy, reach: Reach) -> Found:
    """The free slots of an occurrence: the same as asking `places_left` of each slot in the reach."""
    opening, hours = occurrence
    capacity = most = opening.capacity
    if opening.quota_per_day is not None:
        most = min(capacity, quota_left(occurrence, busy))
    wanted = starts_within(hours, reach[0], reach[1]) if most > 0 else ()
    if not wanted:
        return NOTHING
    lasts, closed, taken = hours.lasts, busy.closed, busy.taken
    if closed.starts and closed.meeting(wanted[0], wanted[-1] + lasts):
        wanted = [start for start in wanted if not closed.meeting(start, start + lasts)]
    before, after = opening.buffer_before_minutes * 60, lasts + opening.buffer_after_minutes * 60
    if capacity == 1:
        free = _between(wanted, busy.gaps, before, after)
        return Found(free, lasts, [1] * len(free))
    left = [min(most, capacity - taken.meeting(start - before, start + after)) for start in wanted]
    free = [start for start, places in zip(wanted, left, strict=True) if places > 0]
    return Found(free, lasts, [places for places in left if places > 0])


def _between(
    wanted: Sequence[int], gaps: tuple[list[int], list[int]], before: int, after: int
) -> Sequence[int]:
    """The wanted starts whose time, from so long before them to so long after them, lies in a gap.

    Starts and gaps are walked together: this is where a search of the territory spends its time.
    """
    if not wanted:
        return wanted
    opens, closes = gaps
    place = bisect_left(closes, wanted[0] + after)
    soonest, latest = opens[place] + before, closes[place] - after
    if soonest <= wanted[0] and wanted[-1] <= latest:
        return wanted
    found: list[int] = []
    for start in wanted:
        while start > latest:
            place += 1
            soonest, latest = opens[place] + before, closes[place] - after
        if start >= soonest:
            found.append(start)
    return found


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
