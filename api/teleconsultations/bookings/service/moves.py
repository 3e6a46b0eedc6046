"""What people and kiosks do with a booking: there, begun, broken off, over, absent, consent, report.

Each takes the locks of `dispatch.lock_of_case` first. `version` None: whichever it is (a kiosk replays what
happened, it does not edit). `happened_at`: when it was, for what a kiosk tells late.
"""

from datetime import datetime
from uuid import UUID

from pydantic import MISSING
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.contract import models as wire
from api.contract.models import (
    CancelledBy,
    TeleconsultationFollowUp,
    TimelineKind,
    WaitsFor,
)
from api.contract.models import TeleconsultationState as State
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.rules import ConsentMissing
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service import holding, rebooking
from api.teleconsultations.bookings.service.course import Course, locked
from api.teleconsultations.bookings.service.endings import cancel, close, give_up
from api.teleconsultations.bookings.service.views import booking_view


async def check_in_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int
) -> wire.Teleconsultation:
    """The person is there. IllegalTransition more than two hours before, or once it has gone on."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    await check_in(db, actor, course, at)
    return await booking_view(db, actor, course.case, at=at)


async def check_in(
    db: AsyncSession, actor: Actor, course: Course, at: datetime, *, happened_at: datetime | None = None
) -> None:
    """The same, of a booking that is locked."""
    # By the server's clock: whoever was seen at the kiosk was there, whatever its clock said.
    rules.refuse_early("check_in", course.booking.starts_at, at, course.rules)
    state = await courses.move(db, course, "check_in", at)
    course.booking.checked_in_at = happened_at or at
    await courses.note(
        db,
        actor,
        course,
        TimelineKind.person_arrived,
        "checked_in",
        at,
        state=state,
        waits_for=WaitsFor.professional,
    )


async def start_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int
) -> wire.Teleconsultation:
    """The call has begun, or begun again. ConsentMissing without the person's yes to the video."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    await start(db, actor, course, at)
    return await booking_view(db, actor, course.case, at=at)


async def start(
    db: AsyncSession, actor: Actor, course: Course, at: datetime, *, happened_at: datetime | None = None
) -> None:
    """The same, of a booking that is locked."""
    booking = course.booking
    rules.refuse_early("start", booking.starts_at, at, course.rules)
    state = rules.TELECONSULTATION.after("start", booking.state)
    if booking.consent_by is None or not booking.consent_video:
        raise ConsentMissing("Record the consent first (PUT …/consent), or cancel")
    await courses.move(db, course, "start", at)
    booking.started_at = booking.started_at or _not_before(booking.checked_in_at, happened_at or at)
    await courses.note(
        db,
        actor,
        course,
        TimelineKind.video_started,
        "started",
        at,
        state=state,
        waits_for=WaitsFor.professional,
        clock=None,
    )


async def interrupt_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int, body: wire.TeleconsultationInterruption
) -> wire.Teleconsultation:
    """The technique failed, and what follows. InvalidInput when it is booked again without what is held;
    what `holding.held` refuses."""
    at = clock.now()
    again = body.follow_up is TeleconsultationFollowUp.rescheduled
    if again and body.hold_token is MISSING:
        cure = "Hold another time first, and give its token"
        raise InvalidInput(errors=[FieldError("/hold_token", cure)])
    course = await locked(db, actor, booking_id, version)
    if course.booking.state is State.in_progress:
        await interrupt(db, actor, course, at)
    if again:
        assert body.hold_token is not MISSING  # noqa: S101  asked above
        hold = await holding.held(db, actor, body.hold_token, at)
        await rebooking.book_again(db, actor, course, hold, at)
    else:
        await send_elsewhere(db, actor, course, body.follow_up, at)
    return await booking_view(db, actor, course.case, at=at)


async def interrupt(db: AsyncSession, actor: Actor, course: Course, at: datetime) -> None:
    """The call broke: the people of the site or the doctor say what follows."""
    state = await courses.move(db, course, "interrupt", at)
    await courses.note(
        db,
        actor,
        course,
        TimelineKind.video_interrupted,
        "interrupted",
        at,
        state=state,
        waits_for=WaitsFor.requester,
    )


