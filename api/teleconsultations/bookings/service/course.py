"""One booking, locked, and what every move of it needs: its state, its header, its times, who is told."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.availability.service import Purpose, Taken
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import (
    AppointmentOrigin,
    CareMode,
    NotificationKind,
    TeleconsultationBookingRules,
    TeleconsultationState,
    TimelineKind,
)
from api.contract.models import WebhookEventType as Event
from api.core.actor import Actor
from api.core.db import held
from api.core.problems import NotAllowed, NotFound
from api.core.routing import expect_version
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.identity import service as identity
from api.people.tables import Person
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.service.finding import need_of
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites.tables import TeleconsultationSite
from api.webhooks import service as webhooks

EVENTS = MappingProxyType(
    {
        "redirect_to_15": Event.teleconsultation_redirected,
        "redirect_to_face_to_face": Event.teleconsultation_redirected,
        "exhaust": Event.teleconsultation_nobody_found,
        "book": Event.teleconsultation_confirmed,
        "move": Event.teleconsultation_moved,
        "search_again": Event.teleconsultation_requested,
        "check_in": Event.teleconsultation_checked_in,
        "start": Event.teleconsultation_started,
        "interrupt": Event.teleconsultation_interrupted,
        "reschedule": Event.teleconsultation_closed,
        "send_to_face_to_face": Event.teleconsultation_closed,
        "send_to_15": Event.teleconsultation_closed,
        "finish": Event.teleconsultation_finished,
        "record_no_show": Event.teleconsultation_no_show,
        "release": Event.teleconsultation_released,
        "cancel": Event.teleconsultation_cancelled,
    }
)
"""What the software of the site is told of each action; of the others it hears nothing."""


@dataclass(slots=True)
class Course:
    """A booking with its case and its search, all locked, its site and the rules in force."""

    search: Dispatch | None
    case: Case
    booking: TeleconsultationBooking
    site: TeleconsultationSite
    rules: TeleconsultationBookingRules
    at_site: bool
    """Whether the actor works at the site, or is its kiosk."""
    person: Person | None = None
    """Of a booking made just now."""

    def is_party(self, actor: Actor) -> bool:
        """Whether the actor moves it: the doctor, the people of the site, the coordination."""
        return self.at_site or policy.has_taken(actor, self.case) or policy.sees_all(actor)


async def seen(db: AsyncSession, actor: Actor, booking_id: UUID) -> tuple[TeleconsultationSite, bool]:
    """The site of a booking that the actor may see, and whether they speak for it. NotFound otherwise."""
    own = TeleconsultationSite.id.in_(policy.sites_of(actor))
    found = (
        select(TeleconsultationSite, own)
        .join(TeleconsultationBooking, TeleconsultationBooking.site_id == TeleconsultationSite.id)
        .where(TeleconsultationBooking.id == booking_id, policy.visible_to(actor))
    )
    row = (await db.execute(found)).first()
    if row is None:
        raise NotFound("There is no such booking, or it is not for you to see")
    return row[0], row[1]


async def locked(
    db: AsyncSession, actor: Actor, booking_id: UUID, version: int | None, *, kiosk_of: UUID | None = None
) -> Course:
    """A booking that the actor may move, locked, in the version that they read (None: whichever it is).

    `kiosk_of`: the site for which a kiosk speaks. NotFound, NotAllowed for who only sees it, StaleVersion.
    """
    site, at_site = await seen(db, actor, booking_id)
    if kiosk_of not in (None, site.id):
        raise NotFound("There is no such booking at this site")
    search, case = await dispatch.lock_of_case(db, booking_id)
    course = await course_of(db, search, case, site, at_site=at_site)
    if not course.is_party(actor):
        raise NotAllowed("The doctor, those who work at the site and the coordination do this")
    expect_version(version, case.version)
    return course


async def course_of(
    db: AsyncSession,
    search: Dispatch | None,
    case: Case,
    site: TeleconsultationSite | None = None,
    *,
    at_site: bool = False,
) -> Course:
    """The course of a case that the caller has locked."""
    booking = own_of(db, case)
    if booking is None:
        await db.flush()
        booking = await db.get_one(TeleconsultationBooking, case.id, populate_existing=True)
    if site is None:
        site = await db.get_one(TeleconsultationSite, booking.site_id)
    in_force = (await identity.rules_of(db, case.community_id)).teleconsultation_bookings
    return Course(search, case, booking, site, in_force, at_site)


def own_of(db: AsyncSession, case: Case) -> TeleconsultationBooking | None:
    """The booking of a case that this transaction opens: nobody else has seen it, and it may be unwritten."""
    if case.state != TeleconsultationState.requested:
        return None
    return next((one for one in held(db, TeleconsultationBooking) if one.id == case.id), None)


async def move(db: AsyncSession, course: Course, action: str, at: datetime) -> TeleconsultationState:
    """Move the booking by an action of its lifecycle; the new state, for the header. The software of the site
    is told. IllegalTransition (409) when its state does not allow it."""
    course.booking.state = rules.TELECONSULTATION.after(action, course.booking.state)
    if (event := EVENTS.get(action)) is not None:
        await tell_software(db, course, event, at)
    return course.booking.state


async def tell_software(db: AsyncSession, course: Course, event: Event, at: datetime) -> None:
    """Write down, for the software of the structure of the site, what became of a booking."""
    case, state = course.case, course.booking.state
    data = {"state": state, "eta_at": course.booking.starts_at}
    await webhooks.announce(
        db, case.community_id, event, case.id, case.number, at, course.site.organisation_id, data
    )


async def note(
    db: AsyncSession,
    actor: Actor,
    course: Course,
    line: TimelineKind,
    act: str,
    at: datetime,
    *,
    who: UUID | None = None,
    detail: dict[str, Any] | None = None,
    **header: Any,
) -> None:
    """Bring the header up to date (see `cases.update`), write a line on the thread, and the trail, as
    `teleconsultation.{act}`. The line is about the doctor, or about `who`."""
    await cases.update(db, course.case, at=at, **header)
    await write_down(db, actor, course, line, act, at, who=who, detail=detail)


async def write_down(
    db: AsyncSession,
    actor: Actor,
    course: Course,
    line: TimelineKind,
    act: str,
    at: datetime,
    *,
    who: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """The same without the header, which the caller writes later."""
    case = course.case
    await cases.record(
        db,
        case,
        line,
        actor,
        at=at,
        professional_id=who or case.professional_id,
        starts_at=course.booking.starts_at,
        ends_at=course.booking.ends_at,
    )
    await audit.record(db, actor, f"teleconsultation.{act}", "case", case.id, detail=detail)


async def appointment_of(db: AsyncSession, case: Case) -> Appointment | None:
    """The doctor's time, if there is one."""
    return None if case.appointment_id is None else await db.get_one(Appointment, case.appointment_id)


