"""Free time across the territory, over HTTP: the soonest slots, and the next ones of each professional."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, time, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import openings_visible_to
from api.availability.rules import Occurrence, Reach, Span
from api.availability.service import times
from api.availability.service.call_times import call_offers
from api.availability.service.doubles import once_each
from api.availability.service.opening_columns import COLUMNS, WHEN
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

Free = tuple[int, UUID, int, int, Any]
"""Start, opening, end, places left, and the opening's row. Pages are in the order of the first two."""

_WORDS: dict[str, Any] = {word.value: word for words in (Need, CareMode, SlotAudience) for word in words}

_KEYS = [Key(literal_column("slot_starts_at")), Key(literal_column("slot_opening_id"))]

# One array, not a list of parameters: the statement is then the same for every page, and built once.
_OPENINGS_SHOWN = select(
    *COLUMNS,
    Practice.name.label("practice_name"),
    Practice.address_line,
    Practice.latitude,
    Practice.longitude,
).where(Opening.id == any_(bindparam("ids", type_=ARRAY(Uuid))), Practice.id == Opening.practice_id)


async def search_slots(db: AsyncSession, actor: Actor, query: wire.SearchSlotsQuery) -> wire.SlotList:
    """Free slots that the actor may take, soonest first, computed now."""
    at = clock.now()
    window = _window(query, at)
    after = None if query.cursor is None else _position(query.cursor)
    if after is not None:
        window = max(window[0], after[0]), window[1]
    found: list[Free] = []
    async for free in _soonest(db, actor, query, window, at):
        found += (one for one in free if after is None or one[:2] > after)
        if len(found) > query.limit:
            break
    page = found[: query.limit]
    last = page[-1] if len(found) > query.limit else None
    cursor = None if last is None else encode_cursor(_KEYS, [rules.instant(last[0]), last[1]])
    # Nobody is free: say at once who accepts a call. Of a place or a specialty they say nothing.
    narrow = query.specialty_code, query.commune_insee, query.radius_km
    nobody = not page and after is None and narrow == (None, None, None)
    offers = await call_offers(db, actor, at, professional_ids=query.professional_id) if nobody else []
    items = await _shown(db, page, query)
    return wire.SlotList(items=items, next_cursor=cursor, as_of=at, call_offers=offers)


async def list_next_slots(
    db: AsyncSession, actor: Actor, query: wire.ListNextSlotsQuery
) -> wire.NextSlotsList:
    """For each professional, in the order asked: the next slots within seven days, how many within a day."""
    at = clock.now()
    wanted = list(dict.fromkeys(query.professional_id))
    mine = (times.of_professionals(wanted), openings_visible_to(actor))
    rows = await times.openings(db, *mine, columns=WHEN)
    settings = await times.settings_of(db, times.distinct(row.community_id for row in rows), at)
    week = times.window_of(at, at + timedelta(days=NEXT_DAYS))
    found = _soonest_first(await times.free_between(db, rows, settings, week, at))
    by_professional: dict[UUID, list[Free]] = {professional_id: [] for professional_id in wanted}
    a_day_later = rules.seconds(at + timedelta(days=1))
    soon: dict[UUID, list[Span]] = defaultdict(list)
    for free in found:
        frees = by_professional[free[4].professional_id]
        if free[0] <= a_day_later:
            soon[free[4].professional_id].append(_with_buffers(free))
        # Two openings at one place may overlap: the hour is one all the same.
        if not frees or frees[-1][0] != free[0]:
            frees.append(free)
    items = [
        wire.NextSlots.model_construct(
            professional_id=professional_id,
            next=[_time(free) for free in frees[:NEXT_SLOTS]],
            within_24_hours=rules.bookable_together(soon.get(professional_id, ())),
        )
        for professional_id, frees in by_professional.items()
    ]
    return wire.NextSlotsList(items=items, next_cursor=None, as_of=at)


def _window(query: wire.SearchSlotsQuery, at: datetime) -> Span:
    """The stretch asked for, from now on at the earliest; InvalidInput when it makes no sense."""
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


def _position(cursor: str) -> tuple[int, UUID]:
    starts_at, opening_id = decode_cursor(cursor, _KEYS)
    return rules.seconds(starts_at), opening_id


async def _soonest(
    db: AsyncSession, actor: Actor, query: wire.SearchSlotsQuery, window: Span, at: datetime
) -> AsyncIterator[list[Free]]:
    """Free slots in the order of pages, in lots, until nobody asks for more.

    A page shows fifty of the thousands that are free in a week, so little is read at a time: the openings
    of one day, then of two, of four…; of these days, what stands against the first few hundred starts.
    """
    present = set() if actor.community_id is None else {actor.community_id}
    settings = await times.settings_of(db, present, at)
    here = settings[actor.community_id].zone if actor.community_id is not None else ZoneInfo("UTC")
    for stretch in _stretches(window, here):
        rows = await _openings_in(db, actor, query, stretch, here)
        settings |= await times.settings_of(db, {row.community_id for row in rows} - settings.keys(), at)
        occurrences = list(times.in_window(rows, settings, stretch))
        for part in _parts(occurrences, query.limit):
            yield _soonest_first(await once_each(db, await times.free(db, part, at)))


def _stretches(window: Span, zone: ZoneInfo) -> Iterator[Span]:
    """The window in days of the territory: the rest of the first, one more, two, four…"""
    start, days = window[0], 0
    while start < window[1]:
        day = rules.local_day(start, zone) + timedelta(days=max(1, days))
        end = min(rules.seconds(datetime.combine(day, time(), zone)), window[1])
        yield start, end
        start, days = end, max(1, days * 2)


