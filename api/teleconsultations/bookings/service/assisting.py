"""Who was to assist cannot after all: another of the site takes over, or it is said that nobody does.

The three were booked together, so one of them never leaves in silence: domain rules §4.1 asks for somebody
trained beside the person.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.cases import service as cases
from api.contract.models import NotificationKind, TeleconsultationSiteState, TimelineKind, WaitsFor
from api.contract.models import TeleconsultationState as State
from api.core.actor import system_actor
from api.dispatch import service as dispatch
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites import service as sites
from api.teleconsultations.sites.service import SiteTime
from api.teleconsultations.sites.tables import TeleconsultationSite

BATCH = 200


async def to_look_at(db: AsyncSession, community_id: UUID, at: datetime) -> Sequence[UUID]:
    """The bookings to come whose assistant cannot assist (away, no longer named there, training that ended,
    other hours, a site that was closed), and those which have none but could; soonest first."""
    booking = TeleconsultationBooking
    wanted = select(
        booking.id, booking.site_id, booking.assistant_id, booking.starts_at, booking.ends_at
    ).where(
        booking.community_id == community_id,
        booking.state == State.confirmed,
        booking.starts_at > at,
        booking.ends_at.is_not(None),
    )
    found = (await db.execute(wanted.order_by(booking.starts_at))).all()
    if not found:
        return []
    of_them = TeleconsultationSite.id.in_({row.site_id for row in found})
    there = (await db.scalars(select(TeleconsultationSite).where(of_them))).all()
    last = max(row.ends_at for row in found)
    times = {time.site.id: time for time in await sites.site_times(db, there, at, last, at=at)}
    ids = []
    for row in found:
        able = _able(times[row.site_id], row.starts_at, row.ends_at)
        if row.assistant_id not in able and (able or row.assistant_id is not None):
            ids.append(row.id)
    return ids[:BATCH]


def _able(time: SiteTime, starts_at: datetime, ends_at: datetime) -> list[UUID]:
    """Who may assist during the whole of that time: nobody at a site that was closed."""
    closed = time.site.state is TeleconsultationSiteState.closed
    return [] if closed else time.assistants_at(starts_at, ends_at)


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
    there = _able(time, booking.starts_at, booking.ends_at)
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
