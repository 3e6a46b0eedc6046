"""When and where a doctor sees the person, once home: a time of the doctor's own agenda, never kept twice."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.availability.rules import parse_slot_id
from api.availability.tables import Appointment, Opening
from api.cases import service as cases
from api.cases.rules import is_after_wish
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import (
    AppointmentOrigin,
    CancelledBy,
    CareMode,
    ClockKind,
    NotificationKind,
    TimelineKind,
    WaitsFor,
)
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.dispatch import service as dispatch
from api.dispatch.service import Answer
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.service import course

MINUTES = 30
"""A visit outside any opening."""


async def book(
    db: AsyncSession,
    actor: Actor,
    part: Case,
    professional_id: UUID,
    answer: Answer,
    at: datetime,
    *,
    mode: CareMode | None = None,
) -> Appointment | None:
    """Book the time of an answer with the doctor of this line; None when it says none yet.

    Raises SlotTaken when somebody has it, InvalidInput when the slot is another's, does not receive in this
    way, comes before the return home, or after the week and nobody said to know it.
    """
    if not answer.has_time:
        return None
    how = await _mode(db, answer, mode)
    purpose = availability.Purpose(
        mode=how,
        need=None,
        origin=AppointmentOrigin.hospital_discharge,
        subject_kind=rules.SUBJECT_KIND,
        subject_id=part.whole_id,
        subject_number=part.said_number,
        person_id=part.person_id,
        age_band=part.age_band,
    )
    if answer.slot_id is not None:
        booked = await availability.book_slot(db, actor, purpose, slot_id=answer.slot_id, at=at)
    else:
        assert answer.starts_at is not None  # noqa: S101  it has a time
        booked = await availability.book_time(
            db,
            actor,
            purpose,
            professional_id=professional_id,
            practice_id=answer.practice_id,
            starts_at=answer.starts_at,
            minutes=MINUTES,
            at=at,
        )
    await refuse_misfit(db, part, booked, professional_id, answer)
    return booked


async def refuse_misfit(
    db: AsyncSession, part: Case, booked: Appointment, professional_id: UUID, answer: Answer
) -> None:
    """InvalidInput when the time just booked is not one for this visit: it is undone with the rest."""
    pointer = "/slot_id" if answer.slot_id else "/starts_at"
    if booked.professional_id != professional_id:
        message = "This slot is another professional's: take one of your own"
        raise InvalidInput(errors=[FieldError(pointer, message)])
    opening = await db.get(Opening, booked.opening_id) if booked.opening_id else None
    if opening is not None and booked.mode not in opening.modes:
        message = "This slot is not for this way of seeing the person: take one that is, or give the hour"
        raise InvalidInput(errors=[FieldError(pointer, message)])
    request = await course.request_of(db, part.whole_id)
    if not rules.after_return(booked.starts_at, request.departure_at):
        message = "The person is still in hospital then: choose a time after the return home"
        raise InvalidInput(errors=[FieldError(pointer, message)])
    if is_after_wish(booked.starts_at, part.wished_before) and not answer.after_wish:
        message = (
            "This is more than a week after the return: choose sooner, or say that you know (after_wish)"
        )
        raise InvalidInput(errors=[FieldError(pointer, message)])


async def appointment_of(db: AsyncSession, part: Case) -> Appointment | None:
    """The time of this visit, if it has one."""
    return None if part.appointment_id is None else await db.get_one(Appointment, part.appointment_id)


async def to_say(db: AsyncSession, part: Case, at: datetime) -> ClockFacts:
    """The clock of a doctor who has accepted and not said when."""
    hours = (await course.own_rules(db, part.community_id)).reconfirm_hours
    return ClockFacts(ClockKind.confirmation, at, at + timedelta(hours=hours))


async def stands(db: AsyncSession, actor: Actor, part: Case, booked: Appointment, at: datetime) -> None:
    """The visit has this time now: the ward and the others read it."""
    moved = part.appointment_id is not None
    said = TimelineKind.appointment_moved if moved else TimelineKind.appointment_booked
    kind = NotificationKind.appointment_moved if moved else NotificationKind.appointment_confirmed
    await cases.record(
        db,
        part,
        said,
        actor,
        at=at,
        professional_id=booked.professional_id,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
    )
    await cases.update(
        db,
        part,
        at=at,
        professional_id=booked.professional_id,
        appointment=booked,
        waits_for=WaitsFor.nobody,
        clock=None,
    )
    await audit.record(db, actor, "hospital_discharge_request.visit_time", "case", part.id)
    told = await cases.watchers(db, part, coordination=False)
    await dispatch.tell(db, part, told - {actor.id}, kind, at, starts_at=booked.starts_at)


async def lose_time(db: AsyncSession, actor: Actor, part: Case, at: datetime) -> None:
    """The time is off and the visit still owed: the doctor says another, and the coordination sees to it
    when they do not."""
    was = part.appointment_at
    await cases.record(db, part, TimelineKind.appointment_cancelled, actor, at=at, starts_at=was)
    waits = await to_say(db, part, at)
    await cases.update(db, part, at=at, appointment=None, waits_for=WaitsFor.professional, clock=waits)
    told = await cases.watchers(db, part, coordination=False)
    await dispatch.tell(
        db, part, told - {actor.id}, NotificationKind.appointment_cancelled, at, starts_at=was
    )


async def call_off(db: AsyncSession, actor: Actor, part: Case, by: CancelledBy, at: datetime) -> None:
    """Nobody comes at that time any more: it is free again. Harmless without a time, or once it is over."""
    booked = await appointment_of(db, part)
    if booked is None:
        return
    part.appointment_id = part.appointment_at = None
    await db.flush()
    if booked.state is wire.AppointmentState.booked:
        await availability.cancel(db, actor, booked, by=by, at=at, known=True)


async def _mode(db: AsyncSession, answer: Answer, mode: CareMode | None) -> CareMode:
    """How the person is seen: as said; else as the slot says, at home when it allows both; else at the
    practice that is named, or at home."""
    if mode is not None:
        return mode
    if answer.slot_id is not None:
        opening = await db.get(Opening, parse_slot_id(answer.slot_id)[0])
        at_home = opening is not None and CareMode.home_visit in opening.modes
        return CareMode.home_visit if at_home else CareMode.office
    return CareMode.home_visit if answer.practice_id is None else CareMode.office
