"""How an absence ends, whoever says so: its locks, its follow-ups, and what comes back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import claims, displaced, inheriting, subjects
from api.availability.service.announcing import announce_agenda
from api.availability.tables import Absence, Appointment, Closure, DisplacedAppointment
from api.contract.models import DisplacedState, DisplacedStep
from api.core.actor import Actor
from api.core.problems import IllegalTransition
from api.core.routing import expect_version


async def take_back(
    db: AsyncSession, actor: Actor, absence: Absence, at: datetime, *, version: int | None = None
) -> None:
    """The time is open again, and what has no new time stays where it was.

    `version`: the one that was seen, when somebody saw one (StaleVersion).
    """
    searched = await lock(db, absence, DisplacedState.in_dispatch)
    if version is not None:
        expect_version(version, absence.version)
    refuse_over(absence, at)
    absence.ended_at = at
    absence.version += 1
    closure = await db.get(Closure, absence.closure_id)
    absence.closure_id = None
    await db.flush()
    if closure is not None:
        await db.delete(closure)
    await inheriting.give_back(db, absence, at)
    for row in await follow_ups(db, absence, DisplacedState.to_replace, DisplacedState.to_call):
        await displaced.advance(db, row, "keep", DisplacedStep.absence_ended, at, by=actor)
    for row in searched:
        await _stop_searching(db, actor, row, at)
    announce_agenda(db, absence.community_id, absence.professional_id)
    displaced.announce_absence(db, absence, absence.community_id)
    await db.flush()


async def lock(db: AsyncSession, absence: Absence, *states: DisplacedState) -> Sequence[DisplacedAppointment]:
    """Lock the requests of these follow-ups, then the time of both professionals, then the follow-ups; the
    absence is as it is now."""
    about: dict[UUID, Appointment] = {}
    for row in await follow_ups(db, absence, *states, for_update=False):
        if row.subject_id is not None:
            about[row.subject_id] = await db.get_one(Appointment, row.appointment_id)
    for _, appointment in sorted(about.items()):
        if subject := subjects.of(appointment):
            await subject.lock(db, appointment)
    await claims.lock(db, {absence.professional_id, absence.replacement_id or absence.professional_id})
    await db.refresh(absence, with_for_update=True)
    return await follow_ups(db, absence, *states)


async def follow_ups(
    db: AsyncSession, absence: Absence, *states: DisplacedState, for_update: bool = True
) -> Sequence[DisplacedAppointment]:
    """The follow-ups of the absence that are in one of these states, locked unless said otherwise."""
    wanted = (
        select(DisplacedAppointment)
        .where(DisplacedAppointment.absence_id == absence.id, DisplacedAppointment.state.in_(states))
        .order_by(DisplacedAppointment.id)
    )
    if for_update:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return (await db.scalars(wanted)).all()


def refuse_over(absence: Absence, at: datetime) -> None:
    """IllegalTransition (409) when the absence was taken back, or is over."""
    if absence.ended_at is not None:
        raise IllegalTransition("This absence was taken back")
    if absence.during.upper is not None and absence.during.upper <= at:
        raise IllegalTransition("This absence is over")


async def _stop_searching(db: AsyncSession, actor: Actor, row: DisplacedAppointment, at: datetime) -> None:
    """The professional is there after all: the request comes back to them, unless somebody has it by now."""
    appointment = await db.get_one(Appointment, row.appointment_id)
    subject = subjects.of(appointment)
    if subject is not None and await subject.take_again(db, actor, appointment, at):
        await displaced.advance(db, row, "keep", DisplacedStep.absence_ended, at, by=actor)