async def send_elsewhere(
    db: AsyncSession, actor: Actor, course: Course, follow_up: TeleconsultationFollowUp, at: datetime
) -> None:
    """After an interruption: a face-to-face visit, or the 15. What is left of the time is free again."""
    to_15 = follow_up is TeleconsultationFollowUp.the_15
    state = await courses.move(db, course, "send_to_15" if to_15 else "send_to_face_to_face", at)
    course.booking.follow_up = follow_up
    course.booking.ended_at = at
    await rebooking.end_appointment(db, actor, course, at)
    await courses.note(
        db, actor, course, TimelineKind.redirected, "sent_elsewhere", at, state=state, closed=True
    )


async def finish_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int, body: wire.TeleconsultationEnd
) -> wire.Teleconsultation:
    """It is over, perhaps early: what is left of the time is free again."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    await finish(db, actor, course, at, report_sent=_tick(actor, course, sent=body.report_sent))
    return await booking_view(db, actor, course.case, at=at)


async def finish(
    db: AsyncSession,
    actor: Actor,
    course: Course,
    at: datetime,
    *,
    report_sent: bool,
    happened_at: datetime | None = None,
) -> None:
    """The same, of a booking that is locked."""
    state = await courses.move(db, course, "finish", at)
    course.booking.ended_at = _not_before(course.booking.started_at, happened_at or at)
    course.booking.report_sent = report_sent
    await rebooking.end_appointment(db, actor, course, at)
    await courses.note(db, actor, course, TimelineKind.fulfilled, "finished", at, state=state, closed=True)


def _not_before(earlier: datetime | None, when: datetime) -> datetime:
    """What came after something did, although a clock that was set back between the two says otherwise."""
    return when if earlier is None else max(earlier, when)


def _tick(actor: Actor, course: Course, *, sent: bool) -> bool:
    """Only the doctor knows that the report was sent. NotAllowed for anybody else who says so."""
    if sent and not policy.has_taken(actor, course.case):
        raise NotAllowed("Only the doctor says that the report was sent: finish without the tick")
    return sent


async def record_teleconsultation_no_show(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int
) -> wire.Teleconsultation:
    """The person did not come. IllegalTransition before the minutes of the rules have passed."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    await record_no_show(db, actor, course, at)
    return await booking_view(db, actor, course.case, at=at)


async def record_no_show(
    db: AsyncSession, actor: Actor, course: Course, at: datetime, *, happened_at: datetime | None = None
) -> None:
    """The same, of a booking that is locked: somebody calls them, and the time is free again."""
    rules.refuse_early("record_no_show", course.booking.starts_at, happened_at or at, course.rules)
    state = await courses.move(db, course, "record_no_show", at)
    appointment = await courses.appointment_of(db, course.case)
    assert appointment is not None  # noqa: S101  it was confirmed
    await availability.no_show(db, actor, appointment, at=at)
    await availability.shorten(db, [appointment.claim_id], at)
    await courses.give_room_back(db, course, since=at)
    await courses.note(
        db, actor, course, TimelineKind.no_show, "no_show_recorded", at, state=state, closed=True
    )


async def release_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int
) -> wire.Teleconsultation:
    """A late person's time goes to who waits. IllegalTransition before the minutes of the rules."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    await give_up(db, actor, course, at)
    return await booking_view(db, actor, course.case, at=at)


async def cancel_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int, body: wire.TeleconsultationCancellation
) -> wire.Teleconsultation:
    """It is not needed any more: the search stops, the three are free at once, those concerned are told."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    by = CancelledBy.professional if policy.has_taken(actor, course.case) else CancelledBy.person
    await cancel(db, actor, course, body.reason, at, by=by)
    return await booking_view(db, actor, course.case, at=at)


async def close_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int, body: wire.TeleconsultationSolutionInput
) -> wire.Teleconsultation:
    """No doctor was found: where the person was directed. For the coordination and the people of the site."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    await close(db, actor, course, body.solution, at)
    return await booking_view(db, actor, course.case, at=at)


async def move_teleconsultation(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int, body: wire.TeleconsultationMove
) -> wire.Teleconsultation:
    """Exchange the three for those of a hold; nothing is given back when the hold is no longer good."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    hold = await holding.held(db, actor, body.hold_token, at)
    await rebooking.move_to_hold(db, actor, course, hold, at)
    return await booking_view(db, actor, course.case, at=at)
