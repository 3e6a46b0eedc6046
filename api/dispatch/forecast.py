"""What a search will do if everybody stays silent: for those who wait. PURE, as the rules are."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.dispatch.rules import Asked, Wave


@dataclass(frozen=True)
class Opening:
    """A wave that would open at `at` and ask `people`."""

    at: datetime
    wave: Wave
    people: list[Asked]

    @property
    def ends_at(self) -> datetime:
        """When its time to answer is over."""
        return self.at + timedelta(minutes=self.wave.minutes)


def human_at(planned: datetime, spent: datetime | None, wakes_at: datetime | None) -> datetime:
    """When a human takes over: as planned, or sooner once everybody was asked in vain (`spent`), unless
    somebody wakes up before and makes the search longer."""
    if spent is None or (wakes_at is not None and wakes_at <= spent):
        return planned
    return min(planned, spent)


def forecast(
    waves: Iterable[Wave],
    at: datetime,
    pick: Callable[[Wave, datetime, AbstractSet[UUID]], list[Asked]],
    *,
    already: AbstractSet[UUID] = frozenset(),
) -> list[Opening]:
    """What the waves will do if everybody stays silent: the same skipping of empty waves as the engine's.

    `pick` chooses the people of a wave at an instant, given those already asked.
    """
    openings: list[Opening] = []
    asked = set(already)
    for wave in waves:
        people = pick(wave, at, asked)
        if people:
            openings.append(Opening(at, wave, people))
            asked |= {person.professional_id for person in people}
            at += timedelta(minutes=wave.minutes)
    return openings
