"""The search of the SAS platform: flows INT_R01 (individuals) and INT_R04 (at the disposal of a CPTS)."""

from collections.abc import Iterator, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import OpeningTimes
from api.core import clock
from api.core.actor import Actor
from api.core.settings import settings
from api.fhir import rules
from api.fhir.requests import Sent
from api.fhir.rules import ACTORS, ORGANIZATIONS, SCHEDULES, SERVICES, Resource
from api.fhir.service import facts, slots


async def search_slots(db: AsyncSession, actor: Actor, sent: Sent) -> str:
    """The Bundle (JSON) of the free slots asked for, computed now, with what the query includes.

    FhirRefusal (400) when the query makes no sense. Whom nobody knows has no slot.
    """
    query = rules.read_search(sent.pairs, strict=sent.strict)
    around = await facts.around(db, query.rpps)
    found = await slots.free_slots(
        db,
        actor,
        professional_ids=list(around.people) if query.free else [],
        from_at=query.from_at,
        to_at=query.to_at,
        at=clock.now(),
        with_communities=query.with_communities,
    )
    shown = found if query.count is None else found[: query.count]
    openings = slots.openings_of(shown)
    around = await facts.complete(db, around, openings)
    writer = slots.Writer(
        around.people, around.communities, for_communities=query.with_communities, base=sent.base
    )
    return rules.bundle(
        [writer.entry(frees) for frees in shown],
        _included(query.includes, openings, around),
        total=len(found),
        base=sent.base,
        asked=sent.query,
        for_communities=query.with_communities,
    )


def _included(
    wanted: frozenset[str], openings: Sequence[OpeningTimes], around: facts.Around
) -> Iterator[Resource]:
    """What the slots point at, and what that points at, each once, as far as the query follows."""
    if SCHEDULES in wanted:
        here = [around.places[one] for one in dict.fromkeys(opening.practice_id for opening in openings)]
        yield from map(rules.schedule, here)
        if ACTORS in wanted:
            whose = dict.fromkeys(opening.professional_id for opening in openings)
            yield from (rules.practitioner(around.people[person_id]) for person_id in whose)
            base = settings().base_url
            yield from (rules.practitioner_role(place, base) for place in here)
    if SERVICES in wanted:
        for_whom = [around.communities[one] for one in slots.communities_of(openings)]
        yield from map(rules.healthcare_service, for_whom)
        if ORGANIZATIONS in wanted:
            yield from map(rules.organization, for_whom)
