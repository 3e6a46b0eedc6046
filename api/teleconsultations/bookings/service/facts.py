"""What is written down of a booking without moving it: consent, a call, the tick of the report."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import TeleconsultationState as State
from api.contract.models import TimelineKind
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service.course import Course, locked
from api.teleconsultations.bookings.service.views import booking_view


async def tick_teleconsultation_report(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int, body: wire.TeleconsultationEnd
) -> wire.Teleconsultation:
    """The doctor ticks that the report was sent, or takes the tick back; the report is never kept.
    IllegalTransition before it is over."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    if not policy.has_taken(actor, course.case):
        raise NotAllowed("Only the doctor says that the report was sent")
    if course.booking.state is not State.finished:
        raise IllegalTransition("Finish the teleconsultation first")
    course.booking.report_sent = body.report_sent
    detail = {"report_sent": body.report_sent}
    await courses.note(db, actor, course, TimelineKind.report_sent, "report_ticked", at, detail=detail)
    return await booking_view(db, actor, course.case, at=at)


async def confirm_teleconsultation_by_phone(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int
) -> wire.Teleconsultation:
    """The person was called and comes. IllegalTransition when nobody had to call them."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    booking = course.booking
    if not booking.confirm_by_phone or booking.state is not State.confirmed:
        raise IllegalTransition("Nobody has to call this person before")
    booking.confirmed_by_phone_at = booking.confirmed_by_phone_at or at
    await courses.note(db, actor, course, TimelineKind.confirmed_by_phone, "confirmed_by_phone", at)
    return await booking_view(db, actor, course.case, at=at)


async def record_teleconsultation_consent(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int, body: wire.TeleconsultationConsentInput
) -> wire.Teleconsultation:
    """What the person agrees to, with who wrote it and when; said anew, it is replaced."""
    at = clock.now()
    course = await locked(db, actor, booking_id, version)
    await consent(db, actor, course, body, at)
    return await booking_view(db, actor, course.case, at=at)


async def consent(
    db: AsyncSession,
    actor: Actor,
    course: Course,
    body: wire.TeleconsultationConsentInput,
    at: datetime,
    *,
    happened_at: datetime | None = None,
) -> None:
    """The same, of a booking that is locked."""
    booking = course.booking
    if booking.state not in rules.OPEN:
        raise IllegalTransition("It has ended: nothing is agreed to any more")
    if not booking.is_minor and body.by is wire.TeleconsultationConsentBy.guardian:
        cure = "An adult agrees for themselves: say person"
        raise InvalidInput(errors=[FieldError("/by", cure)])
    booking.consent_by, booking.consent_video, booking.consent_data = body.by, body.video, body.data
    booking.consent_at = happened_at or at
    booking.consent_recorded_by, booking.consent_recorded_by_id = actor.name, actor.id
    detail = {"by": body.by.value, "video": body.video, "data": body.data}
    await courses.note(
        db, actor, course, TimelineKind.consent_recorded, "consent_recorded", at, detail=detail
    )
