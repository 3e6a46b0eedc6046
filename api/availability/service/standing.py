"""What stands against professionals, read in bulk: claims, closures, time given to something else.

A search of the territory reads some thirty thousand claims, so how they travel decides how long it takes:

* One row per professional, not per claim, and an instant as the last four bytes of its seconds since 1970
  (as `bytea`, until the year 2106): a third fewer bytes than decimals, and `struct` reads them at once.
* Where every place is for one person, it does not matter who takes what, only when somebody does: times that
  touch are one. Half as many instants travel, and half as many gaps are looked at.
* By professional (`LATERAL`) rather than `GROUP BY`: the plan is then the same for one and for four hundred.
  PostgreSQL prepares the statement without knowing how many there are, and would sort all claims to group.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from struct import unpack
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import Busy, OpeningTimes, Span, Stretches

LONGEST_DAY = 26 * 3600
"""Seconds: no day of any calendar is longer, whatever its clock does."""


def _packed(instant: str) -> str:
    """The SQL that aggregates instants as `_instants` reads them."""
    return f"string_agg(substring(int8send(date_part('epoch', {instant})::bigint) from 5), '')"


def _edges(stretch: str) -> str:
    return f"{_packed(f'lower({stretch})')} AS starts, {_packed(f'upper({stretch})')} AS ends"


_CLAIMS = """
    SELECT {} FROM claims
    WHERE resource_id = wanted.id AND during && CAST(:window AS tstzrange)
      AND (expires_at IS NULL OR expires_at > CAST(:at AS timestamptz))
"""

# Casts say the types out loud: psycopg 3 would send the smallest type that fits, and the planner may then
# leave the composite GiST index (tests/availability/test_plans.py).
_AGAINST = text(
    f"""
    SELECT 'taken', wanted.id, its.starts, its.ends
    FROM unnest(CAST(:alone AS uuid[])) AS wanted(id) CROSS JOIN LATERAL (
        SELECT {_edges("away")} FROM ({_CLAIMS.format("unnest(range_agg(during)) AS away")}) AS touching
    ) AS its
    UNION ALL
    SELECT 'taken', wanted.id, its.starts, its.ends
    FROM unnest(CAST(:several AS uuid[])) AS wanted(id) CROSS JOIN LATERAL (
        {_CLAIMS.format(_edges("during"))}
    ) AS its
    UNION ALL
    SELECT 'closed', professional_id, {_edges("during")}
    FROM closures
    WHERE professional_id = ANY(CAST(:alone AS uuid[]) || CAST(:several AS uuid[]))
      AND during && CAST(:window AS tstzrange)
    GROUP BY professional_id
    UNION ALL
    -- The same hour in two agendas of one person is taken once.
    SELECT 'taken', professional_id, {_edges("away")}
    FROM (
        SELECT professional_id, unnest(range_agg(during)) AS away FROM outside_busy
        WHERE professional_id = ANY(CAST(:alone AS uuid[]) || CAST(:several AS uuid[]))
          AND during && CAST(:window AS tstzrange)
        GROUP BY professional_id
    ) AS elsewhere
    GROUP BY professional_id
    UNION ALL
    -- What is taken of openings with a quota, on the whole of the days that the window touches.
    SELECT 'counted', opening_id, {_packed("slot_starts_at")}, NULL
    FROM claims
    WHERE opening_id = ANY(CAST(:counted AS uuid[])) AND CAST(:days AS tstzrange) @> slot_starts_at
      AND (expires_at IS NULL OR expires_at > CAST(:at AS timestamptz))
    GROUP BY opening_id
    """  # noqa: S608  made of the constants above
).bindparams(
    *(bindparam(name, type_=ARRAY(Uuid)) for name in ("alone", "several", "counted")),
    *(bindparam(name, type_=TSTZRANGE) for name in ("window", "days")),
)


async def against(
    db: AsyncSession,
    professional_ids: Collection[UUID],
    window: Span,
    at: datetime,
    *,
    openings: Iterable[OpeningTimes],
) -> dict[UUID, Busy]:
    """What stands against each professional in that window: closures, claims that still run at `at`, and
    time given to something else in an agenda kept elsewhere.

    `openings`: those that the answer is about, by which claims come as few as may be. A professional whose
    openings here are all for one person at a time has claims that touch as one stretch; with several places,
    or without `openings`, each claim is one. Openings with a quota are counted too, on the whole of the days
    that the window touches.
    """
    rows = list(openings)
    several = {row.professional_id for row in rows if row.capacity > 1} if rows else set(professional_ids)
    # By their numbers, here and below: a UUID is hashed and compared in Python.
    limited = {row.id.int: row for row in rows if row.quota_per_day is not None}
    values = {
        "alone": list(set(professional_ids) - several),
        "several": list(several),
        "counted": [row.id for row in limited.values()],
        "window": tstzrange(window),
        "days": tstzrange((window[0] - LONGEST_DAY, window[1] + LONGEST_DAY)),
        "at": at,
    }
    ids: dict[int, UUID] = {}
    found: dict[int, Busy] = defaultdict(Busy)
    for what, id_, starts, ends in (await (await db.connection()).execute(_AGAINST, values)).all():
        if starts is None:
            continue
        if what == "counted":
            opening = limited[id_.int]
            whose = opening.professional_id
            ids[whose.int] = whose
            found[whose.int].counted[opening.id] = _instants(starts)
            continue
        ids[id_.int] = id_
        its, these = found[id_.int], Stretches(_instants(starts), _instants(ends))
        if what == "closed":
            its.closed = these
        elif not its.taken.starts:
            its.taken = these
        else:
            taken = its.taken
            its.taken = Stretches(sorted(taken.starts + these.starts), sorted(taken.ends + these.ends))
    return {ids[number]: busy for number, busy in found.items()}


def _instants(packed: bytes) -> list[int]:
    """The instants that the database packed, in order."""
    return sorted(unpack(f">{len(packed) // 4}I", packed))


def tstzrange(span: Span) -> Range[datetime]:
    """A stretch of time as PostgreSQL's half-open range."""
    return Range(rules.instant(span[0]), rules.instant(span[1]), bounds="[)")
