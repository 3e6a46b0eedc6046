"""Whom to call about an absence, and what came of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import policy
from api.availability.rules.absences import OUTCOMES, UNSETTLED
from api.availability.service import absences, booking, claims, displaced, relocating, subjects
from api.availability.service.absence_views import displaced_views
from api.availability.tables import Appointment, DisplacedAppointment
from api.contract import models as wire
from api.contract.models import AppointmentState, CallOutcome, CancelledBy, DisplacedState, DisplacedStep
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import IllegalTransition, NotFound


async def list_displaced_appointments(
    db: AsyncSession, actor: Actor, absence_id: UUID, query: wire.ListDisplacedAppointmentsQuery
) -> wire.DisplacedAppointmentList:
    """What an absence met, by the hour it was booked for. The replacement sees none: theirs are in their
    own agenda. NotFound when the actor may not see the absence."""
    await absences.visible(db, actor, absence_id)
    wanted = select(DisplacedAppointment).where(
        DisplacedAppointment.absence_id == absence_id, policy.displaced_visible_to(actor)
    )
    keys = [Key(DisplacedAppointment.starts_at), Key(DisplacedAppointment.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    views = await displaced_views(db, actor, [row[0] for row in page.items])
    return wire.DisplacedAppointmentList(items=views, next_cursor=page.next_cursor)


async def record_displaced_call(
    db: AsyncSession, actor: Actor, displaced_id: UUID, body: wire.DisplacedCall
) -> wire.DisplacedAppointment:
    """The person was told, cancelled, is seen all the same, or did not answer.

    Told without any new time, the appointment ends; told of a new time, the request counts as agreed.
    IllegalTransition when something else was said by now. NotFound when it is not the actor's to call.
    """
    at = clock.now()
    seen = select(DisplacedAppointment).where(
        DisplacedAppointment.id == displaced_id, policy.displaced_visible_to(actor)
    )
    row = await db.scalar(seen)
    if row is None:
        raise NotFound
    before = await db.get_one(Appointment, row.appointment_id)
    subject = subjects.of(before)
    if subject is not None:
        await subject.lock(db, before)
    await relocating.lock_with_waiting(db, before)
    await claims.lock(db, [before.professional_id])
    row = await displaced.locked(db, displaced_id)
    await db.refresh(before)
    state = row.state
    if body.outcome is CallOutcome.no_answer:
        if state not in UNSETTLED:
            raise IllegalTransition("Nobody has to call this person any more")
        await displaced.advance(db, row, None, DisplacedStep.no_answer, at, by=actor)
    else:
        action, step = OUTCOMES[body.outcome]
        await displaced.advance(db, row, action, step, at, by=actor)
        if body.outcome is CallOutcome.kept:
            if state is DisplacedState.in_dispatch:
                await _take_again(db, actor, subject, before, at)
        else:
            await _consequences(db, actor, row, subject, before, body.outcome, at)
    await record(
        db,
        actor,
        "displaced_appointment.called",
        "displaced_appointment",
        row.id,
        detail={"outcome": body.outcome.value},
    )
    return (await displaced_views(db, actor, [row]))[0]


async def _take_again(
    db: AsyncSession, actor: Actor, subject: subjects.Subject | None, before: Appointment, at: datetime
) -> None:
    """The network is asked no more: the request comes back to the professional who was away."""
    if subject is None or not await subject.take_again(db, actor, before, at):
        raise IllegalTransition("Somebody else has this request by now: look at it there")


async def _consequences(
    db: AsyncSession,
    actor: Actor,
    row: DisplacedAppointment,
    subject: subjects.Subject | None,
    before: Appointment,
    outcome: CallOutcome,
    at: datetime,
) -> None:
    """What a call that reached the person does to the appointments, and to the request."""
    now = await db.get(Appointment, row.new_appointment_id) if row.new_appointment_id else None
    if outcome is CallOutcome.told and now is not None:
        if subject is not None:
            await subject.agreed(db, actor, now, at)
        return
    by_person = outcome is CallOutcome.cancelled_by_person
    if by_person and subject is not None:
        await subject.person_cancelled(db, actor, before, at)
    by = CancelledBy.person if by_person else CancelledBy.professional
    for appointment in (before, now):
        if appointment is not None and appointment.state is AppointmentState.booked:
            known = appointment is before
            await booking.cancel(db, actor, appointment, by=by, at=at, known=known)
