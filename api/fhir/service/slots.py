"""Free slots as FHIR resources, whatever asked for them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
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
    if len({(free.practice_id, free.start) for free in found}) == len(found):
        return [[free] for free in found]
    together: dict[_Same, list[FreeSlot]] = {}
    for free in found:
        its = free.opening
        same = (free.practice_id, free.start, free.lasts, its.kind, tuple(its.modes), tuple(its.needs))
        together.setdefault(same, []).append(free)
    return list(together.values())


def communities_of(frees: Iterable[FreeSlot]) -> list[UUID]:
    """The communities at whose disposal a time is put, each once."""
    return list(
        dict.fromkeys(free.community_id for free in frees if SlotAudience.cpts in free.opening.audiences)
    )


class Writer:
    """Writes slots. What the slots of an opening have in common is worked out once."""

    def __init__(
        self,
        people: Mapping[UUID, PersonFacts],
        communities: Mapping[UUID, CommunityFacts],
        *,
        for_communities: bool,
    ) -> None:
        self.people, self.communities, self.for_communities = people, communities, for_communities
        self.base = settings().base_url
        self._entries: dict[tuple[UUID, ...], SlotEntries] = {}

    def slot(self, frees: list[FreeSlot]) -> Resource:
        """One time, of one or several openings; it has the id of the first."""
        slot_id, *times = self._own(frees[0])
        whom = self._booked_with(frees[0])
        page = None if whom is None else rules.booking_page(self.base, whom, slot_id)
        return rules.slot(self._frame(frees), slot_id, (times[0], times[1]), page)

    def entry(self, frees: list[FreeSlot]) -> str:
        """The same as an entry of a Bundle, in JSON."""
        key = tuple([free.opening_id for free in frees])
        entries = self._entries.get(key)
        if entries is None:
            entries = SlotEntries(self._frame(frees), self.base, self._booked_with(frees[0]))
            self._entries[key] = entries
        return entries.entry(*self._own(frees[0]))

    def _own(self, free: FreeSlot) -> tuple[str, str, str]:
        """What is a slot's own: its id, its start, its end."""
        zone = self.communities[free.community_id].zone
        times = rules.instant_at(free.start, zone), rules.instant_at(free.end, zone)
        return rules.fhir_slot_id(free.slot_id), *times

    def _booked_with(self, free: FreeSlot) -> UUID | None:
        """Nobody books one place of a range by its address: one comes, or calls."""
        return free.professional_id if free.kind is OpeningKind.slots else None

    def _frame(self, frees: list[FreeSlot]) -> Resource:
        first = frees[0]
        timetable = Timetable(
            practice_id=first.practice_id,
            professional_id=first.professional_id,
            kind=first.kind,
            modes=first.modes,
            audiences=[audience for free in frees for audience in free.audiences],
            motives=[NEEDS[need] for need in first.needs] or [ANY_NEED],
            specialties=self.people[first.professional_id].specialties,
            communities=communities_of(frees),
        )
        return rules.slot_frame(timetable, for_communities=self.for_communities)
