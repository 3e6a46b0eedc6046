"""How an absence is written and how it ends, whoever says so: its locks, its follow-ups, what comes back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import SlotTaken
from api.availability.rules.absences import UNSETTLED, moved_by_itself, untold_before, was_called
from api.availability.service import claims, displaced, inheriting, kept, relocating, subjects
from api.availability.service.announcing import announce_agenda
from api.availability.service.handing_over import hand_over
from api.availability.service.telling import Moved, moved_for, tell_moved
from api.availability.tables import Absence, Appointment, Closure, DisplacedAppointment
from api.contract.models import AppointmentState, ClosureReason, DisplacedState, DisplacedStep
from api.core.actor import Actor
from api.core.problems import IllegalTransition
from api.core.routing import expect_version


async def write(
    db: AsyncSession,
    *,
    community_id: UUID,
    professional_id: UUID,
    stretch: Range[datetime],
    reason: ClosureReason,
    at: datetime,
    replacement_id: UUID | None = None,
    has_left: bool = False,
    everywhere: bool = True,
) -> Absence:
    """Close that time and write down why. The caller holds the lock of the time, and follows up what stands
    in it (`displaced.displace`).

    Closed time holds in every community; when not `everywhere`, the caller sees to what is open in this one.
    """
    closure = Closure(
        community_id=community_id,
        professional_id=professional_id,
        during=stretch,
        reason=reason,
        created_at=at,
    )
    if everywhere:
        db.add(closure)
        await db.flush()
    absence = Absence(
        community_id=community_id,
        professional_id=professional_id,
        version=1,
        during=stretch,
        reason=reason,
        has_left=has_left,
        closure_id=closure.id if everywhere else None,
        replacement_id=replacement_id,
        replacement_withdrew_at=None,
        openings_inherited=0,
        openings_left=0,
        created_at=at,
        ended_at=None,
    )
    db.add(absence)
    await db.flush()
    return absence


async def take_back(
    db: AsyncSession, actor: Actor, absence: Absence, at: datetime, *, version: int | None = None
) -> None:
    """The time is open again. What has no new time stays where it was; what has one of which nobody was told
    goes back to its old hour while that is free.

    `version`: the one that was seen, when somebody saw one (StaleVersion).
    """
    placed = {row.id for row in await follow_ups(db, absence, DisplacedState.placed, for_update=False)}
    open_rows = await lock(db, absence, *sorted(UNSETTLED))
    if version is not None:
        expect_version(version, absence.version)
    refuse_over(absence, at)
    absence.ended_at = at
    absence.version += 1
    if absence.closure_id is not None:  # none for who left one community and practises on
        closure = await db.get_one(Closure, absence.closure_id)
        absence.closure_id = None
        await db.flush()
        await kept.open_again(db, closure, at)
    await inheriting.give_back(db, absence, at)
    returned = []
    for row in open_rows:
        if row.state is not DisplacedState.placed:
            await _stays(db, actor, absence, row, at)
        elif row.id in placed:  # one that was placed at this very moment is not locked all round
            returned += await _returns(db, actor, absence, row, at)
    await _tell_back(db, actor, absence, returned, at)
    announce_agenda(db, absence.community_id, absence.professional_id)
    displaced.announce_absence(db, absence, absence.community_id)
    await db.flush()


async def lock(db: AsyncSession, absence: Absence, *states: DisplacedState) -> Sequence[DisplacedAppointment]:
    """Lock the requests of these follow-ups, then what is with a replacement or a colleague, then the time of
    all these professionals, then the follow-ups; the absence is as it is now."""
    about: dict[UUID, Appointment] = {}
    involved = {absence.professional_id, absence.replacement_id or absence.professional_id}
    rows = await follow_ups(db, absence, *states, for_update=False)
    for row in rows:
        if row.subject_id is not None:
            about[row.subject_id] = await db.get_one(Appointment, row.appointment_id)
    for _, appointment in sorted(about.items()):
        if subject := subjects.of(appointment):
            await subject.lock(db, appointment)
    for row in rows:
        for id_ in (row.appointment_id, row.new_appointment_id):
            theirs = await db.get_one(Appointment, id_) if id_ is not None else None
            if theirs is not None and theirs.professional_id != absence.professional_id:
                await relocating.lock_with_waiting(db, theirs)
                involved.add(theirs.professional_id)
    await claims.lock(db, involved)
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


async def _stays(
    db: AsyncSession, actor: Actor, absence: Absence, row: DisplacedAppointment, at: datetime
) -> None:
    """The professional is there after all, and has the appointment as before: also one that was with a
    replacement who withdrew, and a request, unless somebody has it by now. What cannot be goes on."""
    appointment = await db.get_one(Appointment, row.appointment_id)
    subject = subjects.of(appointment)
    searched = row.state is DisplacedState.in_dispatch
    if not searched and untold_before(row.tried):
        # It is where nobody told its person that it had gone: they are still to be told.
        await displaced.advance(db, row, "place", DisplacedStep.absence_ended, at, by=actor)
        row.new_appointment_id = appointment.id
        return
    try:
        async with db.begin_nested():
            await displaced.advance(db, row, "keep", DisplacedStep.absence_ended, at, by=actor)
            if appointment.professional_id != absence.professional_id:
                left, opening = appointment, await inheriting.own_slot(db, absence, appointment, at)
                back_to = absence.professional_id
                appointment = await hand_over(
                    db, actor, left, professional_id=back_to, opening=opening, at=at
                )
                row.appointment_id = appointment.id
                if subject is not None and not searched:
                    await subject.placed(db, actor, left, appointment, at)
            if searched and not (subject and await subject.take_again(db, actor, appointment, at)):
                raise _HasItByNow
    except (SlotTaken, _HasItByNow):
        return


async def _returns(
    db: AsyncSession, actor: Actor, absence: Absence, row: DisplacedAppointment, at: datetime
) -> list[Moved]:
    """The machine moved it and nobody was told: back to its old hour while that is free, else it stays, and
    the follow-up says why. Who has to be told that it went back; nobody when they heard of no move."""
    before = await db.get_one(Appointment, row.appointment_id)
    now = await db.get_one(Appointment, row.new_appointment_id) if row.new_appointment_id else None
    if now is None or now.state is not AppointmentState.booked or not moved_by_itself(row.tried):
        return []
    if was_called(row.tried):
        await displaced.advance(db, row, None, DisplacedStep.called_already, at, by=actor)
        return []
    heard = row.announced_at is not None
    try:
        async with db.begin_nested():
            free, opening = await inheriting.old_place(db, absence, before, at)
            if not free or min(before.starts_at, now.starts_at) <= at:
                raise SlotTaken
            back = await hand_over(
                db,
                actor,
                now,
                professional_id=absence.professional_id,
                opening=opening,
                at=at,
                as_it_was=before,
            )
            row.appointment_id, row.new_appointment_id = back.id, None
            await displaced.advance(db, row, "move_back", DisplacedStep.moved_back, at, by=actor)
            if subject := subjects.of(now):
                await subject.placed(db, actor, now, back, at)
    except SlotTaken:
        await displaced.advance(db, row, None, DisplacedStep.old_hour_taken, at, by=actor)
        return []
    return [Moved(back, frozenset({now.professional_id, back.professional_id}))] if heard else []


async def _tell_back(
    db: AsyncSession, actor: Actor, absence: Absence, returned: list[Moved], at: datetime
) -> None:
    told = await moved_for(db, absence.community_id, returned)
    told.pop(actor.id, None)
    await tell_moved(db, absence.community_id, told, at)


class _HasItByNow(Exception):  # noqa: N818  it only leaves the savepoint
    """Somebody else accepted the request meanwhile."""
