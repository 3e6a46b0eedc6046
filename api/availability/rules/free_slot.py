"""A free slot in the domain's words, and its name. Pure."""

import re
import time
from calendar import timegm
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from api.availability.rules.slots import OpeningTimes
from api.availability.rules.wallclock import instant
from api.contract.models import CareMode, Need, OpeningKind, SlotAudience
from api.core.problems import FieldError, InvalidInput

_SLOT_ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([0-9]{8}T[0-9]{4}Z)", re.ASCII)
_STAMP = "%Y%m%dT%H%MZ"


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


def slot_id(opening_id: UUID | str, start: int) -> str:
    """The name of a slot: the same time of the same opening always has the same."""
    return f"{opening_id}_{_stamp(start)}"


@lru_cache(maxsize=16_384)
def _stamp(start: int) -> str:
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


def free_slots_of(opening: OpeningTimes, found: Iterable[tuple[int, int, int]]) -> list[FreeSlot]:
    """The free slots of one opening in the domain's words, from start, end and places left."""
    name, needs = str(opening.id), tuple(map(Need, opening.needs))
    modes, audiences = tuple(map(CareMode, opening.modes)), tuple(map(SlotAudience, opening.audiences))
    buffers = opening.buffer_before_minutes, opening.buffer_after_minutes
    return [
        FreeSlot(
            slot_id=slot_id(name, start),
            opening_id=opening.id,
            community_id=opening.community_id,
            professional_id=opening.professional_id,
            practice_id=opening.practice_id,
            starts_at=instant(start),
            ends_at=instant(end),
            kind=opening.kind,
            needs=needs,
            modes=modes,
            audiences=audiences,
            places_left=left,
            capacity=opening.capacity,
            buffers=buffers,
        )
        for start, end, left in found
    ]
