"""The answer: in writing, or a time at which the person is seen. It goes to who asked, and to the attending
doctor when they are here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import AttendingTold, NotificationKind, TimelineKind, WaitsFor
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.dispatch import service as dispatch
from api.people.rules import NIR_HINT, refuse_nir
from api.referrals.second_opinion import policy, rules
from api.referrals.second_opinion.service.state import (
    appointment_of,
    attending_of,
    attending_of_circle,
    book,
    locked,
    move,
    request_of,
    tell_asker,
    to_answer,
    to_read,
    told_of,
)
from api.referrals.second_opinion.service.views import request_view


async def answer_second_opinion(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.OpinionAnswer,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """Give the opinion: the asking ends, who asked and the attending doctor are told.

    InvalidInput on a NIR or a blank text, NotAllowed for anybody but the one who took it, in person.
    """
    at = at or clock.now()
    text = _written(body.text)
    _, case = await locked(db, actor, request_id, version)
    if not policy.may_write_opinion(actor, case):
        raise NotAllowed("The professional who took it writes the opinion, in person")
    state = await move(db, case, "answer")
    request = await request_of(db, case)
    request.answer, request.answered_at, request.read_at = text, at, None
    await cases.record(
        db, case, TimelineKind.opinion_given, actor, at=at, professional_id=case.professional_id
    )
    await cases.update(
        db,
        case,
        at=at,
        state=state,
        waits_for=WaitsFor.requester,
        clock=await to_read(db, case, at),
        paused_at=None,
    )
    await _send_on(db, actor, case, at)
    if case.appointment_id is None:
        # A time kept with somebody who is away, while the others were asked: nobody needs to come any more.
        await availability.let_displaced_go(db, actor, case.id, at)
    await audit.record(db, actor, "second_opinion_request.answered", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def offer_second_opinion_appointment(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.OpinionAppointment,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """Answer by a time: one of my slots, or another. What booking refuses leaves everything as it was."""
    at = at or clock.now()
    answer = dispatch.answer_of(body)
    _, case = await locked(db, actor, request_id, version)
    if case.professional_id is None or not policy.has_taken(actor, case):
        raise NotAllowed("Only the professional who took it gives a time")
    booked = await book(db, actor, case, case.professional_id, answer, at)
    await give_time(db, actor, case, booked, at)
    return await request_view(db, actor, case, at=at)


async def give_time(db: AsyncSession, actor: Actor, case: Case, booked: Appointment, at: datetime) -> None:
    """The person will be seen at this time: who asked tells them."""
    state = await move(db, case, "give_time")
    await cases.update(
        db, case, at=at, state=state, waits_for=WaitsFor.requester, appointment=booked, paused_at=None
    )
    await cases.update(db, case, at=at, clock=await to_read(db, case, at))
    await cases.record(
        db,
        case,
        TimelineKind.opinion_time_given,
        actor,
        at=at,
        professional_id=case.professional_id,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
    )
    await _send_on(db, actor, case, at)
    await audit.record(db, actor, "second_opinion_request.time_given", "case", case.id)


async def ask_second_opinion_detail(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.OpinionText,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """Something is missing: it goes back to who asked, and the time to answer stands still."""
    at = at or clock.now()
    text = _written(body.text)
    _, case = await locked(db, actor, request_id, version)
    if not policy.may_write_opinion(actor, case):
        raise NotAllowed("The professional who took it asks, in person")
    state = await move(db, case, "ask_detail")
    await cases.record(db, case, TimelineKind.opinion_detail_asked, actor, at=at, text=text)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.requester, paused_at=at)
    await tell_asker(db, actor, case, NotificationKind.opinion_detail_asked, at)
    await audit.record(db, actor, "second_opinion_request.detail_asked", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def give_second_opinion_detail(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.OpinionText,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """What was missing: the time to answer runs again, with what was left of it."""
    at = at or clock.now()
    text = _written(body.text)
    _, case = await locked(db, actor, request_id, version)
    if not policy.is_asker(actor, case):
        raise NotAllowed("Only who asked completes the request")
    state = await move(db, case, "give_detail")
    running = await to_answer(db, case, at)
    if case.due_at is not None and case.paused_at is not None:
        due_at = rules.resumed(case.due_at, case.paused_at, at)
        running = cases.ClockFacts(running.kind, case.clock_started_at or at, due_at)
    await cases.record(db, case, TimelineKind.opinion_detail_given, actor, at=at, text=text)
    await cases.update(
        db, case, at=at, state=state, waits_for=WaitsFor.professional, clock=running, paused_at=None
    )
    if case.professional_id is not None:
        kind = NotificationKind.opinion_detail_given
        await dispatch.tell_professional(db, case, case.professional_id, kind, at)
    await audit.record(db, actor, "second_opinion_request.detail_given", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def confirm_second_opinion_reading(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.OpinionReading,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """Who asked has the answer. In writing, it ends; a time stays open until the person was seen.

    InvalidInput when the attending doctor is no member here and nobody says to pass the answer on.
    """
    at = at or clock.now()
    _, case = await locked(db, actor, request_id, version)
    if not policy.is_asker(actor, case):
        raise NotAllowed("Only who asked says that they have read the answer")
    request = await request_of(db, case)
    waits = request.state == wire.SecondOpinionState.opinion_appointment
    state = await move(db, case, "note_reading" if waits else "read")
    if await told_of(db, case, request) is AttendingTold.to_pass_on and not body.passed_on:
        message = "The attending doctor is no member here: say that you pass the answer on to them"
        raise InvalidInput(errors=[FieldError("/passed_on", message)])
    request.read_at, request.passed_on = at, body.passed_on
    await cases.record(db, case, TimelineKind.opinion_read, actor, at=at)
    waits_for = WaitsFor.person if waits else WaitsFor.nobody
    await cases.update(db, case, at=at, state=state, waits_for=waits_for, closed=not waits)
    booked = await appointment_of(db, case) if waits else None
    if booked is not None:
        await availability.settle_displaced(db, actor, case.id, booked, at)
    await audit.record(db, actor, "second_opinion_request.read", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def _send_on(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    """Tell who asked, and let the attending doctor who is here see the request from now on: of a time that is
    given, and again of what is then written."""
    await tell_asker(db, actor, case, NotificationKind.opinion_given, at)
    request = await request_of(db, case)
    named = await told_of(db, case, request) is AttendingTold.platform
    attending = await attending_of(db, case) if named else await attending_of_circle(db, case, request)
    if attending is None:
        return
    anew = case.attending_professional_id != attending
    case.attending_professional_id = attending
    if attending == case.professional_id:
        return  # who answers is their attending doctor: they need not be told what they wrote
    if anew:
        # Of the circle, who asked reads no name: they may not be of it.
        who = attending if named else None
        await cases.record(db, case, TimelineKind.opinion_sent_on, actor, at=at, professional_id=who)
    await dispatch.tell_professional(db, case, attending, NotificationKind.opinion_given, at)


def _written(text: str) -> str:
    """A text as it is kept; InvalidInput on a blank one or a NIR."""
    if not text.strip():
        raise InvalidInput(errors=[FieldError("/text", "Write a sentence")])
    if refuse_nir(text):
        raise InvalidInput(errors=[FieldError("/text", NIR_HINT)])
    return text.strip()
