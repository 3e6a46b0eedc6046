"""What falls due by itself: late people, people who did not come, forgotten calls, silent kiosks, assistants
who are away."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.contract.models import CancelledBy, TeleconsultationCancellationReason
from api.contract.models import TeleconsultationState as State
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.service import assisting, endings, events, holding, kiosks, moves
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service.course import Course
from api.teleconsultations.bookings.tables import TeleconsultationBooking, TeleconsultationKiosk

BATCH = 200

_Waiting = aliased(TeleconsultationBooking)


async def sweep(community_id: UUID, at: datetime) -> int:
    """Act on what is past at `at`; how many bookings moved."""
    async with unit_of_work(community_id) as db:
        await holding.forget_ended(db, community_id, at)
        await events.forget_old(db, community_id, at)
        await kiosks.tell_silent(db, community_id, at)
        own = (await identity.rules_of(db, community_id)).teleconsultation_bookings
        booking = TeleconsultationBooking
        waits = exists().where(
            _Waiting.site_id == booking.site_id, _Waiting.state.in_(sorted(rules.SEARCHING))
        )
        silent = exists().where(
            TeleconsultationKiosk.site_id == booking.site_id,
            TeleconsultationKiosk.last_heartbeat_at < at - timedelta(minutes=own.silent_minutes),
        )
        # The arrival of somebody may be in the outbox of a silent kiosk: their time is kept, too.
        late = and_(booking.starts_at <= at - timedelta(minutes=own.late_minutes), waits, ~silent)
        absent = and_(booking.starts_at <= at - timedelta(minutes=own.no_show_minutes), ~silent)
        forgotten = booking.ends_at <= at - rules.FORGOTTEN_AFTER
        due = or_(
            and_(booking.state == State.confirmed, or_(late, absent, forgotten)),
            and_(
                booking.state.in_([State.checked_in.value, State.in_progress.value, State.interrupted.value]),
                forgotten,
            ),
        )
        wanted = select(booking.id).where(booking.community_id == community_id, due)
        ids = (await db.scalars(wanted.order_by(booking.starts_at).limit(BATCH))).all()
        without = await assisting.to_look_at(db, community_id, at)
    moved = await each_alone(community_id, ids, at, _act)
    return moved + await each_alone(community_id, without, at, assisting.replace)


async def _act(db: AsyncSession, booking_id: UUID, at: datetime) -> bool:
    """Move one booking that is due, as it stands now: it may have been moved or given back meanwhile."""
    search, case = await dispatch.lock_of_case(db, booking_id)
    course = await courses.course_of(db, search, case)
    booking, actor = course.booking, system_actor(case.community_id)
    if booking.starts_at is None or booking.ends_at is None:
        return False
    if booking.state is State.confirmed:
        if at < rules.kept_until(booking.starts_at, course.rules):
            return False
        if at >= rules.no_show_from(booking.starts_at, course.rules):
            await moves.record_no_show(db, actor, course, at)
        else:
            await endings.give_up(db, actor, course, at)
        return True
    if booking.state not in rules.BOOKED or booking.ends_at > at - rules.FORGOTTEN_AFTER:
        return False
    await _close_forgotten(db, course, at)
    return True


async def _close_forgotten(db: AsyncSession, course: Course, at: datetime) -> None:
    """Nobody said what became of it: a call that had begun took place, the others did not."""
    actor = system_actor(course.case.community_id)
    if course.booking.state is State.in_progress:
        await moves.finish(db, actor, course, at, report_sent=False)
        return
    reason = TeleconsultationCancellationReason.other
    await endings.cancel(db, actor, course, reason, at, by=CancelledBy.person)
