"""Asking for an opinion: everything checked at once, then people asked in the same breath."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts, Requester, Where
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import (
    CaseKind,
    ClockKind,
    OpinionQuestionKind,
    RequestOrigin,
    TimelineKind,
    WaitsFor,
)
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.directory import service as directory
from api.directory.nomenclatures import DOCTOR, NURSE, PHARMACIST, savoir_faire
from api.directory.service import Member
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.people import service as people
from api.people.tables import Person
from api.referrals.second_opinion import policy, rules
from api.referrals.second_opinion.service.templates import questions_of
from api.referrals.second_opinion.service.views import request_view
from api.referrals.second_opinion.tables import OpinionGroup, SecondOpinionRequest

ORIGINS = {
    DOCTOR: RequestOrigin.doctor,
    NURSE: RequestOrigin.nurse,
    PHARMACIST: RequestOrigin.pharmacist,
}


async def create_second_opinion_request(
    db: AsyncSession,
    actor: Actor,
    body: wire.SecondOpinionRequestInput,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """Ask; the colleague, or the group together, has the offer before this returns.

    InvalidInput with every wrong field (nobody is asked), NotAllowed for who is no professional here.
    """
    at = at or clock.now()
    if not policy.may_ask(actor):
        raise NotAllowed("Professionals of the community ask for an opinion")
    asker = await _asker(db, actor)
    group = await _checked(db, actor, body)
    attending = or_none(body.attending_professional_id)
    person = await people.create_person(db, actor, body.person, at=at, attending=attending)
    case = await _open(db, actor, asker, body, person, at)
    db.add(await _request(db, case, body, group, at))
    await db.flush()
    await cases.record(db, case, TimelineKind.requested, actor, at=at)
    await audit.record(db, actor, "second_opinion_request.filed", "case", case.id)
    search = await dispatch.start(db, actor, case, at)
    request = await db.get_one(SecondOpinionRequest, case.id)
    request.dispatch_id = search.id
    await db.flush()
    return await request_view(db, actor, case, at=at)


async def _asker(db: AsyncSession, actor: Actor) -> Member:
    """Who asks, as a member of the community."""
    assert actor.community_id is not None and actor.professional_id is not None  # noqa: S101, PT018  `may_ask`
    member = await directory.member_of(db, actor.community_id, actor.professional_id)
    if member is None:
        raise NotAllowed("Only members of the community ask for an opinion here")
    return member


async def _checked(
    db: AsyncSession, actor: Actor, body: wire.SecondOpinionRequestInput
) -> OpinionGroup | None:
    """The group that is asked, if one is. InvalidInput with everything that is wrong, but for the person
    (checked when they are kept)."""
    assert actor.community_id is not None and actor.professional_id is not None  # noqa: S101, PT018  `may_ask`
    errors = rules.errors_of(body, actor.professional_id)
    if body.specialty_code not in savoir_faire():
        errors.append(FieldError("/specialty_code", "There is no such specialty (TRE_R38)"))
    template = await questions_of(db, actor.community_id, body.specialty_code)
    errors += rules.errors_of_facts(body.facts, template)
    colleague, group_id, group = or_none(body.colleague_id), or_none(body.group_id), None
    if colleague is not None and await directory.member_of(db, actor.community_id, colleague) is None:
        message = "This professional is no member of the community: ask a group, or call them"
        errors.append(FieldError("/colleague_id", message))
    if group_id is not None:
        found = select(OpinionGroup).where(OpinionGroup.id == group_id, policy.groups_visible_to(actor))
        group = await db.scalar(found)
        if group is None:
            errors.append(FieldError("/group_id", "There is no such group: choose one of the list"))
        elif group.specialty_code != body.specialty_code:
            errors.append(FieldError("/specialty_code", "The group answers for another specialty"))
    attending = or_none(body.attending_professional_id)
    if attending is not None and not await directory.summaries(db, [attending]):
        message = "There is no such professional: search the directory"
        errors.append(FieldError("/attending_professional_id", message))
    if errors:
        raise InvalidInput(errors=errors)
    return group


async def _open(
    db: AsyncSession,
    actor: Actor,
    asker: Member,
    body: wire.SecondOpinionRequestInput,
    person: Person,
    at: datetime,
) -> Case:
    """The header, which all requests have: nothing medical in it, not even the specialty."""
    place = await directory.place_of(
        db, person.community_id, person.commune_insee, person.sector, pointer="/person"
    )
    hours = (await identity.rules_of(db, person.community_id)).second_opinion
    wished_before = rules.answer_before(hours, body.urgency, at)
    requester = Requester(
        kind="account",
        id=actor.id,
        name=asker.name,
        profession=await _profession(db, asker),
        phone=asker.phone,
        professional_id=asker.professional_id,
    )
    return await cases.open_case(
        db,
        actor,
        kind=CaseKind.second_opinion,
        state=rules.SECOND_OPINION_REQUEST.start,
        origin=ORIGINS.get(asker.profession_code, RequestOrigin.other_professional),
        requester=requester,
        waits_for=WaitsFor.professional,
        at=at,
        where=Where(person.commune_insee, place.commune_name, person.sector, place.latitude, place.longitude),
        age_band=person.age_band,
        person_id=person.id,
        wished_before=wished_before,
        clock=ClockFacts(ClockKind.answer, at, wished_before),
    )


async def _profession(db: AsyncSession, asker: Member) -> str:
    """What the anonymous card says of who asks: “médecin”, “infirmier”."""
    summary = (await directory.summaries(db, [asker.professional_id])).get(asker.professional_id)
    return summary.profession_label.lower() if summary else "professionnel de santé"


async def _request(
    db: AsyncSession,
    case: Case,
    body: wire.SecondOpinionRequestInput,
    group: OpinionGroup | None,
    at: datetime,
) -> SecondOpinionRequest:
    """The request as it is kept: closed answers apart from what is written, which is encrypted."""
    template = await questions_of(db, case.community_id, body.specialty_code)
    closed = {question.label for question in template if question.kind is OpinionQuestionKind.choice}
    given = [{"label": fact.label, "value": fact.value.strip()} for fact in body.facts if fact.value.strip()]
    members: list[UUID] = group.member_ids if group else []
    return SecondOpinionRequest(
        id=case.id,
        community_id=case.community_id,
        state=rules.SECOND_OPINION_REQUEST.start,
        specialty_code=body.specialty_code,
        urgency=body.urgency,
        colleague_id=or_none(body.colleague_id),
        group_name=group.name if group else None,
        group_member_ids=members,
        facts=[fact for fact in given if fact["label"] in closed],
        question=body.question.strip(),
        texts={"items": [fact for fact in given if fact["label"] not in closed]},
        informed_at=at,
        attending_doctor_status=body.attending_doctor_status,
    )
