"""Filing a request: red flags first, then everything checked at once, then the search in the same breath."""

from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.rules import DuplicateRequest
from api.cases.service import ClockFacts, Where
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import AttendingDoctorStatus, CaseKind, ClockKind, TimelineKind, WaitsFor
from api.contract.models import UnscheduledCareState as State
from api.core import clock
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.members import present, text_or_none
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.people import service as people
from api.people.rules import NIR_HINT, medical_words, refuse_nir, why_not_kept
from api.people.tables import Person
from api.unscheduled_care import rules
from api.unscheduled_care.service.asking import Asking, asking_of, errors_of_call
from api.unscheduled_care.service.drafts import forget_draft
from api.unscheduled_care.service.views import request_view
from api.unscheduled_care.tables import UnscheduledCareRequest

NEEDED = ("person", "need", "urgency", "mobility", "attending_doctor_status", "informed")
"""What a request must say, unless a red flag has ended it."""

V = TypeVar("V")


async def create_unscheduled_care_request(
    db: AsyncSession,
    actor: Actor,
    body: wire.UnscheduledCareRequestInput,
    *,
    at: datetime | None = None,
) -> wire.UnscheduledCareRequest:
    """File a request; the first wave is asked before this returns.

    A red flag closes it at once as redirected to the 15, and keeps nobody's identity. A person not yet
    informed leaves it to complete: nobody is asked. Raises InvalidInput with every wrong field,
    DuplicateRequest when one is open for the same person and need, NotAllowed.
    """
    at = at or clock.now()
    if body.red_flags:
        # Without the name of who called: no person is kept, so nothing would ever erase it.
        case = await _redirect(db, actor, await asking_of(db, actor), body, at)
    else:
        asking = await asking_of(
            db, actor, requested_for=body.requested_for, requested_for_phone=body.requested_for_phone
        )
        case = await _file(db, actor, asking, body, at)
    if actor.kind == "account":
        await forget_draft(db, actor)
    return await request_view(db, actor, case, at=at)