def _parts(found: list[tuple[Occurrence, Reach]], limit: int) -> Iterator[list[tuple[Occurrence, Reach]]]:
    """The same occurrences cut in time, so that the first part has some four pages of starts, free or not."""
    starts: list[int] = []
    for its, reach in found:
        starts += rules.starts_within(its.hours, *reach)
    starts.sort()
    position, size = 0, 4 * limit
    while position < len(starts):
        first, last = starts[position], starts[min(position + size, len(starts)) - 1]
        yield [
            (its, Reach(max(reach.earliest, first), min(reach.latest, last)))
            for its, reach in found
            if its.hours.opens <= last and first < its.hours.closes
        ]
        position, size = bisect_right(starts, last), size * 4


async def _openings_in(
    db: AsyncSession, actor: Actor, query: wire.SearchSlotsQuery, stretch: Span, here: ZoneInfo
) -> list[Any]:
    """The openings that the search asks for and that can have a slot in this stretch, by their own clocks."""
    where = [openings_visible_to(actor), _runs_in(stretch, here, actor.community_id)]
    columns: list[Any] = [*WHEN]
    if query.professional_id:
        where.append(times.of_professionals(query.professional_id))
    if query.commune_insee is not None or query.radius_km is not None:
        where.append(Practice.id == Opening.practice_id)
        columns += [Practice.latitude, Practice.longitude]
    if query.commune_insee is not None:
        where.append(Practice.commune_insee == query.commune_insee)
    if query.specialty_code is not None:
        where.append(Professional.id == Opening.professional_id)
        where.append(
            Professional.specialty_codes.op("@>")(bindparam(None, [query.specialty_code], ARRAY(Text)))
        )
    rows = await times.openings(db, *where, need=query.need, mode=query.mode, columns=columns)
    if query.radius_km is None:
        return rows
    away = ((row, _distance(row, query)) for row in rows)
    return [row for row, distance in away if distance is not None and distance <= query.radius_km]


def _runs_in(stretch: Span, here: ZoneInfo, community_id: UUID | None) -> ColumnElement[bool]:
    """The openings that can run then: by the clock of the present community, or by any clock elsewhere."""
    days = rules.local_day(stretch[0], here), rules.local_day(stretch[1] - 1, here)
    anywhere = times.runs_near(rules.instant(stretch[0]), rules.instant(stretch[1]))
    if community_id is None:
        return anywhere
    return or_(
        (Opening.community_id == community_id) & times.runs_between(*days),
        (Opening.community_id != community_id) & anywhere,
    )


async def _shown(db: AsyncSession, page: list[Free], query: wire.SearchSlotsQuery) -> list[wire.Slot]:
    """The slots of one page with whom and where: what a sweep does not read."""
    if not page:
        return []
    rows = await db.execute(_OPENINGS_SHOWN, {"ids": list({free[1] for free in page})})
    openings = {row.id: row for row in rows}
    summaries = await directory.summaries(db, list({row.professional_id for row in openings.values()}))
    slots: list[wire.Slot] = []
    alike: dict[UUID, wire.Slot] = {}
    for start, opening_id, end, left, _ in page:
        own = {
            "id": rules.slot_id(opening_id, start),
            "starts_at": rules.instant(start),
            "ends_at": rules.instant(end),
            "places_left": left,
        }
        # The slots of an opening differ by these only: a copy costs a third of a slot made anew.
        if (other := alike.get(opening_id)) is not None:
            slots.append(other.model_copy(update=own))
            continue
        row = openings[opening_id]
        alike[opening_id] = _slot(row, summaries[row.professional_id], query, own)
        slots.append(alike[opening_id])
    return slots


def _slot(
    row: Any, professional: wire.ProfessionalSummary, query: wire.SearchSlotsQuery, own: dict[str, Any]
) -> wire.Slot:
    distance = _distance(row, query)
    return wire.Slot.model_construct(
        **own,
        opening_id=row.id,
        professional=professional,
        practice_id=row.practice_id,
        practice_name=row.practice_name,
        address_line=row.address_line,
        latitude=row.latitude,
        longitude=row.longitude,
        kind=row.kind,
        needs=[_WORDS[word] for word in row.needs],
        modes=[_WORDS[word] for word in row.modes],
        audiences=[_WORDS[word] for word in row.audiences],
        distance_km=None if distance is None else round(distance, 2),
        replaces_name=row.replaces_name,
    )


def _distance(row: Any, query: wire.SearchSlotsQuery) -> float | None:
    if query.latitude is None or query.longitude is None or row.latitude is None or row.longitude is None:
        return None
    return directory.distance_km(query.latitude, query.longitude, row.latitude, row.longitude)


def _soonest_first(found: times.Free) -> list[Free]:
    """All of them by start, then by opening: occurrences come in the order of their openings' ids."""
    slots: list[Free] = []
    for row, free in found:
        opening_id, lasts = row.id, free.lasts
        slots += [
            (start, opening_id, start + lasts, left, row)
            for start, left in zip(free.starts, free.left, strict=True)
        ]
    slots.sort(key=itemgetter(0))
    return slots


def _with_buffers(free: Free) -> Span:
    start, _, end, _, row = free
    return start - row.buffer_before_minutes * 60, end + row.buffer_after_minutes * 60


def _time(free: Free) -> wire.SlotTime:
    start, opening_id, end, _, row = free
    return wire.SlotTime.model_construct(
        slot_id=rules.slot_id(opening_id, start),
        practice_id=row.practice_id,
        starts_at=rules.instant(start),
        ends_at=rules.instant(end),
    )
