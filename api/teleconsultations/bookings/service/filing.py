"""Booking what is held, and asking for a doctor as soon as possible: all checked, then all or nothing."""

from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import MISSING
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import Where
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import (
    CaseKind,
    TeleconsultationReason,
    TeleconsultationRedirect,
    TeleconsultationState,
    TerritorialException,
    TimelineKind,
    WaitsFor,
)
from api.contract.models import WebhookEventType as Event
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none, present
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.people import service as people
from api.people.rules import age_band, e164
from api.people.tables import Person
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service import holding, rebooking
from api.teleconsultations.bookings.service.asking import (
    Asking,
    Body,
    asking_of,
    checked,
    override_of,
    refuse_twice,
)
from api.teleconsultations.bookings.service.course import Course
from api.teleconsultations.bookings.service.finding import need_of
from api.teleconsultations.bookings.service.views import booking_view
from api.teleconsultations.bookings.tables import TeleconsultationBooking, TeleconsultationHold
from api.teleconsultations.sites.tables import TeleconsultationSite


async def confirm_teleconsultation(
    db: AsyncSession, actor: Actor, body: wire.TeleconsultationInput
) -> wire.Teleconsultation:
    """Book what the actor holds. NotFound, HoldGone or AlreadyBooked for the token; InvalidInput with every
    wrong field; UsualDoctorFirst. A reason that is not accepted redirects, and lets the hold go."""
    at = clock.now()
    hold = await holding.held(db, actor, body.hold_token, at)
    course = await book_held(db, actor, body, hold, at)
    return await booking_view(db, actor, course.case, at=at)


async def ask_teleconsultation_soon(
    db: AsyncSession, actor: Actor, body: wire.TeleconsultationSearchInput
) -> wire.Teleconsultation:
    """Ask the usual doctor alone, then the doctors of the territory; the first are asked before this returns.
    NotFound and NotAllowed for the site; InvalidInput with every wrong field."""
    at = clock.now()
    site = await holding.site_to_book(db, actor, body.site_id)
    course = await search_soon(db, actor, body, site, at)
    return await booking_view(db, actor, course.case, at=at)


async def book_held(
    db: AsyncSession,
    actor: Actor,
    body: wire.TeleconsultationInput,
    hold: TeleconsultationHold,
    at: datetime,
    *,
    at_kiosk: bool = False,
    local_reference: str | None = None,
) -> Course:
    """Book a hold that `holding.held` found good. `at_kiosk`: see `asking_of`. `local_reference`: how the
    kiosk calls the booking."""
    site = await db.get_one(TeleconsultationSite, hold.site_id)
    own = (await identity.rules_of(db, hold.community_id)).teleconsultation_bookings
    today = await _today(db, site.community_id, at)
    redirect = _redirect_of(body, own, today)
    asking = await asking_of(db, actor, site, at_kiosk=at_kiosk)
    if redirect is not None:
        await holding.let_go(db, hold, at)
        ended = await _redirected(db, actor, body, site, asking, redirect, own, at, local_reference)
        hold.booking_id = ended.case.id  # the answer was lost: the same token is told again where to go
        return ended
    asked = await checked(db, actor, body, hold.professional_id, today)
    await holding.refuse_other_need(db, hold, need_of(body.reason), "/reason")
    rules.refuse_walk_in(asked, hold.starts_at, at, own)
    person = await _person(db, actor, body, at)
    case = await _open(db, actor, site, asking, at, person=person, reason=body.reason)
    booking = _row(case, site, asking, body, asked, at, actor, local_reference)
    course = Course(None, case, booking, site, own, at_site=True)
    await rebooking.book_into(db, actor, course, hold, at)
    return course


async def search_soon(
    db: AsyncSession,
    actor: Actor,
    body: Body,
    site: TeleconsultationSite,
    at: datetime,
    *,
    at_kiosk: bool = False,
) -> Course:
    """Open a booking without a time, and its search. `at_kiosk`: see `asking_of`. SiteNotBookable when the
    site cannot be booked today; DuplicateRequest when a doctor is looked for already for this person at this
    site."""
    own = (await identity.rules_of(db, site.community_id)).teleconsultation_bookings
    today = await _today(db, site.community_id, at)
    redirect = _redirect_of(body, own, today)
    asking = await asking_of(db, actor, site, at_kiosk=at_kiosk)
    if redirect is not None:
        return await _redirected(db, actor, body, site, asking, redirect, own, at, None)
    await holding.refuse_unless_open(db, site, at, at + timedelta(minutes=own.soon_minutes))
    asked = await checked(db, actor, body, None, today)
    await refuse_twice(db, actor, body, site)
    person = await _person(db, actor, body, at)
    case = await _open(
        db,
        actor,
        site,
        asking,
        at,
        person=person,
        reason=body.reason,
        wished_before=at + timedelta(minutes=own.soon_minutes),
        unwritten=True,
    )
    booking = _row(case, site, asking, body, asked, at, actor, None)
    course = Course(None, case, booking, site, own, at_site=True)
    await courses.write_down(db, actor, course, TimelineKind.requested, "requested", at)
    db.add(booking)
    await courses.tell_software(db, course, Event.teleconsultation_requested, at)
    # Kept with the course, as the person is: who shows it finds them without a statement.
    course.search, course.person = await dispatch.start(db, actor, case, at), person
    return course


