"""Free slots as FHIR resources, whatever asked for them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.rules import OpeningTimes
from api.availability.rules import slot_id as named_slot
from api.availability.service import FreeSlot
from api.contract.models import OpeningKind, SlotAudience
from api.core.actor import Actor
from api.core.settings import settings
from api.fhir import policy, rules
from api.fhir.rules import CommunityFacts, PersonFacts, Resource, SlotEntries, Timetable
from api.notifications.words import NEEDS

ANY_NEED = "Soins non programmés"
"""The motive of time that is open to any need."""

_Same = tuple[UUID, int, int, OpeningKind, tuple[object, ...], tuple[object, ...]]


async def free_slots(
    db: AsyncSession,
    actor: Actor,
    *,
    professional_ids: Collection[UUID],
    from_at: datetime,
    to_at: datetime,
    at: datetime,
    with_communities: bool,
) -> list[list[FreeSlot]]:
    """What is free for the actor to see, soonest first. The same hour of the same place that several openings
    give, in one community or in two, is one time: those come together."""
    if not professional_ids:
        return []
    found = await availability.free_slots(
        db,
        professional_ids=professional_ids,
        from_at=from_at,
        to_at=to_at,
        at=at,
        audiences=policy.audiences_seen(actor, with_communities=with_communities),
        community_ids=policy.communities_seen(actor),
    )
    if len({(free.practice_id.int, free.start) for free in found}) == len(found):
        return [[free] for free in found]
    together: dict[_Same, list[FreeSlot]] = {}
    for free in found:
        its = free.opening
        same = (free.practice_id, free.start, free.lasts, its.kind, tuple(its.modes), tuple(its.needs))
        together.setdefault(same, []).append(free)
    return list(together.values())


def openings_of(found: Iterable[Iterable[FreeSlot]]) -> list[OpeningTimes]:
    """The openings of these times, each once, in the order of their first."""
    # By identity: an id takes its time to hash, and there are hundreds of times for some dozens of openings.
    return list({id(free.opening): free.opening for frees in found for free in frees}.values())


def communities_of(openings: Iterable[OpeningTimes]) -> list[UUID]:
    """The communities at whose disposal these put their time, each once."""
    return list(dict.fromkeys(one.community_id for one in openings if SlotAudience.cpts in one.audiences))


class _Known(NamedTuple):
    """What the times of one opening share: its name, its clock, how their entries are written."""

    name: str
    zone: ZoneInfo
    entries: SlotEntries


class Writer:
    """Writes slots. What those of an opening have in common is worked out once, and openings that differ by
    their hours alone share it."""

    def __init__(
        self,
        people: Mapping[UUID, PersonFacts],
        communities: Mapping[UUID, CommunityFacts],
        *,
        for_communities: bool,
        base: str,
    ) -> None:
        """`base`: the address of the server where the slots are read."""
        self.people, self.communities, self.for_communities = people, communities, for_communities
        self.base, self.site = base, settings().base_url
        self._known: dict[int | tuple[int, ...], _Known] = {}
        self._entries: dict[Timetable, SlotEntries] = {}

    def slot(self, frees: list[FreeSlot]) -> Resource:
        """One time, of one or several openings; it has the id of the first."""
        timetable, free = self._timetable(frees), frees[0]
        slot_id = rules.fhir_slot_id(free.slot_id)
        whom = _booked_with(timetable)
        page = None if whom is None else rules.booking_page(self.site, whom, slot_id)
        frame = rules.slot_frame(timetable, for_communities=self.for_communities)
        return rules.slot(frame, slot_id, _times(free, self.communities[free.community_id].zone), page)

    def entry(self, frees: list[FreeSlot]) -> str:
        """The same as an entry of a Bundle, in JSON."""
        free = frees[0]
        key = id(free.opening) if len(frees) == 1 else tuple([id(one.opening) for one in frees])
        known = self._known.get(key)
        if known is None:
            zone = self.communities[free.community_id].zone
            known = self._known[key] = _Known(str(free.opening_id), zone, self._entries_of(frees))
        slot_id = rules.fhir_slot_id(named_slot(known.name, free.start))
        return known.entries.entry(slot_id, *_times(free, known.zone))

    def _entries_of(self, frees: list[FreeSlot]) -> SlotEntries:
        timetable = self._timetable(frees)
        entries = self._entries.get(timetable)
        if entries is None:
            frame = rules.slot_frame(timetable, for_communities=self.for_communities)
            entries = self._entries[timetable] = SlotEntries(
                frame, self.base, self.site, _booked_with(timetable)
            )
        return entries

    def _timetable(self, frees: list[FreeSlot]) -> Timetable:
        first = frees[0]
        return Timetable(
            practice_id=first.practice_id,
            professional_id=first.professional_id,
            kind=first.kind,
            modes=first.modes,
            audiences=tuple([audience for free in frees for audience in free.audiences]),
            motives=tuple([NEEDS[need] for need in first.needs]) or (ANY_NEED,),
            specialties=self.people[first.professional_id].specialties,
            communities=tuple(communities_of(free.opening for free in frees)),
        )


def _times(free: FreeSlot, zone: ZoneInfo) -> tuple[str, str]:
    """Its start and its end, on the clock of its community."""
    return rules.instant_at(free.start, zone), rules.instant_at(free.end, zone)


def _booked_with(timetable: Timetable) -> UUID | None:
    """Nobody books one place of a range by its address: one comes, or calls."""
    return timetable.professional_id if timetable.kind is OpeningKind.slots else None
