"""All that a search reads, in one statement: people, what they open, where, for whom, what stands against it.

Of each person who opens time comes one text that holds all that is said of it, and what is taken as
PostgreSQL stores it: what `agendas` makes of both is kept under both, so that it is never older than the
answer (docs/decisions/0035, 0043).
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import at_once
from api.availability.service.at_once import Standing
from api.core.actor import Actor
from api.core.direct import Direct
from api.fhir import policy
from api.fhir.rules import SlotSearch
from api.fhir.service import facts

_STATEMENT = text(
    f"""
    WITH wanted AS MATERIALIZED (
        SELECT id, json_build_array({facts.PERSON_AS_TEXT})::text AS said
        FROM professionals WHERE rpps = ANY(CAST(:rpps AS text[]))
    ), open AS MATERIALIZED ({at_once.OPEN}),
    place AS MATERIALIZED (
        SELECT id, json_build_array({facts.PLACE_AS_TEXT})::text AS said
        FROM practices WHERE id = ANY(ARRAY(SELECT practice_id FROM open))
    ), community AS MATERIALIZED (
        SELECT communities.id,
               json_build_array({facts.COMMUNITY_AS_TEXT}, communes, document -> 'availability')::text AS said
        FROM communities LEFT JOIN community_rules ON community_id = communities.id
        WHERE communities.id = ANY(ARRAY(SELECT community_id FROM open))
    ), given AS (
        SELECT professional_id, practice_id, community_id, string_agg(E'\n' || said, '' ORDER BY id) AS said
        FROM open GROUP BY professional_id, practice_id, community_id
    )
    -- JSON written so has no line break of its own.
    SELECT 'open', wanted.said || string_agg(
               concat(E'\n\n', place.said, E'\n', community.said, given.said), ''
               ORDER BY practice_id, community_id
           ), NULL::bytea
    FROM wanted JOIN given ON professional_id = wanted.id
    JOIN place ON place.id = practice_id JOIN community ON community.id = community_id
    GROUP BY wanted.id, wanted.said
    UNION ALL
    {at_once.STANDING}
    """  # noqa: S608  made of constants
).bindparams(bindparam("rpps", type_=Text), *at_once.PARAMETERS)

_LOOK = Direct(_STATEMENT)


_WHOSE = slice(2, 38)
"""Where the person's id stands in what is said of them: `["…`."""


class Read(NamedTuple):
    """What was read of one person who opens time: lines of JSON, the person's, then, after an empty line for
    each place and community, theirs and those of the openings there; and what stands against the person."""

    said: str
    standing: Standing


async def look(db: AsyncSession, actor: Actor, query: SlotSearch, at: datetime) -> list[Read]:
    """What the actor may see at `at` of what the query asks for, by the ids of people."""
    audiences = policy.audiences_seen(actor, with_communities=query.with_communities)
    values = at_once.values(query.from_at, query.to_at, at, audiences, policy.communities_seen(actor))
    people: dict[str, str] = {}
    standing: dict[str, list[tuple[str, bytes]]] = {}
    for what, said, packed in await _LOOK.rows(db, {"rpps": at_once.array(query.rpps), **values}):
        if what == "open":
            people[said[_WHOSE]] = said
        else:
            standing.setdefault(said, []).append((what, packed))
    return [Read(people[whose], tuple(standing.get(whose, ()))) for whose in sorted(people)]
