"""Claiming a slot of an opening, or a time outside any: under the lock, after a second look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import SlotTaken, Span
from api.availability.service import claims, times
from api.availability.service.meeting import refuse_given_elsewhere
from api.availability.service.opening_columns import COLUMNS
from api.availability.tables import Closure, Opening
from api.contract.models import CareMode
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory

ALTERNATIVES = 3

_AROUND = 3 * rules.DAY
"""Seconds before and after a time that is gone, in which others are looked for."""

# Written by hand and built once, like all that runs for each of those who compete for a slot.
_LOOK = (
    text(
        """
    SELECT o.id, o.community_id, o.professional_id, o.practice_id, o.kind, o.weekday, o.on_day,
           o.every_weeks, o.nth_of_month, o.on_holidays, o.except_days, o.from_minute,
           o.to_minute, o.valid_from, o.valid_to, o.slot_minutes, o.step_minutes,
           o.buffer_before_minutes, o.buffer_after_minutes, o.capacity, o.min_delay_minutes,
           o.max_delay_days, o.quota_per_day, o.needs, o.modes, o.audiences,
           o.ended_at, c.time_zone, c.communes, r.document -> 'availability' AS delays,
           closed.starts AS closed_from, closed.ends AS closed_to,
           taken.starts AS taken_from, taken.ends AS taken_to,
           taken.openings AS taken_of, taken.grid_starts AS taken_at
    FROM openings AS o
    JOIN communities AS c ON c.id = o.community_id
    LEFT JOIN community_rules AS r ON r.community_id = o.community_id
    CROSS JOIN LATERAL (
        SELECT array_agg(extract(epoch FROM lower(during))::bigint) AS starts,
               array_agg(extract(epoch FROM upper(during))::bigint) AS ends
        FROM closures
        WHERE professional_id = o.professional_id AND during && CAST(:around AS tstzrange)
    ) AS closed
    CROSS JOIN LATERAL (
        SELECT array_agg(extract(epoch FROM lower(during))::bigint) AS starts,
               array_agg(extract(epoch FROM upper(during))::bigint) AS ends,
               array_agg(opening_id) AS openings,
               array_agg(extract(epoch FROM slot_starts_at)::bigint) AS grid_starts
        FROM (
            SELECT during, opening_id, slot_starts_at FROM claims
            WHERE resource_id = o.professional_id AND during && CAST(:around AS tstzrange)
              AND (expires_at IS NULL OR expires_at > CAST(:at AS timestamptz))
            UNION ALL
            -- The same hour in two agendas of one person is taken once.
            SELECT unnest(range_agg(during)), NULL, NULL FROM outside_busy
            WHERE professional_id = o.professional_id AND during && CAST(:around AS tstzrange)
        ) AS given
    ) AS taken
    WHERE o.id = CAST(:opening AS uuid)
    """
    )
    .bindparams(bindparam("around", type_=TSTZRANGE))
    .columns(delays=JSONB)
)

_SAME_PROFESSIONAL = select(*COLUMNS).where(
    Opening.ended_at.is_(None),
    Opening.professional_id == bindparam("professional_id"),
    Opening.community_id == bindparam("community_id"),
)


@dataclass(frozen=True)
class Taken:
    """A time that was just claimed."""

    claim_id: UUID
    opening_id: UUID | None
    professional_id: UUID
    practice_id: UUID | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Seen:
    """A slot and all that decides whether it is free, as one statement saw it."""

    opening: Any
    """A row with the attributes of `Opening` that the rules read, and `ended_at`."""
    start: int
    setting: times.Setting
    busy: rules.Busy
    """What stands against the professional from `_AROUND` before the start to `_AROUND` after it."""


async def look(db: AsyncSession, slot_id: str, at: datetime) -> Seen:
    """See a slot, taken or not. InvalidInput when it is no slot or past, SlotTaken when there is no such
    opening.

    One round trip, for all who compete for a slot come here, and all but one of them come in vain.
    """
    opening_id, start = rules.parse_slot_id(slot_id)
    if start < at.timestamp():
        raise InvalidInput(errors=[FieldError("/slot_id", "This time is past: search again")])
    around = times.tstzrange((start - _AROUND, start + _AROUND))
    row = (await db.execute(_LOOK, {"opening": opening_id, "around": around, "at": at})).first()
    if row is None:
        raise SlotTaken("This time is no longer offered: search again")
    busy = rules.Busy(
        times.stretches(row.closed_from, row.closed_to),
        times.stretches(row.taken_from, row.taken_to),
        _counted(row.taken_of, row.taken_at),
    )
    return Seen(row, start, times.setting(row.time_zone, row.communes, row.delays, at), busy)


def _counted(openings: list[UUID | None] | None, starts: list[int | None] | None) -> dict[UUID, list[int]]:
    """The starts taken of each opening, in order: what a quota counts."""
    found: dict[UUID, list[int]] = {}
    for opening_id, start in zip(openings or (), starts or (), strict=True):
        if opening_id is not None and start is not None:
            found.setdefault(opening_id, []).append(start)
    return {opening_id: sorted(taken) for opening_id, taken in found.items()}


async def take_slot(
    db: AsyncSession,
    slot_id: str,
    *,
    at: datetime,
    expires_at: datetime | None = None,
    seen: Seen | None = None,
) -> Taken:
    """Claim a free slot, for good or until `expires_at`. `seen`: what a `look` at it saw just before.

    SlotTaken, naming free times nearby, when it is not free; InvalidInput when it is no slot, past, or
    sooner or later than the community allows.
    """
    # A look before the lock: those who come too late need not queue behind those who book.
    seen = seen or await look(db, slot_id, at)
    refuse_out_of_reach(seen.start, seen.setting.reach_of(seen.opening))
    await refuse_unless_free(db, seen, at)
    await claims.lock(db, [seen.opening.professional_id])
    seen = await look(db, slot_id, at)
    slot, opening = await refuse_unless_free(db, seen, at), seen.opening
    place = claims.Place(opening.id, rules.instant(seen.start), opening.capacity)
    [claim] = await claims.claim_locked(
        db,
        [opening.professional_id],
        with_buffers(opening, slot),
        at=at,
        place=place,
        expires_at=expires_at,
    )
    starts_at, ends_at = map(rules.instant, slot)
    return Taken(claim.id, opening.id, opening.professional_id, opening.practice_id, starts_at, ends_at)


async def take_time(
    db: AsyncSession,
    *,
    professional_id: UUID,
    practice_id: UUID | None,
    starts_at: datetime,
    minutes: int,
    mode: CareMode,
    at: datetime,
) -> Taken:
    """Claim a time that the professional gives outside any opening (see `booking.book_time`)."""
    rules.check_minutes(minutes)
    rules.check_given(starts_at, at)
    practice_id = await _practice(db, professional_id, practice_id, mode)
    start = rules.seconds(starts_at)
    span = start, start + minutes * 60
    await claims.lock(db, [professional_id])
    if await closed(db, professional_id, span):
        message = "You are closed at that time: open it again, or choose another"
        raise InvalidInput(errors=[FieldError("/starts_at", message)])
    if mode is CareMode.office:
        await refuse_given_elsewhere(db, professional_id, practice_id, span, at)
    [claim] = await claims.claim_locked(db, [professional_id], span, at=at)
    begins, ends = map(rules.instant, span)
    return Taken(claim.id, None, professional_id, practice_id, begins, ends)


async def _practice(
    db: AsyncSession, professional_id: UUID, practice_id: UUID | None, mode: CareMode
) -> UUID | None:
    """The practice of the appointment: the one named, else the only one; office care needs one."""
    known = [practice.id for practice in await directory.practices_of(db, professional_id)]
    if practice_id is None and (len(known) == 1 or mode is not CareMode.office):
        return known[0] if len(known) == 1 else None
    if practice_id not in known:
        message = "Say at which of the professional's practices"
        raise InvalidInput(errors=[FieldError("/practice_id", message)])
    return practice_id


async def refuse_unless_free(db: AsyncSession, seen: Seen, at: datetime) -> Span:
    """The slot of the opening that starts there, if it is free; else SlotTaken with free times nearby.

    Asked before the lock and again under it: those who come too late need not queue behind those who book.
    """
    opening = seen.opening
    found = rules.slot_at(opening, seen.setting.calendar, seen.start) if opening.ended_at is None else None
    if found is not None and rules.places_left(*found, seen.busy):
        return found[1]
    raise SlotTaken(await _free_nearby(db, seen))


async def _free_nearby(db: AsyncSession, seen: Seen) -> str:
    """One sentence with the nearest times of the same professional that the same people may take."""
    opening, start, zone = seen.opening, seen.start, seen.setting.zone
    whose = {"professional_id": opening.professional_id, "community_id": opening.community_id}
    rows = [
        row
        for row in await db.execute(_SAME_PROFESSIONAL, whose)
        if row.id == opening.id
        or (set(row.audiences) & set(opening.audiences) and set(row.modes) & set(opening.modes))
    ]
    window = start - _AROUND, start + _AROUND
    found = {
        free
        for occurrence, reach in times.in_window(rows, {opening.community_id: seen.setting}, window)
        for free in rules.free_in(occurrence, seen.busy, reach).starts
    }
    nearest = sorted(found, key=lambda free: (abs(free - start), free))[:ALTERNATIVES]
    if not nearest:
        return "Nothing else is free within three days: search elsewhere"
    said = (rules.instant(free).astimezone(zone) for free in sorted(nearest))
    return f"Free nearby: {', '.join(when.isoformat(timespec='minutes') for when in said)}"


async def closed(db: AsyncSession, professional_id: UUID, span: Span) -> bool:
    """Whether the professional closed some of that time."""
    closures = select(func.count()).select_from(Closure).where(Closure.professional_id == professional_id)
    return bool(await db.scalar(closures.where(Closure.during.overlaps(times.tstzrange(span)))))


def refuse_out_of_reach(start: int, reach: rules.Reach) -> None:
    """InvalidInput when the slot is sooner or later than may be booked."""
    if start < reach.earliest:
        message = "This time is too near to be booked: choose a later one, or call"
    elif start > reach.latest:
        message = "This time is too far ahead to be booked yet: choose a sooner one"
    else:
        return
    raise InvalidInput(errors=[FieldError("/slot_id", message)])


def with_buffers(opening: Any, slot: Span) -> Span:
    """What a slot of the opening takes of the professional's time: the pauses around it too."""
    return slot[0] - opening.buffer_before_minutes * 60, slot[1] + opening.buffer_after_minutes * 60
