"""A booking at another time: moved, or booked again after the technique failed; and the end of its own."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.service import ClockFacts, Requester, Where
from api.contract.models import (
    AppointmentState,
    AttendingDoctorStatus,
    CaseKind,
    ClockKind,
    NotificationKind,
    TeleconsultationFollowUp,
    TeleconsultationState,
    TimelineKind,
    WaitsFor,
)
from api.contract.models import WebhookEventType as Event
from api.core.actor import Actor
from api.core.problems import IllegalTransition
from api.people import service as people
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service import holding
from api.teleconsultations.bookings.service.course import Course
from api.teleconsultations.bookings.service.finding import need_of
from api.teleconsultations.bookings.tables import TeleconsultationBooking, TeleconsultationHold
from api.teleconsultations.sites.tables import TeleconsultationSite

_COPIED = (
    "origin",
    "reason",
    "is_minor",
    "minor_tie",
    "parental_consent",
    "minor_adult",
    "override_reason",
    "attending_doctor_status",
    "attending_contact",
    "territorial_exception",
    "helpers",
    "consent_by",
    "consent_video",
    "consent_data",
    "consent_at",
    "consent_recorded_by",
    "consent_recorded_by_id",
)
"""What stands of a booking that is booked again."""


async def move_to_hold(
    db: AsyncSession, actor: Actor, course: Course, hold: TeleconsultationHold, at: datetime
) -> None:
    """Exchange the three for those of a hold, at whichever site. UsualDoctorFirst as for a new booking, and
    InvalidInput for a time that is not for its reason."""
    case, booking = course.case, course.booking
    state = rules.TELECONSULTATION.after("move", booking.state)
    await holding.refuse_other_need(db, hold, need_of(booking.reason), "/hold_token")
    rules.refuse_move(await _asked(db, course, hold), hold.starts_at, at, course.rules)
    before = await courses.appointment_of(db, case)
    assert before is not None  # noqa: S101  it is booked
    taken = await holding.spend(db, hold, case.id, at)
    await courses.give_room_back(db, course)
    appointment = await availability.move_into(db, actor, before, taken, at=at)
    courses.takes(course, taken, hold.assistant_id, hold.room_claim_id, hold.assistant_claim_id)
    if hold.site_id != booking.site_id:
        await _leave(db, course, await db.get_one(TeleconsultationSite, hold.site_id), at)
    booking.checked_in_at = None
    await courses.move(db, course, "move", at)
    await courses.note(
        db,
        actor,
        course,
        TimelineKind.appointment_moved,
        "moved",
        at,
        state=state,
        waits_for=WaitsFor.person,
        professional_id=taken.professional_id,
        appointment=appointment,
        clock=ClockFacts(ClockKind.appointment, at, taken.starts_at),
    )
    await courses.tell(db, actor, course, NotificationKind.appointment_moved, at)


async def _asked(db: AsyncSession, course: Course, hold: TeleconsultationHold) -> rules.Asked:
    """What was asked once, with the doctor of a hold."""
    case, booking = course.case, course.booking
    assert case.person_id is not None  # noqa: S101  nobody is forgotten while it is open
    attending = await people.attending_of(db, [case.person_id])
    return rules.Asked(
        age_years=0 if booking.is_minor else rules.ADULT_FROM,
        doctor_id=hold.professional_id,
        status=booking.attending_doctor_status or AttendingDoctorStatus.unknown,
        attending_id=attending[case.person_id],
        contact=booking.attending_contact,
        exception=booking.territorial_exception,
        has_adult=booking.minor_tie is not None,
        parental_consent=booking.parental_consent,
        consent_by=booking.consent_by,
        overrides=booking.is_minor and booking.minor_tie is None,
    )


async def _leave(db: AsyncSession, course: Course, site: TeleconsultationSite, at: datetime) -> None:
    """The booking is at another site from now on. The software of the one that it leaves is told, too, and
    the name that its kiosk gave the booking stays there."""
    if course.site.organisation_id != site.organisation_id:
        await courses.tell_software(db, course, Event.teleconsultation_moved, at)
    course.booking.site_id, course.booking.local_reference = site.id, None
    course.site = site


async def book_again(
    db: AsyncSession, actor: Actor, course: Course, hold: TeleconsultationHold, at: datetime
) -> None:
    """After an interruption: a new booking for the same person, at the time of a hold; the one that broke
    says which. InvalidInput for a time that is not for its reason."""
    old, before = course.booking, course.case
    state = rules.TELECONSULTATION.after("reschedule", old.state)
    await holding.refuse_other_need(db, hold, need_of(old.reason), "/hold_token")
    if before.person_id is None:
        raise IllegalTransition("The person is forgotten: book as for somebody new")
    site = await db.get_one(TeleconsultationSite, hold.site_id)
    person = await people.create_again(db, before.person_id, at)
    case = await cases.open_case(
        db,
        actor,
        kind=CaseKind.teleconsultation,
        state=TeleconsultationState.requested,
        origin=before.origin,
        requester=Requester(
            kind="client" if before.requester_kind == "client" else "account",
            id=before.requester_id,
            name=before.requester_name,
            profession=before.requester_profession,
            professional_id=before.requester_professional_id,
            organisation_id=before.requester_organisation_id,
        ),
        waits_for=WaitsFor.nobody,
        at=at,
        where=Where(site.commune_insee, site.commune_name, site.sector, site.latitude, site.longitude),
        need=before.need,
        age_band=before.age_band,
        person_id=person.id,
    )
    booking = TeleconsultationBooking(
        id=case.id,
        community_id=case.community_id,
        state=TeleconsultationState.requested,
        site_id=site.id,
        confirm_by_phone=False,
        **{name: getattr(old, name) for name in _COPIED},
    )
    await book_into(db, actor, Course(None, case, booking, site, course.rules, at_site=True), hold, at)
    await courses.move(db, course, "reschedule", at)
    old.follow_up, old.followed_by_id = TeleconsultationFollowUp.rescheduled, case.id
    old.ended_at = at
    await end_appointment(db, actor, course, at)
    await courses.note(db, actor, course, TimelineKind.closed, "rescheduled", at, state=state, closed=True)


async def book_into(
    db: AsyncSession, actor: Actor, course: Course, hold: TeleconsultationHold, at: datetime
) -> None:
    """Book a new request, whose row is written here, at the time of a hold: the three claims last, the doctor
    has an appointment, those concerned are told. HoldGone when one of the three has expired meanwhile."""
    case, booking = course.case, course.booking
    purpose = courses.purpose_of(case, booking)
    ready = await availability.prepare(
        db, actor, purpose, professional_id=hold.professional_id, starts_at=hold.starts_at, at=at
    )
    taken = await holding.spend(db, hold, case.id, at)
    courses.takes(course, taken, hold.assistant_id, hold.room_claim_id, hold.assistant_claim_id)
    booking.confirm_by_phone = ready.confirm_by_phone
    appointment = await availability.write(db, actor, taken, purpose, at=at, ready=ready)
    db.add(booking)
    await stands(db, actor, course, appointment, at)


async def stands(
    db: AsyncSession, actor: Actor, course: Course, appointment: Appointment, at: datetime
) -> None:
    """The request has its three times now: its state and header, its thread, who is told."""
    state = await courses.move(db, course, "book", at)
    await courses.note(
        db,
        actor,
        course,
        TimelineKind.appointment_booked,
        "booked",
        at,
        state=state,
        waits_for=WaitsFor.person,
        professional_id=appointment.professional_id,
        appointment=appointment,
        clock=ClockFacts(ClockKind.appointment, at, appointment.starts_at),
        paused_at=None,
    )
    await courses.tell(db, actor, course, NotificationKind.appointment_booked, at)


async def end_appointment(db: AsyncSession, actor: Actor, course: Course, at: datetime) -> None:
    """The person was seen: the doctor's appointment is over, and what is left of the three times is free."""
    appointment = await courses.appointment_of(db, course.case)
    if appointment is not None and appointment.state is AppointmentState.booked:
        await availability.fulfil(db, actor, appointment, at=at)
        await availability.shorten(db, [appointment.claim_id], at)
    await courses.give_room_back(db, course, since=at)
