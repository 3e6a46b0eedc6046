"""Free slots for the other modules: of some professionals, whatever the page."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import FreeSlot
from api.availability.service import times
from api.availability.service.opening_columns import OF_SLOTS
from api.availability.tables import Opening
from api.contract.models import CareMode, Need, SlotAudience


def _asked(name: str, kind: Any, fits: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """What fits the value of that name; everything without one."""
    value = bindparam(name, type_=kind)
    return cast(value, kind).is_(None) | fits(value)


_first, _last = bindparam("first", type_=Date), bindparam("last", type_=Date)
_weekdays = bindparam("weekdays", type_=ARRAY(Integer))

_OF_PEOPLE = (
    select(*OF_SLOTS)
    .where(
        Opening.ended_at.is_(None),
        Opening.professional_id == any_(bindparam("ids", type_=ARRAY(Uuid))),
        Opening.valid_from <= _last,
        func.coalesce(Opening.valid_to, _last) >= _first,
        or_(Opening.on_day.is_not(None), Opening.weekday == any_(_weekdays)),
        _asked("audiences", ARRAY(Text), Opening.audiences.op("&&")),
        _asked("communities", ARRAY(Uuid), lambda value: Opening.community_id == any_(value)),
        _asked("need", Text, lambda value: or_(Opening.needs == [], value == any_(Opening.needs))),
        _asked("mode", Text, lambda value: value == any_(Opening.modes)),
    )
    .order_by(Opening.id)
)
"""Built once, whatever is asked: SQLAlchemy takes longer to build it than PostgreSQL to answer."""


async def free_slots(
    db: AsyncSession,
    *,
    professional_ids: Collection[UUID],
    from_at: datetime,
    to_at: datetime,
    at: datetime,
    need: Need | None = None,
    mode: CareMode | None = None,
    audiences: Collection[SlotAudience] | None = None,
    community_ids: Collection[UUID] | None = None,
) -> Sequence[FreeSlot]:
    """The free slots of these professionals that start in [from_at, to_at), by start, then professional.

    Those of every opening, or, with `audiences`, of the openings meant for one of them; with
    `community_ids`, of the openings of these communities only. `at` is the present instant.
    """
    first, last = times.days_near(from_at, to_at)
    values = {
        "ids": list(professional_ids),
        "first": first,
        "last": last,
        "weekdays": times.weekdays(first, last),
        "audiences": None if audiences is None else [audience.value for audience in audiences],
        "communities": None if community_ids is None else list(community_ids),
        "need": need and need.value,
        "mode": mode and mode.value,
    }
    rows = await times.read(db, _OF_PEOPLE, values)
    rows.sort(key=lambda row: row.professional_id.int)
    settings = await times.settings_of(db, times.distinct(row.community_id for row in rows), at)
    window = times.window_of(from_at, to_at)
    found = await times.free_between(db, rows, settings, window, at)
    return rules.FreeSlots(found)
