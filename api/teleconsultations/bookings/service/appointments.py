"""What follows for a booking when the doctor's appointment changes in the agenda: its `SUBJECTS`.

The doctor's time is one of three. A doctor who cancels or is away gives all three back, and another doctor is
looked for as soon as possible; a time is moved from the booking, which exchanges the three at once.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.service import What
from api.availability.tables import Appointment
from api.contract.models import (
    CancelledBy,
    NotificationKind,
    TeleconsultationCancellationReason,
    TimelineKind,
)
from api.contract.models import WebhookEventType as Event
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.dispatch import service as dispatch
from api.dispatch.service import CaseAppointments, counts_on, subject_of
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service import endings, searching
from api.teleconsultations.bookings.service.course import Course

_A_SECOND = timedelta(seconds=1)
_NO_NEED = TeleconsultationCancellationReason.other


class BookingAppointments(CaseAppointments):
    """What follows for this kind."""

    async def told(
        self,
        db: AsyncSession,
        actor: Actor,
        appointment: Appointment,
        what: What,
        by: CancelledBy | None,
        at: datetime,
    ) -> None:
        """The agenda ends the doctor's time: the other two follow. So does the search for another doctor when
        the person cancels with the one who is away."""
        course = await _open(db, appointment)
        if course is None:
            return
        if _is_left(course) and what == "cancelled" and by is CancelledBy.person:
            await availability.displaced_cancelled(db, actor, appointment, at)
            await endings.cancel(db, actor, course, _NO_NEED, at, by=by, known=True)
            return
        if not counts_on(course.case, appointment):
            return
        if what == "cancelled" and by is CancelledBy.person:
            await endings.cancel(db, actor, course, _NO_NEED, at, by=by, known=True)
        elif what == "cancelled":
            await searching.search_again(db, actor, course, at)
        elif what == "no_show":
            await searching.ended_in_agenda(db, actor, course, at, came=False)
        else:
            await searching.ended_in_agenda(db, actor, course, at, came=True)

    async def moved(
        self,
        db: AsyncSession,
        actor: Actor,
        before: Appointment,
        after: Appointment,
        *,
        by_slot: bool,
        after_wish: bool,
        at: datetime,
    ) -> None:
        """Refused: a room and somebody who assists are booked with it."""
        cure = "A room and an assistant are booked with it: move the teleconsultation itself"
        raise InvalidInput(errors=[FieldError("/slot_id" if by_slot else "/starts_at", cure)])

    async def latest(self, db: AsyncSession, appointment: Appointment) -> datetime | None:
        """Just after the hour itself: room and assistant are booked for no later one. A colleague at an
        earlier one is no help either (see `placed`)."""
        return appointment.starts_at + _A_SECOND

    async def placed(
        self, db: AsyncSession, actor: Actor, before: Appointment, after: Appointment, at: datetime
    ) -> None:
        """A colleague of the practice has it: at the same hour the booking stands; at another one, room and
        assistant are given back and a doctor is looked for."""
        course = await _holding(db, before)
        if course is None:
            return
        booking = course.booking
        if (after.starts_at, after.ends_at) == (booking.starts_at, booking.ends_at):
            await courses.note(
                db,
                actor,
                course,
                TimelineKind.moved_by_absence,
                "moved_by_absence",
                at,
                professional_id=after.professional_id,
                appointment=after,
            )
            await courses.tell_software(db, course, Event.teleconsultation_moved, at)
            await courses.tell(db, actor, course, NotificationKind.appointment_moved, at)
            return
        await availability.cancel(db, actor, after, by=CancelledBy.coordination, at=at, known=True)
        await searching.search_again(db, actor, course, at)

    async def search_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """Another doctor is looked for, without who is away."""
        course = await _holding(db, appointment)
        if course is None or course.booking.state not in rules.AHEAD:
            return False
        await searching.search_again(db, actor, course, at)
        return True

    async def take_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """Never: room and assistant were given back with the doctor's time."""
        return False

    async def agreed(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """The person was called and comes."""
        course = await _holding(db, appointment)
        if course is not None:
            course.booking.confirmed_by_phone_at = at

    async def person_cancelled(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> None:
        """The need is gone, also while another doctor is looked for."""
        course = await _open(db, appointment)
        if course is not None and (_is_left(course) or counts_on(course.case, appointment)):
            await endings.cancel(db, actor, course, _NO_NEED, at, by=CancelledBy.person, known=True)


async def _holding(db: AsyncSession, appointment: Appointment) -> Course | None:
    """The open booking whose appointment this is, locked; None when it has left it behind."""
    course = await _open(db, appointment)
    return course if course is not None and counts_on(course.case, appointment) else None


async def _open(db: AsyncSession, appointment: Appointment) -> Course | None:
    """The booking that this appointment is about, locked; None when it has ended."""
    search, case = await dispatch.lock_of_case(db, subject_of(appointment))
    return None if case.closed_at is not None else await courses.course_of(db, search, case)


def _is_left(course: Course) -> bool:
    """Whether it has no appointment any more, and another doctor is looked for: the one it had is away."""
    return course.case.appointment_id is None and course.booking.state in rules.SEARCHING
