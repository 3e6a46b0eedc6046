"""Reading time from the database in bulk: openings, what stands against them, what is free."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam, or_, select, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.availability import rules
from api.availability.rules import Busy, Occurrence, Reach, Span
from api.availability.rules.slots import OpeningTimes
from api.availability.tables import Opening
from api.contract.models import CareMode, Need
from api.identity import service as identity

LONGEST_BUFFER = 120 * 60
"""Seconds: no buffer of an opening is longer (contract)."""

COLUMNS = [column for column in Opening.__table__.c if column.name not in ("created_at", "ended_at")]
"""What the rules, and the screens, read of an opening. Rows of it have the attributes of `Opening`."""

# Casts say the types out loud: psycopg 3 would send the smallest type that fits, and the planner may then
# leave the composite GiST index (tests/availability/test_plans.py). One row per professional, not per
# claim: for 400 professionals and a full week that is five times as fast.
_AGAINST = text(
    """
    SELECT resource_id, false, array_agg(extract(epoch FROM lower(during))::bigint),
           array_agg(extract(epoch FROM upper(during))::bigint)
    FROM claims
    WHERE resource_id = ANY(CAST(:ids AS uuid[])) AND during && CAST(:window AS tstzrange)
      AND (expires_at IS NULL OR expires_at > CAST(:at AS timestamptz))
    GROUP BY resource_id
    UNION ALL
    SELECT professional_id, true, array_agg(extract(epoch FROM lower(during))::bigint),
           array_agg(extract(epoch FROM upper(during))::bigint)
    FROM closures
    WHERE professional_id = ANY(CAST(:ids AS uuid[])) AND during && CAST(:window AS tstzrange)
    GROUP BY professional_id
    """
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid)),
    bindparam("window", type_=TSTZRANGE),
)


@dataclass(frozen=True)
class Setting:
    """Where an opening is: the clock and the delays of its community."""

    zone: ZoneInfo
    reach: Reach


async def settings_of(db: AsyncSession, communities: Iterable[UUID], at: datetime) -> dict[UUID, Setting]:
    """The clock and the delays of each community."""
    found = {}
    for community_id in set(communities):
        zone = identity.zone_of(await identity.community_of(db, community_id))
        community_rules = await identity.rules_of(db, community_id)
        found[community_id] = Setting(zone, Reach.at(at, community_rules.availability))
    return found


async def openings(
    db: AsyncSession,
    *where: ColumnElement[bool],
    need: Need | None = None,
    mode: CareMode | None = None,
    columns: Iterable[InstrumentedAttribute[Any]] = (),
) -> list[Any]:
    """The openings that are not closed for good, as rows, with further `columns` when asked."""
    wanted = select(*COLUMNS, *columns).where(Opening.ended_at.is_(None), *where)
    if need is not None:
        wanted = wanted.where(
            or_(Opening.needs == [], bindparam(None, need.value, Text) == any_(Opening.needs))
        )
    if mode is not None:
        wanted = wanted.where(bindparam(None, mode.value, Text) == any_(Opening.modes))
    return list((await db.execute(wanted)).all())


async def against(
    db: AsyncSession, professional_ids: Collection[UUID], window: Span, at: datetime
) -> dict[UUID, Busy]:
    """What stands against each professional in that window: closures, and claims that still run at `at`."""
    found: dict[UUID, Busy] = defaultdict(Busy)
    values = {"ids": list(professional_ids), "window": tstzrange(window), "at": at}
    for resource_id, closed, starts, ends in (await db.execute(_AGAINST, values)).all():
        spans = sorted(zip(starts, ends, strict=True))
        if closed:
            found[resource_id].closed = spans
        else:
            found[resource_id].taken = spans
    return found


def tstzrange(span: Span) -> Range[datetime]:
    """A stretch of time as PostgreSQL's half-open range."""
    return Range(rules.instant(span[0]), rules.instant(span[1]), bounds="[)")


def in_window(
    rows: Iterable[OpeningTimes], settings: dict[UUID, Setting], window: Span
) -> Iterator[tuple[Occurrence, Reach]]:
    """The occurrences that may have slots starting in the window, each with the starts that may be taken."""
    days: dict[UUID, tuple[Any, ...]] = {}
    for community_id, its in settings.items():
        bounds = (rules.local_day(at, its.zone) for at in (window[0], max(window[0], window[1] - 1)))
        reach = Reach(max(window[0], its.reach.earliest), min(window[1] - 1, its.reach.latest))
        days[community_id] = (its.zone, *bounds, reach)
    for row in rows:
        zone, first, last, reach = days[row.community_id]
        for occurrence in rules.occurrences(row, zone, first, last):
            if occurrence.starts <= reach.latest and reach.earliest < occurrence.ends:
                yield occurrence, reach


def hull(occurrences: Collection[Occurrence]) -> Span:
    """The stretch in which something can stand against these occurrences, buffers included."""
    return (
        min(occurrence.starts for occurrence in occurrences) - LONGEST_BUFFER,
        max(occurrence.ends for occurrence in occurrences) + LONGEST_BUFFER,
    )


Free = tuple[int, UUID, int, int, Any]
"""Start, opening, end, places left, and the opening's row. Pages are in the order of the first two."""


async def free(
    db: AsyncSession, rows: Iterable[Any], settings: dict[UUID, Setting], window: Span, at: datetime
) -> list[Free]:
    """The free slots of these openings that start in the window, in no order."""
    found = list(in_window(rows, settings, window))
    if not found:
        return []
    professionals = {occurrence.opening.professional_id for occurrence, _ in found}
    busy = await against(db, professionals, hull([occurrence for occurrence, _ in found]), at)
    nothing = Busy()
    return [
        (start, occurrence.opening.id, end, left, occurrence.opening)
        for occurrence, reach in found
        for start, end, left in rules.free_in(
            occurrence, busy.get(occurrence.opening.professional_id, nothing), reach
        )
    ]


def window_of(from_at: datetime, to_at: datetime) -> Span:
    """The whole seconds whose slots start in [from_at, to_at)."""
    return rules.seconds(from_at - timedelta(microseconds=1)) + 1, rules.seconds(
        to_at - timedelta(microseconds=1)
    ) + 1
