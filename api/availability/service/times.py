"""Reading time from the database in bulk: openings, what stands against them, what is free."""

import math
from asyncio import create_task, sleep
from collections import namedtuple
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, ColumnElement, Select, Text, Uuid, any_, bindparam, func, or_, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import (
    EVER,
    Busy,
    Calendar,
    Found,
    Occurrence,
    OpeningTimes,
    Reach,
    Span,
    Stretches,
)
from api.availability.service.opening_columns import COLUMNS
from api.availability.service.standing import LONGEST_DAY, against
from api.availability.service.standing import tstzrange as tstzrange
from api.availability.tables import Opening
from api.contract.models import AvailabilityRules, CareMode, Need
from api.core.public_holidays import holidays_of
from api.identity import service as identity

LONGEST_BUFFER = 120 * 60
"""Seconds: no buffer of an opening is longer (contract)."""

LOT = 400
"""Openings: as many are worked out at a time, in a search of more."""

_SETTINGS = (
    text(
        """
    SELECT c.id, c.time_zone, c.communes, r.document -> 'availability' AS delays
    FROM communities AS c LEFT JOIN community_rules AS r ON r.community_id = c.id
    WHERE c.id = ANY(CAST(:ids AS uuid[]))
    """
    )
    .bindparams(bindparam("ids", type_=ARRAY(Uuid)))
    .columns(delays=JSONB)
)


@dataclass(frozen=True)
class Setting:
    """Where an opening is: the clock, the public holidays and the delays of its community."""

    calendar: Calendar
    delays: AvailabilityRules
    at: datetime | None
    """When somebody looks; None: whenever it is, so that no delay leaves a start out."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the community."""
        return self.calendar.zone

    @cached_property
    def reach(self) -> Reach:
        """The starts that may be taken of openings without delays of their own."""
        return EVER if self.at is None else Reach.at(self.at, self.delays)

    def reach_of(self, opening: OpeningTimes) -> Reach:
        """The starts that may be taken of this opening."""
        if self.at is None or (opening.min_delay_minutes is None and opening.max_delay_days is None):
            return self.reach
        return Reach.at(self.at, self.delays, opening)


def setting(
    time_zone: str, communes: Iterable[str], delays: Mapping[str, Any] | None, at: datetime
) -> Setting:
    """From a community's time zone and communes, and the `availability` section of its stored rules."""
    calendar = Calendar(ZoneInfo(time_zone), holidays_of(communes))
    return Setting(calendar, identity.availability_rules(delays), at)


async def settings_of(db: AsyncSession, communities: Iterable[UUID], at: datetime) -> dict[UUID, Setting]:
    """The clock, the public holidays and the delays of each community."""
    wanted = list(set(communities))
    rows = (await db.execute(_SETTINGS, {"ids": wanted})).all() if wanted else ()
    return {row.id: setting(row.time_zone, row.communes, row.delays, at) for row in rows}


async def calendar_of(db: AsyncSession, community_id: UUID, at: datetime) -> Calendar:
    """The calendar that a community's openings run by."""
    return (await settings_of(db, [community_id], at))[community_id].calendar


def of_professionals(ids: Collection[UUID]) -> ColumnElement[bool]:
    """The openings of these. One array, not a parameter for each: the statement is then built once."""
    return Opening.professional_id == any_(bindparam(None, list(ids), ARRAY(Uuid)))


def runs_between(first: date, last: date) -> ColumnElement[bool]:
    """The openings that can run on a day from `first` to `last`, both included, of their own calendars."""
    valid = (Opening.valid_from <= last) & (func.coalesce(Opening.valid_to, last) >= first)
    return valid & or_(Opening.on_day.is_not(None), Opening.weekday.in_(weekdays(first, last)))


def weekdays(first: date, last: date) -> list[int]:
    """The days of the week (1 is Monday) from `first` to `last`, both included, in order."""
    return sorted({(first + timedelta(days=n)).isoweekday() for n in range(min(7, (last - first).days + 1))})


def days_near(from_at: datetime, to_at: datetime) -> tuple[date, date]:
    """The first and the last day that a clock somewhere shows between these instants."""
    # Clocks of the world are at most 12 hours behind UTC and 14 ahead.
    first, last = from_at - timedelta(hours=12), to_at + timedelta(hours=14)
    return first.astimezone(UTC).date(), last.astimezone(UTC).date()


def runs_near(from_at: datetime, to_at: datetime) -> ColumnElement[bool]:
    """The openings that can run between these instants, whatever their clock."""
    return runs_between(*days_near(from_at, to_at))


async def openings(
    db: AsyncSession,
    *where: ColumnElement[bool],
    need: Need | None = None,
    mode: CareMode | None = None,
    columns: Sequence[Any] = COLUMNS,
) -> list[Any]:
    """The openings that are not closed for good, as rows of these `columns`, in the order of their ids."""
    wanted = select(*columns).where(Opening.ended_at.is_(None), *where).order_by(Opening.id)
    if need is not None:
        named = bindparam(None, need.value, Text) == any_(Opening.needs)
        wanted = wanted.where(or_(Opening.needs == [], named))
    if mode is not None:
        wanted = wanted.where(bindparam(None, mode.value, Text) == any_(Opening.modes))
    return await read(db, wanted, {})


