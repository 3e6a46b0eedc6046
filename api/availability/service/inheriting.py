"""What a replacement holds in an absence: the openings of that time under their own name, and the
appointments that fit into their time."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, DateTime, Uuid, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import Occurrence, Span
from api.availability.rules.absences import covered
from api.availability.service import standing, times
from api.availability.service.announcing import announce_agenda
from api.availability.service.meeting import opened_elsewhere, pairs
from api.availability.service.presence import span_of
from api.availability.tables import Absence, Appointment, Opening
from api.contract.models import CareMode
from api.core.direct import Direct
from api.directory import service as directory
from api.directory.service import Leave

MIDNIGHT = 24 * 60
"""Minutes of the wall clock at the end of a day."""


async def inherit(db: AsyncSession, absence: Absence, at: datetime) -> None:
    """Open the time of the absence under the replacement's name, day by day, at the same places.

    A day on which the replacement is open elsewhere is left out, and counted. The caller holds the
    `lock` of both.
    """
    replacement_id, away = absence.replacement_id, span_of(absence.during)
    assert replacement_id is not None  # noqa: S101  the caller asked
    replaced = (await directory.summaries(db, [absence.professional_id]))[absence.professional_id]
    others = await pairs(db, replacement_id, at)
    here = await times.calendar_of(db, absence.community_id, at)
    for occurrence in await _occurrences(db, absence, at):
        part = covered(occurrence, away)
        if part is None or part[1] <= at.timestamp():
            continue
        opening = _inherited(absence, replacement_id, replaced.name, occurrence, part, here, at)
        # An absence that begins inside the hour that the clock shows twice has no hours on the wall.
        runs = rules.occurrences(opening, here, opening.valid_from, opening.valid_from)
        exact = [(its.hours.opens, its.hours.closes) for its in runs] == [part]
        if not exact or rules.meets_elsewhere(opening, others, here, at) is not None:
            absence.openings_left += 1
            continue
        db.add(opening)
        absence.openings_inherited += 1
    announce_agenda(db, absence.community_id, replacement_id)
    await db.flush()


async def give_back(db: AsyncSession, absence: Absence, at: datetime) -> None:
    """Close what the replacement had inherited; appointments taken in it stay."""
    if absence.replacement_id is None:
        return
    inherited = select(Opening).where(Opening.absence_id == absence.id, Opening.ended_at.is_(None))
    for opening in (await db.scalars(inherited)).all():
        opening.ended_at = at
        opening.version += 1
    announce_agenda(db, absence.community_id, absence.replacement_id)
    await db.flush()


async def openings_met(db: AsyncSession, absence: Absence, at: datetime) -> int:
    """How many openings, one per day, run in the time of an absence; it need not be written."""
    away = span_of(absence.during)
    found = (covered(occurrence, away) for occurrence in await _occurrences(db, absence, at))
    return sum(1 for part in found if part is not None and part[1] > at.timestamp())


async def slot_for(
    db: AsyncSession, absence: Absence, appointment: Appointment, at: datetime
) -> tuple[bool, Opening | None]:
    """Whether the replacement can take an appointment at its hour, and the inherited opening whose slot it
    then is (None for an hour outside any). The caller holds the `lock` of both."""
    assert absence.replacement_id is not None  # noqa: S101  the caller asked
    opening = await _slot_of(db, absence, appointment, at, Opening.absence_id == absence.id)
    return await _is_free(db, absence.replacement_id, opening, appointment, at), opening


async def old_place(
    db: AsyncSession, absence: Absence, appointment: Appointment, at: datetime
) -> tuple[bool, Opening | None]:
    """The same of who is back, for an appointment that was moved: whether its hour is still free, and the
    opening whose slot it is. The caller holds the `lock`."""
    opening = await own_slot(db, absence, appointment, at)
    return await _is_free(db, absence.professional_id, opening, appointment, at), opening


async def _is_free(
    db: AsyncSession,
    professional_id: UUID,
    opening: Opening | None,
    appointment: Appointment,
    at: datetime,
) -> bool:
    span = _times(appointment)
    against = await standing.against(db, [professional_id], span, at, openings=())
    busy = against.get(professional_id, rules.Busy())
    places = 1 if opening is None else opening.capacity
    free = not busy.closed.starts and len(busy.taken.starts) < places
    if free and opening is None and appointment.mode is CareMode.office:
        free = await opened_elsewhere(db, professional_id, appointment.practice_id, span, at) is None
    return free


async def own_slot(
    db: AsyncSession, absence: Absence, appointment: Appointment, at: datetime
) -> Opening | None:
    """The opening of who was away whose slot an appointment is; None for an hour outside any."""
    own = Opening.professional_id == absence.professional_id
    return await _slot_of(db, absence, appointment, at, own, Opening.community_id == absence.community_id)


async def _slot_of(
    db: AsyncSession, absence: Absence, appointment: Appointment, at: datetime, *whose: ColumnElement[bool]
) -> Opening | None:
    """Of these openings, the one with a slot at the hour and the place of the appointment."""
    start, span = rules.seconds(appointment.starts_at), _times(appointment)
    here = (Opening.ended_at.is_(None), Opening.practice_id == appointment.practice_id)
    setting = (await times.settings_of(db, [absence.community_id], at))[absence.community_id]
    rows = await db.scalars(select(Opening).where(*whose, *here).order_by(Opening.id))
    for row in rows.all():
        found = rules.slot_at(row, setting.calendar, start)
        if found is not None and found[1] == span:
            return row
    return None


async def is_away(db: AsyncSession, professional_id: UUID, during: Span, at: datetime) -> bool:
    """Whether somebody is said to be away in some part of that time: illness and leave are said so alone."""
    return await said_away(db, professional_id, times.tstzrange(during)) is not None


async def said_away(db: AsyncSession, professional_id: UUID, stretch: Range[datetime]) -> Absence | None:
    """An absence of somebody in some part of that time, wherever it was said.

    Who left one community and practises on is away from that one alone: their time in the others is theirs.
    """
    said = select(Absence).where(
        Absence.professional_id == professional_id,
        Absence.ended_at.is_(None),
        Absence.during.overlaps(stretch),
        or_(~Absence.has_left, Absence.closure_id.is_not(None)),
    )
    return await db.scalar(said.order_by(Absence.id).limit(1))


_AWAY = select(Absence.professional_id, func.upper(Absence.during), Absence.replacement_id).where(
    Absence.ended_at.is_(None),
    Absence.during.contains(bindparam("at", type_=DateTime(timezone=True))),
    Absence.has_left.is_(False),
)
_EVERYBODY = Direct(_AWAY)
_THESE = Direct(_AWAY.where(Absence.professional_id == any_(bindparam("these", type_=ARRAY(Uuid)))))


async def leaves_of(
    db: AsyncSession, professional_ids: Collection[UUID] | None, at: datetime
) -> dict[UUID, Leave]:
    """Who of these (None: of everybody) is away at `at` and comes back, wherever it was said."""
    if professional_ids is None:
        rows = await _EVERYBODY.rows(db, {"at": at})
    else:
        rows = await _THESE.rows(db, {"at": at, "these": list(professional_ids)})
    return {row[0]: Leave(row[1], row[2]) for row in rows}


def _times(appointment: Appointment) -> Span:
    return rules.seconds(appointment.starts_at), rules.seconds(appointment.ends_at)


async def _occurrences(db: AsyncSession, absence: Absence, at: datetime) -> list[Occurrence]:
    """The openings of who is away, on each of the days of the absence, in the community where it was said."""
    away = span_of(absence.during)
    rows = await times.openings(
        db,
        Opening.professional_id == absence.professional_id,
        Opening.community_id == absence.community_id,
    )
    setting = (await times.settings_of(db, [absence.community_id], at))[absence.community_id]
    first, last = (rules.local_day(edge, setting.zone) for edge in (away[0], away[1] - 1))
    return [
        occurrence for row in rows for occurrence in rules.occurrences(row, setting.calendar, first, last)
    ]


def _inherited(
    absence: Absence,
    replacement_id: UUID,
    replaced: str,
    occurrence: Occurrence,
    part: Span,
    calendar: rules.Calendar,
    at: datetime,
) -> Opening:
    """The same opening for one day, held by somebody else."""
    row, zone = occurrence.opening, calendar.zone
    day = rules.local_day(occurrence.hours.opens, zone)
    hours = row.from_minute, row.to_minute
    if part != (occurrence.hours.opens, occurrence.hours.closes):
        first, last = (rules.instant(edge).astimezone(zone) for edge in part)
        midnight = last.date() > day
        hours = (
            first.hour * 60 + first.minute,
            MIDNIGHT if midnight else last.hour * 60 + last.minute,
        )
    return Opening(
        community_id=absence.community_id,
        professional_id=replacement_id,
        practice_id=row.practice_id,
        version=1,
        kind=row.kind,
        weekday=None,
        on_day=day,
        every_weeks=1,
        nth_of_month=[],
        on_holidays=False,
        except_days=[],
        instead_of_id=None,
        instead_of_day=None,
        from_minute=hours[0],
        to_minute=hours[1],
        valid_from=day,
        valid_to=day,
        slot_minutes=row.slot_minutes,
        step_minutes=row.step_minutes,
        buffer_before_minutes=row.buffer_before_minutes,
        buffer_after_minutes=row.buffer_after_minutes,
        capacity=row.capacity,
        min_delay_minutes=row.min_delay_minutes,
        max_delay_days=row.max_delay_days,
        quota_per_day=row.quota_per_day,
        absence_id=absence.id,
        replaces_name=replaced,
        needs=list(row.needs),
        modes=list(row.modes),
        audiences=list(row.audiences),
        created_at=at,
        ended_at=None,
    )
