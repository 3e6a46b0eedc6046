"""What the coordination does with a request before a doctor has the person, and what was missing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import (
    AttendingDoctorMissing,
    AttendingDoctorOutcome,
    ClockKind,
    DispatchState,
    Mobility,
    TimelineKind,
    WaitsFor,
)
from api.core import clock
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.members import text_or_none
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotFound
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.identity.policy import present_community
from api.people.correcting import add_to_person
from api.people.rules import NIR_HINT, refuse_nir
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import NoPlaceLeft
from api.referrals.attending_doctor.service import ending, oppositions
from api.referrals.attending_doctor.service.acting import own, steered
from api.referrals.attending_doctor.service.facts import (
    looks_on,
    move,
    request_of,
    set_score,
    setting_of,
)
from api.referrals.attending_doctor.service.views import load, request_view

View = wire.AttendingDoctorRequest

_FLAGS = ("long_term_illness", "home_visit", "wheelchair", "social_cover", "pregnancy", "disability")


async def complete_attending_doctor_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.AttendingDoctorCompletion,
    *,
    at: datetime | None = None,
) -> View:
    """Give what was missing: the coordination looks at it again. InvalidInput while the agreement of the
    person, a phone or an address is awaited and not given."""
    at = at or clock.now()
    _, case = await own(db, actor, request_id, version)
    rules.ATTENDING_DOCTOR_REQUEST.after("complete", (await request_of(db, case.id)).state)
    request = await request_of(db, case.id)
    if errors := list(_still_missing(request.missing, body)):
        raise InvalidInput(errors=errors)
    if isinstance(body.former_doctor, str) and refuse_nir(body.former_doctor):
        raise InvalidInput(errors=[FieldError("/former_doctor", NIR_HINT)])
    assert case.person_id is not None  # noqa: S101  only a request that has ended is without a person
    person, place = await add_to_person(
        db,
        actor,
        case.person_id,
        phone=text_or_none(body.phone),
        phone_of=text_or_none(body.phone_of),
        address_line=text_or_none(body.address_line),
        sector=text_or_none(body.sector),
    )
    case.sector, case.latitude, case.longitude = person.sector, place.latitude, place.longitude
    for name in _FLAGS:
        typed = getattr(body, name)
        if isinstance(typed, bool):
            setattr(request, name, typed)
    case.mobility = Mobility.home_visit.value if request.home_visit else Mobility.can_travel.value
    request.former_doctor = text_or_none(body.former_doctor) or request.former_doctor
    request.informed_at = request.informed_at or at
    request.missing = []
    set_score(request, await setting_of(db, case.community_id, at))
    state = await move(db, case, "complete", at)
    await cases.record(db, case, TimelineKind.completed, actor, at=at)
    await _to_coordination(db, case, state, at)
    await audit.record(db, actor, "attending_doctor_request.completed", "case", case.id)
    return await request_view(db, actor, case, at=at)


def _still_missing(missing: Sequence[str], body: wire.AttendingDoctorCompletion) -> Iterator[FieldError]:
    if AttendingDoctorMissing.consent in missing and body.informed is not True:
        yield FieldError("/informed", "The person must know and agree before anybody is asked")
    for what, name in (
        (AttendingDoctorMissing.phone, "phone"),
        (AttendingDoctorMissing.address, "address_line"),
    ):
        if what in missing and not text_or_none(getattr(body, name)):
            yield FieldError(f"/{name}", "The coordination waits for this: give it")


async def qualify_attending_doctor_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.AttendingDoctorQualification,
    *,
    at: datetime | None = None,
) -> View:
    """The coordination has looked: ready to be proposed, something is missing, a duplicate, or outside."""
    at = at or clock.now()
    if body.outcome is AttendingDoctorOutcome.duplicate:
        # One after the other: two requests marked at once as duplicates of each other would both be closed.
        await wait_for_turn(db, f"attending doctor duplicates|{present_community(actor)}")
    search, case = await steered(db, actor, request_id, version)
    if body.outcome is AttendingDoctorOutcome.to_complete:
        await _ask_missing(db, actor, search, case, body, at)
    elif body.outcome is AttendingDoctorOutcome.duplicate:
        await _mark_duplicate(db, actor, search, case, body, at)
    elif body.outcome is AttendingDoctorOutcome.outside_territory:
        await ending.end(db, actor, search, case, "send_away", at, TimelineKind.out_of_scope)
    else:
        await _qualify(db, actor, case, at)
    return await request_view(db, actor, case, at=at)


async def propose_attending_doctor(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """Ask the doctor whose turn it is; the following ones are asked by themselves. NoPlaceLeft when nobody
    who could take this person has a place: nothing is then changed."""
    at = at or clock.now()
    search, case = await steered(db, actor, request_id, version)
    request = await request_of(db, case.id)
    if request.state not in rules.READY:
        raise IllegalTransition("Only a request that is ready and asked to nobody is proposed")
    if request.still_looking_asked_at is not None:
        # Who proposes somebody has found that they still look.
        looks_on(request, at)
    if search is None:
        search = await dispatch.start(db, actor, case, at)
    else:
        await cases.record(db, case, TimelineKind.relaunched, actor, at=at)
        again = "reopen" if search.state is DispatchState.stopped else "relaunch"
        await dispatch.begin_again(db, search, case, again, at)
    request = await request_of(db, case.id)
    if request.state not in rules.PROPOSED:
        raise NoPlaceLeft("Nobody who could take this person has a place left: ask for places, or the CPAM")
    request.dispatch_id = search.id
    await audit.record(db, actor, "attending_doctor_request.proposed", "case", case.id)
    await db.flush()
    return await request_view(db, actor, case, at=at)


async def record_attending_doctor_contact(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.AttendingDoctorContactAttempt,
    *,
    at: datetime | None = None,
) -> View:
    """The person was called. Tries in vain on as many different days as the community says end the request;
    a second try of one day counts once."""
    at = at or clock.now()
    search, case = await steered(db, actor, request_id, version)
    request = await request_of(db, case.id)
    rules.ATTENDING_DOCTOR_REQUEST.after("lose_touch", request.state)
    setting = await setting_of(db, case.community_id, at)
    line = TimelineKind.contact_reached if body.reached else TimelineKind.contact_missed
    await cases.record(db, case, line, actor, at=at)
    missed = [] if body.reached else sorted({*request.missed_on, setting.today})
    request.missed_on = missed
    await audit.record(db, actor, f"attending_doctor_request.{line.value}", "case", case.id)
    if len(missed) >= setting.rules.contact_tries:
        await ending.end(db, actor, search, case, "lose_touch", at)
    else:
        await cases.update(db, case, at=at)
    return await request_view(db, actor, case, at=at)


async def escalate_attending_doctor_request(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """The CPAM takes over the search; the request stays open until somebody says what became of it."""
    at = at or clock.now()
    search, case = await steered(db, actor, request_id, version)
    state = await move(db, case, "escalate", at)
    if search is not None:
        await dispatch.stop(db, search, case, actor, at, "cpam")
    await cases.record(db, case, TimelineKind.handed_to_cpam, actor, at=at)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.nobody, clock=None)
    await audit.record(db, actor, "attending_doctor_request.escalated", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def _qualify(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    request = await request_of(db, case.id)
    if AttendingDoctorMissing.consent.value in request.missing:
        message = "The person has not agreed yet: complete the request first"
        raise InvalidInput(errors=[FieldError("/outcome", message)])
    state = await move(db, case, "qualify", at)
    request.missing = []
    if case.person_id is not None:
        await oppositions.lift(db, case.community_id, case.person_id)
    await cases.record(db, case, TimelineKind.request_qualified, actor, at=at)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.nobody, clock=None)
    await audit.record(db, actor, "attending_doctor_request.qualified", "case", case.id)


async def _ask_missing(
    db: AsyncSession,
    actor: Actor,
    search: Dispatch | None,
    case: Case,
    body: wire.AttendingDoctorQualification,
    at: datetime,
) -> None:
    missing = body.missing if isinstance(body.missing, list) else []
    if not missing:
        raise InvalidInput(errors=[FieldError("/missing", "Say what is missing")])
    state = await move(db, case, "ask_missing", at)
    request = await request_of(db, case.id)
    request.missing = [one.value for one in dict.fromkeys(missing)]
    if search is not None:
        await dispatch.stop(db, search, case, actor, at, "to_complete")
    await cases.record(db, case, TimelineKind.waiting_for_completion, actor, at=at)
    kept = ClockFacts(ClockKind.coordination, at, at)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.requester, clock=kept)
    await audit.record(db, actor, "attending_doctor_request.to_complete", "case", case.id)


async def _mark_duplicate(
    db: AsyncSession,
    actor: Actor,
    search: Dispatch | None,
    case: Case,
    body: wire.AttendingDoctorQualification,
    at: datetime,
) -> None:
    if not isinstance(body.duplicate_of_id, UUID):
        raise InvalidInput(errors=[FieldError("/duplicate_of_id", "Say of which request")])
    try:
        other = await load(db, actor, body.duplicate_of_id)
    except NotFound as unknown:
        message = "There is no such request: take one of the possible duplicates"
        raise InvalidInput(errors=[FieldError("/duplicate_of_id", message)]) from unknown
    if other.id == case.id:
        raise InvalidInput(errors=[FieldError("/duplicate_of_id", "A request is no duplicate of itself")])
    if other.closed_at is not None:
        message = "That request has ended: take one that goes on"
        raise InvalidInput(errors=[FieldError("/duplicate_of_id", message)])
    (await request_of(db, case.id)).duplicate_of_id = other.id
    await ending.end(db, actor, search, case, "mark_duplicate", at, TimelineKind.marked_duplicate)


async def _to_coordination(db: AsyncSession, case: Case, state: str, at: datetime) -> None:
    kept = ClockFacts(ClockKind.coordination, at, at)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.coordinator, clock=kept)
