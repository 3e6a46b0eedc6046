"""Requests as the contract says them, each field for those alone who may read it.

Three readers: the coordination reads all; who entered the request what they know themselves and how it goes;
the doctor who accepted what a doctor needs, never the score, the social cover or who made the person known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.policy import standing, visible_to
from api.cases.rules import erased_from, identity_access
from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import AttendingDoctorState as State
from api.contract.models import CaseKind, OfferState, RequestView
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.directory import service as directory
from api.dispatch.tables import Offer
from api.people import service as people
from api.referrals.attending_doctor import policy, rules
from api.referrals.attending_doctor.service.board import board_facts
from api.referrals.attending_doctor.service.facts import Setting, score_facts, setting_of
from api.referrals.attending_doctor.service.matching import Turn, asked_for, places_of, turns
from api.referrals.attending_doctor.tables import AttendingDoctorRequest

NEXT_SHOWN = 3
"""How many of those whose turn comes are named beside a request."""


async def list_attending_doctor_requests(
    db: AsyncSession, actor: Actor, query: wire.ListAttendingDoctorRequestsQuery
) -> wire.AttendingDoctorRequestList:
    """One page of requests, newest first: those entered, those taken, or all that the actor sees."""
    at = clock.now()
    wanted = select(Case).where(
        policy.in_view(actor, query.view or RequestView.mine),
        Case.id.in_(select(AttendingDoctorRequest.id).where(policy.visible_to(actor))),
    )
    keys = [Key(Case.created_at, descending=True), Key(Case.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    items = await request_views(db, actor, [row[0] for row in page.items], at=at)
    return wire.AttendingDoctorRequestList(items=items, next_cursor=page.next_cursor)


async def get_attending_doctor_request(
    db: AsyncSession, actor: Actor, request_id: UUID
) -> wire.AttendingDoctorRequest:
    """One request, without the identity. NotFound when the actor may not see it."""
    return await request_view(db, actor, await load(db, actor, request_id), at=clock.now())


async def load(db: AsyncSession, actor: Actor, request_id: UUID) -> Case:
    """The case of a request that the actor may see; NotFound otherwise."""
    visible = select(Case).join(AttendingDoctorRequest, AttendingDoctorRequest.id == Case.id)
    case = await db.scalar(visible.where(Case.id == request_id, policy.visible_to(actor)))
    if case is None:
        raise NotFound("There is no such request, or it is not for you to see")
    return case


async def request_view(
    db: AsyncSession, actor: Actor, case: Case, *, at: datetime
) -> wire.AttendingDoctorRequest:
    """One request as the contract says it."""
    return (await request_views(db, actor, [case], at=at))[0]


@dataclass(frozen=True)
class _Loaded:
    """What the views of many requests share. What is the coordination's is empty for others."""

    rows: dict[UUID, AttendingDoctorRequest]
    facts: dict[UUID, BoardFacts]
    names: dict[UUID, wire.ProfessionalSummary]
    phones: dict[UUID, str | None]
    asked: dict[UUID, UUID]
    refusals: dict[UUID, list[wire.AttendingDoctorRefusal]]
    next_doctors: dict[UUID, list[Turn]]
    duplicates: dict[UUID, list[wire.AttendingDoctorLinked]]
    originals: dict[UUID, wire.AttendingDoctorLinked]
    setting: Setting


async def request_views(
    db: AsyncSession, actor: Actor, found: Sequence[Case], *, at: datetime
) -> list[wire.AttendingDoctorRequest]:
    """Many requests, in the order given. Visibility was decided before."""
    if not found:
        return []
    await db.flush()
    loaded = await _load(db, actor, found, at)
    return [_view(actor, case, loaded) for case in found]


