"""When the doctor's time falls away or is over by the agenda: the room and the assistant follow. Locked."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import NotificationKind, TimelineKind
from api.contract.models import TeleconsultationState as State
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service.course import Course


async def search_again(db: AsyncSession, actor: Actor, course: Course, at: datetime) -> None:
    """The doctor can no longer: the three are free again (the doctor's own by the caller), and another one is
    looked for as soon as possible, for the same site."""
    case, booking = course.case, course.booking
    without, starts_at = case.professional_id, booking.starts_at
    await courses.tell(db, actor, course, NotificationKind.professional_withdrew, at)
    state = await courses.move(db, course, "search_again", at)
    await courses.give_room_back(db, course)
    soon = at + timedelta(minutes=course.rules.soon_minutes)
    case.wished_before = soon if starts_at is None else max(soon, starts_at)
    await courses.note(
        db,
        actor,
        course,
        TimelineKind.professional_withdrew,
        "given_back",
        at,
        state=state,
        professional_id=None,
        appointment=None,
        clock=None,
    )
    booking.starts_at = booking.ends_at = booking.assistant_id = booking.checked_in_at = None
    await db.flush()
    if course.search is None:
        search = await dispatch.start(db, actor, case, at)
        booking.dispatch_id = search.id
        await db.flush()
    elif without is not None:
        await dispatch.restart(db, actor, course.search, case, at, without)


async def ended_in_agenda(
    db: AsyncSession, actor: Actor, course: Course, at: datetime, *, came: bool
) -> None:
    """The agenda says that the person was seen, or did not come: the booking ends as it does."""
    booking = course.booking
    if came:
        if booking.state is not State.in_progress:
            await courses.move(db, course, "start", at)
            booking.started_at = booking.started_at or booking.starts_at
        state = await courses.move(db, course, "finish", at)
        booking.ended_at, booking.report_sent = at, False
    else:
        state = await courses.move(db, course, "record_no_show", at)
    await courses.give_room_back(db, course, since=at)
    line = TimelineKind.fulfilled if came else TimelineKind.no_show
    act = "finished" if came else "no_show_recorded"
    await courses.note(db, actor, course, line, act, at, state=state, closed=True)
