"""Requests as the contract says them, in a fixed number of statements whatever their number.

What is medical is left out for whoever only sees the header (the coordination).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from api.contract.models import OpinionView
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.paging import Key, page_of
from api.directory import service as directory
from api.directory.nomenclatures import specialty_label
from api.identity import service as identity
from api.people import service as people
from api.people.service import CareCircle
from api.referrals.second_opinion import policy, rules
from api.referrals.second_opinion.service.board import board_facts
from api.referrals.second_opinion.service.state import load
from api.referrals.second_opinion.tables import SecondOpinionRequest


async def list_second_opinion_requests(
    db: AsyncSession, actor: Actor, query: wire.ListSecondOpinionRequestsQuery
) -> wire.SecondOpinionRequestList:
    """One page of requests, newest first: those I asked, took, or received; or all that I see."""
    wanted = select(Case).where(
        policy.in_view(actor, query.view or OpinionView.asked),
        Case.id.in_(select(SecondOpinionRequest.id).where(policy.visible_to(actor))),
    )
    keys = [Key(Case.created_at, descending=True), Key(Case.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    items = await request_views(db, actor, [row[0] for row in page.items], at=clock.now())
    return wire.SecondOpinionRequestList(items=items, next_cursor=page.next_cursor)


async def get_second_opinion_request(
    db: AsyncSession, actor: Actor, request_id: UUID
) -> wire.SecondOpinionRequest:
    """One request, without the identity. NotFound when the actor may not see it."""
    return await request_view(db, actor, await load(db, actor, request_id), at=clock.now())


async def request_view(
    db: AsyncSession, actor: Actor, case: Case, *, at: datetime
) -> wire.SecondOpinionRequest:
    """One request as the contract says it."""
    return (await request_views(db, actor, [case], at=at))[0]


@dataclass(frozen=True)
class _Loaded:
    """What the views of many requests share."""

    rows: dict[UUID, SecondOpinionRequest]
    facts: dict[UUID, BoardFacts]
    circles: dict[UUID, CareCircle]
    reached: frozenset[UUID]
    names: dict[UUID, wire.ProfessionalSummary]
    phones: dict[UUID, str | None]
    appointments: dict[UUID, wire.Appointment]


async def request_views(
    db: AsyncSession, actor: Actor, found: Sequence[Case], *, at: datetime
) -> list[wire.SecondOpinionRequest]:
    """Many requests, in the order given. Visibility was decided before."""
    if not found:
        return []
    await db.flush()
    community_id = found[0].community_id
    zone = identity.zone_of(await identity.community_of(db, community_id))
    months = (await identity.rules_of(db, community_id)).retention.second_opinion_months
    loaded = await _load(db, actor, found)
    views = []
    for case in found:
        gone = None
        if case.closed_at is not None:
            gone = erased_from(case.closed_at, months, zone).date()
        views.append(_view(actor, case, loaded, erased_on=gone, at=at))
    return views


async def _load(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> _Loaded:
    ids, community_id = [case.id for case in found], found[0].community_id
    rows = {
        row.id: row
        for row in await db.scalars(select(SecondOpinionRequest).where(SecondOpinionRequest.id.in_(ids)))
    }
    people_ids = [case.person_id for case in found if case.person_id is not None]
    circles: dict[UUID, CareCircle] = {}
    if people_ids:
        circles = await people.care_circles(db, system_actor(community_id), people_ids)
    attending = {c.attending_professional_id for c in circles.values() if c.attending_professional_id}
    takers = {case.professional_id for case in found if case.professional_id is not None}
    colleagues = {row.colleague_id for row in rows.values() if row.colleague_id is not None}
    phones: dict[UUID, str | None] = {}
    if takers:
        members = await directory.members_of(db, community_id)
        phones = {member.professional_id: member.phone for member in members}
    booked = {case.appointment_id for case in found if case.appointment_id is not None}
    appointments: dict[UUID, wire.Appointment] = {}
    if booked:
        times = list(await db.scalars(select(Appointment).where(Appointment.id.in_(booked))))
        shown = await availability.appointment_views(db, actor, times, with_people=False)
        appointments = {view.id: view for view in shown}
    reached = await identity.account_ids_of_professionals(db, community_id, list(attending))
    return _Loaded(
        rows=rows,
        facts=await board_facts(db, actor, found),
        circles=circles,
        reached=frozenset(reached),
        names=await directory.summaries(db, list(takers | attending | colleagues)),
        phones=phones,
        appointments=appointments,
    )


def _view(
    actor: Actor, case: Case, loaded: _Loaded, *, erased_on: date | None, at: datetime
) -> wire.SecondOpinionRequest:
    row, facts = loaded.rows[case.id], loaded.facts.get(case.id, BoardFacts())
    circle = loaded.circles.get(case.person_id) if case.person_id else None
    attending = circle.attending_professional_id if circle else None
    taker = case.professional_id
    reads = policy.may_read_content(actor, case)
    access = identity_access(case_standing(actor, case), case.closed_at, at)
    told = rules.attending_told(
        row.attending_doctor_status,
        attending,
        case.requester_professional_id,
        reached=attending in loaded.reached,
    )
    assert case.wished_before is not None  # noqa: S101  every request says when it is wished for
    return wire.SecondOpinionRequest(
        id=case.id,
        number=case.number,
        state=row.state,
        version=case.version,
        created_at=case.created_at,
        closed_at=case.closed_at,
        specialty_code=row.specialty_code,
        specialty_label=specialty_label(row.specialty_code),
        group_name=row.group_name,
        colleague=loaded.names.get(row.colleague_id) if row.colleague_id else None,
        urgency=row.urgency,
        answer_before=case.wished_before,
        age_band=wire.AgeBand(case.age_band) if case.age_band else None,
        sector=case.sector,
        commune_name=case.commune_name,
        may_read_content=reads,
        question=row.question if reads else None,
        facts=_facts(row) if reads else [],
        answer=row.answer if reads else None,
        answered_at=row.answered_at,
        requester_name=case.requester_name,
        requester_profession=case.requester_profession,
        requester_phone=case.requester_phone,
        is_mine=policy.is_asker(actor, case),
        has_taken=policy.has_taken(actor, case),
        attending_doctor_status=row.attending_doctor_status,
        attending_professional=loaded.names.get(attending) if attending else None,
        attending_told=told,
        passed_on=row.passed_on,
        person_id=case.person_id,
        may_read_identity=case.person_id is not None and access == "need",
        professional=loaded.names.get(taker) if taker else None,
        professional_phone=loaded.phones.get(taker) if taker else None,
        appointment=loaded.appointments.get(case.appointment_id) if case.appointment_id else None,
        read_at=row.read_at,
        waits_for=case.waits_for,
        clock=cases.clock_of(case),
        wave=facts.wave,
        waves=facts.waves,
        counters=facts.counters,
        next_step=facts.next_step,
        dispatch_id=row.dispatch_id,
        solution=row.solution,
        cancellation_reason=row.cancellation_reason,
        identity_erased_on=erased_on,
        actions=list(facts.actions),
    )


def _facts(row: SecondOpinionRequest) -> list[wire.OpinionFact]:
    """The closed answers, then the free ones while they are kept."""
    texts = row.texts["items"] if row.texts else []
    return [wire.OpinionFact.model_validate(fact) for fact in (*row.facts, *texts)]
