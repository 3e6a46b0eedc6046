"""Free slots as FHIR resources, whatever asked for them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.rules import OpeningTimes
from api.availability.service import FreeSlot
from api.contract.models import OpeningKind, SlotAudience
from api.core.actor import Actor
from api.core.settings import settings
from api.fhir import policy, rules
from api.fhir.rules import PersonFacts, Resource, SlotEntries, Timetable
from api.notifications.care_words import NEEDS

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
    return together(found)


def together(found: Iterable[FreeSlot]) -> list[list[FreeSlot]]:
    """The same, those of the same hour and place, given alike, together."""
    alike: dict[_Same, list[FreeSlot]] = {}
    for free in found:
        its = free.opening
        same = (free.practice_id, free.start, free.lasts, its.kind, tuple(its.modes), tuple(its.needs))
        alike.setdefault(same, []).append(free)
    return list(alike.values())


def openings_of(found: Iterable[Iterable[FreeSlot]]) -> list[OpeningTimes]:
    """The openings of these times, each once, in the order of their first."""
    # By identity: an id takes its time to hash, and there are hundreds of times for some dozens of openings.
    return list({id(free.opening): free.opening for frees in found for free in frees}.values())


def communities_of(openings: Iterable[OpeningTimes]) -> list[UUID]:
    """The communities at whose disposal these put their time, each once."""
    return list(dict.fromkeys(one.community_id for one in openings if SlotAudience.cpts in one.audiences))


def slot_of(frees: list[FreeSlot], person: PersonFacts, zone: ZoneInfo, *, for_communities: bool) -> Resource:
    """One time of that professional, of one or several openings, on the clock of the territory; it has the
    id of the first."""
    its, free = timetable(frees, person.specialties), frees[0]
    slot_id, whom = rules.fhir_slot_id(free.slot_id), _booked_with(its)
    page = None if whom is None else rules.booking_page(settings().base_url, whom, slot_id)
    frame = rules.slot_frame(its, for_communities=for_communities)
    times = rules.instant(free.starts_at, zone), rules.instant(free.ends_at, zone)
    return rules.slot(frame, slot_id, times, page)


@lru_cache(maxsize=4096)
def entries_of(its: Timetable, base: str, *, for_communities: bool) -> SlotEntries:
    """How the slots of this timetable are written. `base`: the address of the server where they are read."""
    frame = rules.slot_frame(its, for_communities=for_communities)
    return SlotEntries(frame, base, settings().base_url, _booked_with(its))


def timetable(frees: Sequence[FreeSlot], specialties: tuple[str, ...]) -> Timetable:
    """What these slots at one hour have in common with the others of their openings."""
    first = frees[0]
    return Timetable(
        practice_id=first.practice_id,
        professional_id=first.professional_id,
        kind=first.kind,
        modes=first.modes,
        audiences=tuple([audience for free in frees for audience in free.audiences]),
        motives=tuple([NEEDS[need] for need in first.needs]) or (ANY_NEED,),
        specialties=specialties,
        communities=tuple(communities_of(free.opening for free in frees)),
    )


def _booked_with(timetable: Timetable) -> UUID | None:
    """Nobody books one place of a range by its address: one comes, or calls."""
    return timetable.professional_id if timetable.kind is OpeningKind.slots else None
