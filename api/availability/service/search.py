"""Free time, found in bulk: across the territory, for several professionals, for an offer."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, bindparam, literal_column, or_
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import openings_visible_to
from api.availability.rules import FreeSlot, Span
from api.availability.service import times
from api.availability.service.times import Free
from api.availability.tables import Opening
from api.contract import models as wire
from api.contract.models import CareMode, Need, SlotAudience
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, decode_cursor, encode_cursor
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory
from api.directory.tables import Practice, Professional

NEXT_SLOTS, NEXT_DAYS = 12, 7
USUAL_DAYS, MOST_DAYS = 7, 31

_FIRST_STRETCH = 3 * 3600
"""Seconds searched first; each further stretch is four times as long, until the page is full."""

_NEEDS = {need.value: need for need in Need}
_MODES = {mode.value: mode for mode in CareMode}
_AUDIENCES = {audience.value: audience for audience in SlotAudience}

_KEYS = [Key(literal_column("slot_starts_at")), Key(literal_column("slot_opening_id"))]


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
    community_id: UUID | None = None,
) -> list[FreeSlot]:
    """The free slots of these professionals that start in [from_at, to_at), by start, then professional.

    Those of every opening, or, with `audiences`, of the openings meant for one of them; with
    `community_id`, of the openings of that community only. `at` is the present instant.
    """
    where: list[ColumnElement[bool]] = [Opening.professional_id.in_(professional_ids)]
    if audiences is not None:
        words = [audience.value for audience in audiences]
        where.append(Opening.audiences.op("&&")(bindparam(None, words, ARRAY(Text))))
    if community_id is not None:
        where.append(Opening.community_id == community_id)
    rows = await times.openings(db, *where, need=need, mode=mode)
    settings = await times.settings_of(db, {row.community_id for row in rows}, at)
    found = await times.free(db, rows, settings, times.window_of(from_at, to_at), at)
    found.sort(key=lambda free: (free[0], free[4].professional_id, free[1]))
    return [rules.free_slot(row, start, end, left) for start, _, end, left, row in found]


async def search_slots(db: AsyncSession, actor: Actor, query: wire.SearchSlotsQuery) -> wire.SlotList:
    """Free slots that the actor may take, soonest first, computed now."""
    at = clock.now()
    window = _window(query, at)
    after = None if query.cursor is None else decode_cursor(query.cursor, _KEYS)
    first = (rules.seconds(after[0]), after[1]) if after is not None else None
    if first is not None:
        window = max(window[0], first[0]), window[1]
    found: list[Free] = []
    communities: dict[UUID, times.Setting] = {}
    for stretch in _stretches(window):
        rows = await _openings_in(db, actor, query, stretch)
        missing = {row.community_id for row in rows} - communities.keys()
        communities |= await times.settings_of(db, missing, at)
        more = await times.free(db, _near(rows, query), communities, stretch, at)
        found += sorted(
            (free for free in more if first is None or free[:2] > first), key=lambda free: free[:2]
        )
        if len(found) > query.limit:
            break
    page = found[: query.limit]
    last = page[-1] if len(found) > query.limit else None
    cursor = encode_cursor(_KEYS, [rules.instant(last[0]), last[1]]) if last is not None else None
    return wire.SlotList(items=await _shown(db, page, query), next_cursor=cursor, as_of=at)


async def list_next_slots(
    db: AsyncSession, actor: Actor, query: wire.ListNextSlotsQuery
) -> wire.NextSlotsList:
    """For each professional, in the order asked: the next slots within seven days, how many within a day."""
    at = clock.now()
    wanted = list(dict.fromkeys(query.professional_id))
    rows = await times.openings(db, Opening.professional_id.in_(wanted), openings_visible_to(actor))
    settings = await times.settings_of(db, {row.community_id for row in rows}, at)
    found = await times.free(db, rows, settings, times.window_of(at, at + timedelta(days=NEXT_DAYS)), at)
    day = rules.seconds(at + timedelta(days=1))
    by_professional: dict[UUID, list[Free]] = {professional_id: [] for professional_id in wanted}
    for free in found:
        by_professional[free[4].professional_id].append(free)
    items = []
    for professional_id, frees in by_professional.items():
        frees.sort(key=lambda free: free[:2])
        items.append(
            wire.NextSlots(
                professional_id=professional_id,
                next=[_time(free) for free in frees[:NEXT_SLOTS]],
                within_24_hours=sum(1 for free in frees if free[0] <= day),
            )
        )
    return wire.NextSlotsList(items=items, next_cursor=None, as_of=at)


def _window(query: wire.SearchSlotsQuery, at: datetime) -> Span:
    from_at = query.from_at or at
    to_at = query.to_at or from_at + timedelta(days=USUAL_DAYS)
    wrong = []
    if to_at <= from_at:
        wrong.append(FieldError("/query/to_at", "The end must come after the start"))
    elif to_at - from_at > timedelta(days=MOST_DAYS):
        wrong.append(FieldError("/query/to_at", f"Search {MOST_DAYS} days at most"))
    if (query.latitude is None) != (query.longitude is None):
        missing = "latitude" if query.latitude is None else "longitude"
        wrong.append(FieldError(f"/query/{missing}", "A point needs a latitude and a longitude"))
    elif query.radius_km is not None and query.latitude is None:
        wrong.append(FieldError("/query/radius_km", "Say around which point: latitude and longitude"))
    if wrong:
        raise InvalidInput(errors=wrong)
    return times.window_of(max(from_at, at), max(to_at, at))


def _stretches(window: Span) -> Iterator[Span]:
    start, length = window[0], _FIRST_STRETCH
    while start < window[1]:
        end = min(start + length, window[1])
        yield start, end
        start, length = end, length * 4


async def _openings_in(
    db: AsyncSession, actor: Actor, query: wire.SearchSlotsQuery, stretch: Span
) -> list[Any]:
    """The openings that the search asks for and that can have a slot in this stretch, in any time zone."""
    first = rules.instant(stretch[0]).date() - timedelta(days=1)
    last = rules.instant(stretch[1]).date() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    where = [
        openings_visible_to(actor),
        or_(
            Opening.on_day.between(first, last),
            Opening.weekday.in_(sorted({day.isoweekday() for day in days})),
        ),
        Practice.id == Opening.practice_id,
    ]
    if query.professional_id:
        where.append(Opening.professional_id.in_(query.professional_id))
    if query.commune_insee is not None:
        where.append(Practice.commune_insee == query.commune_insee)
    if query.specialty_code is not None:
        where.append(Professional.id == Opening.professional_id)
        where.append(
            Professional.specialty_codes.op("@>")(bindparam(None, [query.specialty_code], ARRAY(Text)))
        )
    columns = (Practice.name, Practice.address_line, Practice.latitude, Practice.longitude)
    return await times.openings(db, *where, need=query.need, mode=query.mode, columns=columns)


def _near(rows: list[Any], query: wire.SearchSlotsQuery) -> list[Any]:
    if query.radius_km is None:
        return rows
    return [
        row for row in rows if (distance := _distance(row, query)) is not None and distance <= query.radius_km
    ]


def _distance(row: Any, query: wire.SearchSlotsQuery) -> float | None:
    if query.latitude is None or query.longitude is None or row.latitude is None or row.longitude is None:
        return None
    return directory.distance_km(query.latitude, query.longitude, row.latitude, row.longitude)


async def _shown(db: AsyncSession, page: list[Free], query: wire.SearchSlotsQuery) -> list[wire.Slot]:
    summaries = await directory.summaries(db, list({row.professional_id for *_, row in page}))
    return [
        wire.Slot.model_construct(
            id=rules.slot_id(opening_id, start),
            opening_id=opening_id,
            professional=summaries[row.professional_id],
            practice_id=row.practice_id,
            practice_name=row.name,
            address_line=row.address_line,
            latitude=row.latitude,
            longitude=row.longitude,
            starts_at=rules.instant(start),
            ends_at=rules.instant(end),
            kind=row.kind,
            needs=[_NEEDS[word] for word in row.needs],
            modes=[_MODES[word] for word in row.modes],
            audiences=[_AUDIENCES[word] for word in row.audiences],
            places_left=left,
            distance_km=None if (far := _distance(row, query)) is None else round(far, 2),
        )
        for start, opening_id, end, left, row in page
    ]


def _time(free: Free) -> wire.SlotTime:
    start, opening_id, end, _, row = free
    return wire.SlotTime(
        slot_id=rules.slot_id(opening_id, start),
        practice_id=row.practice_id,
        starts_at=rules.instant(start),
        ends_at=rules.instant(end),
    )
