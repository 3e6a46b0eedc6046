"""Finding a place for each appointment that an absence met, each in a transaction of its own.

The replacement first, then a free slot of the same practice, then the network through the request, then a
call. A worker killed in the middle leaves the row as it was, and the next sweep takes it up.
"""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules.absences import TO_CALL, moved_by_itself, nearest, window
from api.availability.service import claims, displaced, inheriting, leaving, relocating, subjects
from api.availability.service.free_slots import free_slots
from api.availability.service.handing_over import hand_over
from api.availability.service.telling import Moved, moved_for, tell_moved
from api.availability.tables import Absence, Appointment, DisplacedAppointment
from api.contract.models import (
    AppointmentState,
    DisplacedState,
    DisplacedStep,
    NotificationKind,
    Role,
    SlotAudience,
)
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.db import unit_of_work
from api.core.jobs import ONCE_MORE, defer, task
from api.core.sweeping import each_alone, tried
from api.directory import service as directory
from api.identity import service as identity
from api.notifications import service as notifications

REPLACE = "availability.replace_displaced"
BATCH = 200

DIRECT = (SlotAudience.public, SlotAudience.pro, SlotAudience.cpts)
"""Slots that a professional books for a patient without asking: of these a colleague's may be taken."""


@task(REPLACE, retry=ONCE_MORE)
async def replace_now(community_id: str) -> None:
    """At once after an absence was said. The sweep does the same, some seconds later."""
    await replace_displaced(UUID(community_id), clock.now())


async def ask_now(db: AsyncSession, community_id: UUID) -> None:
    """Have the appointments of this transaction's absence re-placed as soon as it is committed."""
    await defer(db, REPLACE, community_id=str(community_id))


async def replace_displaced(community_id: UUID, at: datetime) -> int:
    """Find a place for what absences met in a community, and tell those who call. How many were moved on.

    One that fails does not hold up the others: all are tried, then the failures are raised (ExceptionGroup).
    """
    left = await tried(leaving.follow_leavers(community_id, at))
    async with unit_of_work(community_id) as db:
        await displaced.displace(db, community_id, at)
        due = (
            select(DisplacedAppointment.id)
            .where(
                DisplacedAppointment.community_id == community_id,
                DisplacedAppointment.state == DisplacedState.to_replace,
            )
            .order_by(DisplacedAppointment.starts_at, DisplacedAppointment.id)
            .limit(BATCH)
        )
        ids = (await db.scalars(due)).all()
    moved = await tried(each_alone(community_id, ids, at, replace_one))
    async with unit_of_work(community_id) as db:
        await _tell(db, community_id, at)
    for result in (left, moved):
        if isinstance(result, Exception):
            raise result
    assert isinstance(moved, int)  # noqa: S101  failures have just been raised
    return moved


async def replace_one(db: AsyncSession, row_id: UUID, at: datetime) -> bool:
    """Move one follow-up on, if it still waits for it."""
    row = await db.get_one(DisplacedAppointment, row_id)
    absence = await db.get_one(Absence, row.absence_id)
    appointment = await db.get_one(Appointment, row.appointment_id)
    subject = subjects.of(appointment)
    if subject is not None:
        await subject.lock(db, appointment)
    colleagues = await directory.colleagues_of(
        db, row.community_id, appointment.professional_id, practice_id=appointment.practice_id
    )
    involved = {appointment.professional_id, *colleagues}
    if absence.replacement_id is not None:
        involved.add(absence.replacement_id)
    await relocating.lock_with_waiting(db, appointment)
    await claims.lock(db, involved)
    row = await displaced.locked(db, row_id)
    await db.refresh(absence)
    await db.refresh(appointment)
    if row.state is not DisplacedState.to_replace or appointment.state is not AppointmentState.booked:
        return False
    actor = system_actor(row.community_id)
    now = await _with_replacement(db, actor, row, absence, appointment, at)
    if now is None:
        away = {absence.professional_id, appointment.professional_id}
        asked = [id_ for id_ in colleagues if id_ not in away]
        now = await _in_practice(db, actor, row, appointment, asked, subject, at)
    if now is not None:
        if subject is not None:
            await subject.placed(db, actor, appointment, now, at)
        return True
    if subject is None:
        await displaced.advance(db, row, "call", DisplacedStep.nobody_to_ask, at)
    elif await subject.search_again(db, actor, appointment, at):
        await displaced.advance(db, row, "ask", DisplacedStep.network_asked, at)
    else:
        await displaced.advance(db, row, "close", DisplacedStep.closed, at)
    return True


