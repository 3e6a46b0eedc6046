"""Preparing a discharge: what is refused, what is not ready, what is searched for at once, line by line."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.rules import DuplicateRequest
from api.cases.service import Requester, Where
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import CaseKind, RequestOrigin, TimelineKind, WaitsFor
from api.contract.models import DischargeLineState as Line
from api.contract.models import HospitalDischargeState as State
from api.core import clock
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.members import or_none, text_or_none
from api.core.phones import e164
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.directory import service as directory
from api.identity.policy import present_community
from api.people import service as people
from api.people.rules import medical_words
from api.people.tables import Person
from api.referrals.hospital_discharge import policy, rules
from api.referrals.hospital_discharge.rules import Readiness
from api.referrals.hospital_discharge.service import course
from api.referrals.hospital_discharge.service.opening_lines import open_case_of_line, search_lines
from api.referrals.hospital_discharge.service.views import readiness_of, request_view
from api.referrals.hospital_discharge.tables import HospitalDischargeRequest


async def create_hospital_discharge_request(
    db: AsyncSession,
    actor: Actor,
    body: wire.HospitalDischargeRequestInput,
    *,
    at: datetime | None = None,
) -> wire.HospitalDischargeRequest:
    """Prepare a return home; those of first resort are asked for each line before this returns.

    What is not ready leaves it to complete: nobody is asked. Raises NotAllowed for who is no ward,
    InvalidInput with every wrong field, DuplicateRequest when a return home of the same person is being
    prepared.
    """
    at = at or clock.now()
    if not policy.may_request(actor):
        raise NotAllowed("A hospital ward prepares discharges, or the coordination for it")
    own = await course.own_rules(db, present_community(actor))
    zone = await course.zone_of(db, present_community(actor))
    today = at.astimezone(zone).date()
    errors = rules.errors_of(body, today=today, rules=own, by_phone=policy.may_coordinate(actor))
    errors += await _errors_of_circle(db, body)
    if errors:
        raise InvalidInput(errors=errors)
    await _refuse_duplicate(db, actor, body)
    person = await people.create_person(db, actor, body.person, at=at)
    await people.set_care_circle(
        db,
        person,
        attending=or_none(body.attending_professional_id),
        usual=or_none(body.usual_professional_ids) or [],
    )
    departs_at = rules.departure_at(own, body.planned_on, zone)
    whole = await _open(db, actor, body, person, departs_at, at)
    await cases.record(db, whole, TimelineKind.requested, actor, at=at)
    await audit.record(db, actor, "hospital_discharge_request.filed", "case", whole.id)
    if whole.state == State.to_complete:
        await cases.record(db, whole, TimelineKind.waiting_for_completion, actor, at=at)
        await course.settle(db, whole, at)
    else:
        await start_searches(db, actor, whole, at)
    return await request_view(db, actor, whole, at=at)


async def start_searches(db: AsyncSession, actor: Actor, whole: Case, at: datetime) -> None:
    """Look for somebody for every line that is still a need."""
    needed = {line.id for line in await course.live_lines_of(db, whole.id)}
    parts = (await cases.parts_of(db, [whole.id]))[whole.id]
    await search_lines(db, actor, whole, [part for part in parts if part.id in needed], at)


async def start_once_ready(db: AsyncSession, actor: Actor, whole: Case, at: datetime) -> bool:
    """What waited for the ward starts once nothing holds it any more; whether it did."""
    request = await course.request_of(db, whole.id)
    needs = [line.need for line in await course.live_lines_of(db, whole.id)]
    if rules.holds_searches(rules.missing(readiness_of(request), needs)):
        return False
    request.readiness_told_at = None
    await course.move(db, whole, "complete")
    await cases.record(db, whole, TimelineKind.completed, actor, at=at)
    await start_searches(db, actor, whole, at)
    return True


async def _open(
    db: AsyncSession,
    actor: Actor,
    body: wire.HospitalDischargeRequestInput,
    person: Person,
    departs_at: datetime,
    at: datetime,
) -> Case:
    """The header, the request and its lines; nobody is asked yet."""
    place = await directory.place_of(
        db, person.community_id, person.commune_insee, person.sector, pointer="/person"
    )
    requester, origin = await _asking(db, actor, body)
    ready = Readiness(
        body.informed,
        body.prescription_signed,
        or_none(body.prescription_from),
        or_none(body.prescription_until),
        body.liaison_letter_sent,
    )
    waits = rules.holds_searches(rules.missing(ready, [line.need for line in body.lines]))
    state, line_state = State.searching, Line.line_searching
    if waits:
        state = rules.HOSPITAL_DISCHARGE_REQUEST.after("await_readiness", state)
        line_state = rules.DISCHARGE_LINE.after("wait", line_state)
    shared: dict[str, Any] = {
        "kind": CaseKind.hospital_discharge,
        "origin": origin,
        "requester": requester,
        "waits_for": WaitsFor.requester if waits else WaitsFor.professional,
        "at": at,
        "where": Where(
            person.commune_insee, person.commune_name, person.sector, place.latitude, place.longitude
        ),
        "age_band": person.age_band,
        "person_id": person.id,
    }
    whole = await cases.open_case(db, actor, state=state, wished_before=departs_at, **shared)
    db.add(_request(whole, body, state, ready, departs_at))
    await db.flush()
    for rank, asked in enumerate(body.lines, 1):
        await open_case_of_line(db, actor, whole, asked, (rank, line_state, departs_at), **shared)
    return whole


def _request(
    whole: Case,
    body: wire.HospitalDischargeRequestInput,
    state: State,
    ready: Readiness,
    departs_at: datetime,
) -> HospitalDischargeRequest:
    note = text_or_none(body.note)
    autonomy = or_none(body.autonomy) or wire.DischargeAutonomy.unknown
    return HospitalDischargeRequest(
        id=whole.id,
        community_id=whole.community_id,
        state=state,
        planned_on=body.planned_on,
        departure_at=departs_at,
        caller_name=body.caller_name.strip(),
        informed=ready.informed,
        prescription_signed=ready.signed,
        prescription_from=ready.valid_from,
        prescription_until=ready.valid_until,
        liaison_letter_sent=ready.letter_sent,
        attending_doctor_status=body.attending_doctor_status,
        lives_alone=or_none(body.lives_alone),
        autonomy=autonomy,
        fragilities=criteria_kept(or_none(body.fragilities) or []),
        prado_proposed=body.prado_proposed,
        note=note,
        note_flagged=bool(note and medical_words(note)),
    )


def criteria_kept(criteria: list[wire.DischargeFragility]) -> dict[str, Any]:
    """The criteria as they are sealed: each once, in the order of the contract."""
    return {"criteria": [one.value for one in wire.DischargeFragility if one in criteria]}


async def _asking(
    db: AsyncSession, actor: Actor, body: wire.HospitalDischargeRequestInput
) -> tuple[Requester, RequestOrigin]:
    """The ward as requester, at the number of who answers there; the coordination writes for one that
    calls."""
    name, origin = actor.name, RequestOrigin.organisation
    if policy.may_coordinate(actor):
        name, origin = or_none(body.requested_for).strip(), RequestOrigin.coordinator
    elif actor.organisation_id is not None:
        name = (await directory.organisation_of(db, actor.organisation_id)).name
    requester = Requester(
        kind="client" if actor.kind == "client" else "account",
        id=actor.id,
        name=name,
        profession=SAID_OF_WARD,
        phone=e164(body.caller_phone),
        organisation_id=actor.organisation_id,
    )
    return requester, origin


SAID_OF_WARD = "service hospitalier"
"""Who asks, as the anonymous card says it."""


async def _errors_of_circle(db: AsyncSession, body: wire.HospitalDischargeRequestInput) -> list[FieldError]:
    """The professionals of first resort that nobody knows."""
    named: dict[str, UUID] = {}
    if body.attending_professional_id is not MISSING:
        named["/attending_professional_id"] = body.attending_professional_id
    usual = or_none(body.usual_professional_ids) or []
    named |= {f"/usual_professional_ids/{index}": id_ for index, id_ in enumerate(usual)}
    known = await directory.summaries(db, list(named.values()))
    message = "There is no such professional: search the directory"
    return [FieldError(pointer, message) for pointer, id_ in named.items() if id_ not in known]


async def _refuse_duplicate(db: AsyncSession, actor: Actor, body: wire.HospitalDischargeRequestInput) -> None:
    """One return home is prepared for a person at a time; the answer names nobody.

    Two wards that file at the same moment come one after the other.
    """
    person = body.person
    born: date = person.birth_date
    who = people.identity_hash(person.family_name, person.given_name, born).hex()
    await wait_for_turn(db, f"hospital discharge|{actor.community_id}|{who}")
    same = await people.same_people(db, actor, person)
    other = await db.scalar(
        select(Case.id)
        .where(
            Case.community_id == actor.community_id,
            Case.kind == CaseKind.hospital_discharge,
            Case.parent_id.is_(None),
            Case.person_id.in_(same),
            Case.closed_at.is_(None),
        )
        .limit(1)
    )
    if other is not None:
        raise DuplicateRequest("The return home of this person is being prepared", related_id=other)