async def read(db: AsyncSession, wanted: Select[Any], values: Mapping[str, Any]) -> list[Any]:
    """The rows of a statement about openings, as tuples with the names of its columns."""
    # By the connection: the rows are no entities, and the session's care for those takes as long as reading.
    await db.flush()
    found = await (await db.connection()).execute(wanted, values)
    return list(map(_row_class(*found.keys())._make, found))


@cache
def _row_class(*names: str) -> Any:
    """A tuple with these names: SQLAlchemy's own rows look a name up at each reading, which takes longer."""
    return namedtuple("_row", names)  # noqa: PYI024  the columns are known when the statement is


def stretches(starts: list[int] | None, ends: list[int] | None) -> Stretches:
    """From the starts and the ends that the database aggregated; none when there was nothing to."""
    return Stretches(sorted(starts or ()), sorted(ends or ()))


def in_window(
    rows: Iterable[OpeningTimes], settings: dict[UUID, Setting], window: Span
) -> Iterator[tuple[Occurrence, Reach]]:
    """The occurrences that may have slots starting in the window, each with the starts that may be taken."""
    days: dict[int, tuple[Any, ...]] = {}
    ends = window[0], max(window[0], window[1] - 1)
    sweeps = {
        calendar: rules.Sweep(calendar, *(rules.local_day(at, calendar.zone) for at in ends))
        for calendar in {its.calendar for its in settings.values()}
    }
    for community_id, its in settings.items():
        days[community_id.int] = (its, sweeps[its.calendar], its.reach.within(window))
    for row in rows:
        its, sweep, reach = days[row.community_id.int]
        if row.min_delay_minutes is not None or row.max_delay_days is not None:
            reach = its.reach_of(row).within(window)
        earliest, latest = reach
        for hours in sweep.hours_of(row):
            spans = hours.spans
            if spans[0][0] <= latest and earliest < spans[-1][1]:
                yield Occurrence(row, hours), reach


def hull(found: Collection[tuple[Occurrence, Reach]]) -> Span:
    """The stretch in which something can stand against the slots that may be taken, buffers included."""
    reaches = {reach for _, reach in found}
    longest = max(its.hours.lasts for its, _ in found)
    return (
        min(reach.earliest for reach in reaches) - LONGEST_BUFFER,
        max(reach.latest for reach in reaches) + longest + LONGEST_BUFFER,
    )


Free = list[tuple[Any, Found]]
"""For each occurrence with a free slot, its opening's row and its free slots."""


async def free(db: AsyncSession, found: Sequence[tuple[Occurrence, Reach]], at: datetime) -> Free:
    """What is free of these occurrences, in the order given. One query for whatever stands against them."""
    if not found:
        return []
    # An opening has several days: it is named once, by its identity, which costs less than its id.
    rows = list({id(its.opening): its.opening for its, _ in found}.values())
    busy = await against(db, distinct(row.professional_id for row in rows), hull(found), at, openings=rows)
    return list(less(found, busy))


async def free_between(
    db: AsyncSession, rows: Sequence[Any], settings: dict[UUID, Setting], window: Span, at: datetime
) -> Free:
    """What is free of these openings' slots that start in the window, opening by opening, by start.

    In lots: the database looks for what stands against the next one while this one is worked out here. Rows
    that come professional by professional make that quick, as nobody is then asked about twice.
    """
    around = window[0] - LONGEST_BUFFER, window[1] + LONGEST_DAY + LONGEST_BUFFER
    slots: Free = []
    found: list[tuple[Occurrence, Reach]] = []
    busy: dict[UUID, Busy] = {}
    for first in range(0, len(rows), LOT):
        lot = rows[first : first + LOT]
        who = distinct(row.professional_id for row in lot)
        asked = create_task(against(db, who, around, at, openings=lot))
        try:
            await sleep(0)  # sends the question
            slots += less(found, busy)  # of the lot before
            found = list(in_window(lot, settings, window))
        finally:
            busy = await asked
    slots += less(found, busy)
    return slots


def less(found: Iterable[tuple[Occurrence, Reach]], busy: Mapping[UUID, Busy]) -> Iterator[tuple[Any, Found]]:
    """The occurrences less what stands against them."""
    stands_against = {professional_id.int: its for professional_id, its in busy.items()}
    nothing, row, stands = Busy(), None, Busy()
    for its, reach in found:
        if its.opening is not row:
            row = its.opening
            stands = stands_against.get(row.professional_id.int, nothing)
        left = rules.free_in(its, stands, reach)
        if left.starts:
            yield row, left


def distinct(ids: Iterable[UUID]) -> list[UUID]:
    """Each of them once. By their numbers: a UUID takes its time to hash, and each row has its own."""
    return list({id_.int: id_ for id_ in ids}.values())


def window_of(from_at: datetime, to_at: datetime) -> Span:
    """The whole seconds whose slots start in [from_at, to_at)."""
    return math.ceil(from_at.timestamp()), math.ceil(to_at.timestamp())
