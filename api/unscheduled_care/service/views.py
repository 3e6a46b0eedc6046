"""Requests as the contract says them, in a fixed number of statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.policy import standing as case_standing
from api.cases.rules import erased_from, identity_access
from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import RequestView
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.directory import service as directory
from api.identity import service as identity
from api.people import service as people
from api.people.service import CareCircle
from api.unscheduled_care import policy
from api.unscheduled_care.service.board import board_facts
from api.unscheduled_care.tables import UnscheduledCareRequest


async def list_unscheduled_care_requests(
    db: AsyncSession, actor: Actor, query: wire.ListUnscheduledCareRequestsQuery
) -> wire.UnscheduledCareRequestList:
    """One page of requests, newest first: those I made or follow, those I took, or all that I see."""
    at = clock.now()
    wanted = select(Case).where(
        policy.in_view(actor, query.view or RequestView.mine),
        Case.id.in_(select(UnscheduledCareRequest.id).where(policy.visible_to(actor))),
    )
    keys = [Key(Case.created_at, descending=True), Key(Case.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    items = await request_views(db, actor, [row[0] for row in page.items], at=at)
    return wire.UnscheduledCareRequestList(items=items, next_cursor=page.next_cursor)


async def get_unscheduled_care_request(
    db: AsyncSession, actor: Actor, request_id: UUID
) -> wire.UnscheduledCareRequest:
    """One request, without the identity. NotFound when the actor may not see it."""
    return await request_view(db, actor, await load(db, actor, request_id), at=clock.now())


async def load(db: AsyncSession, actor: Actor, request_id: UUID) -> Case:
    """The case of a request that the actor may see; NotFound otherwise."""
    visible = select(Case).join(UnscheduledCareRequest, UnscheduledCareRequest.id == Case.id)
    case = await db.scalar(visible.where(Case.id == request_id, policy.visible_to(actor)))
    if case is None:
        raise NotFound("There is no such request, or it is not for you to see")
    return case


async def request_view(
    db: AsyncSession, actor: Actor, case: Case, *, at: datetime
) -> wire.UnscheduledCareRequest:
    """One request as the contract says it."""
    return (await request_views(db, actor, [case], at=at))[0]


@dataclass(frozen=True)
class _Loaded:
    """What the views of many requests share."""

    rows: dict[UUID, UnscheduledCareRequest]
    facts: dict[UUID, BoardFacts]
    circles: dict[UUID, CareCircle]
    names: dict[UUID, wire.ProfessionalSummary]
    phones: dict[UUID, str | None]
    appointments: dict[UUID, wire.Appointment]
    followers: dict[UUID, list[UUID]]


async def request_views(
    db: AsyncSession, actor: Actor, found: Sequence[Case], *, at: datetime
) -> list[wire.UnscheduledCareRequest]:
    """Many requests, in the order given. Visibility was decided before."""
    if not found:
        return []
    await db.flush()
    community_id = found[0].community_id
    zone = identity.zone_of(await identity.community_of(db, community_id))
    months = (await identity.rules_of(db, community_id)).retention.unscheduled_care_months
    loaded = await _load(db, actor, found)
    views = []
    for case in found:
        gone = None
        if case.closed_at is not None and case.commune_insee is not None:
            gone = erased_from(case.closed_at, months, zone).date()
        views.append(_view(actor, case, loaded, erased_on=gone, at=at))
    return views


async def _load(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> _Loaded:
    ids = [case.id for case in found]
    rows = await db.scalars(select(UnscheduledCareRequest).where(UnscheduledCareRequest.id.in_(ids)))
    people_ids = [case.person_id for case in found if case.person_id is not None]
    circles: dict[UUID, CareCircle] = {}
    if people_ids:
        circles = await people.care_circles(db, system_actor(found[0].community_id), people_ids)
    takers = {case.professional_id for case in found if case.professional_id is not None}
    usual = {id_ for circle in circles.values() for id_ in circle.usual_professional_ids}
    attending = {c.attending_professional_id for c in circles.values()} - {None}
    phones: dict[UUID, str | None] = {}
    if takers:
        members = await directory.members_of(db, found[0].community_id)
        phones = {member.professional_id: member.phone for member in members}
    booked = {case.appointment_id for case in found if case.appointment_id is not None}
    appointments: dict[UUID, wire.Appointment] = {}
    if booked:
        times = list(await db.scalars(select(Appointment).where(Appointment.id.in_(booked))))
        views = await availability.appointment_views(db, actor, times, with_people=False)
        appointments = {view.id: view for view in views}
    return _Loaded(
        rows={row.id: row for row in rows},
        facts=await board_facts(db, actor, found),
        circles=circles,
        names=await directory.summaries(db, [id_ for id_ in takers | usual | attending if id_]),
        phones=phones,
        appointments=appointments,
        followers=await cases.followers_of(db, ids),
    )


def _view(
    actor: Actor, case: Case, loaded: _Loaded, *, erased_on: object, at: datetime
) -> wire.UnscheduledCareRequest:
    row, facts = loaded.rows[case.id], loaded.facts.get(case.id, BoardFacts())
    circle = loaded.circles.get(case.person_id) if case.person_id else None
    attending = circle.attending_professional_id if circle else None
    taker = case.professional_id
    access = identity_access(case_standing(actor, case), case.closed_at, at)
    return wire.UnscheduledCareRequest.model_validate(
        {
            "id": case.id,
            "number": case.number,
            "state": row.state,
            "version": case.version,
            "created_at": case.created_at,
            "closed_at": case.closed_at,
            "need": row.need,
            "age_band": wire.AgeBand(case.age_band) if case.age_band else None,
            "urgency": row.urgency,
            "wished_before": case.wished_before,
            "mobility": row.mobility,
            "sector": case.sector,
            "commune_name": case.commune_name,
            "interpreter": row.interpreter,
            "informed": row.informed_at is not None,
            "red_flags_cleared_at": row.red_flags_cleared_at,
            "origin": wire.RequestOrigin(case.origin),
            "requester_name": case.requester_name,
            "requester_organisation": case.requester_name if case.requester_organisation_id else None,
            "requester_profession": case.requester_profession,
            "requester_phone": case.requester_phone,
            "is_mine": policy.is_requester(actor, case),
            "attending_doctor_status": row.attending_doctor_status,
            "attending_professional": loaded.names.get(attending) if attending else None,
            "attending_contact": row.attending_contact,
            "usual_professionals": _named(circle, loaded),
            "person_id": case.person_id,
            "may_read_identity": case.person_id is not None and access == "need",
            "note": row.note if policy.may_read_note(actor, case) else None,
            "note_flagged": row.note_flagged,
            "professional": loaded.names.get(taker) if taker else None,
            "professional_phone": loaded.phones.get(taker) if taker else None,
            "appointment": loaded.appointments.get(case.appointment_id) if case.appointment_id else None,
            "waits_for": case.waits_for,
            "clock": cases.clock_of(case),
            "wave": facts.wave,
            "waves": facts.waves,
            "counters": facts.counters,
            "next_step": facts.next_step,
            "dispatch_id": row.dispatch_id,
            "solution": row.solution,
            "cancellation_reason": row.cancellation_reason,
            "identity_erased_on": erased_on,
            "followers": len(loaded.followers.get(case.id, ())),
            "actions": list(facts.actions),
        }
    )


def _named(circle: CareCircle | None, loaded: _Loaded) -> list[wire.ProfessionalSummary]:
    ids = circle.usual_professional_ids if circle else ()
    return [loaded.names[id_] for id_ in ids if id_ in loaded.names]