async def _load(db: AsyncSession, actor: Actor, found: Sequence[Case], at: datetime) -> _Loaded:
    ids, community_id = [case.id for case in found], found[0].community_id
    wanted = select(AttendingDoctorRequest).where(AttendingDoctorRequest.id.in_(ids))
    rows = {row.id: row for row in await db.scalars(wanted)}
    setting = await setting_of(db, community_id, at)
    asked: dict[UUID, UUID] = {}
    refusals: dict[UUID, list[wire.AttendingDoctorRefusal]] = {}
    next_doctors: dict[UUID, list[Turn]] = {}
    duplicates: dict[UUID, list[wire.AttendingDoctorLinked]] = {}
    if policy.may_coordinate(actor):
        asked = await asked_now(db, ids)
        refusals = await _refusals(db, ids)
        ready = [case for case in found if rows[case.id].state in rules.READY]
        if ready:
            doctors = await places_of(db, community_id, setting)
            known = await asked_for(db, [case.id for case in ready])
            for case in ready:
                asking = case.requester_professional_id
                without = known.get(case.id, set()) | ({asking} if asking else set())
                line = turns(doctors, case, setting, without=without)
                next_doctors[case.id] = line[:NEXT_SHOWN]
        duplicates = await _duplicates(db, actor, found)
    shown = {case.professional_id for case in found if case.professional_id is not None} | {*asked.values()}
    shown |= {turn.doctor.professional_id for line in next_doctors.values() for turn in line}
    phones: dict[UUID, str | None] = {}
    for taker in {case.professional_id for case in found if case.professional_id is not None}:
        member = await directory.member_of(db, community_id, taker)
        phones[taker] = member.phone if member else None
    originals = [row.duplicate_of_id for row in rows.values() if row.duplicate_of_id is not None]
    return _Loaded(
        rows=rows,
        facts=await board_facts(db, actor, found),
        names=await directory.summaries(db, list(shown)) if shown else {},
        phones=phones,
        asked=asked,
        refusals=refusals,
        next_doctors=next_doctors,
        duplicates=duplicates,
        originals=await _linked(db, actor, originals) if originals else {},
        setting=setting,
    )


async def asked_now(db: AsyncSession, case_ids: list[UUID]) -> dict[UUID, UUID]:
    """The doctor who is asked now, by request."""
    waiting = select(Offer.case_id, Offer.professional_id).where(
        Offer.case_id.in_(case_ids), Offer.state == OfferState.pending
    )
    return {row[0]: row[1] for row in await db.execute(waiting)}


async def _refusals(db: AsyncSession, case_ids: list[UUID]) -> dict[UUID, list[wire.AttendingDoctorRefusal]]:
    counts = (
        select(Offer.case_id, Offer.decline_reason, func.count().label("number"))
        .where(Offer.case_id.in_(case_ids), Offer.state.in_([OfferState.declined, OfferState.lapsed]))
        .group_by(Offer.case_id, Offer.decline_reason)
        .order_by(Offer.case_id, func.count().desc(), Offer.decline_reason)
    )
    found: dict[UUID, list[wire.AttendingDoctorRefusal]] = {}
    for case_id, reason, number in await db.execute(counts):
        found.setdefault(case_id, []).append(wire.AttendingDoctorRefusal(reason=reason, count=number))
    return found


async def _duplicates(
    db: AsyncSession, actor: Actor, found: Sequence[Case]
) -> dict[UUID, list[wire.AttendingDoctorLinked]]:
    """The other open requests for the same person, by keyed hash; of open requests alone."""
    linked: dict[UUID, list[wire.AttendingDoctorLinked]] = {}
    for case in found:
        if case.person_id is None or case.closed_at is not None:
            continue
        same = await people.people_like(db, case.person_id)
        others = select(Case.id).where(
            visible_to(actor),
            Case.kind == CaseKind.attending_doctor,
            Case.person_id.in_(same),
            Case.id != case.id,
            Case.closed_at.is_(None),
        )
        ids = list(await db.scalars(others.order_by(Case.created_at, Case.id)))
        known = await _linked(db, actor, ids) if ids else {}
        linked[case.id] = [known[id_] for id_ in ids]
    return linked


async def _linked(db: AsyncSession, actor: Actor, ids: list[UUID]) -> dict[UUID, wire.AttendingDoctorLinked]:
    rows = await db.scalars(select(Case).where(Case.id.in_(ids), visible_to(actor)))
    return {
        row.id: wire.AttendingDoctorLinked(id=row.id, number=row.number, state=State(row.state))
        for row in rows
    }