async def _with_replacement(
    db: AsyncSession,
    actor: Actor,
    row: DisplacedAppointment,
    absence: Absence,
    appointment: Appointment,
    at: datetime,
) -> Appointment | None:
    """The appointment with the replacement at the same hour, if there is one and they are free."""
    stands_in = absence.replacement_id is not None and absence.replacement_withdrew_at is None
    if not stands_in or absence.community_id != row.community_id:
        return None
    free, opening = await inheriting.slot_for(db, absence, appointment, at)
    if not free:
        await displaced.advance(db, row, None, DisplacedStep.replacement_not_free, at)
        return None
    assert absence.replacement_id is not None  # noqa: S101  `stands_in`
    await displaced.advance(db, row, "place", DisplacedStep.given_to_replacement, at)
    return await hand_over(
        db, actor, appointment, professional_id=absence.replacement_id, opening=opening, at=at
    )


async def _in_practice(
    db: AsyncSession,
    actor: Actor,
    row: DisplacedAppointment,
    appointment: Appointment,
    colleagues: list[UUID],
    subject: subjects.Subject | None,
    at: datetime,
) -> Appointment | None:
    """The appointment in the free slot of a colleague whose hour changes least, within the rules' limits."""
    rules = (await identity.rules_of(db, row.community_id)).availability
    latest = None if subject is None else await subject.latest(db, appointment)
    within = window(appointment.starts_at, at, rules, latest)
    slot = None
    if colleagues and within is not None:
        found = await free_slots(
            db,
            professional_ids=colleagues,
            from_at=within.from_at,
            to_at=within.to_at,
            at=at,
            need=appointment.need,
            mode=appointment.mode,
            audiences=DIRECT,
            community_ids=[row.community_id],
        )
        slot = nearest(found, appointment.starts_at)
    if slot is None:
        await displaced.advance(db, row, None, DisplacedStep.practice_full, at)
        return None
    await displaced.advance(db, row, "place", DisplacedStep.moved_in_practice, at)
    return await relocating.move_to(db, actor, appointment, slot_id=slot.slot_id, at=at)


async def _tell(db: AsyncSession, community_id: UUID, at: datetime) -> None:
    """Tell of what is new, once: the professionals away and the coordination, that people wait for a call;
    who booked, and who has them now, that appointments moved."""
    waiting = (
        select(DisplacedAppointment)
        .where(
            DisplacedAppointment.community_id == community_id,
            DisplacedAppointment.state.in_(sorted(TO_CALL)),
            DisplacedAppointment.announced_at.is_(None),
        )
        .order_by(DisplacedAppointment.id)
        .with_for_update(skip_locked=True)
    )
    of_absence: dict[UUID, list[DisplacedAppointment]] = defaultdict(list)
    for row in (await db.scalars(waiting)).all():
        row.announced_at = at
        of_absence[row.absence_id].append(row)
    if not of_absence:
        return
    coordinators = await identity.accounts_with_role(db, community_id, Role.coordinator)
    calls: set[UUID] = set()
    for absence_id in of_absence:
        absence = await db.get_one(Absence, absence_id)
        away = absence.professional_id
        own = () if absence.has_left else await identity.accounts_of_professional(db, community_id, away)
        calls |= {one.id for one in own}
        await notifications.notify(
            db,
            community_id=community_id,
            account_ids=[account.id for account in (*own, *coordinators)],
            kind=NotificationKind.people_to_call,
            at=at,
            may_open_case=False,
            facts={
                "absence_id": absence.id,
                "starts_at": absence.during.lower,
                "ends_at": None if absence.has_left else absence.during.upper,
            },
        )
        displaced.announce_absence(db, absence, community_id)
    moved = [one for rows in of_absence.values() for row in rows if (one := await _moved(db, row))]
    told = await moved_for(db, community_id, moved)
    await tell_moved(db, community_id, {one: told[one] for one in told.keys() - calls}, at)


async def _moved(db: AsyncSession, row: DisplacedAppointment) -> Moved | None:
    """The appointment for which the machine found another place; whoever moves one by hand tells of it."""
    if (
        row.state is not DisplacedState.placed
        or row.new_appointment_id is None
        or not moved_by_itself(row.tried)
    ):
        return None
    now = await db.get_one(Appointment, row.new_appointment_id)
    return Moved(now, frozenset({now.professional_id}))
