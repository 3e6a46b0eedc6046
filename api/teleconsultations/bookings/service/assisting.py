"""Who was to assist is away after all: another of the site takes over, or it is said that nobody does.

The three were booked together, so one of them never leaves in silence: domain rules §4.1 asks for somebody
trained beside the person.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.cases import service as cases
from api.contract.models import NotificationKind, TimelineKind, WaitsFor
from api.contract.models import TeleconsultationState as State
from api.core.actor import system_actor
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service.course import Course
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
    if found is None:
        await _say_nobody(db, course, at)
    else:
        await _say_who(db, course, found[0], at)
    return True


async def _say_who(db: AsyncSession, course: Course, who: UUID, at: datetime) -> None:
    await _note(db, course, TimelineKind.assistant_changed, WaitsFor.person, at, who=who)
    told = [one.id for one in await identity.accounts_of_professional(db, course.case.community_id, who)]
    booked = NotificationKind.appointment_booked
    await dispatch.tell(db, course.case, told, booked, at, starts_at=course.booking.starts_at)


async def _say_nobody(db: AsyncSession, course: Course, at: datetime) -> None:
    case, missing = course.case, NotificationKind.assistant_missing
    await _note(db, course, TimelineKind.assistant_missing, WaitsFor.coordinator, at)
    told = await cases.watchers(db, case, coordination=True)
    await dispatch.tell(db, case, told, missing, at, starts_at=course.booking.starts_at)


async def _note(
    db: AsyncSession,
    course: Course,
    line: TimelineKind,
    waits_for: WaitsFor,
    at: datetime,
    *,
    who: UUID | None = None,
) -> None:
    case, actor = course.case, system_actor(course.case.community_id)
    await cases.update(db, case, at=at, waits_for=waits_for)
    await cases.record(db, case, line, actor, at=at, professional_id=who)
    await audit.record(db, actor, f"teleconsultation.{line.value}", "case", case.id)