def purpose_of(case: Case, booking: TeleconsultationBooking) -> Purpose:
    """What the doctor's appointment says it is for."""
    return Purpose(
        mode=CareMode.video,
        need=need_of(booking.reason),
        origin=AppointmentOrigin.teleconsultation,
        person_id=case.person_id,
        age_band=case.age_band,
        subject_kind=rules.SUBJECT_KIND,
        subject_id=case.id,
        subject_number=case.number,
    )


def takes(
    course: Course, taken: Taken, assistant_id: UUID, room_claim_id: UUID, assistant_claim_id: UUID
) -> None:
    """Write down which three times the booking has now."""
    booking = course.booking
    booking.assistant_id = assistant_id
    booking.room_claim_id, booking.assistant_claim_id = room_claim_id, assistant_claim_id
    booking.starts_at, booking.ends_at = taken.starts_at, taken.ends_at


async def give_room_back(db: AsyncSession, course: Course, *, since: datetime | None = None) -> None:
    """The room and the assistant are free again: all of their time, or what is left of it `since` then."""
    booking = course.booking
    claims = (booking.room_claim_id, booking.assistant_claim_id)
    if since is None:
        await availability.release_all(db, claims)
    else:
        await availability.shorten(db, claims, since)
    booking.room_claim_id = booking.assistant_claim_id = None


async def tell(db: AsyncSession, actor: Actor, course: Course, kind: NotificationKind, at: datetime) -> None:
    """Tell the doctor, the assistant and who asked; not the one who has just done it."""
    case, booking = course.case, course.booking
    told = await cases.watchers(db, case, coordination=False, professional=False)
    two = [who for who in (case.professional_id, booking.assistant_id) if who is not None]
    for ids in (await identity.account_ids_of_professionals(db, case.community_id, two)).values():
        told.update(ids)
    await dispatch.tell(db, case, told - {actor.id}, kind, at, starts_at=booking.starts_at)
