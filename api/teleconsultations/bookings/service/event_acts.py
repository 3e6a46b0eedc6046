"""What an event of a kiosk does: the same acts as those of people. Decision 0051."""

from datetime import datetime
from uuid import UUID

from pydantic import MISSING
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import (
    CancelledBy,
    KioskEventKind,
    TeleconsultationCancellationReason,
    TeleconsultationFollowUp,
)
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.people.rules import NIR_HINT, refuse_nir
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.rules import AlreadyBooked
from api.teleconsultations.bookings.service import endings, facts, filing, holding, moves
from api.teleconsultations.bookings.service.course import Course, locked
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites.tables import TeleconsultationSite


async def apply(
    db: AsyncSession,
    actor: Actor,
    site: TeleconsultationSite,
    event: wire.KioskEvent,
    booking_id: UUID | None,
    at: datetime,
    when: datetime,
) -> UUID:
    """Do what an event says, of this booking of the site; the id of the booking. `when`: by the server's
    clock. Whatever the same act refuses for people."""
    if event.kind is KioskEventKind.confirm:
        return await _confirm(db, actor, site, event, booking_id, at)
    if booking_id is None:
        pointer = "/booking_id" if event.booking_id is not MISSING else "/local_reference"
        cure = "There is no such booking at this site: name one of its own"
        raise InvalidInput(errors=[FieldError(pointer, cure)])
    course = await locked(db, actor, booking_id, None, kiosk_of=site.id)
    match event.kind:
        case KioskEventKind.check_in:
            there = _not_too_early(course, "check_in", when, at)
            await moves.check_in(db, actor, course, at, happened_at=there)
        case KioskEventKind.start:
            begun = _not_too_early(course, "start", when, at)
            await moves.start(db, actor, course, at, happened_at=begun)
        case KioskEventKind.finish:
            if event.report_sent is True:
                cure = "The doctor alone says that the report was sent: leave this out"
                raise InvalidInput(errors=[FieldError("/report_sent", cure)])
            await moves.finish(db, actor, course, at, report_sent=False, happened_at=when)
        case KioskEventKind.no_show:
            await moves.record_no_show(db, actor, course, at, happened_at=when)
        case KioskEventKind.interrupt:
            await moves.interrupt(db, actor, course, at)
            if event.follow_up is TeleconsultationFollowUp.rescheduled:
                cure = "The people of the site book it again: leave this out"
                raise InvalidInput(errors=[FieldError("/follow_up", cure)])
            if event.follow_up is not MISSING:
                await moves.send_elsewhere(db, actor, course, event.follow_up, at)
        case KioskEventKind.consent:
            if event.consent is MISSING:
                raise InvalidInput(errors=[FieldError("/consent", "This is required: add it")])
            _refuse_older_consent(actor, course, when)
            await facts.consent(db, actor, course, event.consent, at, happened_at=when)
        case _:
            reason = event.cancellation_reason
            why = TeleconsultationCancellationReason.other if reason is MISSING else reason
            await endings.cancel(db, actor, course, why, at, by=CancelledBy.person)
    return booking_id


def _not_too_early(course: Course, action: str, when: datetime, at: datetime) -> datetime:
    """When that happened: neither before it could, nor before the booking was made. What the outbox itself
    booked was made before the server heard of it."""
    booking = course.booking
    earliest = rules.possible_from(action, booking.starts_at, course.rules) or when
    if booking.local_reference is None:
        earliest = max(earliest, course.case.created_at)
    return rules.not_before(earliest, when, at)


def _refuse_older_consent(actor: Actor, course: Course, when: datetime) -> None:
    """IllegalTransition when somebody else wrote down since then what the person agrees to: what the kiosk
    heard before does not stand above it."""
    booking = course.booking
    if booking.consent_at is None or booking.consent_recorded_by_id == actor.id:
        return
    if when < booking.consent_at:
        raise IllegalTransition("What the person agrees to was said anew since: show it")


async def _confirm(
    db: AsyncSession,
    actor: Actor,
    site: TeleconsultationSite,
    event: wire.KioskEvent,
    booking_id: UUID | None,
    at: datetime,
) -> UUID:
    """Book what the kiosk holds; `local_reference` names it from then on."""
    if event.booking is MISSING:
        raise InvalidInput(errors=[FieldError("/booking", "This is required: add it")])
    if event.local_reference is MISSING or event.booking_id is not MISSING:
        cure = "Give your own name of this booking, and no id: it has none yet"
        raise InvalidInput(errors=[FieldError("/local_reference", cure)])
    name = event.local_reference
    if refuse_nir(name):
        raise InvalidInput(errors=[FieldError("/local_reference", NIR_HINT)])
    if booking_id is not None:
        raise AlreadyBooked("This name is a booking's already: draw a new one", related_id=booking_id)
    try:
        hold = await holding.held(db, actor, event.booking.hold_token, at, site_id=site.id)
    except AlreadyBooked as booked:
        return await _named(db, site, booked, name)
    course = await filing.book_held(db, actor, event.booking, hold, at, at_kiosk=True, local_reference=name)
    return course.case.id


async def _named(db: AsyncSession, site: TeleconsultationSite, booked: AlreadyBooked, name: str) -> UUID:
    """What was booked with this token already, whose answer the kiosk lost: the booking goes by the name that
    the kiosk has for it from now on. AlreadyBooked when it has another one, or left the site."""
    case_id: UUID = booked.extra["related_id"]
    booking = await db.get_one(TeleconsultationBooking, case_id, populate_existing=True)
    if booking.site_id != site.id or booking.local_reference is not None:
        raise booked
    booking.local_reference = name
    await db.flush()
    return case_id
