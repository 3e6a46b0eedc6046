"""Who was to assist is away after all: another of the site takes over, or it is said that nobody does.

The three were booked together, so one of them never leaves in silence: domain rules §4.1 asks for somebody
trained beside the person.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.cases import service as cases
from api.contract.models import NotificationKind, TimelineKind, WaitsFor
from api.contract.models import TeleconsultationState as State
from api.core.actor import system_actor
from api.dispatch import service as dispatch
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites import service as sites

BATCH = 200


async def to_look_at(db: AsyncSession, community_id: UUID, at: datetime) -> Sequence[UUID]:
    """The bookings to come whose assistant is away, or which have none, soonest first."""
    booking = TeleconsultationBooking
    away = availability.is_away_during(booking.assistant_id, booking.starts_at, booking.ends_at)
    wanted = select(booking.id).where(
        booking.community_id == community_id,
        booking.state == State.confirmed,
        booking.starts_at > at,
        or_(booking.assistant_id.is_(None), away),
    )
    return (await db.scalars(wanted.order_by(booking.starts_at).limit(BATCH))).all()


async def replace(db: AsyncSession, booking_id: UUID, at: datetime) -> bool:
    """Let somebody else of the site assist; whether anything changed. Without anybody, the coordination,
    the doctor and who asked are told once, and the booking waits for the coordination; it is tried again
    with the next round."""
    search, case = await dispatch.lock_of_case(db, booking_id)
    course = await courses.course_of(db, search, case)
    booking = course.booking
    if booking.state is not State.confirmed or booking.starts_at is None or booking.ends_at is None:
        return False
    [time] = await sites.site_times(db, [course.site], booking.starts_at, booking.ends_at, at=at)
    there = time.assistants_at(booking.starts_at, booking.ends_at)
    if booking.assistant_id in there:
        return False
    found = await availability.take_one_of(db, there, booking.starts_at, booking.ends_at, at=at)
    if found is None and booking.assistant_id is None:
        return False
    await availability.release_all(db, [booking.assistant_claim_id])
    booking.assistant_id, booking.assistant_claim_id = found or (None, None)
    system, hour = system_actor(case.community_id), booking.starts_at
    if found is None:
        line, waits_for = TimelineKind.assistant_missing, WaitsFor.coordinator
        await courses.note(db, system, course, line, line.value, at, waits_for=waits_for)
        told = await cases.watchers(db, case, coordination=True)
        await dispatch.tell(db, case, told, NotificationKind.assistant_missing, at, starts_at=hour)
    else:
        who, line = found[0], TimelineKind.assistant_changed
        await courses.note(db, system, course, line, line.value, at, who=who, waits_for=WaitsFor.person)
        booked = NotificationKind.appointment_booked
        await dispatch.tell_professional(db, case, who, booked, at, starts_at=hour)
    return True
