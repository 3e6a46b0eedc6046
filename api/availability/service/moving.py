"""Moving an appointment, over HTTP: the old time is given back and the new one taken in one transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import policy, rules
from api.availability.rules import SlotTaken
from api.availability.service import relocating, subjects
from api.availability.service.appointments import seen, shown
from api.availability.service.taking import look
from api.availability.tables import Appointment
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.core.routing import expect_version

_THERE_ALREADY = "The appointment is at that time already: choose another"
"""Nobody is told of a move that is none."""


async def move_appointment(
    db: AsyncSession, actor: Actor, appointment_id: UUID, version: int | None, body: wire.AppointmentMove
) -> wire.Appointment:
    """Move an appointment to a slot that the actor may take, or to a time that its professional gives.

    SlotTaken, naming free times nearby; InvalidInput when the slot does not take the need or the mode, or
    when neither or both are said; NotAllowed for who may not move it, or not outside openings;
    IllegalTransition when it is over. Whatever is refused leaves the appointment where it was.
    """
    at = clock.now()
    actor, appointment = await seen(db, actor, appointment_id)
    if not policy.may_move(actor, appointment):
        raise NotAllowed("Only the professional, the coordinator, or who booked it, moves an appointment")
    expect_version(version, appointment.version)
    given = body.model_dump(exclude_unset=True)
    slot_id: str | None = given.get("slot_id")
    starts_at: datetime | None = given.get("starts_at")
    practice_id: UUID | None = given.get("practice_id")
    if (slot_id is None) == (starts_at is None):
        pointer = "/slot_id" if slot_id is None else "/starts_at"
        raise InvalidInput(errors=[FieldError(pointer, "Say either to which slot, or to which time")])
    if slot_id is not None:
        await _refuse_slot(db, actor, appointment, slot_id, at)
    elif not policy.may_record_given_time(actor, appointment.professional_id):
        raise NotAllowed("Outside the openings, only the professional or the coordination gives a time")
    elif starts_at == appointment.starts_at and practice_id in (None, appointment.practice_id):
        raise InvalidInput(errors=[FieldError("/starts_at", _THERE_ALREADY)])
    await subjects.lock(db, appointment)
    moved = await relocating.move_to(
        db, actor, appointment, slot_id=slot_id, starts_at=starts_at, practice_id=practice_id, at=at
    )
    await subjects.moved(
        db,
        actor,
        appointment,
        moved,
        by_slot=slot_id is not None,
        after_wish=bool(given.get("after_wish")),
        at=at,
    )
    return await shown(db, actor, moved, at)


async def _refuse_slot(
    db: AsyncSession, actor: Actor, appointment: Appointment, slot_id: str, at: datetime
) -> None:
    """Raise unless the slot is one that the actor may take, for what the appointment is for."""
    slot = await look(db, slot_id, at)
    opening = slot.opening
    if opening.id == appointment.opening_id and slot.start == rules.seconds(appointment.starts_at):
        raise InvalidInput(errors=[FieldError("/slot_id", _THERE_ALREADY)])
    if not policy.may_take(actor, opening):
        raise SlotTaken("This time is no longer offered: search again")
    if not rules.opening_fits(opening, appointment.need, appointment.mode):
        message = "This opening does not take this need or this way of being seen: choose another slot"
        raise InvalidInput(errors=[FieldError("/slot_id", message)])
