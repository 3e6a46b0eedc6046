"""The follow-up of each appointment that an absence met, whoever changes it: the agenda, a request, a sweep.

Locks are taken in one order: the request (by its module), the appointment and who waits for an earlier one
(`relocating.lock_with_waiting`), the time of professionals (`claims.lock`), and the follow-up last.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules.absences import DISPLACED, UNSETTLED
from api.availability.tables import Absence, Appointment, DisplacedAppointment, Opening
from api.contract.models import (
    AppointmentState,
    CancelledBy,
    DisplacedState,
    DisplacedStep,
    LiveTopic,
    Role,
)
from api.core import live
from api.core.actor import Actor


async def displace(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """Follow up the appointments of the community that start in an absence and are not followed up yet.

    Said with the absence, and again by the sweep: a slot held before it may be booked after. So are those
    that a replacement who withdrew would have seen. Whoever is away in turn before the person was told of
    them has no second follow-up made: the one there is goes on from there. How many there were.
    """
    own = DisplacedAppointment.appointment_id == Appointment.id
    known = select(DisplacedAppointment.id).where(
        or_(
            and_(
                DisplacedAppointment.absence_id == Absence.id,
                or_(own, DisplacedAppointment.new_appointment_id == Appointment.id),
            ),
            # What is looked for already, because of another absence, is not looked for twice.
            and_(own, DisplacedAppointment.state.in_(sorted(UNSETTLED))),
            and_(own, DisplacedAppointment.state_changed_at >= Absence.replacement_withdrew_at),
        ),
    )
    missing = (
        select(Appointment, Absence.id)
        .where(
            Appointment.community_id == community_id,
            Appointment.state == AppointmentState.booked,
            Appointment.ends_at > at,
            func.upper(Absence.during) > at,
            ~known.exists(),
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    away = missing.where(
        Absence.professional_id == Appointment.professional_id,
        Absence.ended_at.is_(None),
        or_(~Absence.has_left, Absence.community_id == community_id),
        # Whoever is with the professional when the absence begins has been seen.
        Appointment.starts_at < func.upper(Absence.during),
        Appointment.starts_at >= func.lower(Absence.during),
    )
    deserted = missing.where(
        Opening.id == Appointment.opening_id,
        Opening.absence_id == Absence.id,
        Absence.replacement_withdrew_at.is_not(None),
        Absence.replacement_id == Appointment.professional_id,
    )
    await db.flush()
    # Two statements, so that each goes by an index: the sweep asks this every few seconds.
    met: dict[UUID, tuple[Appointment, UUID]] = {}
    for found in (deserted, away):
        met |= {row[0].id: (row[0], row[1]) for row in (await db.execute(found)).all()}
    untold = DisplacedAppointment.state == DisplacedState.placed
    moved = await _of(db, and_(DisplacedAppointment.new_appointment_id.in_(met), untold)) if met else ()
    following = {row.new_appointment_id: row for row in moved}
    for appointment, absence_id in met.values():
        if (row := following.get(appointment.id)) is not None:
            await _go_on(db, row, absence_id, appointment, at)
            continue
        db.add(
            DisplacedAppointment(
                community_id=community_id,
                absence_id=absence_id,
                appointment_id=appointment.id,
                new_appointment_id=None,
                subject_id=appointment.subject_id,
                state=DISPLACED.start,
                starts_at=appointment.starts_at,
                tried=[],
                created_at=at,
                state_changed_at=at,
                announced_at=None,
            )
        )
    await db.flush()
    return len(met)


async def _go_on(
    db: AsyncSession, row: DisplacedAppointment, absence_id: UUID, appointment: Appointment, at: datetime
) -> None:
    """The follow-up is the one of this absence now, which met the new appointment that it had found."""
    await announce(db, row)
    row.absence_id, row.appointment_id, row.new_appointment_id = absence_id, appointment.id, None
    row.starts_at = appointment.starts_at
    await advance(db, row, "reopen", DisplacedStep.new_professional_away, at)


async def advance(
    db: AsyncSession,
    row: DisplacedAppointment,
    action: str | None,
    step: DisplacedStep,
    at: datetime,
    *,
    by: Actor | None = None,
) -> None:
    """Move a follow-up (`action` None: it stays where it is) and write down what was tried or said.

    IllegalTransition (409) when its state does not allow it. The row is locked. `by` None: the machine.
    """
    if action is not None:
        row.state = DISPLACED.after(action, row.state)
        row.state_changed_at, row.announced_at = at, None
    name = by.name if by is not None and by.kind != "system" else None
    said: dict[str, Any] = {"at": at.isoformat(), "step": step.value, "by_name": name}
    row.tried = [*row.tried, said]
    await announce(db, row)
    await db.flush()


async def announce(db: AsyncSession, row: DisplacedAppointment) -> None:
    """The pages that list whom to call read them again after the commit."""
    absence = await db.get_one(Absence, row.absence_id)
    announce_absence(db, absence, row.community_id)


def announce_absence(db: AsyncSession, absence: Absence, community_id: UUID) -> None:
    """The same for the whole absence: its professional, the replacement, and the coordination there."""
    who = [absence.professional_id, *([absence.replacement_id] if absence.replacement_id else [])]
    keys = [*map(live.professional_key, who), live.role_key(Role.coordinator)]
    live.announce(db, community_id, LiveTopic.agenda, keys)


async def locked(db: AsyncSession, row_id: UUID) -> DisplacedAppointment:
    """The follow-up, locked, as it is now."""
    return await db.get_one(DisplacedAppointment, row_id, with_for_update=True, populate_existing=True)


async def follow(
    db: AsyncSession,
    actor: Actor,
    appointment: Appointment,
    action: str,
    by: CancelledBy | None,
    at: datetime,
) -> None:
    """An appointment changes (`action` of its lifecycle): so does its follow-up, if it has one still open."""
    for row in await _of(db, DisplacedAppointment.appointment_id == appointment.id):
        if row.state is DisplacedState.placed:  # it moved before; its place is the new one's
            continue
        move, step = _OWN[action] if by is not CancelledBy.person else _BY_PERSON
        await advance(db, row, move, step, at, by=actor)
    for row in await _of(db, DisplacedAppointment.new_appointment_id == appointment.id):
        if action == "move":
            continue
        move, step = _NEW[action] if by is not CancelledBy.person else _BY_PERSON
        if action == "cancel" and by is not CancelledBy.person and row.subject_id is not None:
            move, step = "close", DisplacedStep.closed  # the request itself looks for somebody else
        await advance(db, row, move, step, at, by=actor)


_BY_PERSON = "cancel", DisplacedStep.cancelled_by_person
_OWN = {
    "cancel": ("close", DisplacedStep.closed),
    "move": ("place", DisplacedStep.moved_by_hand),
    "fulfil": ("keep", DisplacedStep.kept),
    "no_show": ("keep", DisplacedStep.kept),
}
_NEW = {
    "cancel": ("call", DisplacedStep.new_time_cancelled),
    "fulfil": ("agree", DisplacedStep.agreed),
    "no_show": ("close", DisplacedStep.closed),
}


async def link(db: AsyncSession, before: Appointment, now: Appointment) -> None:
    """An appointment was moved: the follow-up points to the time that counts."""
    own = and_(
        DisplacedAppointment.appointment_id == before.id, DisplacedAppointment.new_appointment_id.is_(None)
    )
    for row in await _of(db, or_(own, DisplacedAppointment.new_appointment_id == before.id)):
        row.new_appointment_id = now.id
        await announce(db, row)
    await db.flush()


async def of_subject(db: AsyncSession, subject_id: UUID) -> Sequence[DisplacedAppointment]:
    """The follow-ups still open of a request, locked. The caller holds the request."""
    return await _of(db, DisplacedAppointment.subject_id == subject_id)


async def _of(db: AsyncSession, whose: Any) -> Sequence[DisplacedAppointment]:
    wanted = (
        select(DisplacedAppointment)
        .where(whose, DisplacedAppointment.state.in_(sorted(UNSETTLED)))
        .order_by(DisplacedAppointment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    await db.flush()
    return (await db.scalars(wanted)).all()
