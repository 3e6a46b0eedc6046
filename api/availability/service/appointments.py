"""Appointments over HTTP: book outside of any request, look, cancel, say who came."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record_refused
from api.availability import policy, rules
from api.availability.policy import visible_to
from api.availability.rules import SlotTaken
from api.availability.service import across, booking, subjects
from api.availability.service.booking import Purpose
from api.availability.service.call_times import takes_calls
from api.availability.service.holds import held, spend
from api.availability.service.taking import look, refuse_unless_free, take_slot
from api.availability.service.views import Around, appointment_views, read_around
from api.availability.tables import Appointment
from api.contract import models as wire
from api.contract.models import AppointmentOrigin, CancelledBy
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, encode_cursor, page_of
from api.core.problems import FieldError, InvalidInput, NotAllowed, NotFound
from api.people import service as people
from api.people.rules import refuse_nir

_BY_TIME = attrgetter("starts_at", "id")


async def book_appointment(db: AsyncSession, actor: Actor, body: wire.AppointmentInput) -> wire.Appointment:
    """Book a free or held slot for a person, outside of any request.

    SlotTaken when it is not free or not meant for the actor, HoldExpired when the token is not good,
    InvalidInput when need or mode do not go with the opening, or on the person's fields.
    """
    at = clock.now()
    given = body.model_dump(exclude_unset=True)
    need: wire.Need | None = given.get("need")
    token: str | None = given.get("hold_token")
    seen = await look(db, body.slot_id, at)
    opening = seen.opening
    actor = await across.where_it_opens(db, actor, opening)
    if not policy.may_take(actor, opening):
        raise SlotTaken("This time is no longer offered: search again")
    wrong = [
        FieldError(f"/{name}", "This opening does not take it: choose another, or another slot")
        for name, fits in (
            ("mode", rules.opening_fits(opening, None, body.mode)),
            ("need", rules.opening_fits(opening, need, None)),
        )
        if not fits
    ]
    case_number: str | None = given.get("sas_case_number")
    wrong += _wrong_case_number(actor, case_number)
    if wrong:
        raise InvalidInput(errors=wrong)
    hold = None if token is None else await held(db, actor, token, body.slot_id)
    if hold is None:
        await refuse_unless_free(db, seen, at)
    person = await people.create_person(db, actor, body.person, at=at, from_anywhere=policy.regulates(actor))
    purpose = Purpose(
        body.mode,
        need,
        AppointmentOrigin.direct,
        person_id=person.id,
        age_band=person.age_band,
        sas_case_number=case_number,
    )
    around = await read_around(db, {opening.professional_id}, {opening.practice_id})
    ready = await booking.prepare(
        db,
        actor,
        purpose,
        professional_id=opening.professional_id,
        starts_at=rules.instant(seen.start),
        at=at,
    )
    if hold is None:
        taken = await take_slot(db, body.slot_id, at=at, seen=seen)
    else:
        taken = await spend(db, hold, at=at)
    appointment = await booking.write(db, actor, taken, purpose, at=at, ready=ready)
    return await shown(db, actor, appointment, at, around)


def _wrong_case_number(actor: Actor, number: str | None) -> list[FieldError]:
    if number is None:
        return []
    if not policy.regulates(actor):
        message = "Only a regulator gives the number of a case of the SAS: leave it out"
        return [FieldError("/sas_case_number", message)]
    if refuse_nir(number):
        message = "This is a social security number: give the number of the case, or leave it out"
        return [FieldError("/sas_case_number", message)]
    return []


async def book_given_time(db: AsyncSession, actor: Actor, body: wire.GivenTimeInput) -> wire.Appointment:
    """Record the time that a professional gave on the phone, beyond the agenda.

    NotAllowed for who neither coordinates nor is that professional; SlotTaken when something is there,
    OpeningOverlaps when they receive at another place then; InvalidInput when the professional accepts no
    calls, when the time is past or closed, or on the fields.
    """
    at = clock.now()
    given = body.model_dump(exclude_unset=True)
    need: wire.Need | None = given.get("need")
    if not policy.may_record_given_time(actor, body.professional_id):
        raise NotAllowed("Only who coordinates, or the professional, records a time given on the phone")
    owner = policy.is_owner(actor, body.professional_id)
    if not owner and not await takes_calls(db, actor, body.professional_id):
        message = "This professional does not accept calls beyond their agenda: choose a free slot"
        raise InvalidInput(errors=[FieldError("/professional_id", message)])
    person = await people.create_person(db, actor, body.person, at=at)
    purpose = Purpose(
        body.mode, need, AppointmentOrigin.direct, person_id=person.id, age_band=person.age_band
    )
    appointment = await booking.book_time(
        db,
        actor,
        purpose,
        professional_id=body.professional_id,
        practice_id=given.get("practice_id"),
        starts_at=body.starts_at,
        minutes=body.minutes,
        at=at,
    )
    return await shown(db, actor, appointment, at)


async def list_appointments(
    db: AsyncSession, actor: Actor, query: wire.ListAppointmentsQuery
) -> wire.AppointmentList:
    """The appointments that the actor may see, by time, without names."""
    wanted = select(Appointment)
    if query.from_at is not None:
        wanted = wanted.where(Appointment.starts_at >= query.from_at)
    if query.to_at is not None:
        wanted = wanted.where(Appointment.starts_at < query.to_at)
    if query.state is not None:
        wanted = wanted.where(Appointment.state == query.state)
    keys, at = [Key(Appointment.starts_at), Key(Appointment.id)], clock.now()
    views: list[wire.Appointment] = []
    more = False
    async for there in across.everywhere(db, actor):
        page = await page_of(
            db, wanted.where(visible_to(there)), keys=keys, cursor=query.cursor, limit=query.limit
        )
        rows = [row[0] for row in page.items]
        views += await appointment_views(db, there, rows, with_people=False, at=at)
        more = more or page.next_cursor is not None
    views.sort(key=_BY_TIME)
    items = views[: query.limit]
    after = encode_cursor(keys, _BY_TIME(items[-1])) if more or len(views) > len(items) else None
    return wire.AppointmentList(items=items, next_cursor=after)


async def get_appointment(db: AsyncSession, actor: Actor, appointment_id: UUID) -> wire.Appointment:
    """One appointment; NotFound when there is none that the actor may see."""
    actor, appointment = await seen(db, actor, appointment_id)
    return await shown(db, actor, appointment, clock.now())


async def cancel_appointment(
    db: AsyncSession, actor: Actor, appointment_id: UUID, body: wire.AppointmentCancellation
) -> wire.Appointment:
    """Cancel in somebody's name, and tell the request. NotAllowed in a name that the actor may not use."""
    at = clock.now()
    actor, appointment = await seen(db, actor, appointment_id)
    if not policy.may_cancel(actor, appointment, body.by):
        raise NotAllowed("You may not cancel this appointment in that name")
    await _tell(db, actor, appointment, "cancelled", body.by, at)
    await booking.cancel(db, actor, appointment, by=body.by, at=at)
    return await shown(db, actor, appointment, at)


