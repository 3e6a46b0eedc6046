"""How an absence is written and how it ends, whoever says so: its locks, its follow-ups, what comes back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import SlotTaken
from api.availability.service import claims, displaced, inheriting, kept, relocating, subjects
from api.availability.service.announcing import announce_agenda
from api.availability.service.handing_over import hand_over
from api.availability.tables import Absence, Appointment, Closure, DisplacedAppointment
from api.contract.models import ClosureReason, DisplacedState, DisplacedStep
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
    """The time is open again, and what has no new time stays where it was.

    `version`: the one that was seen, when somebody saw one (StaleVersion).
    """
    unplaced = await lock(
        db, absence, DisplacedState.to_replace, DisplacedState.in_dispatch, DisplacedState.to_call
    )
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
    for row in unplaced:
        await _stays(db, actor, absence, row, at)
    announce_agenda(db, absence.community_id, absence.professional_id)
    displaced.announce_absence(db, absence, absence.community_id)
    await db.flush()


async def lock(db: AsyncSession, absence: Absence, *states: DisplacedState) -> Sequence[DisplacedAppointment]:
    """Lock the requests of these follow-ups, then what is with a replacement, then the time of both
    professionals, then the follow-ups; the absence is as it is now."""
    about: dict[UUID, Appointment] = {}
    rows = await follow_ups(db, absence, *states, for_update=False)
    for row in rows:
        if row.subject_id is not None:
            about[row.subject_id] = await db.get_one(Appointment, row.appointment_id)
    for _, appointment in sorted(about.items()):
        if subject := subjects.of(appointment):
            await subject.lock(db, appointment)
    for row in rows:
        appointment = await db.get_one(Appointment, row.appointment_id)
        if appointment.professional_id != absence.professional_id:
            await relocating.lock_with_waiting(db, appointment)
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


async def _stays(
    db: AsyncSession, actor: Actor, absence: Absence, row: DisplacedAppointment, at: datetime
) -> None:
    """The professional is there after all, and has the appointment as before: also one that was with a
    replacement who withdrew, and a request, unless somebody has it by now. What cannot be goes on."""
    appointment = await db.get_one(Appointment, row.appointment_id)
    subject = subjects.of(appointment)
    searched = row.state is DisplacedState.in_dispatch
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


class _HasItByNow(Exception):  # noqa: N818  it only leaves the savepoint
    """Somebody else accepted the request meanwhile."""
