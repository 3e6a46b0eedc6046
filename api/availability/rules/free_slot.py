"""A free slot in the domain's words, and its name. Pure."""

import re
import time
from calendar import timegm
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain, repeat
from typing import NamedTuple, overload
from uuid import UUID

from api.availability.rules.occurrences import OpeningTimes
from api.availability.rules.slots import Found
from api.availability.rules.wallclock import instant
from api.contract.models import CareMode, Need, OpeningKind, SlotAudience
from api.core.problems import FieldError, InvalidInput

_SLOT_ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([0-9]{8}T[0-9]{4}Z)", re.ASCII)
_STAMP = "%Y%m%dT%H%MZ"


class FreeSlot(NamedTuple):
    """A time that may be taken, in seconds; what the domain says of it is worked out when it is asked for.

    A search finds tens of thousands of these and says a few of them.
    """

    opening: OpeningTimes
    start: int
    lasts: int
    places_left: int

    @property
    def end(self) -> int:
        """Its end, without the buffer, in seconds."""
        return self.start + self.lasts

    @property
    def slot_id(self) -> str:
        """The name of the slot."""
        return slot_id(self.opening.id, self.start)

    @property
    def opening_id(self) -> UUID:
        """Of which opening it is."""
        return self.opening.id

    @property
    def community_id(self) -> UUID:
        """In which community."""
        return self.opening.community_id

    @property
    def professional_id(self) -> UUID:
        """Whose time it is."""
        return self.opening.professional_id

    @property
    def practice_id(self) -> UUID:
        """At which practice."""
        return self.opening.practice_id

    @property
    def starts_at(self) -> datetime:
        """Its start."""
        return instant(self.start)

    @property
    def ends_at(self) -> datetime:
        """Its end, without the buffer."""
        return instant(self.end)

    @property
    def kind(self) -> OpeningKind:
        """By appointment, or one place of a range."""
        return self.opening.kind

    @property
    def needs(self) -> tuple[Need, ...]:
        """The needs that the opening takes; any when there is none."""
        return tuple(map(Need, self.opening.needs))

    @property
    def modes(self) -> tuple[CareMode, ...]:
        """How care is given there."""
        return tuple(map(CareMode, self.opening.modes))

    @property
    def audiences(self) -> tuple[SlotAudience, ...]:
        """For whom it is meant."""
        return tuple(map(SlotAudience, self.opening.audiences))

    @property
    def capacity(self) -> int:
        """How many may take it at once."""
        return self.opening.capacity

    @property
    def buffers(self) -> tuple[int, int]:
        """Minutes kept free before and after."""
        return self.opening.buffer_before_minutes, self.opening.buffer_after_minutes


def slot_id(opening_id: UUID | str, start: int) -> str:
    """The name of a slot: the same time of the same opening always has the same."""
    return f"{opening_id}_{slot_stamp(start)}"


@lru_cache(maxsize=16_384)
def slot_stamp(start: int) -> str:
    """The part of the name of a slot that says its start (seconds)."""
    return time.strftime(_STAMP, time.gmtime(start))


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


class FreeSlots(Sequence[FreeSlot]):
    """Free slots by start, then in the order of the openings given. Each is made when it is asked for.

    A territory has tens of thousands, and an object for each takes longer to make than to find, so they are
    kept as columns: the collector has nothing to look through, and whoever reads a few pays for a few.
    """

    def __init__(self, found: Iterable[tuple[OpeningTimes, Found]]) -> None:
        self._openings: list[OpeningTimes] = []
        self._starts: list[int] = []
        self._lasts: list[int] = []
        self._left: list[int] = []
        for opening, (starts, lasts, left) in found:
            self._openings += repeat(opening, len(starts))
            self._starts += starts
            self._lasts += repeat(lasts, len(starts))
            self._left += left
        # Many share their start, so they are sorted by it faster together.
        places: dict[int, list[int]] = defaultdict(list)
        for place, start in enumerate(self._starts):
            places[start].append(place)
        self._order = list(chain.from_iterable(places[start] for start in sorted(places)))

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> FreeSlot: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FreeSlot]: ...
    def __getitem__(self, index: int | slice) -> FreeSlot | Sequence[FreeSlot]:
        if isinstance(index, slice):
            return [self._at(place) for place in self._order[index]]
        return self._at(self._order[index])

    def __iter__(self) -> Iterator[FreeSlot]:
        openings, starts, lasts, left = self._openings, self._starts, self._lasts, self._left
        # Past the constructor that NamedTuple writes, which takes twice as long.
        new = tuple.__new__
        return (new(FreeSlot, (openings[n], starts[n], lasts[n], left[n])) for n in self._order)

    def _at(self, place: int) -> FreeSlot:
        return FreeSlot(self._openings[place], self._starts[place], self._lasts[place], self._left[place])