def _redirect_of(
    body: Body, own: wire.TeleconsultationBookingRules, today: date
) -> TeleconsultationRedirect | None:
    person = body.person
    band = None
    if person is not MISSING and person.birth_date <= today:
        band = age_band(person.birth_date, today)
    return rules.redirect_of(body.reason, band, own)


async def _today(db: AsyncSession, community_id: UUID, at: datetime) -> date:
    return at.astimezone(identity.zone_of(await identity.community_of(db, community_id))).date()


async def _redirected(
    db: AsyncSession,
    actor: Actor,
    body: Body,
    site: TeleconsultationSite,
    asking: Asking,
    redirect: TeleconsultationRedirect,
    own: wire.TeleconsultationBookingRules,
    at: datetime,
    local_reference: str | None,
) -> Course:
    """What is kept is that it happened, never who the person is."""
    action = rules.ACTION_OF_REDIRECT[redirect]
    state = rules.TELECONSULTATION.after(action, TeleconsultationState.requested)
    case = await cases.open_case(
        db,
        actor,
        kind=CaseKind.teleconsultation,
        state=state,
        origin=asking.board_origin,
        requester=asking.requester,
        waits_for=WaitsFor.nobody,
        at=at,
        where=_where(site),
        closed=True,
    )
    booking = TeleconsultationBooking(
        id=case.id,
        community_id=case.community_id,
        state=TeleconsultationState.requested,
        site_id=site.id,
        origin=asking.origin,
        local_reference=local_reference,
        reason=body.reason,
        redirect=redirect,
        is_minor=False,
        parental_consent=False,
        territorial_exception=TerritorialException.none,
        helpers=[],
        consent_video=False,
        consent_data=False,
        confirm_by_phone=False,
    )
    db.add(booking)
    await db.flush()
    course = Course(None, case, booking, site, own, at_site=True)
    await courses.move(db, course, action, at)
    await courses.note(db, actor, course, TimelineKind.redirected, "redirected", at, closed=True)
    return course


async def _person(db: AsyncSession, actor: Actor, body: Body, at: datetime) -> Person:
    attending = or_none(body.attending_professional_id)
    return await people.create_person(db, actor, present(body.person), at=at, attending=attending)


def _where(site: TeleconsultationSite) -> Where:
    """The site: the person comes there."""
    return Where(site.commune_insee, site.commune_name, site.sector, site.latitude, site.longitude)


async def _open(
    db: AsyncSession,
    actor: Actor,
    site: TeleconsultationSite,
    asking: Asking,
    at: datetime,
    *,
    person: Person,
    reason: TeleconsultationReason,
    wished_before: datetime | None = None,
    unwritten: bool = False,
) -> Case:
    need = need_of(reason)
    return await cases.open_case(
        db,
        actor,
        kind=CaseKind.teleconsultation,
        state=TeleconsultationState.requested,
        origin=asking.board_origin,
        requester=asking.requester,
        waits_for=WaitsFor.nobody,
        at=at,
        where=_where(site),
        need=need.value if need is not None else None,
        age_band=person.age_band,
        person_id=person.id,
        wished_before=wished_before,
        unwritten=unwritten,
    )


def _row(
    case: Case,
    site: TeleconsultationSite,
    asking: Asking,
    body: Body,
    asked: rules.Asked,
    at: datetime,
    actor: Actor,
    local_reference: str | None,
) -> TeleconsultationBooking:
    minor: wire.TeleconsultationMinorInput | None = or_none(body.minor)
    consent: wire.TeleconsultationConsentInput | None = or_none(body.consent)
    is_minor = asked.age_years < rules.ADULT_FROM
    adult = minor if is_minor else None
    return TeleconsultationBooking(
        id=case.id,
        community_id=case.community_id,
        state=TeleconsultationState.requested,
        site_id=site.id,
        origin=asking.origin,
        local_reference=local_reference,
        reason=body.reason,
        is_minor=is_minor,
        minor_tie=adult.tie if adult else None,
        parental_consent=adult is not None and adult.parental_consent,
        minor_adult={"name": adult.adult_name.strip(), "phone": e164(adult.phone)} if adult else None,
        override_reason=override_of(body) if is_minor else None,
        attending_doctor_status=asked.status,
        attending_contact=asked.contact,
        territorial_exception=asked.exception,
        helpers=list(dict.fromkeys(item.value for item in or_none(body.helpers) or [])),
        consent_by=consent.by if consent else None,
        consent_video=bool(consent and consent.video),
        consent_data=bool(consent and consent.data),
        consent_at=at if consent else None,
        consent_recorded_by=actor.name if consent else None,
        consent_recorded_by_id=actor.id if consent else None,
        confirm_by_phone=False,
    )