async def fulfil_appointment(db: AsyncSession, actor: Actor, appointment_id: UUID) -> wire.Appointment:
    """The person came. IllegalTransition too early, or when something else was said."""
    at = clock.now()
    actor, appointment = await seen(db, actor, appointment_id)
    if not policy.may_say(actor, appointment):
        raise NotAllowed("Only the professional, the coordinator or the desk may say it")
    await _tell(db, actor, appointment, "fulfilled", None, at)
    await booking.fulfil(db, actor, appointment, at=at)
    return await shown(db, actor, appointment, at)


async def record_no_show(db: AsyncSession, actor: Actor, appointment_id: UUID) -> wire.Appointment:
    """The person did not come. IllegalTransition before the hour, or when something else was said."""
    at = clock.now()
    actor, appointment = await seen(db, actor, appointment_id)
    if not policy.may_say(actor, appointment):
        raise NotAllowed("Only the professional, the coordinator or the desk may say it")
    await _tell(db, actor, appointment, "no_show", None, at)
    await booking.no_show(db, actor, appointment, at=at)
    return await shown(db, actor, appointment, at)


async def seen(db: AsyncSession, actor: Actor, appointment_id: UUID) -> tuple[Actor, Appointment]:
    """The appointment, if the actor may see it, and the actor as they stand in its community; NotFound
    otherwise, which is traced."""
    actor = await across.where_it_is(db, actor, Appointment, appointment_id)
    found = await db.scalar(select(Appointment).where(Appointment.id == appointment_id, visible_to(actor)))
    if found is None:
        await record_refused(
            actor, "appointment.read_refused", "appointment", appointment_id, reason="not visible"
        )
        raise NotFound
    return actor, found


async def _tell(
    db: AsyncSession,
    actor: Actor,
    appointment: Appointment,
    what: subjects.What,
    by: CancelledBy | None,
    at: datetime,
) -> None:
    """What the appointment is about follows first: it is locked before the appointment."""
    if subject := subjects.of(appointment):
        await subject.told(db, actor, appointment, what, by, at)


async def shown(
    db: AsyncSession, actor: Actor, row: Appointment, at: datetime, around: Around | None = None
) -> wire.Appointment:
    """One appointment in the words of the contract, without a name."""
    views: Sequence[wire.Appointment] = await appointment_views(
        db, actor, [row], with_people=False, at=at, around=around
    )
    return views[0]
