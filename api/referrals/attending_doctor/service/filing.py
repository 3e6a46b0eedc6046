"""Entering somebody: by an account here, by whoever else has found out who they are (a form, a list)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts, Where
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import AttendingDoctorMissing as Missing
from api.contract.models import AttendingDoctorState as State
from api.contract.models import CaseKind, ClockKind, Mobility, TimelineKind, WaitsFor
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.db import wait_for_turn
from api.core.members import or_none, text_or_none
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.directory import service as directory
from api.identity.policy import present_community
from api.people import service as people
from api.referrals.attending_doctor import policy, rules
from api.referrals.attending_doctor.rules import YOUNGEST
from api.referrals.attending_doctor.service import oppositions
from api.referrals.attending_doctor.service.asking import FilingSource, source_of
from api.referrals.attending_doctor.service.facts import set_deadline, set_score, setting_of
from api.referrals.attending_doctor.service.views import request_view
from api.referrals.attending_doctor.tables import AttendingDoctorRequest

__all__ = ["YOUNGEST", "Filed", "FilingSource", "create_attending_doctor_request", "file_request"]

_OPPOSED_BEFORE = "This person opposed before: enter them once they know and agree"


@dataclass(frozen=True)
class Filed:
    """A request as it was entered, and the open ones for the same person, found by keyed hash."""

    case: Case
    same: Sequence[UUID]


async def create_attending_doctor_request(
    db: AsyncSession,
    actor: Actor,
    body: wire.AttendingDoctorRequestInput,
    *,
    at: datetime | None = None,
) -> wire.AttendingDoctorRequest:
    """Enter somebody who looks for a doctor. NotAllowed for who enters nobody (police, another structure);
    what `file_request` raises."""
    at = at or clock.now()
    if not policy.may_enter(actor):
        raise NotAllowed("Your structure makes nobody known here: call the coordination")
    filed = await file_request(db, actor, await source_of(db, actor, body), body, at)
    return await request_view(db, actor, filed.case, at=at)


async def file_request(
    db: AsyncSession,
    actor: Actor,
    source: FilingSource,
    body: wire.AttendingDoctorRequestInput,
    at: datetime,
) -> Filed:
    """Keep a person who looks for a doctor, whoever made them known; the coordination then checks.

    Without the agreement of the person the request waits for it. Somebody who has an open request already is
    entered all the same, and shown as a possible duplicate: only a person decides. Raises InvalidInput with
    every wrong field: under 16, a declared doctor who does not retire, an opposition (now, or before and no
    agreement since), a NIR, a commune of others, whatever `people` refuses. The server enters as
    `system_actor(community_id)`.
    """
    community_id = present_community(actor)
    setting = await setting_of(db, community_id, at)
    if errors := rules.errors_of(body, today=setting.today, by_phone=source.by_phone):
        raise InvalidInput(errors=errors)
    typed = body.person
    # Two who enter the same person at once come one after the other: the second sees the first.
    who = people.identity_hash(typed.family_name, typed.given_name, typed.birth_date)
    await wait_for_turn(db, f"attending doctor|{community_id}|{who.hex()}")
    if not body.informed and await oppositions.is_opposed(db, community_id, who):
        raise InvalidInput(errors=[FieldError("/informed", _OPPOSED_BEFORE)])
    same = await open_requests_of(db, actor, typed)
    person = await people.create_person(db, actor, typed, at=at, email=text_or_none(body.email))
    place = await directory.place_of(db, community_id, person.commune_insee, person.sector, pointer="/person")
    state = State.submitted if body.informed else State.to_complete
    waits_for = WaitsFor.coordinator if body.informed else WaitsFor.requester
    case = await cases.open_case(
        db,
        actor,
        kind=CaseKind.attending_doctor,
        state=state,
        origin=source.origin,
        requester=source.requester,
        waits_for=waits_for,
        at=at,
        where=Where(person.commune_insee, place.commune_name, person.sector, place.latitude, place.longitude),
        age_band=person.age_band,
        mobility=Mobility.home_visit if or_none(body.home_visit) else Mobility.can_travel,
        person_id=person.id,
        clock=ClockFacts(ClockKind.coordination, at, at),
    )
    request = _request(case, source, body, state, at)
    request.age_step = rules.age_step(typed.birth_date, setting.today)
    set_score(request, setting)
    db.add(request)
    await db.flush()
    await set_deadline(db, request, at)
    # The line names nobody: the doctor who accepts reads it, and who made the person known is not for them.
    system = system_actor(community_id)
    await cases.record(db, case, TimelineKind.requested, system, at=at)
    if not body.informed:
        await cases.record(db, case, TimelineKind.waiting_for_completion, system, at=at)
    if same:
        await cases.record(db, case, TimelineKind.possible_duplicate, system, at=at)
    detail = {"source": source.source.value}
    await audit.record(db, actor, "attending_doctor_request.filed", "case", case.id, detail=detail)
    await db.flush()
    return Filed(case, same)


async def open_requests_of(db: AsyncSession, actor: Actor, person: wire.PersonInput) -> list[UUID]:
    """The open requests of this kind for a person of that name and birth date, whatever the spelling."""
    known = await people.same_people(db, actor, person)
    if not known:
        return []
    found = (
        select(Case.id)
        .where(
            Case.community_id == actor.community_id,
            Case.kind == CaseKind.attending_doctor,
            Case.person_id.in_(known),
            Case.closed_at.is_(None),
        )
        .order_by(Case.created_at, Case.id)
    )
    return list(await db.scalars(found))


def _request(
    case: Case, source: FilingSource, body: wire.AttendingDoctorRequestInput, state: State, at: datetime
) -> AttendingDoctorRequest:
    born: date = body.person.birth_date
    return AttendingDoctorRequest(
        id=case.id,
        community_id=case.community_id,
        state=state,
        searching=True,
        source=source.source,
        waiting_since=at,
        birth_year=born.year,
        long_term_illness=or_none(body.long_term_illness),
        home_visit=or_none(body.home_visit),
        wheelchair=or_none(body.wheelchair),
        social_cover=or_none(body.social_cover),
        pregnancy=or_none(body.pregnancy),
        disability=or_none(body.disability),
        discharged_on=or_none(body.discharged_on),
        absence_reason=body.absence_reason,
        retires_on=or_none(body.retires_on),
        former_doctor=text_or_none(body.former_doctor),
        household_without_doctor=or_none(body.household_without_doctor),
        interpreter=text_or_none(body.interpreter),
        informed_at=(source.informed_at or at) if body.informed else None,
        missing=[] if body.informed else [Missing.consent.value],
        missed_on=[],
        renewed_at=at,
    )
