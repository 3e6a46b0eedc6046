"""Filing a request: what is refused, what is out of scope, what waits for an answer, what starts at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts, Where
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import (
    CaseKind,
    ClockKind,
    NotificationKind,
    TimelineKind,
    WaitsFor,
    WebhookEventType,
)
from api.contract.models import DeathCertificationState as State
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.members import or_none, text_or_none
from api.core.problems import FieldError, InvalidInput
from api.death_certifications import rules
from api.death_certifications.rules import Circumstances, answer
from api.death_certifications.service.asking import asking_of
from api.death_certifications.service.facts import (
    circumstances_of,
    move,
    request_of,
    set_alarm,
    tell_received,
    tell_software,
    thresholds_of,
)
from api.death_certifications.service.views import request_view
from api.death_certifications.tables import DeathCertificationRequest
from api.directory import service as directory
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.identity.policy import present_community
from api.identity.tables import Community
from api.people import service as people
from api.people.deceased import Deceased, create_deceased, same_deceased
from api.people.rules import medical_words


async def create_death_certification_request(
    db: AsyncSession,
    actor: Actor,
    body: wire.DeathCertificationRequestInput,
    *,
    at: datetime | None = None,
) -> wire.DeathCertificationRequest:
    """Ask for somebody to certify a death; the first are asked before this returns.

    DeathNotCertain when somebody may be alive: nothing is kept. A sign of violence or a body that nobody can
    name ends it at once as out of scope, without identity. An open question leaves it to complete. Raises
    InvalidInput with every wrong field, OutsideTerritory (traced) for a commune of others.
    """
    at = at or clock.now()
    community = await identity.community_of(db, present_community(actor))
    if not body.certain:
        raise rules.DeathNotCertain("Call the 15 or the 112: they say what to do until help is there")
    said = Circumstances(
        answer(body.public_place), answer(body.violence), answer(body.identified), None, None
    )
    by_phone = wire.Role.coordinator in actor.roles
    if rules.is_out_of_scope(said):
        if errors := list(rules.errors_of_requester(body, by_phone=by_phone, called_back=False)):
            raise InvalidInput(errors=errors)
        case = await _send_away(db, actor, body, at)
    else:
        zone = identity.zone_of(community)
        errors = rules.errors_of(body, at=at, zone=zone, by_phone=by_phone)
        errors += await _errors_of_attending(db, body) if not errors else []
        if errors:
            raise InvalidInput(errors=errors)
        await _refuse_elsewhere(db, actor, community, body)
        case = await _file(db, actor, body, rules.age_at_least(body, at, zone), at)
    return await request_view(db, actor, case, at=at)


async def start_search(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    """Start looking for a certifier; the request keeps the link to its search."""
    request = await request_of(db, case.id)
    await set_alarm(db, case, request, at)
    found = await dispatch.start(db, actor, case, at)
    request = await request_of(db, case.id)
    request.dispatch_id = found.id
    await db.flush()


async def _send_away(
    db: AsyncSession, actor: Actor, body: wire.DeathCertificationRequestInput, at: datetime
) -> Case:
    """« Appelez le 17, ne déplacez rien »: what is kept is that it happened, never who the person is."""
    requester, origin = await asking_of(db, actor, body)
    state = rules.DEATH_CERTIFICATION_REQUEST.after("send_away", State.death_qualified)
    case = await cases.open_case(
        db,
        actor,
        kind=CaseKind.death_certification,
        state=state,
        origin=origin,
        requester=requester,
        waits_for=WaitsFor.nobody,
        at=at,
        closed=True,
    )
    db.add(_request(case, body, state, None, with_person=False))
    await db.flush()
    await cases.record(db, case, TimelineKind.out_of_scope, actor, at=at)
    await audit.record(db, actor, "death_certification_request.out_of_scope", "case", case.id)
    await tell_software(db, case, WebhookEventType.death_certification_closed, state, at)
    return case


async def _file(
    db: AsyncSession,
    actor: Actor,
    body: wire.DeathCertificationRequestInput,
    age_from: int | None,
    at: datetime,
) -> Case:
    community_id = present_community(actor)
    place: Any = body.place
    where = await directory.place_of(
        db, community_id, place.commune_insee, text_or_none(place.sector), pointer="/place"
    )
    deceased = _deceased(body, where.commune_name)
    same = await same_deceased(db, actor, deceased)
    person = await create_deceased(db, actor, deceased, at=at)
    await people.set_care_circle(db, person, attending=or_none(body.attending_professional_id))
    requester, origin = await asking_of(db, actor, body)
    case = await cases.open_case(
        db,
        actor,
        kind=CaseKind.death_certification,
        state=State.death_qualified,
        origin=origin,
        requester=requester,
        waits_for=WaitsFor.requester,
        at=at,
        where=Where(
            person.commune_insee, person.commune_name, person.sector, where.latitude, where.longitude
        ),
        person_id=person.id,
        clock=ClockFacts(ClockKind.coordination, at, at + rules.COMPLETED_WITHIN),
    )
    request = _request(case, body, State.death_qualified, age_from, with_person=True)
    db.add(request)
    await db.flush()
    await cases.record(db, case, TimelineKind.requested, actor, at=at)
    await audit.record(db, actor, "death_certification_request.filed", "case", case.id)
    await tell_received(db, case, request, at)
    await _say_duplicates(db, actor, case, [row.id for row in same], at)
    await _say_what_is_past(db, case, request, at)
    if rules.open_questions(circumstances_of(request)):
        state = await move(db, case, "await_answers", at)
        await set_alarm(db, case, request, at)
        await cases.record(db, case, TimelineKind.waiting_for_completion, actor, at=at)
        await cases.update(db, case, at=at, state=state)
    else:
        await start_search(db, actor, case, at)
    return case


async def _say_duplicates(
    db: AsyncSession, actor: Actor, case: Case, person_ids: list[UUID], at: datetime
) -> None:
    """Same name and birth date within some days: the coordination looks; the search goes on all the same
    (domain rules §0.9)."""
    hours = (await identity.rules_of(db, case.community_id)).death_certification.duplicate_hours
    found = await db.scalars(
        select(Case.id).where(
            Case.community_id == case.community_id,
            Case.kind == CaseKind.death_certification,
            Case.person_id.in_(person_ids),
            Case.id != case.id,
            Case.created_at >= at - timedelta(hours=hours),
        )
    )
    if found.all():
        await cases.record(db, case, TimelineKind.possible_duplicate, actor, at=at)


async def _say_what_is_past(
    db: AsyncSession, case: Case, request: DeathCertificationRequest, at: datetime
) -> None:
    """Of a body found late, the limit of transport may be near from the start: no later alarm says it."""
    ahead = thresholds_of(await identity.rules_of(db, case.community_id), case, request)
    if any(one.at <= at for one in ahead):
        system = system_actor(case.community_id)
        await cases.record(db, case, TimelineKind.transport_limit_near, system, at=at)
        await dispatch.tell_coordinators(db, case, NotificationKind.death_delay, at)


def _deceased(body: wire.DeathCertificationRequestInput, commune_name: str) -> Deceased:
    deceased: Any = body.deceased
    place: Any = body.place
    return Deceased(
        family_name=text_or_none(deceased.family_name),
        given_name=text_or_none(deceased.given_name),
        birth_date=or_none(deceased.birth_date),
        age_from=or_none(deceased.age_from),
        age_to=or_none(deceased.age_to),
        sex=deceased.sex,
        address_line=place.address_line.strip(),
        access=text_or_none(place.access),
        people_present=text_or_none(body.people_present),
        commune_insee=place.commune_insee,
        commune_name=commune_name,
        sector=text_or_none(place.sector),
    )


def _request(
    case: Case,
    body: wire.DeathCertificationRequestInput,
    state: State,
    age_from: int | None,
    *,
    with_person: bool,
) -> DeathCertificationRequest:
    """The row of a request; `with_person` False keeps no word about who died or where."""
    requester: Any = body.requester
    place: Any = or_none(body.place) if with_person else None
    texts = [text_or_none(body.note), text_or_none(body.people_present)] if with_person else []
    return DeathCertificationRequest(
        id=case.id,
        community_id=case.community_id,
        state=state,
        public_place=answer(body.public_place),
        violence=answer(body.violence),
        identified=answer(body.identified),
        adult=answer(body.adult),
        expected=answer(body.expected),
        funeral_operator_waiting=answer(body.funeral_operator_waiting),
        age_from=age_from,
        place_kind=place.kind if place else None,
        found_at=or_none(body.found_at) if with_person else None,
        death_estimated_at=or_none(body.death_estimated_at) if with_person else None,
        death_precision=or_none(body.death_precision) if with_person else None,
        requester_kind=requester.kind,
        requester_function=text_or_none(requester.function),
        requester_person=text_or_none(requester.name),
        attending_doctor_status=or_none(body.attending_doctor_status) if with_person else None,
        attending_contact=or_none(body.attending_contact) if with_person else None,
        attending_doctor_name=text_or_none(body.attending_doctor_name) if with_person else None,
        note=text_or_none(body.note) if with_person else None,
        note_flagged=any(text and medical_words(text) for text in texts),
    )


async def _errors_of_attending(
    db: AsyncSession, body: wire.DeathCertificationRequestInput
) -> list[FieldError]:
    named = or_none(body.attending_professional_id)
    if named is None or named in await directory.summaries(db, [named]):
        return []
    message = "There is no such professional: search the directory"
    return [FieldError("/attending_professional_id", message)]


async def _refuse_elsewhere(
    db: AsyncSession, actor: Actor, community: Community, body: wire.DeathCertificationRequestInput
) -> None:
    """A commune of others is refused with whom to call, and traced: so a need of the neighbours shows."""
    place: Any = body.place
    if place.commune_insee in community.communes:
        return
    reason = f"commune {place.commune_insee}"
    await audit.record_refused(
        actor, "death_certification_request.outside", "community", community.id, reason=reason
    )
    raise rules.OutsideTerritory(
        f"{place.commune_insee} is not of {community.short_name}: call the community of that place, or the 15"
    )
