"""The state of a request and the time of its appointment: what every move of a request needs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.availability.tables import Appointment, Opening
from api.cases import service as cases
from api.cases.rules import is_after_wish
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import (
    AppointmentOrigin,
    CareMode,
    ClockKind,
    Mobility,
    Need,
    TimelineKind,
    UnscheduledCareState,
)
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.dispatch.service import Answer
from api.identity import service as identity
from api.unscheduled_care import rules
from api.unscheduled_care.tables import UnscheduledCareRequest


async def move(db: AsyncSession, case: Case, action: str) -> UnscheduledCareState:
    """Move the request by an action of its lifecycle; the new state, for the header of the case.

    IllegalTransition (409) when its state does not allow the action. The case is locked.
    """
    await db.flush()
    request = await db.get_one(UnscheduledCareRequest, case.id, populate_existing=True)
    request.state = rules.UNSCHEDULED_CARE_REQUEST.after(action, request.state)
    return request.state


async def appointment_of(db: AsyncSession, case: Case) -> Appointment | None:
    """The appointment of the request, if it has a time."""
    return None if case.appointment_id is None else await db.get_one(Appointment, case.appointment_id)


async def to_agree(db: AsyncSession, case: Case, starts_at: datetime | None, at: datetime) -> ClockFacts:
    """The clock of a time that the professional has to agree on with the person: the delay of the rules, and
    no later than the time itself."""
    minutes = (await identity.rules_of(db, case.community_id)).unscheduled_care.confirmation_minutes
    return ClockFacts(ClockKind.confirmation, at, rules.confirm_until(at, minutes, starts_at))


async def stands(
    db: AsyncSession,
    actor: Actor,
    case: Case,
    appointment: Appointment,
    line: TimelineKind,
    act: str,
    at: datetime,
    **header: Any,
) -> None:
    """The request has this appointment now: its header (see `cases.update`), a line on its thread, and the
    trail, as `unscheduled_care_request.{act}`."""
    professional_id = appointment.professional_id
    await cases.update(db, case, at=at, professional_id=professional_id, appointment=appointment, **header)
    await cases.record(
        db,
        case,
        line,
        actor,
        at=at,
        professional_id=professional_id,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
    )
    await audit.record(db, actor, f"unscheduled_care_request.{act}", "case", case.id)


async def book(
    db: AsyncSession, actor: Actor, case: Case, professional_id: UUID, answer: Answer, at: datetime
) -> Appointment | None:
    """Book the time of an answer for the professional; None when it says none yet.

    Raises SlotTaken when somebody has it, InvalidInput when the slot is another professional's, does not fit
    a visit or an office, or is after the wished deadline and nobody said to know it.
    """
    purpose = availability.Purpose(
        mode=rules.mode_of(Mobility(str(case.mobility))),
        need=Need(str(case.need)),
        origin=AppointmentOrigin.unscheduled_care,
        subject_kind=rules.SUBJECT_KIND,
        subject_id=case.id,
        subject_number=case.number,
        person_id=case.person_id,
        age_band=case.age_band,
    )
    if answer.slot_id is not None:
        appointment = await availability.book_slot(db, actor, purpose, slot_id=answer.slot_id, at=at)
        await refuse_misfit(db, case, appointment, professional_id, answer)
        return appointment
    if answer.starts_at is None:
        return None
    appointment = await availability.book_time(
        db,
        actor,
        purpose,
        professional_id=professional_id,
        practice_id=answer.practice_id,
        starts_at=answer.starts_at,
        minutes=rules.APPOINTMENT_MINUTES,
        at=at,
    )
    await refuse_misfit(db, case, appointment, professional_id, answer)
    return appointment


async def refuse_misfit(
    db: AsyncSession, case: Case, appointment: Appointment, professional_id: UUID, answer: Answer
) -> None:
    """InvalidInput when the time just booked is not one for this request; undoes the booking with the rest.

    The slot of another professional; a slot where one is not seen as this person must be (at home, at the
    practice); a time after the wished deadline, unless the answer says that this is known: never silently.
    """
    if appointment.professional_id != professional_id:
        message = "This slot is another professional's: take one of those shown with the offer"
        raise InvalidInput(errors=[FieldError("/slot_id", message)])
    opening = await db.get(Opening, appointment.opening_id) if appointment.opening_id else None
    if opening is not None and appointment.mode not in opening.modes:
        how = "home visits" if appointment.mode is CareMode.home_visit else "people who come to the practice"
        message = f"This slot is not for {how}: take one that is, or give the hour itself in starts_at"
        raise InvalidInput(errors=[FieldError("/slot_id", message)])
    if is_after_wish(appointment.starts_at, case.wished_before) and not answer.after_wish:
        message = "This is after the wished deadline: choose a sooner time, or say that you know (after_wish)"
        raise InvalidInput(errors=[FieldError("/slot_id" if answer.slot_id else "/starts_at", message)])
