"""Requests as the contract says them, in a fixed number of statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.policy import standing as case_standing
from api.cases.policy import visible_to
from api.cases.rules import erased_from, identity_access
from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.certifiers import service as certifiers
from api.certifiers.calendars import DOCTOR, NURSE, fee_hint
from api.certifiers.service import Setting
from api.contract import models as wire
from api.contract.models import CaseKind, DeathFeeTime, RequestView
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.death_certifications import policy, rules
from api.death_certifications.service.board import board_facts
from api.death_certifications.service.ending import nurses_among
from api.death_certifications.service.facts import circumstances_of
from api.death_certifications.tables import DeathCertificationRequest, DeathFamilyLink
from api.directory import service as directory
from api.identity import service as identity
from api.people import service as people
from api.people.service import CareCircle

TRANSPORT = timedelta(hours=48)
"""From the death, the body may be moved before it is laid in the coffin: CGCT R2213-11."""


async def list_death_certification_requests(
    db: AsyncSession, actor: Actor, query: wire.ListDeathCertificationRequestsQuery
) -> wire.DeathCertificationRequestList:
    """One page of requests, newest first: those made, those taken, or all that the actor sees."""
    at = clock.now()
    wanted = select(Case).where(
        policy.in_view(actor, query.view or RequestView.mine),
        Case.id.in_(select(DeathCertificationRequest.id).where(policy.visible_to(actor))),
    )
    keys = [Key(Case.created_at, descending=True), Key(Case.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    items = await request_views(db, actor, [row[0] for row in page.items], at=at)
    return wire.DeathCertificationRequestList(items=items, next_cursor=page.next_cursor)


async def get_death_certification_request(
    db: AsyncSession, actor: Actor, request_id: UUID
) -> wire.DeathCertificationRequest:
    """One request, without the identity. NotFound when the actor may not see it."""
    return await request_view(db, actor, await load(db, actor, request_id), at=clock.now())


async def load(db: AsyncSession, actor: Actor, request_id: UUID) -> Case:
    """The case of a request that the actor may see; NotFound otherwise."""
    visible = select(Case).join(DeathCertificationRequest, DeathCertificationRequest.id == Case.id)
    case = await db.scalar(visible.where(Case.id == request_id, policy.visible_to(actor)))
    if case is None:
        raise NotFound("There is no such request, or it is not for you to see")
    return case


async def request_view(
    db: AsyncSession, actor: Actor, case: Case, *, at: datetime
) -> wire.DeathCertificationRequest:
    """One request as the contract says it."""
    return (await request_views(db, actor, [case], at=at))[0]


@dataclass(frozen=True)
class _Loaded:
    """What the views of many requests share."""

    rows: dict[UUID, DeathCertificationRequest]
    facts: dict[UUID, BoardFacts]
    circles: dict[UUID, CareCircle]
    names: dict[UUID, wire.ProfessionalSummary]
    phones: dict[UUID, str | None]
    nurses: frozenset[UUID]
    links: dict[UUID, datetime]
    duplicates: dict[UUID, list[wire.DeathLinked]]
    originals: dict[UUID, wire.DeathLinked]
    rules: wire.CommunityRules
    setting: Setting


async def request_views(
    db: AsyncSession, actor: Actor, found: Sequence[Case], *, at: datetime
) -> list[wire.DeathCertificationRequest]:
    """Many requests, in the order given. Visibility was decided before."""
    if not found:
        return []
    await db.flush()
    loaded = await _load(db, actor, found, at)
    return [_view(actor, case, loaded, at) for case in found]


async def _load(db: AsyncSession, actor: Actor, found: Sequence[Case], at: datetime) -> _Loaded:
    ids, community_id = [case.id for case in found], found[0].community_id
    rows = {
        row.id: row
        for row in await db.scalars(
            select(DeathCertificationRequest).where(DeathCertificationRequest.id.in_(ids))
        )
    }
    people_ids = [case.person_id for case in found if case.person_id is not None]
    circles: dict[UUID, CareCircle] = {}
    if people_ids:
        circles = await people.care_circles(db, system_actor(community_id), people_ids)
    takers = {case.professional_id for case in found if case.professional_id is not None}
    attending = {circle.attending_professional_id for circle in circles.values()} - {None}
    phones: dict[UUID, str | None] = {}
    if takers:
        phones = {one.professional_id: one.phone for one in await directory.members_of(db, community_id)}
    links = await db.execute(
        select(DeathFamilyLink.case_id, DeathFamilyLink.expires_at).where(
            DeathFamilyLink.case_id.in_(ids), DeathFamilyLink.expires_at > at
        )
    )
    community_rules = await identity.rules_of(db, community_id)
    hours = timedelta(hours=community_rules.death_certification.duplicate_hours)
    duplicates = {}
    if policy.may_coordinate(actor):
        duplicates = {case.id: await _like(db, case, hours) for case in found if case.person_id}
    others = [row.duplicate_of_id for row in rows.values() if row.duplicate_of_id is not None]
    # The other request may be another structure's: that structure alone, and the coordination, know of it.
    seen = (Case.id.in_(others), visible_to(actor))
    return _Loaded(
        rows=rows,
        facts=await board_facts(db, actor, found),
        circles=circles,
        names=await directory.summaries(db, [id_ for id_ in takers | attending if id_]),
        phones=phones,
        nurses=await nurses_among(db, list(takers)),
        links={row[0]: row[1] for row in links},
        duplicates=duplicates,
        originals={link.id: link for link in await _linked(db, *seen)} if others else {},
        rules=community_rules,
        setting=await certifiers.setting_of(db, community_id, at),
    )


async def _like(db: AsyncSession, case: Case, hours: timedelta) -> list[wire.DeathLinked]:
    """The other requests for somebody of the same names and birth date, made within so many hours."""
    assert case.person_id is not None  # noqa: S101  asked by the caller
    same = await people.people_like(db, case.person_id)
    return await _linked(
        db,
        Case.kind == CaseKind.death_certification,
        Case.person_id.in_(same),
        Case.id != case.id,
        Case.created_at.between(case.created_at - hours, case.created_at + hours),
    )


async def _linked(db: AsyncSession, *which: object) -> list[wire.DeathLinked]:
    rows = await db.execute(
        select(Case.id, Case.number, Case.state).where(*which).order_by(Case.created_at)  # type: ignore[arg-type]
    )
    return [
        wire.DeathLinked(id=id_, number=number, state=wire.DeathCertificationState(state))
        for id_, number, state in rows
    ]


def _view(actor: Actor, case: Case, loaded: _Loaded, at: datetime) -> wire.DeathCertificationRequest:
    row, facts = loaded.rows[case.id], loaded.facts.get(case.id, BoardFacts())
    circle = loaded.circles.get(case.person_id) if case.person_id else None
    attending = circle.attending_professional_id if circle else None
    taker, said = case.professional_id, circumstances_of(row)
    access = identity_access(case_standing(actor, case), case.closed_at, at)
    own = loaded.rules.death_certification
    is_open = case.closed_at is None
    erased_on = None
    if case.closed_at is not None and case.commune_insee is not None:
        months = loaded.rules.retention.death_certification_months
        erased_on = erased_from(case.closed_at, months, loaded.setting.territory.zone).date()
    sees_fees = policy.has_taken(actor, case) or policy.may_coordinate(actor)
    asked = is_open and row.state is wire.DeathCertificationState.to_complete
    return wire.DeathCertificationRequest.model_validate(
        {
            "id": case.id,
            "number": case.number,
            "state": row.state,
            "version": case.version,
            "created_at": case.created_at,
            "closed_at": case.closed_at,
            "public_place": row.public_place,
            "violence": row.violence,
            "identified": row.identified,
            "adult": row.adult,
            "expected": row.expected,
            "to_answer": rules.open_questions(said) if asked else [],
            "profession_sought": rules.profession_sought(said) if case.commune_insee else None,
            "place_kind": row.place_kind,
            "sector": case.sector,
            "commune_name": case.commune_name,
            "found_at": row.found_at,
            "death_estimated_at": row.death_estimated_at,
            "death_precision": row.death_precision,
            "funeral_operator_waiting": row.funeral_operator_waiting,
            "requester_kind": row.requester_kind,
            "requester_name": row.requester_person or case.requester_name,
            "requester_function": row.requester_function,
            "requester_organisation": case.requester_name if case.requester_organisation_id else None,
            "requester_phone": case.requester_phone,
            "is_mine": policy.is_requester(actor, case),
            "attending_doctor_status": row.attending_doctor_status,
            "attending_professional": loaded.names.get(attending) if attending else None,
            "attending_doctor_name": row.attending_doctor_name,
            "attending_contact": row.attending_contact,
            "person_id": case.person_id,
            "may_read_identity": case.person_id is not None and access == "need",
            "note": row.note if policy.may_read_note(actor, case) else None,
            "note_flagged": row.note_flagged,
            "professional": loaded.names.get(taker) if taker else None,
            "professional_phone": loaded.phones.get(taker) if taker else None,
            "eta_at": row.eta_at,
            "accepted_at": row.accepted_at,
            "departed_at": row.departed_at,
            "arrived_at": row.arrived_at,
            "certified_at": row.certified_at,
            "certificate_channel": row.certificate_channel,
            "town_hall_informed": row.town_hall_informed,
            "attending_doctor_informed": row.attending_doctor_informed,
            "fee_hints": _fees(row, loaded, nurse=taker in loaded.nurses, at=at)
            if sees_fees and taker
            else [],
            "late": is_open and rules.is_late(own, case.created_at, at),
            "ceiling_at": case.created_at + timedelta(minutes=own.ceiling_after_minutes),
            "transport_limit_at": row.death_estimated_at + TRANSPORT if row.death_estimated_at else None,
            "possible_duplicates": loaded.duplicates.get(case.id, []),
            "duplicate_of": loaded.originals.get(row.duplicate_of_id) if row.duplicate_of_id else None,
            "cancellation_reason": row.cancellation_reason,
            "closed_by": row.closed_by,
            "waits_for": case.waits_for,
            "clock": cases.clock_of(case),
            "wave": facts.wave,
            "waves": facts.waves,
            "counters": facts.counters,
            "next_step": facts.next_step,
            "dispatch_id": row.dispatch_id,
            "family_link_until": loaded.links.get(case.id) if is_open else None,
            "identity_erased_on": erased_on,
            "actions": list(facts.actions),
        }
    )


def _fees(
    row: DeathCertificationRequest, loaded: _Loaded, *, nurse: bool, at: datetime
) -> list[wire.DeathFeeHint]:
    """The period by the death and by the examination: the texts differ, so both are shown (§1.1)."""
    times = {DeathFeeTime.death: row.death_estimated_at, DeathFeeTime.examination: row.arrived_at or at}
    hints = []
    for by, when in times.items():
        if when is not None:
            hint = fee_hint(when, NURSE if nurse else DOCTOR, loaded.setting.territory)
            hints.append(
                wire.DeathFeeHint(by=by, at=when, period=hint.period, amount_euros=hint.amount_euros)
            )
    return hints
