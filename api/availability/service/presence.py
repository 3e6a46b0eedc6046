"""When somebody is open, free or not: for the pages that say why nothing of theirs is found."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import Span, regulation
from api.availability.service import times
from api.availability.tables import Absence, Closure, Opening
from api.contract.models import SlotAudience
from api.core.direct import Direct

# Built once: kiosks ask with every touch.
_AWAY = Direct(
    select(Absence.professional_id, func.lower(Absence.during), func.upper(Absence.during)).where(
        Absence.professional_id == any_(bindparam("professionals", type_=ARRAY(Uuid))),
        Absence.ended_at.is_(None),
        Absence.has_left.is_(False),
        Absence.during.overlaps(bindparam("time", type_=TSTZRANGE)),
    )
)


def span_of(during: Range[datetime]) -> Span:
    """A range of instants, bounded on both sides, in whole seconds."""
    assert during.lower is not None  # noqa: S101  closures and absences are bounded
    assert during.upper is not None  # noqa: S101
    return rules.seconds(during.lower), rules.seconds(during.upper)


async def absences_among(
    db: AsyncSession, professional_ids: Collection[UUID], from_at: datetime, until: datetime
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """When each of these is away and comes back, in some part of that time, wherever it was said."""
    values = {"professionals": list(professional_ids), "time": Range(from_at, until)}
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for professional_id, away, back in await _AWAY.rows(db, values):
        found.setdefault(professional_id, []).append((away, back))
    return found


class Presence(NamedTuple):
    """One opening between two instants: for whom, whether it runs then, whether all of that is closed."""

    audiences: frozenset[SlotAudience]
    runs: bool
    closed: bool


async def presence_of(
    db: AsyncSession, professional_id: UUID, from_at: datetime, until: datetime
) -> list[Presence]:
    """Every opening of a professional, in whichever community, as it stands between these instants."""
    rows = await times.openings(db, Opening.professional_id == professional_id)
    if not rows:
        return []
    settings = await times.settings_of(db, {row.community_id for row in rows}, from_at)
    window = rules.seconds(from_at), rules.seconds(until)
    closures = await db.scalars(
        select(Closure.during).where(
            Closure.professional_id == professional_id, Closure.during.overlaps(times.tstzrange(window))
        )
    )
    closed = [span_of(during) for during in closures]
    found = []
    for row in rows:
        calendar = settings[row.community_id].calendar
        first, last = (rules.local_day(edge, calendar.zone) for edge in (window[0], window[1] - 1))
        spans = [
            (max(window[0], start), min(window[1], end))
            for its in rules.occurrences(row, calendar, first, last)
            for start, end in its.hours.spans
            if start < window[1] and window[0] < end
        ]
        found.append(
            Presence(
                frozenset(map(SlotAudience, row.audiences)),
                bool(spans),
                all(regulation.covers(closed, span) for span in spans),
            )
        )
    return found
