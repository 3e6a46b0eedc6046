"""What people do with a request once filed. Each takes the locks of `dispatch.lock_of_case` first: a sweep or
an acceptance comes before or after.
"""

from datetime import datetime
from uuid import UUID

from pydantic import MISSING
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import ClockKind, DeathAnswer, TimelineKind, WaitsFor
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.core.routing import expect_version
from api.death_certifications import policy, rules
from api.death_certifications.service import ending
from api.death_certifications.service.facts import arrival_of, circumstances_of, move, request_of
from api.death_certifications.service.filing import start_search
from api.death_certifications.service.views import load, request_view
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch

View = wire.DeathCertificationRequest


async def answer_death_safety_questions(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathSafetyAnswers,
    *,
    at: datetime | None = None,
) -> View:
    """Answer what was open; the search starts, or the request ends as out of scope. InvalidInput when one of
    the questions is still open."""
    at = at or clock.now()
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_complete(actor, case):
        raise NotAllowed("Only those who made the request, or the coordination, complete it")
    request = await request_of(db, case.id)
    rules.DEATH_CERTIFICATION_REQUEST.after("complete", request.state)
    for question in rules.open_questions(circumstances_of(request)):
        given = getattr(body, question.value)
        setattr(request, question.value, DeathAnswer.unknown if given is MISSING else given)
    said = circumstances_of(request)
    if rules.is_out_of_scope(said):
        await db.flush()
        await ending.end(db, actor, search, case, "send_away", TimelineKind.out_of_scope, at)
        return await request_view(db, actor, case, at=at)
    if left := rules.open_questions(said):
        message = "Answer yes or no: nobody is sent before"
        raise InvalidInput(errors=[FieldError(f"/{question.value}", message) for question in left])
    state = await move(db, case, "complete", at)
    await cases.record(db, case, TimelineKind.completed, actor, at=at, previous_state=case.state)
    await cases.update(db, case, at=at, state=state)
    await audit.record(db, actor, "death_certification_request.completed", "case", case.id)
    await start_search(db, actor, case, at)
    return await request_view(db, actor, case, at=at)


async def cancel_death_certification_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathCancellation,
    *,
    at: datetime | None = None,
) -> View:
    """Nobody is needed any more: everyone asked is told, and the coordination of its duplicates."""
    at = at or clock.now()
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_complete(actor, case):
        raise NotAllowed("Only those who made the request, or the coordination, cancel it")
    (await request_of(db, case.id)).cancellation_reason = body.reason
    await ending.end(db, actor, search, case, "cancel", TimelineKind.cancelled, at)
    await ending.tell_of_duplicates(db, case, at)
    return await request_view(db, actor, case, at=at)


async def depart_for_death_certification(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathDeparture,
    *,
    at: datetime | None = None,
) -> View:
    """I am on my way; said again, the time of arrival changes and those who wait are told."""
    at = at or clock.now()
    _, case = await _taken(db, actor, request_id, version)
    eta_at = arrival_of(at, body.eta_minutes)
    state = await move(db, case, "depart", at, eta_at=eta_at)
    request = await request_of(db, case.id)
    request.departed_at = request.departed_at or at
    await _at_work(db, actor, case, state, TimelineKind.departed, ClockKind.arrival, eta_at, at)
    await ending.tell_arrival(db, case, eta_at, at)
    return await request_view(db, actor, case, at=at)


async def arrive_for_death_certification(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """I am there."""
    at = at or clock.now()
    _, case = await _taken(db, actor, request_id, version)
    state = await move(db, case, "arrive", at)
    (await request_of(db, case.id)).arrived_at = at
    until = at + rules.ON_SITE_FOR
    await _at_work(db, actor, case, state, TimelineKind.on_site, ClockKind.certificate, until, at)
    return await request_view(db, actor, case, at=at)


async def certify_death(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathCertificate,
    *,
    at: datetime | None = None,
) -> View:
    """The certificate is made. That it was, how and when is all that is ever kept of it."""
    at = at or clock.now()
    search, case = await _taken(db, actor, request_id, version)
    request = await request_of(db, case.id)
    request.certified_at, request.certificate_channel = at, body.channel
    request.town_hall_informed = body.town_hall_informed
    request.attending_doctor_informed = body.attending_doctor_informed
    await ending.end(db, actor, search, case, "certify", TimelineKind.certified, at)
    return await request_view(db, actor, case, at=at)


async def report_medico_legal_obstacle(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathObstacle,
    *,
    at: datetime | None = None,
) -> View:
    """There is a medico-legal obstacle: the prosecutor decides (CPP, art. 74). Why is never kept.

    InvalidInput while the police or the gendarmerie do not know: they must come first.
    """
    at = at or clock.now()
    search, case = await _taken(db, actor, request_id, version)
    if not body.authorities_told:
        message = "Call the 17 first, and move nothing; then say so here"
        raise InvalidInput(errors=[FieldError("/authorities_told", message)])
    await ending.end(db, actor, search, case, "report_obstacle", TimelineKind.obstacle_reported, at)
    return await request_view(db, actor, case, at=at)


async def hand_death_certification_to_doctor(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """A nurse cannot conclude alone (CGCT D2213-1-1-4): doctors alone are asked, at once."""
    at = at or clock.now()
    search, case = await _taken(db, actor, request_id, version)
    if not await ending.nurses_among(db, [case.professional_id] if case.professional_id else []):
        raise NotAllowed("A doctor concludes alone: withdraw if you cannot stay")
    await ending.give_back(db, actor, search, case, "hand_to_doctor", at)
    return await request_view(db, actor, case, at=at)


async def withdraw_from_death_certification(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """I can no longer come: the others are asked again at once, without me."""
    at = at or clock.now()
    search, case = await _taken(db, actor, request_id, version)
    await ending.give_back(db, actor, search, case, "withdraw", at)
    return await request_view(db, actor, case, at=at)


async def _at_work(
    db: AsyncSession,
    actor: Actor,
    case: Case,
    state: str,
    line: TimelineKind,
    kind: ClockKind,
    until: datetime,
    at: datetime,
) -> None:
    """The certifier goes on: the header, the line of the thread, the trail."""
    kept, was = ClockFacts(kind, at, until), case.state
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.professional, clock=kept)
    await cases.record(
        db,
        case,
        line,
        actor,
        at=at,
        professional_id=case.professional_id,
        starts_at=until if kind is ClockKind.arrival else None,
        previous_state=was,
    )
    await audit.record(db, actor, f"death_certification_request.{line.value}", "case", case.id)


async def _taken(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The request that the actor has taken, locked. NotAllowed for anybody else who may see it."""
    search, case = await locked(db, actor, request_id, version)
    if not policy.has_taken(actor, case):
        raise NotAllowed("Only the one who accepted says this")
    return search, case


async def locked(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The request and its search, locked, if the actor may see it and read its present version."""
    await load(db, actor, request_id)
    search, case = await dispatch.lock_of_case(db, request_id)
    expect_version(version, case.version)
    return search, case
