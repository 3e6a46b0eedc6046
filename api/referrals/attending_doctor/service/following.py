"""What becomes of a person: the first appointment, the declaration, a doctor who gives back, an end."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.contract import models as wire
from api.contract.models import AttendingDoctorEnd as End
from api.contract.models import AttendingDoctorState as State
from api.contract.models import ClockKind, NotificationKind, TimelineKind, WaitsFor
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed
from api.dispatch import service as dispatch
from api.referrals.attending_doctor import policy, rules
from api.referrals.attending_doctor.service import ending
from api.referrals.attending_doctor.service.acting import followed, locked, own
from api.referrals.attending_doctor.service.facts import (
    looks_on,
    move,
    request_of,
    set_deadline,
    setting_of,
)
from api.referrals.attending_doctor.service.views import request_view

View = wire.AttendingDoctorRequest

LATEST_APPOINTMENT = timedelta(days=366)
"""Beyond it, a first appointment is a slip of the finger."""


async def set_attending_doctor_appointment(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.AttendingDoctorAppointment,
    *,
    at: datetime | None = None,
) -> View:
    """The day of the first appointment; said again, it changes. InvalidInput for a day past or far away."""
    at = at or clock.now()
    _, case = await followed(db, actor, request_id, version)
    setting = await setting_of(db, case.community_id, at)
    if not setting.today <= body.on_day <= setting.today + LATEST_APPOINTMENT:
        raise InvalidInput(errors=[FieldError("/on_day", "Give a day from today on, within a year")])
    request = await request_of(db, case.id)
    request.first_appointment_on, request.undeclared_told_at = body.on_day, None
    state = await move(db, case, "set_first_appointment", at)
    await cases.record(db, case, TimelineKind.first_appointment_set, actor, at=at)
    last = datetime(body.on_day.year, body.on_day.month, body.on_day.day, 23, 59, tzinfo=setting.zone)
    kept = ClockFacts(ClockKind.appointment, at, last)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.professional, clock=kept)
    await audit.record(db, actor, "attending_doctor_request.first_appointment", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def declare_attending_doctor(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """The declaration is made; the request closes by itself some days later."""
    at = at or clock.now()
    _, case = await followed(db, actor, request_id, version)
    request = await request_of(db, case.id)
    rules.ATTENDING_DOCTOR_REQUEST.after("declare", request.state)
    request.declared_at = at
    state = await move(db, case, "declare", at)
    await cases.record(db, case, TimelineKind.attending_doctor_declared, actor, at=at)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.nobody, clock=None)
    await audit.record(db, actor, "attending_doctor_request.declared", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def withdraw_from_attending_doctor_request(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """I can no longer take this person: the next doctor is asked at once, without me."""
    at = at or clock.now()
    search, case = await locked(db, actor, request_id, version)
    if not policy.has_taken(actor, case):
        raise NotAllowed("Only the doctor who accepted says this")
    assert search is not None and case.professional_id is not None  # noqa: S101, PT018  somebody accepted
    without = case.professional_id
    state = await move(db, case, "give_back", at)
    request = await request_of(db, case.id)
    request.first_appointment_on = request.accepted_at = request.undeclared_told_at = None
    await cases.record(db, case, TimelineKind.professional_withdrew, actor, at=at, professional_id=without)
    await cases.update(
        db, case, at=at, state=state, waits_for=WaitsFor.nobody, professional_id=None, clock=None
    )
    await audit.record(db, actor, "attending_doctor_request.given_back", "case", case.id)
    told = await cases.watchers(db, case, coordination=True, professional=False)
    await dispatch.tell(db, case, told - {actor.id}, NotificationKind.professional_withdrew, at)
    await dispatch.restart(db, actor, search, case, at, without)
    return await request_view(db, actor, case, at=at)


async def close_attending_doctor_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.AttendingDoctorClosure,
    *,
    at: datetime | None = None,
) -> View:
    """The request ends. A doctor says that the person is theirs, opposed, dead or gone; who entered it,
    whatever they know; an opposition erases the identity at once."""
    at = at or clock.now()
    search, case = await locked(db, actor, request_id, version)
    if body.end is End.doctor_found:
        allowed = policy.may_follow_up(actor, case)
    else:
        allowed = policy.may_complete(actor, case) or policy.has_taken(actor, case)
    if not allowed:
        raise NotAllowed("Only the doctor, those who entered the request, or the coordination, close it")
    line = TimelineKind.opposed if body.end is End.opposition else TimelineKind.closed
    await ending.end(db, actor, search, case, rules.ENDS[body.end], at, line)
    return await request_view(db, actor, case, at=at)


async def renew_attending_doctor_request(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """The person still looks: the next question comes in as many months as the community says."""
    at = at or clock.now()
    _, case = await own(db, actor, request_id, version)
    request = await request_of(db, case.id)
    if request.state not in rules.SEARCHING:
        raise IllegalTransition("Only a person without a doctor still looks for one")
    asked = request.still_looking_asked_at is not None
    looks_on(request, at)
    await set_deadline(db, request, at)
    await cases.record(db, case, TimelineKind.still_looking, actor, at=at)
    waits = _waits_for(request.state) if asked else case.waits_for
    if waits is WaitsFor.nobody:
        # The clock was that of the question, which is answered.
        await cases.update(db, case, at=at, waits_for=waits, clock=None)
    else:
        await cases.update(db, case, at=at, waits_for=waits)
    await audit.record(db, actor, "attending_doctor_request.renewed", "case", case.id)
    return await request_view(db, actor, case, at=at)


def _waits_for(state: State) -> WaitsFor:
    """Who must act once the question is answered."""
    if state is State.to_complete:
        return WaitsFor.requester
    if state is State.proposed:
        return WaitsFor.professional
    return WaitsFor.nobody if state in (State.waiting, State.cpam_asked) else WaitsFor.coordinator
