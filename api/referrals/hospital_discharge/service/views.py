"""Discharges as the contract says them, in a fixed number of statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.policy import standing as case_standing
from api.cases.rules import erased_from, identity_access
from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import CareMode, RequestView, WaitsFor
from api.contract.models import DischargeCheckKind as Check
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.directory import service as directory
from api.dispatch import service as dispatch
from api.dispatch.service import SearchFacts
from api.identity import service as identity
from api.people import service as people
from api.people.service import CareCircle
from api.referrals.hospital_discharge import policy, rules
from api.referrals.hospital_discharge.actions import line_actions
from api.referrals.hospital_discharge.rules import LineFacts, Readiness
from api.referrals.hospital_discharge.service import course
from api.referrals.hospital_discharge.service.board import board_facts, is_late
from api.referrals.hospital_discharge.tables import DischargeLine, HospitalDischargeRequest


async def list_hospital_discharge_requests(
    db: AsyncSession, actor: Actor, query: wire.ListHospitalDischargeRequestsQuery
) -> wire.HospitalDischargeRequestList:
    """One page of discharges: those under way first, the soonest return home on top; then the latest
    ended."""
    at = clock.now()
    wanted = (
        select(Case)
        .join(HospitalDischargeRequest, HospitalDischargeRequest.id == Case.id)
        .where(policy.in_view(actor, query.view or RequestView.mine), policy.visible_to(actor))
    )
    keys = [
        Key(Case.closed_at.is_not(None)),
        Key(HospitalDischargeRequest.planned_on),
        Key(Case.id),
    ]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    items = await request_views(db, actor, [row[0] for row in page.items], at=at)
    return wire.HospitalDischargeRequestList(items=items, next_cursor=page.next_cursor)


async def get_hospital_discharge_request(
    db: AsyncSession, actor: Actor, request_id: UUID
) -> wire.HospitalDischargeRequest:
    """One discharge, without the identity. NotFound when the actor may not see it."""
    return await request_view(db, actor, await load(db, actor, request_id), at=clock.now())


async def load(db: AsyncSession, actor: Actor, request_id: UUID) -> Case:
    """The case of a discharge that the actor may see; NotFound otherwise, and for one of its lines."""
    visible = select(Case).join(HospitalDischargeRequest, HospitalDischargeRequest.id == Case.id)
    case = await db.scalar(visible.where(Case.id == request_id, policy.visible_to(actor)))
    if case is None:
        raise NotFound("There is no such request, or it is not for you to see")
    return case


def readiness_of(request: HospitalDischargeRequest) -> Readiness:
    """What the ward has said is there."""
    return Readiness(
        request.informed,
        request.prescription_signed,
        request.prescription_from,
        request.prescription_until,
        request.liaison_letter_sent,
    )


async def request_view(
    db: AsyncSession, actor: Actor, case: Case, *, at: datetime
) -> wire.HospitalDischargeRequest:
    """One discharge as the contract says it."""
    return (await request_views(db, actor, [case], at=at))[0]


@dataclass(frozen=True)
class _Loaded:
    """What the views of many discharges share."""

    rows: dict[UUID, HospitalDischargeRequest]
    lines: dict[UUID, list[DischargeLine]]
    parts: dict[UUID, Case]
    searches: dict[UUID, SearchFacts]
    facts: dict[UUID, BoardFacts]
    circles: dict[UUID, CareCircle]
    names: dict[UUID, wire.ProfessionalSummary]
    phones: dict[UUID, str | None]
    modes: dict[UUID, CareMode]
    own: wire.HospitalDischargeRules
    months: int
    zone: ZoneInfo


async def request_views(
    db: AsyncSession, actor: Actor, found: Sequence[Case], *, at: datetime
) -> list[wire.HospitalDischargeRequest]:
    """Many discharges, in the order given. Visibility was decided before."""
    if not found:
        return []
    await db.flush()
    loaded = await _load(db, actor, found, at)
    return [_view(actor, case, loaded, at) for case in found]


async def _load(db: AsyncSession, actor: Actor, found: Sequence[Case], at: datetime) -> _Loaded:
    ids, community_id = [case.id for case in found], found[0].community_id
    chosen = select(HospitalDischargeRequest).where(HospitalDischargeRequest.id.in_(ids))
    rows = {row.id: row for row in await db.scalars(chosen)}
    parts = [part for one in (await cases.parts_of(db, ids)).values() for part in one]
    people_ids = [case.person_id for case in found if case.person_id is not None]
    circles: dict[UUID, CareCircle] = {}
    if people_ids:
        circles = await people.care_circles(db, system_actor(community_id), people_ids)
    takers = {part.professional_id for part in parts if part.professional_id is not None}
    usual = {id_ for circle in circles.values() for id_ in circle.usual_professional_ids}
    attending = {circle.attending_professional_id for circle in circles.values()} - {None}
    phones: dict[UUID, str | None] = {}
    if takers:
        phones = {one.professional_id: one.phone for one in await directory.members_of(db, community_id)}
    community_rules = await identity.rules_of(db, community_id)
    return _Loaded(
        rows=rows,
        lines=await course.lines_of(db, ids),
        parts={part.id: part for part in parts},
        searches=await dispatch.search_facts(db, parts, at=at, with_people=False),
        facts=await board_facts(db, actor, found),
        circles=circles,
        names=await directory.summaries(db, [id_ for id_ in takers | usual | attending if id_]),
        phones=phones,
        modes=await _modes(db, parts),
        own=community_rules.hospital_discharge,
        months=community_rules.retention.hospital_discharge_months,
        zone=await course.zone_of(db, community_id),
    )


async def _modes(db: AsyncSession, parts: Sequence[Case]) -> dict[UUID, CareMode]:
    """How the person is seen at each visit that has a time, by appointment."""
    ids = [part.appointment_id for part in parts if part.appointment_id is not None]
    if not ids:
        return {}
    found = await db.execute(select(Appointment.id, Appointment.mode).where(Appointment.id.in_(ids)))
    return {row[0]: row[1] for row in found}


def _view(actor: Actor, case: Case, loaded: _Loaded, at: datetime) -> wire.HospitalDischargeRequest:
    row, facts = loaded.rows[case.id], loaded.facts.get(case.id, BoardFacts())
    lines = loaded.lines[case.id]
    parts = [loaded.parts[line.id] for line in lines]
    said = [LineFacts(line.need, line.state) for line in lines]
    circle = loaded.circles.get(case.person_id) if case.person_id else None
    attending = circle.attending_professional_id if circle else None
    usual = circle.usual_professional_ids if circle else ()
    nurse = any(line.need is wire.DischargeNeed.nurse for line in rules.live(said))
    comes = any(policy.has_taken(actor, part) for part in parts)
    needs = [line.need for line in rules.live(said)]
    weighed = list((row.fragilities or {}).get("criteria", []))
    weighs = policy.sees_fragilities(actor, case)
    erased_on = None
    if case.closed_at is not None:
        erased_on = erased_from(case.closed_at, loaded.months, loaded.zone).date()
    return wire.HospitalDischargeRequest.model_validate(
        {
            "id": case.id,
            "number": case.number,
            "state": row.state,
            "version": case.version,
            "created_at": case.created_at,
            "closed_at": case.closed_at,
            "planned_on": row.planned_on,
            "postponed_from": row.postponed_from,
            "short_notice": rules.is_short_notice(loaded.own, case.created_at, row.departure_at),
            "late": is_late(row, said, loaded.own, at),
            "call_hospital_at": rules.call_hospital_at(loaded.own, row.departure_at) if nurse else None,
            "hospital_called_at": row.hospital_called_at,
            "lines": [_line(actor, case, row, line, loaded) for line in lines],
            "sector": case.sector,
            "commune_name": case.commune_name,
            "age_band": case.age_band,
            "requester_name": case.requester_name,
            "caller_name": row.caller_name,
            "requester_phone": case.requester_phone,
            "is_mine": policy.is_requester(actor, case),
            "person_id": case.person_id,
            "may_read_identity": _needs_identity(actor, [case, *parts], at),
            "attending_professional": loaded.names.get(attending) if attending else None,
            "usual_professionals": [loaded.names[id_] for id_ in usual if id_ in loaded.names],
            "informed": row.informed,
            "prescription_signed": row.prescription_signed,
            "prescription_from": row.prescription_from,
            "prescription_until": row.prescription_until,
            "liaison_letter_sent": row.liaison_letter_sent,
            "missing": rules.missing(readiness_of(row), needs) if case.closed_at is None else [],
            "lives_alone": row.lives_alone,
            "autonomy": row.autonomy,
            "fragilities": weighed if weighs else [],
            "dac_proposed": weighs and case.closed_at is None and len(weighed) >= loaded.own.dac_criteria,
            "prado_proposed": row.prado_proposed,
            "note": row.note if comes or policy.may_read_note(actor, case) else None,
            "note_flagged": row.note_flagged,
            "went_home_at": row.went_home_at,
            "check_days": [loaded.own.first_check_days, loaded.own.second_check_days],
            "checks": _checks(row, loaded.own),
            "cancellation_reason": row.cancellation_reason,
            "waits_for": case.waits_for,
            "clock": cases.clock_of(case),
            "next_step": facts.next_step,
            "identity_erased_on": erased_on,
            "actions": list(facts.actions),
        }
    )


def _needs_identity(actor: Actor, ways: Sequence[Case], at: datetime) -> bool:
    """Whether the actor reads the identity without giving a reason: by the whole, or by a line that is
    theirs."""
    mine = [case for case in ways if case.parent_id is None or policy.has_taken(actor, case)]
    return any(
        case.person_id is not None
        and identity_access(case_standing(actor, case), case.closed_at, at) == "need"
        for case in mine
    )


def _line(
    actor: Actor, whole: Case, row: HospitalDischargeRequest, line: DischargeLine, loaded: _Loaded
) -> dict[str, object]:
    part, search = loaded.parts[line.id], loaded.searches.get(line.id)
    taker, is_mine = part.professional_id, policy.has_taken(actor, part)
    steers = policy.may_coordinate(actor)
    # Those who come read who else does, not how another's need is searched for or how often it is met: what
    # is strictly necessary (CSP L1110-4).
    reads = policy.may_complete(actor, whole)
    facts = search if reads and search is not None and line.state in rules.ENGINE else None
    nobody = wire.Counters(asked=0, seen=0, declined=0, lapsed=0, pending=0)
    return {
        "id": line.id,
        "need": line.need,
        "frequency": line.frequency if reads or is_mine else None,
        "state": line.state,
        "professional": loaded.names.get(taker) if taker else None,
        "professional_phone": loaded.phones.get(taker) if taker else None,
        "settled_with": line.settled_with,
        "answered_at": line.answered_at,
        "is_mine": is_mine,
        "appointment_at": part.appointment_at,
        "appointment_mode": loaded.modes.get(part.appointment_id) if part.appointment_id else None,
        "wished_before": part.wished_before,
        "wave": facts.wave if facts else None,
        "waves": facts.waves if facts else None,
        "counters": facts.counters if facts else nobody,
        "next_step": facts.upcoming[0] if facts and facts.upcoming else None,
        "dispatch_id": line.dispatch_id if steers else None,
        "actions": line_actions(
            row.state,
            line.state,
            policy.part_of(actor, whole),
            is_mine=is_mine,
            has_visit=rules.has_visit(line.need, line.state),
            search=dispatch.actions(search.dispatch) if search else [],
            overdue=part.waits_for is WaitsFor.coordinator and line.state in rules.TAKEN,
        ),
    }


def _checks(row: HospitalDischargeRequest, own: wire.HospitalDischargeRules) -> list[wire.DischargeCheck]:
    if row.went_home_on is None:
        return []
    made = {
        Check.first: (row.first_check_at, row.first_check_ok),
        Check.second: (row.second_check_at, row.second_check_ok),
    }
    return [
        wire.DischargeCheck(
            kind=kind,
            due_on=rules.check_on(own, kind, row.went_home_on),
            made_at=made_at,
            all_in_place=ok,
        )
        for kind, (made_at, ok) in made.items()
    ]
