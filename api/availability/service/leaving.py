"""Members who left, as the national file says or because their membership ended: their time closes, their
appointments are re-placed.

Being gone is a fact of the directory; this sweep acts on it and on its contrary, some seconds after it was
written.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability.rules.absences import FOR_GOOD
from api.availability.service import absence_course, claims, displaced
from api.availability.service.announcing import announce_agenda
from api.availability.tables import Absence, Appointment, Opening
from api.contract.models import AppointmentState, ClosureReason, NotificationKind, Role
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.directory import service as directory
from api.identity import service as identity
from api.notifications import service as notifications


async def follow_leavers(community_id: UUID, at: datetime) -> int:
    """Close the time of the members who left, and tell the coordination; open again that of those who came
    back. Nothing is cancelled: what stands in closed time is followed up like in any absence.

    How many there were, each in a transaction of their own. Harmless when repeated. The caller follows up
    the appointments (`displaced.displace`).
    """
    async with unit_of_work(community_id) as db:
        running = select(Absence.professional_id, Absence.id).where(
            Absence.community_id == community_id, Absence.has_left, Absence.ended_at.is_(None)
        )
        written = {who: absence_id for who, absence_id in await db.execute(running)}
        known = written.keys() | await _expected(db, community_id, at)
        present = await directory.present_among(db, community_id, known)
        gone = (known - present) | set(await directory.leavers_of(db, community_id))

    async def close(db: AsyncSession, professional_id: UUID, at: datetime) -> bool:
        return await _close(db, community_id, professional_id, at)

    left = await each_alone(community_id, sorted(gone - written.keys()), at, close)
    back = sorted(absence_id for who, absence_id in written.items() if who not in gone)
    return left + await each_alone(community_id, back, at, _open_again)


async def _expected(db: AsyncSession, community_id: UUID, at: datetime) -> set[UUID]:
    """Those who have time open or appointments to come in the community."""
    opened = select(Opening.professional_id).where(
        Opening.community_id == community_id, Opening.ended_at.is_(None)
    )
    booked = select(Appointment.professional_id).where(
        Appointment.community_id == community_id,
        Appointment.state == AppointmentState.booked,
        Appointment.starts_at > at,
    )
    return set(await db.scalars(opened.union(booked)))


async def _open_again(db: AsyncSession, absence_id: UUID, at: datetime) -> bool:
    absence = await db.get_one(Absence, absence_id)
    await absence_course.take_back(db, system_actor(absence.community_id), absence, at)
    await record(
        db, system_actor(absence.community_id), "member.came_back", "professional", absence.professional_id
    )
    return True


async def _close(db: AsyncSession, community_id: UUID, professional_id: UUID, at: datetime) -> bool:
    """Under the lock of their time: whoever books at this moment is followed up, or refused."""
    await claims.lock(db, [professional_id])
    known = select(Absence.id).where(
        Absence.community_id == community_id,
        Absence.professional_id == professional_id,
        Absence.has_left,
        Absence.ended_at.is_(None),
    )
    if await db.scalar(known) is not None:
        return False
    practises = await directory.practises(db, professional_id)
    if practises:
        await _end_openings(db, community_id, professional_id, at)
    absence = await absence_course.write(
        db,
        community_id=community_id,
        professional_id=professional_id,
        stretch=Range(at, at + FOR_GOOD, bounds="[)"),
        reason=ClosureReason.other,
        at=at,
        has_left=True,
        everywhere=not practises,
    )
    displaced.announce_absence(db, absence, community_id)
    await record(db, system_actor(community_id), "member.left", "professional", professional_id)
    coordinators = await identity.accounts_with_role(db, community_id, Role.coordinator)
    await notifications.notify(
        db,
        community_id=community_id,
        account_ids=[account.id for account in coordinators],
        kind=NotificationKind.member_left,
        at=at,
        may_open_case=False,
        facts={"absence_id": absence.id, "starts_at": absence.during.lower},
    )
    return True


async def _end_openings(db: AsyncSession, community_id: UUID, professional_id: UUID, at: datetime) -> None:
    """Who practises on, but is no member any more, keeps what is open in other communities."""
    await db.execute(
        update(Opening)
        .where(
            Opening.community_id == community_id,
            Opening.professional_id == professional_id,
            Opening.ended_at.is_(None),
        )
        .values(ended_at=at, version=Opening.version + 1)
    )
    announce_agenda(db, community_id, professional_id)
