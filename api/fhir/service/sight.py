"""All that a search reads, in one statement: people, what they open, where, for whom, what stands against it.

Each person, place, community and opening comes as one text that holds all that is said of it, and what is
made of a text (facts, entries of the answer) is kept by that text alone. So nothing kept is ever older than
the answer: what changed has another text. What is taken is no such text, and never kept
(docs/decisions/0035).
"""

import json
from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import FreeSlot
from api.availability.service import at_once
from api.availability.service.opening_columns import opening_of
from api.core.actor import Actor
from api.core.settings import settings
from api.fhir import policy, rules
from api.fhir.rules import CommunityFacts, Parts, PersonFacts, PlaceFacts, SlotSearch
from api.fhir.service import facts, slots

_LOOK = text(
    f"""
    WITH wanted AS MATERIALIZED (
        SELECT id, json_build_array({facts.PERSON_AS_TEXT})::text AS said
        FROM professionals WHERE rpps = ANY(:rpps)
    ), open AS MATERIALIZED ({at_once.OPEN})
    SELECT 'person', said, NULL::bytea FROM wanted
    UNION ALL
    SELECT 'opening', said, NULL FROM open
    UNION ALL
    SELECT 'place', json_build_array({facts.PLACE_AS_TEXT})::text, NULL
    FROM practices WHERE id = ANY(ARRAY(SELECT practice_id FROM open))
    UNION ALL
    SELECT 'community',
           json_build_array({facts.COMMUNITY_AS_TEXT}, communes, document -> 'availability')::text, NULL
    FROM communities LEFT JOIN community_rules ON community_id = communities.id
    WHERE communities.id = ANY(ARRAY(SELECT community_id FROM open))
    UNION ALL
    {at_once.STANDING}
    """  # noqa: S608  made of constants
).bindparams(bindparam("rpps", type_=ARRAY(Text)), *at_once.PARAMETERS)


class Person(NamedTuple):
    """A professional, and the entry that says who."""

    facts: PersonFacts
    practitioner: bytes


class Place(NamedTuple):
    """A place of one, and the entries of their agenda and their role there."""

    facts: PlaceFacts
    schedule: bytes
    role: bytes


class Community(NamedTuple):
    """A CPTS, how it counts time, and the entries of what it puts at disposal and of itself."""

    facts: CommunityFacts
    clock: at_once.Clock
    service: bytes
    organization: bytes


class Sight(NamedTuple):
    """What a search sees. `free` as `at_once.free_of` gives it; the rest by the numbers of ids (a UUID takes
    its time to hash), `texts` by the identity of an opening's row, `alone` too: each opening by itself."""

    people: dict[int, Person]
    places: dict[int, Place]
    communities: dict[int, Community]
    texts: dict[int, str]
    alone: dict[int, tuple[Any, ...]]
    free: list[tuple[Any, Any]]


async def look(db: AsyncSession, actor: Actor, query: SlotSearch, at: datetime, *, base: str) -> Sight:
    """What the actor may see of what the query asks for. `base`: the address where it is read."""
    audiences = policy.audiences_seen(actor, with_communities=query.with_communities)
    values = at_once.values(query.from_at, query.to_at, at, audiences, policy.communities_seen(actor))
    # By the connection: the rows are no entities, which the session would look for.
    answered = await (await db.connection()).execute(_LOOK, {"rpps": list(query.rpps), **values})
    found: dict[str, list[Any]] = defaultdict(list)
    for row in answered.all():
        found[row[0]].append(row)
    communities = [_community(said, base) for _, said, _ in found["community"]]
    texts = [said for _, said, _ in found["opening"]]
    openings = [opening_of(said) for said in texts]
    clocks = {one.facts.id: one.clock for one in communities}
    standing = found["taken"] + found["closed"] + found["counted"]
    return Sight(
        people={one.facts.id.int: one for one in (_person(said, base) for _, said, _ in found["person"])},
        places={one.facts.id.int: one for one in (_place(said, base) for _, said, _ in found["place"])},
        communities={one.facts.id.int: one for one in communities},
        texts=dict(zip(map(id, openings), texts, strict=True)),
        alone={id(opening): (opening,) for opening in openings},
        free=at_once.free_of(openings, clocks, standing, query.from_at, query.to_at, at),
    )


@lru_cache(maxsize=4096)
def _person(said: str, base: str) -> Person:
    its = facts.person_said(json.loads(said))
    return Person(its, rules.included(rules.practitioner(its), base))


@lru_cache(maxsize=4096)
def _place(said: str, base: str) -> Place:
    its = facts.place_said(json.loads(said))
    role = rules.practitioner_role(its, settings().base_url)
    return Place(its, rules.included(rules.schedule(its), base), rules.included(role, base))


@lru_cache(maxsize=2048)
def _community(said: str, base: str) -> Community:
    *its_facts, communes, delays = json.loads(said)
    its = facts.community_said(its_facts)
    return Community(
        its,
        at_once.clock(its.zone.key, communes, delays),
        rules.included(rules.healthcare_service(its), base),
        rules.included(rules.organization(its), base),
    )


@lru_cache(maxsize=8192)
def entries_of(opening: str, specialties: tuple[str, ...], base: str, *, for_communities: bool) -> Parts:
    """How the slots of the opening with this text are written, of a professional with these specialties."""
    row = opening_of(opening)
    timetable = slots.timetable([FreeSlot(row, 0, 0, 0)], specialties)
    return slots.entries_of(timetable, base, for_communities=for_communities).of(f"{row.id}.".encode())