def _view(actor: Actor, case: Case, loaded: _Loaded) -> wire.AttendingDoctorRequest:
    row, facts, setting = loaded.rows[case.id], loaded.facts[case.id], loaded.setting
    coordinates, entered = policy.may_coordinate(actor), policy.is_requester(actor, case)
    doctor = policy.has_taken(actor, case) and not coordinates
    taker = case.professional_id
    access = identity_access(standing(actor, case), case.closed_at, setting.at)
    erased_on = None
    if case.closed_at is not None:
        erased_on = erased_from(case.closed_at, setting.retention_months, setting.zone).date()
    refusals = loaded.refusals.get(case.id, [])
    # Who entered the request reads back what they said; a doctor who then took it reads as a doctor.
    knows = coordinates or (entered and not doctor)

    def told(who: bool, value: Any) -> Any:
        return value if who else None

    return wire.AttendingDoctorRequest.model_validate(
        {
            "id": case.id,
            "number": case.number,
            "state": row.state,
            "version": case.version,
            "created_at": case.created_at,
            "closed_at": case.closed_at,
            "level": told(coordinates or doctor, row.level),
            "age_band": case.age_band,
            "sector": case.sector,
            "commune_name": case.commune_name,
            "waiting_days": rules.waiting_days(row.waiting_since, case.closed_at, setting.at, setting.zone),
            "long_term_illness": row.long_term_illness,
            "home_visit": row.home_visit,
            "wheelchair": row.wheelchair,
            "interpreter": row.interpreter,
            "pregnancy": told(knows, row.pregnancy),
            "disability": told(knows, row.disability),
            "social_cover": told(coordinates, row.social_cover),
            "discharged_on": told(coordinates, row.discharged_on),
            "absence_reason": told(knows, row.absence_reason),
            "retires_on": told(knows, row.retires_on),
            "former_doctor": told(knows, row.former_doctor),
            "household_without_doctor": told(knows, row.household_without_doctor),
            "source": told(knows, row.source),
            "requester_name": told(knows, case.requester_name),
            "requester_phone": told(knows, case.requester_phone),
            "is_mine": entered,
            "score": told(coordinates, _score(row, setting)),
            "missing": row.missing if knows else [],
            "possible_duplicates": loaded.duplicates.get(case.id, []),
            "duplicate_of": told(
                coordinates, loaded.originals.get(row.duplicate_of_id) if row.duplicate_of_id else None
            ),
            "missed_on": row.missed_on if coordinates else [],
            "refusals": refusals,
            "refused": sum(one.count for one in refusals),
            "next_doctors": [_next(turn, loaded.names) for turn in loaded.next_doctors.get(case.id, [])],
            "asked_doctor": loaded.names.get(loaded.asked[case.id]) if case.id in loaded.asked else None,
            "professional": loaded.names.get(taker) if taker else None,
            "professional_phone": loaded.phones.get(taker) if taker else None,
            "first_appointment_on": row.first_appointment_on,
            "declared_at": row.declared_at,
            "still_looking_asked_at": told(knows, row.still_looking_asked_at),
            "person_id": case.person_id,
            "may_read_identity": case.person_id is not None and access == "need",
            "waits_for": case.waits_for,
            "clock": cases.clock_of(case),
            "counters": facts.counters,
            "next_step": facts.next_step,
            "dispatch_id": told(coordinates, row.dispatch_id),
            "identity_erased_on": erased_on,
            "actions": list(facts.actions),
        }
    )


def _score(row: AttendingDoctorRequest, setting: Setting) -> wire.AttendingDoctorScore:
    """The score as it was last counted; its parts say why, by the present rules."""
    scored_on = row.scored_at.astimezone(setting.zone).date()
    found = rules.parts(score_facts(row, setting.zone), setting.rules, scored_on)
    return wire.AttendingDoctorScore(
        total=row.score,
        parts=[wire.AttendingDoctorScorePart(kind=kind, points=points) for kind, points in found],
        rules_version=row.scored_rules_version,
        scored_at=row.scored_at,
    )


def _next(turn: Turn, names: dict[UUID, wire.ProfessionalSummary]) -> wire.AttendingDoctorNext:
    return wire.AttendingDoctorNext(
        professional=names[turn.doctor.professional_id],
        distance_km=turn.distance_km,
        places=turn.doctor.quota,
        places_left=turn.doctor.left,
    )
