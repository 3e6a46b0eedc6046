"""The search of the SAS platform: flows INT_R01 (individuals) and INT_R04 (at the disposal of a CPTS)."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import FreeSlot, OpeningTimes
from api.core import clock
from api.core.actor import Actor
from api.fhir import rules
from api.fhir.requests import Sent
from api.fhir.rules import ACTORS, ORGANIZATIONS, SCHEDULES, SERVICES, Parts, SlotSearch
from api.fhir.service import sight, slots
from api.fhir.service.sight import Sight

_START = itemgetter(0)


Shown = list[tuple[int, int, tuple[OpeningTimes, ...]]]
"""Times by start: the start, how long they last (seconds), of which openings: one, or several that come
together. The same openings are the same tuple."""


async def search_slots(db: AsyncSession, actor: Actor, sent: Sent) -> bytes:
    """The Bundle (JSON) of the free slots asked for, computed now, with what the query includes.

    FhirRefusal (400) when the query makes no sense. Whom nobody knows has no slot.
    """
    query = rules.read_search(sent.pairs, strict=sent.strict)
    found: Shown = []
    if query.free:
        seen = await sight.look(db, actor, query, clock.now(), base=sent.base)
        found = _soonest_first(seen)
    shown = found if query.count is None else found[: query.count]
    written: list[bytes] = []
    included: Iterable[bytes] = ()
    if shown:
        groups = {id(openings): openings for _, _, openings in shown}.values()
        # In the order of their first time, each once.
        openings = list({id(one): one for group in groups for one in group}.values())
        written = _written(shown, seen, query, sent.base)
        included = _included(query.includes, openings, seen)
    return rules.bundle(
        written,
        included,
        total=len(found),
        base=sent.base,
        asked=sent.query,
        for_communities=query.with_communities,
    )


def _soonest_first(seen: Sight) -> Shown:
    """What is free; the same hour at the same place, given alike, is one time."""
    found: Shown = []
    starts: dict[int, set[int]] = {}
    for opening, free in seen.free:
        alone, lasts = seen.alone[id(opening)], free.lasts
        found += [(start, lasts, alone) for start in free.starts]
        starts.setdefault(opening.practice_id.int, set()).update(free.starts)
    found.sort(key=_START)
    if sum(map(len, starts.values())) < len(found):
        frees = (FreeSlot(openings[0], start, lasts, 1) for start, lasts, openings in found)
        together = slots.together(frees)
        groups: dict[tuple[int, ...], tuple[OpeningTimes, ...]] = {}
        found = []
        for alike in together:
            key = tuple([id(free.opening) for free in alike])
            openings = groups.setdefault(key, tuple([free.opening for free in alike]))
            found.append((alike[0].start, alike[0].lasts, openings))
    return found


def _written(shown: Shown, seen: Sight, query: SlotSearch, base: str) -> list[bytes]:
    """Their entries, in pieces."""
    written: list[bytes] = []
    known: dict[int, tuple[Parts, ZoneInfo]] = {}
    pieces, when = rules.pieces, rules.when
    for start, lasts, openings in shown:
        if (its := known.get(id(openings))) is None:
            its = known[id(openings)] = _parts(openings, seen, query, base)
        parts, zone = its
        written += pieces(parts, when(start, lasts, zone))
    return written


def _parts(
    openings: tuple[OpeningTimes, ...], seen: Sight, query: SlotSearch, base: str
) -> tuple[Parts, ZoneInfo]:
    """How the slots of these openings, which come together, are written; they have the id of the first."""
    opening, flow = openings[0], query.with_communities
    specialties = seen.people[opening.professional_id.int].facts.specialties
    zone = seen.communities[opening.community_id.int].facts.zone
    if len(openings) == 1:
        return sight.entries_of(seen.texts[id(opening)], specialties, base, for_communities=flow), zone
    its = slots.timetable([FreeSlot(one, 0, 0, 0) for one in openings], specialties)
    return slots.entries_of(its, base, for_communities=flow).of(f"{opening.id}.".encode()), zone


def _included(wanted: frozenset[str], openings: Sequence[OpeningTimes], seen: Sight) -> Iterator[bytes]:
    """What the slots point at, and what that points at, each once, as far as the query follows."""
    if SCHEDULES in wanted:
        here = [seen.places[one] for one in dict.fromkeys(opening.practice_id.int for opening in openings)]
        yield from (place.schedule for place in here)
        if ACTORS in wanted:
            whose = dict.fromkeys(opening.professional_id.int for opening in openings)
            yield from (seen.people[one].practitioner for one in whose)
            yield from (place.role for place in here)
    if SERVICES in wanted:
        for_whom = [seen.communities[one.int] for one in slots.communities_of(openings)]
        yield from (community.service for community in for_whom)
        if ORGANIZATIONS in wanted:
            yield from (community.organization for community in for_whom)
