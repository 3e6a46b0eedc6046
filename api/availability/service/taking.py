"""Claiming a slot of an opening, or a time outside any: under the lock, after a second look."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import SlotTaken, Span
from api.availability.service import claims, times
from api.availability.tables import Closure, Opening
from api.contract.models import CareMode
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory

ALTERNATIVES = 3

_AROUND = 3 * rules.DAY
"""Seconds before and after a time that is gone, in which others are looked for."""


@dataclass(frozen=True)
class Taken:
    """A time that was just claimed."""

    claim_id: UUID
    opening_id: UUID | None
    professional_id: UUID
    practice_id: UUID | None
    starts_at: datetime
    ends_at: datetime


async def opening_of_slot(db: AsyncSession, slot_id: str, at: datetime) -> Opening:
    """The opening that a slot id names. InvalidInput when the slot is past, SlotTaken when there is none."""
    opening_id, start = rules.parse_slot_id(slot_id)
    if start < at.timestamp():
        raise InvalidInput(errors=[FieldError("/slot_id", "This time is past: search again")])
    opening = await db.get(Opening, opening_id)
    if opening is None:
        raise SlotTaken("This time is no longer offered: search again")
    return opening


async def take_slot(
    db: AsyncSession, slot_id: str, *, at: datetime, expires_at: datetime | None = None
) -> Taken:
    """Claim a free slot, for good or until `expires_at`.

    SlotTaken, naming free times nearby, when it is not free; InvalidInput when it is no slot, past, or
    sooner or later than the community allows.
    """
    opening = await opening_of_slot(db, slot_id, at)
    start = rules.parse_slot_id(slot_id)[1]
    setting = (await times.settings_of(db, [opening.community_id], at))[opening.community_id]
    _refuse_out_of_reach(start, setting.reach_of(opening))
    # A look before the lock: those who come too late need not queue behind those who book.
    await _refuse_unless_free(db, opening, start, setting, at)
    await claims.lock(db, [opening.professional_id])
    await db.refresh(opening)
    slot = await _refuse_unless_free(db, opening, start, setting, at)
    place = claims.Place(opening.id, rules.instant(start), opening.capacity)
    [claim] = await claims.claim_locked(
        db,
        [opening.professional_id],
        _with_buffers(opening, slot),
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
    if starts_at < at:
        raise InvalidInput(errors=[FieldError("/starts_at", "This time is past: choose a later one")])
    practice_id = await _practice(db, professional_id, practice_id, mode)
    start = rules.seconds(starts_at)
    span = start, start + minutes * 60
    await claims.lock(db, [professional_id])
    if await _closed(db, professional_id, span):
        message = "You are closed at that time: open it again, or choose another"
        raise InvalidInput(errors=[FieldError("/starts_at", message)])
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


async def _refuse_unless_free(
    db: AsyncSession, opening: Opening, start: int, setting: times.Setting, at: datetime
) -> Span:
    """The slot of the opening that starts there, if it is free; else SlotTaken with free times nearby."""
    around = start - _AROUND, start + _AROUND
    person = opening.professional_id
    busy = (await times.against(db, [person], around, at, openings=[opening]))[person]
    found = rules.slot_at(opening, setting.calendar, start) if opening.ended_at is None else None
    if found is not None and rules.places_left(*found, busy):
        return found[1]
    raise SlotTaken(await _free_nearby(db, opening, start, setting, busy, at))


async def _free_nearby(
    db: AsyncSession, opening: Opening, start: int, setting: times.Setting, busy: rules.Busy, at: datetime
) -> str:
    """One sentence with the nearest times of the same professional that the same people may take."""
    rows = [
        row
        for row in await times.openings(
            db,
            Opening.professional_id == opening.professional_id,
            Opening.community_id == opening.community_id,
        )
        if row.id == opening.id
        or (set(row.audiences) & set(opening.audiences) and set(row.modes) & set(opening.modes))
    ]
    window = start - _AROUND, start + _AROUND
    found = {
        free
        for occurrence, reach in times.in_window(rows, {opening.community_id: setting}, window)
        for free, _, _ in rules.free_in(occurrence, busy, reach)
    }
    nearest = sorted(found, key=lambda free: (abs(free - start), free))[:ALTERNATIVES]
    if not nearest:
        return "Nothing else is free within three days: search elsewhere"
    said = (rules.instant(free).astimezone(setting.zone) for free in sorted(nearest))
    return f"Free nearby: {', '.join(when.isoformat(timespec='minutes') for when in said)}"


async def _closed(db: AsyncSession, professional_id: UUID, span: Span) -> bool:
    closures = select(func.count()).select_from(Closure).where(Closure.professional_id == professional_id)
    return bool(await db.scalar(closures.where(Closure.during.overlaps(times.tstzrange(span)))))


def _refuse_out_of_reach(start: int, reach: rules.Reach) -> None:
    if start < reach.earliest:
        message = "This time is too near to be booked: choose a later one, or call"
    elif start > reach.latest:
        message = "This time is too far ahead to be booked yet: choose a sooner one"
    else:
        return
    raise InvalidInput(errors=[FieldError("/slot_id", message)])


def _with_buffers(opening: Opening, slot: Span) -> Span:
    return slot[0] - opening.buffer_before_minutes * 60, slot[1] + opening.buffer_after_minutes * 60