async def search(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    """Start looking for somebody; the request keeps the link to its search."""
    found = await dispatch.start(db, actor, case, at)
    request = await db.get_one(UnscheduledCareRequest, case.id)
    request.dispatch_id = found.id
    await db.flush()


async def _redirect(
    db: AsyncSession,
    actor: Actor,
    asking: Asking,
    body: wire.UnscheduledCareRequestInput,
    at: datetime,
) -> Case:
    """“Appelez le 15”: what is kept is that it happened, never who the person is."""
    state = rules.UNSCHEDULED_CARE_REQUEST.after("redirect_to_15", State.qualified)
    case = await cases.open_case(
        db,
        actor,
        kind=CaseKind.unscheduled_care,
        state=state,
        origin=asking.origin,
        requester=asking.requester,
        waits_for=WaitsFor.nobody,
        at=at,
        closed=True,
    )
    flags = list(dict.fromkeys(flag.value for flag in body.red_flags))
    db.add(UnscheduledCareRequest(id=case.id, community_id=case.community_id, state=state, red_flags=flags))
    await db.flush()
    await cases.record(db, case, TimelineKind.red_flag_redirected, actor, at=at)
    await audit.record(db, actor, "unscheduled_care_request.redirected", "case", case.id)
    return case


async def _file(
    db: AsyncSession,
    actor: Actor,
    asking: Asking,
    body: wire.UnscheduledCareRequestInput,
    at: datetime,
) -> Case:
    await _check(db, actor, body)
    assert actor.community_id is not None  # noqa: S101  `asking_of` refuses an actor without community
    await _refuse_duplicate(db, actor, body)
    person = await people.create_person(db, actor, present(body.person), at=at)
    usual: list[UUID] = _or(body.usual_professional_ids, [])
    attending = _or(body.attending_professional_id, None)
    await people.set_care_circle(db, person, attending=attending, usual=usual)
    case = await _open(db, actor, asking, body, person, at)
    db.add(_request(case, body, at))
    await db.flush()
    await cases.record(db, case, TimelineKind.requested, actor, at=at)
    await audit.record(db, actor, "unscheduled_care_request.filed", "case", case.id)
    if case.state == State.to_complete:
        await cases.record(db, case, TimelineKind.waiting_for_completion, actor, at=at)
    else:
        await search(db, actor, case, at)
    return case


async def _open(
    db: AsyncSession,
    actor: Actor,
    asking: Asking,
    body: wire.UnscheduledCareRequestInput,
    person: Person,
    at: datetime,
) -> Case:
    """The header. While it is to complete, its clock runs to the hour when a human looks at it anyway."""
    place = await directory.place_of(
        db, person.community_id, person.commune_insee, person.sector, pointer="/person"
    )
    zone = identity.zone_of(await identity.community_of(db, person.community_id))
    urgency = present(body.urgency)
    deadline = rules.wished_before(urgency, at, zone)
    plan = rules.plan(await identity.rules_of(db, person.community_id), urgency, deadline, at)
    state = State.qualified
    if not present(body.informed):
        state = rules.UNSCHEDULED_CARE_REQUEST.after("await_completion", state)
    return await cases.open_case(
        db,
        actor,
        kind=CaseKind.unscheduled_care,
        state=state,
        origin=asking.origin,
        requester=asking.requester,
        waits_for=WaitsFor.requester,
        at=at,
        where=Where(person.commune_insee, place.commune_name, person.sector, place.latitude, place.longitude),
        need=present(body.need),
        age_band=person.age_band,
        mobility=present(body.mobility),
        urgency=urgency,
        person_id=person.id,
        wished_before=deadline,
        clock=ClockFacts(ClockKind.coordination, at, plan.coordinator_at),
    )


def _request(case: Case, body: wire.UnscheduledCareRequestInput, at: datetime) -> UnscheduledCareRequest:
    note: str | None = _or(body.note, None)
    return UnscheduledCareRequest(
        id=case.id,
        community_id=case.community_id,
        state=State(case.state),
        need=present(body.need),
        urgency=present(body.urgency),
        mobility=present(body.mobility),
        red_flags=[],
        red_flags_cleared_at=at,
        attending_doctor_status=present(body.attending_doctor_status),
        attending_contact=_or(body.attending_contact, None),
        interpreter=text_or_none(body.interpreter),
        note=text_or_none(note),
        note_flagged=bool(note and medical_words(note)),
        informed_at=at if present(body.informed) else None,
    )


async def _check(db: AsyncSession, actor: Actor, body: wire.UnscheduledCareRequestInput) -> None:
    """Raise InvalidInput with everything that is wrong, but for the person (checked when they are kept)."""
    errors = [
        FieldError(f"/{name}", "This is required: add it")
        for name in NEEDED
        if getattr(body, name) is MISSING
    ]
    errors += errors_of_call(actor, body.requested_for, body.requested_for_phone)
    errors += _errors_of_texts(body)
    known = body.attending_doctor_status is AttendingDoctorStatus.known
    if known and body.attending_professional_id is MISSING:
        message = "Name the attending doctor, or say that you do not know them"
        errors.append(FieldError("/attending_professional_id", message))
    if not known and body.attending_professional_id is not MISSING:
        message = "Leave this out, or say that the attending doctor is known"
        errors.append(FieldError("/attending_professional_id", message))
    errors += await errors_of_circle(db, body.attending_professional_id, body.usual_professional_ids)
    if errors:
        raise InvalidInput(errors=errors)


async def errors_of_circle(db: AsyncSession, attending: Any, usual: Any) -> list[FieldError]:
    """The professionals of first resort that nobody knows."""
    named = {} if attending is MISSING else {"/attending_professional_id": attending}
    if usual is not MISSING:
        named |= {f"/usual_professional_ids/{index}": id_ for index, id_ in enumerate(usual)}
    known = await directory.summaries(db, list(named.values()))
    message = "There is no such professional: search the directory"
    return [FieldError(pointer, message) for pointer, id_ in named.items() if id_ not in known]


def _errors_of_texts(body: wire.UnscheduledCareRequestInput) -> list[FieldError]:
    """A NIR is refused wherever it is typed; words that look medical are shown back (domain-rules §0.10)."""
    errors = []
    note = body.note
    if isinstance(body.interpreter, str) and refuse_nir(body.interpreter):
        errors.append(FieldError("/interpreter", NIR_HINT))
    if isinstance(note, str) and (cure := why_not_kept(note, checked=not body.note_confirmed_not_medical)):
        errors.append(FieldError("/note", cure))
    return errors


async def _refuse_duplicate(db: AsyncSession, actor: Actor, body: wire.UnscheduledCareRequestInput) -> None:
    """One open request per person and need (domain-rules §0.13). The answer names nobody.

    Two people who file for the same person at the same moment come one after the other.
    """
    person = present(body.person)
    who = people.identity_hash(person.family_name, person.given_name, person.birth_date).hex()
    await wait_for_turn(db, f"unscheduled care|{actor.community_id}|{who}")
    same = await people.same_people(db, actor, person)
    if not same:
        return
    other = await db.scalar(
        select(Case.id)
        .where(
            Case.community_id == actor.community_id,
            Case.kind == CaseKind.unscheduled_care,
            Case.person_id.in_(same),
            Case.need == present(body.need),
            Case.closed_at.is_(None),
        )
        .order_by(Case.created_at.desc())
        .limit(1)
    )
    if other is not None:
        raise DuplicateRequest("Follow the one that is open instead", related_id=other)


def _or(value: Any, default: V) -> V:
    return default if value is MISSING else cast(V, value)
