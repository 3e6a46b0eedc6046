"""The search of the SAS platform: flows INT_R01 (individuals) and INT_R04 (at the disposal of a CPTS)."""

from collections.abc import Collection, Iterator
from operator import itemgetter

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service.times import window_of
from api.core import clock
from api.core.actor import Actor
from api.fhir import rules
from api.fhir.requests import Sent
from api.fhir.rules import ACTORS, ORGANIZATIONS, SCHEDULES, SERVICES
from api.fhir.service import agendas, sight
from api.fhir.service.agendas import Entry, Together

_START, _TOGETHER = itemgetter(0), itemgetter(4)


async def search_slots(db: AsyncSession, actor: Actor, sent: Sent) -> bytes:
    """The Bundle (JSON) of the free slots asked for, as they are now, with what the query includes.

    FhirRefusal (400) when the query makes no sense. Whom nobody knows has no slot.
    """
    query = rules.read_search(sent.pairs, strict=sent.strict)
    found: list[Entry] = []
    if query.free:
        at = clock.now()
        told = agendas.Told(sent.base, query.with_communities)
        window = window_of(query.from_at, query.to_at)
        for read in await sight.look(db, actor, query, at):
            found += agendas.free_of(read, window, at, told)
        found.sort(key=_START)
    shown = found if query.count is None else found[: query.count]
    return rules.bundle(
        [piece for entry in shown for piece in entry[1:4]],
        _included(query.includes, dict.fromkeys(map(_TOGETHER, shown))),
        total=len(found),
        base=sent.base,
        asked=sent.query,
        for_communities=query.with_communities,
    )


def _included(wanted: frozenset[str], shown: Collection[Together]) -> Iterator[bytes]:
    """What the slots point at, and what that points at, each once, as far as the query follows."""
    if SCHEDULES in wanted:
        yield from dict.fromkeys(one.schedule for one in shown)
        if ACTORS in wanted:
            yield from dict.fromkeys(one.practitioner for one in shown)
            yield from dict.fromkeys(one.role for one in shown)
    if SERVICES in wanted:
        yield from dict.fromkeys(service for one in shown for service in one.services)
        if ORGANIZATIONS in wanted:
            yield from dict.fromkeys(its for one in shown for its in one.organizations)
