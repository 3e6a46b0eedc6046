"""The search of the SAS platform: flows INT_R01 (individuals) and INT_R04 (at the disposal of a CPTS)."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import FreeSlot
from api.core import clock
from api.core.actor import Actor
from api.core.settings import settings
from api.fhir import rules
from api.fhir.requests import Sent
from api.fhir.rules import (
    ACTORS,
    ORGANIZATIONS,
    SCHEDULES,
    SERVICES,
    CommunityFacts,
    PersonFacts,
    PlaceFacts,
    Resource,
)
from api.fhir.service import facts, slots


async def search_slots(db: AsyncSession, actor: Actor, sent: Sent) -> str:
    """The Bundle (JSON) of the free slots asked for, computed now, with what the query includes.

    FhirRefusal (400) when the query makes no sense. Whom nobody knows has no slot.
    """
    query = rules.read_search(sent.pairs, strict=sent.strict)
    people = await facts.people_by_rpps(db, query.rpps)
    found = await slots.free_slots(
        db,
        actor,
        professional_ids=list(people) if query.free else [],
        from_at=query.from_at,
        to_at=query.to_at,
        at=clock.now(),
        with_communities=query.with_communities,
    )
    shown = found if query.count is None else found[: query.count]
    communities = await facts.communities(db, {free.community_id for frees in shown for free in frees})
    places = await facts.places(db, {frees[0].practice_id for frees in shown})
    writer = slots.Writer(people, communities, for_communities=query.with_communities)
    return rules.bundle(
        [writer.entry(frees) for frees in shown],
        _included(query.includes, shown, places=places, people=people, communities=communities),
        total=len(found),
        base=settings().base_url,
        asked=sent.query,
        for_communities=query.with_communities,
    )


def _included(
    wanted: frozenset[str],
    shown: list[list[FreeSlot]],
    *,
    places: Mapping[UUID, PlaceFacts],
    people: Mapping[UUID, PersonFacts],
    communities: Mapping[UUID, CommunityFacts],
) -> Iterator[Resource]:
    """What the slots point at, and what that points at, each once, as far as the query follows."""
    if SCHEDULES in wanted:
        here = list(dict.fromkeys(frees[0].practice_id for frees in shown))
        yield from (rules.schedule(places[practice_id]) for practice_id in here)
        if ACTORS in wanted:
            whose = dict.fromkeys(frees[0].professional_id for frees in shown)
            yield from (rules.practitioner(people[person_id]) for person_id in whose)
            base = settings().base_url
            yield from (rules.practitioner_role(places[practice_id], base) for practice_id in here)
    if SERVICES in wanted:
        for_whom = dict.fromkeys(one for frees in shown for one in slots.communities_of(frees))
        yield from (rules.healthcare_service(communities[one]) for one in for_whom)
        if ORGANIZATIONS in wanted:
            yield from (rules.organization(communities[one]) for one in for_whom)
