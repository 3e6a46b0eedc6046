"""An appointment that goes to another time: the old one is `moved`, the new one written, in one transaction.

Locks are taken in one order: the request (by its module), the appointment, who waits for an earlier time
than it, then the time of professionals.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules.appointments import LONGEST
from api.availability.service import booking, claims, displaced
from api.availability.service.taking import Taken, look, take_slot, take_time
from api.availability.tables import Appointment, WaitingEntry
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput


async def move_to(
    db: AsyncSession,
    actor: Actor,
    appointment: Appointment,
    *,
    slot_id: str | None = None,
    starts_at: datetime | None = None,
    practice_id: UUID | None = None,
    at: datetime,
) -> Appointment:
    """Move an appointment to a slot, or to a time outside any opening; the new one, the old one is `moved`.

    The old time is given back first, so that a shift by ten minutes finds its own place free. Let a
    refusal (SlotTaken, InvalidInput, IllegalTransition) undo the transaction: it leaves all as it was.
    """
    involved = {appointment.professional_id}
    if slot_id is not None:
        involved.add((await look(db, slot_id, at)).opening.professional_id)
    entries = await lock_with_waiting(db, appointment)
    await claims.lock(db, involved)
    await leave(db, actor, appointment, at)
    if slot_id is not None:
        taken = await take_slot(db, slot_id, at=at)
    elif starts_at is not None:
        length = int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60
        taken = await take_time(
            db,
            professional_id=appointment.professional_id,
            practice_id=practice_id or appointment.practice_id,
            starts_at=starts_at,
            minutes=min(length, LONGEST),
            mode=appointment.mode,
            at=at,
        )
    else:
        raise InvalidInput(errors=[FieldError("/slot_id", "Say to which slot, or to which time")])
    return await go_on(db, actor, appointment, taken, entries, at)


async def move_into(
    db: AsyncSession, actor: Actor, appointment: Appointment, taken: Taken, *, at: datetime
) -> Appointment:
    """Move an appointment into a time that was claimed for it before; the new one, the old one is `moved`.

    IllegalTransition when it is over: let it undo the transaction.
    """
    entries = await lock_with_waiting(db, appointment)
    await claims.lock(db, {appointment.professional_id, taken.professional_id})
    await leave(db, actor, appointment, at)
    return await go_on(db, actor, appointment, taken, entries, at)


async def lock_with_waiting(db: AsyncSession, appointment: Appointment) -> list[UUID]:
    """Lock the appointment, then who waits for an earlier time than it: always before any claim."""
    await db.refresh(appointment, with_for_update={"key_share": True})
    waiting = select(WaitingEntry.id).where(
        WaitingEntry.appointment_id == appointment.id, WaitingEntry.ended_at.is_(None)
    )
    return list((await db.scalars(waiting.with_for_update())).all())


async def leave(db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
    """Give the time of an appointment back; `go_on` writes where it stands now."""
    await booking.advance(db, actor, appointment, "move", at)
    await claims.release(db, appointment.claim_id)
    appointment.claim_id = None


async def go_on(
    db: AsyncSession,
    actor: Actor,
    before: Appointment,
    taken: Taken,
    waiting: Sequence[UUID],
    at: datetime,
) -> Appointment:
    """The same appointment at the time just taken; who waits for an earlier one waits for one than this."""
    purpose = booking.Purpose.of(before)
    ready = await booking.prepare(
        db,
        actor,
        purpose,
        professional_id=taken.professional_id,
        starts_at=taken.starts_at,
        at=at,
        moves=True,
    )
    after = await booking.write(db, actor, taken, purpose, at=at, ready=ready, instead_of=before)
    # Who has the appointment in hand stays the one who booked it, whoever moved it.
    after.booked_by_kind, after.booked_by_id = before.booked_by_kind, before.booked_by_id
    if waiting:
        await db.execute(
            update(WaitingEntry).where(WaitingEntry.id.in_(waiting)).values(appointment_id=after.id)
        )
    await displaced.link(db, before, after)
    await db.flush()
    return after
