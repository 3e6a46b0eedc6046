"""What the modules of the requests tell of appointments that an absence met."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import booking, displaced
from api.availability.tables import Appointment, DisplacedAppointment
from api.contract.models import AppointmentState, CancelledBy, DisplacedState, DisplacedStep
from api.core.actor import Actor


async def settle_displaced(
    db: AsyncSession, actor: Actor, subject_id: UUID, appointment: Appointment, at: datetime
) -> None:
    """This time of the request is agreed with its person: the one that an absence met is over.

    The caller holds the request. Harmless when no absence met anything of it.
    """
    for row in await displaced.of_subject(db, subject_id):
        searched = row.state is DisplacedState.in_dispatch
        if not searched and row.new_appointment_id != appointment.id:
            continue
        await displaced.advance(db, row, "agree", DisplacedStep.agreed, at, by=actor)
        if searched:
            row.new_appointment_id = appointment.id
            await _give_up(db, actor, row, at)


async def let_displaced_go(
    db: AsyncSession, actor: Actor, subject_id: UUID, at: datetime, *, by_person: bool = False
) -> None:
    """The request has ended: nobody looks for a place any more, and the time kept meanwhile is given back."""
    move, step = (
        ("cancel", DisplacedStep.cancelled_by_person) if by_person else ("close", DisplacedStep.closed)
    )
    for row in await displaced.of_subject(db, subject_id):
        searched = row.state is DisplacedState.in_dispatch
        await displaced.advance(db, row, move, step, at, by=actor)
        if searched:
            await _give_up(db, actor, row, at)


async def displaced_cancelled(db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
    """The person cancels the time that was kept while the network is asked; the caller then cancels it."""
    await displaced.follow(db, actor, appointment, "cancel", CancelledBy.person, at)


async def _give_up(db: AsyncSession, actor: Actor, row: DisplacedAppointment, at: datetime) -> None:
    """The time with the professional who is away, which was kept while the network was asked."""
    kept = await db.get_one(Appointment, row.appointment_id)
    if kept.state is AppointmentState.booked:
        await booking.cancel(db, actor, kept, by=CancelledBy.professional, at=at, known=True)
