"""One's own agenda: what is open, free, held, taken and closed, day by day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import closures_of, visible_to
from api.availability.rules import Busy, Occurrence, Span, Stretches
from api.availability.service import free_now, times
from api.availability.service.views import STANDING, appointment_views, closure_view, opening_view
from api.availability.tables import (
    Absence,
    Appointment,
    Claim,
    Closure,
    Opening,
    OutsideBusy,
    OutsideCalendar,
)
from api.contract import models as wire
from api.contract.models import AgendaSlotState, AppointmentState
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.core.public_holidays import PublicHolidays, holidays_of
from api.core.spans import joined
from api.identity import service as identity
from api.identity.policy import present_community

MOST_DAYS = 31


async def get_agenda(db: AsyncSession, actor: Actor, query: wire.GetAgendaQuery) -> wire.Agenda:
    """My agenda between two days of the calendar. The names of my patients are shown, and that is traced."""
    at = clock.now()
    community_id = present_community(actor)
    if actor.professional_id is None:
        raise NotAllowed("Only a professional has an agenda")
    if query.to_on < query.from_on or query.to_on - query.from_on > timedelta(days=MOST_DAYS):
        message = f"Choose a last day from the first one on, at most {MOST_DAYS} days later"
        raise InvalidInput(errors=[FieldError("/query/to_on", message)])
    community = await identity.community_of(db, community_id)
    zone = identity.zone_of(community)
    window = _midnight(query.from_on, zone), _midnight(query.to_on + timedelta(days=1), zone)
    appointments = await _appointments(db, actor, actor.professional_id, window)
    closures = await _closures(db, actor, window)
    absences = await _absences(db, [row.id for row in closures])
    claims = await _claims(db, actor.professional_id, window, at)
    elsewhere = await _elsewhere(db, actor.professional_id, window)
    inside = [row for row in appointments if row.state is AppointmentState.booked]
    at_once = await free_now.running(db, actor.professional_id, community_id, zone, at)
    return wire.Agenda(
        from_on=query.from_on,
        to_on=query.to_on,
        time_zone=zone.key,
        as_of=at,
        occurrences=[
            _occurrence(occurrence, claims, appointments, closures, elsewhere, at)
            for occurrence in await _occurrences(db, actor.professional_id, window, at)
        ],
        appointments=await appointment_views(db, actor, appointments, with_people=True, at=at),
        closures=[
            closure_view(row, sum(1 for booked in inside if _within(booked, row)), absences.get(row.id))
            for row in closures
        ],
        holidays=_holidays(holidays_of(community.communes), query.from_on, query.to_on),
        busy_elsewhere=elsewhere,
        free_now=opening_view(at_once[0]) if at_once else None,
    )


def _holidays(holidays: PublicHolidays, first: date, last: date) -> list[wire.PublicHoliday]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    named = ((day, holidays.name(day)) for day in days)
    return [wire.PublicHoliday(on_day=day, name=name) for day, name in named if name is not None]


async def _occurrences(
    db: AsyncSession, professional_id: UUID, window: Span, at: datetime
) -> list[Occurrence]:
    rows = await times.openings(db, Opening.professional_id == professional_id)
    settings = await times.settings_of(db, {row.community_id for row in rows}, at)
    found = []
    for row in rows:
        calendar = settings[row.community_id].calendar
        days = (rules.local_day(edge, calendar.zone) for edge in (window[0], window[1] - 1))
        running = rules.occurrences(row, calendar, *days)
        found += [its for its in running if window[0] <= its.hours.opens < window[1]]
    return sorted(found, key=lambda its: (its.hours.opens, its.opening.id))


async def _appointments(
    db: AsyncSession, actor: Actor, professional_id: UUID, window: Span
) -> list[Appointment]:
    mine = (
        select(Appointment)
        .where(
            visible_to(actor),
            Appointment.professional_id == professional_id,
            Appointment.starts_at < rules.instant(window[1]),
            Appointment.ends_at > rules.instant(window[0]),
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    return list((await db.scalars(mine)).all())


async def _closures(db: AsyncSession, actor: Actor, window: Span) -> list[Closure]:
    mine = select(Closure).where(closures_of(actor), Closure.during.overlaps(times.tstzrange(window)))
    return list((await db.scalars(mine.order_by(Closure.during, Closure.id))).all())


async def _absences(db: AsyncSession, closure_ids: Sequence[UUID]) -> dict[UUID | None, UUID]:
    """The absences that these closed times are of, by closed time."""
    said = select(Absence.closure_id, Absence.id).where(Absence.closure_id.in_(closure_ids))
    return {row[0]: row[1] for row in await db.execute(said)} if closure_ids else {}


async def _elsewhere(db: AsyncSession, professional_id: UUID, window: Span) -> list[wire.BusyElsewhere]:
    """Time given to something else. An agenda of another community is not seen from here, its hours are."""
    known = (
        select(OutsideBusy.calendar_id, OutsideBusy.during, OutsideCalendar.name)
        .outerjoin(OutsideCalendar, OutsideCalendar.id == OutsideBusy.calendar_id)
        .where(
            OutsideBusy.professional_id == professional_id,
            OutsideBusy.during.overlaps(times.tstzrange(window)),
        )
        .order_by(OutsideBusy.during, OutsideBusy.calendar_id)
    )
    return [
        wire.BusyElsewhere(
            starts_at=during.lower, ends_at=during.upper, calendar_id=calendar_id, calendar_name=name
        )
        for calendar_id, during, name in (await db.execute(known)).all()
    ]


async def _claims(db: AsyncSession, professional_id: UUID, window: Span, at: datetime) -> list[Claim]:
    running = select(Claim).where(
        Claim.resource_id == professional_id,
        Claim.during.overlaps(times.tstzrange(window)),
        (Claim.expires_at.is_(None)) | (Claim.expires_at > at),
    )
    return list((await db.scalars(running)).all())


def _occurrence(
    occurrence: Occurrence,
    claims: Sequence[Claim],
    appointments: Sequence[Appointment],
    closures: Sequence[Closure],
    elsewhere: Sequence[wire.BusyElsewhere],
    at: datetime,
) -> wire.AgendaOccurrence:
    away = joined((rules.seconds(row.starts_at), rules.seconds(row.ends_at)) for row in elsewhere)
    closed = [_span(row.during) for row in closures]
    busy = Busy(
        Stretches.of(closed),
        Stretches.of([*(_span(claim.during) for claim in claims), *away]),
        {occurrence.opening.id: _counted(occurrence, claims)},
    )
    full = rules.quota_left(occurrence, busy) <= 0
    slots, free, taken = [], 0, 0
    for slot in rules.grid(occurrence):
        meeting = [claim for claim in claims if _touches(_span(claim.during), slot)]
        left = rules.places_left(occurrence, slot, busy)
        here = [row for row in appointments if row.state in STANDING and _touches(_times(row), slot)]
        state = _state(slot, meeting, here, closed, away, left, at, full=full)
        free += left if state is AgendaSlotState.free else 0
        taken += len(meeting)
        held_until = max((c.expires_at for c in meeting if c.expires_at is not None), default=None)
        slots.append(
            wire.AgendaSlot(
                slot_id=rules.slot_id(occurrence.opening.id, slot[0]),
                starts_at=rules.instant(slot[0]),
                ends_at=rules.instant(slot[1]),
                state=state,
                held_until=held_until if state is AgendaSlotState.held else None,
                appointment_id=here[0].id if here else None,
            )
        )
    return wire.AgendaOccurrence(
        opening=opening_view(occurrence.opening),
        starts_at=rules.instant(occurrence.hours.opens),
        ends_at=rules.instant(occurrence.hours.closes),
        free=free,
        taken=taken,
        slots=slots,
    )


def _state(
    slot: Span,
    meeting: Sequence[Claim],
    here: Sequence[Appointment],
    closed: Sequence[Span],
    away: Sequence[Span],
    left: int,
    at: datetime,
    *,
    full: bool,
) -> AgendaSlotState:
    """What the square of the agenda shows. A slot with places left is free, whoever is already in it."""
    if left and slot[0] >= at.timestamp():
        return AgendaSlotState.free
    if here or any(claim.expires_at is None for claim in meeting):
        return AgendaSlotState.booked
    if meeting:
        return AgendaSlotState.held
    if any(_touches(span, slot) for span in closed):
        return AgendaSlotState.closed
    if slot[0] < at.timestamp():
        return AgendaSlotState.past
    if any(_touches(span, slot) for span in away):
        return AgendaSlotState.elsewhere
    # Else nothing meets the slot itself, only its buffers do: no place is left there either.
    return AgendaSlotState.full if full else AgendaSlotState.booked


def _counted(occurrence: Occurrence, claims: Sequence[Claim]) -> list[int]:
    """The starts taken of the opening, in order."""
    mine = (claim.slot_starts_at for claim in claims if claim.opening_id == occurrence.opening.id)
    return sorted(rules.seconds(start) for start in mine if start is not None)


def _midnight(day: date, zone: ZoneInfo) -> int:
    return rules.seconds(datetime.combine(day, time(), zone).astimezone(UTC))


def _span(during: Range[datetime]) -> Span:
    assert during.lower is not None  # noqa: S101  claims and closures are bounded
    assert during.upper is not None  # noqa: S101
    return rules.seconds(during.lower), rules.seconds(during.upper)


def _times(row: Appointment) -> Span:
    return rules.seconds(row.starts_at), rules.seconds(row.ends_at)


def _touches(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(row: Appointment, closure: Closure) -> bool:
    return _touches(_times(row), _span(closure.during))
