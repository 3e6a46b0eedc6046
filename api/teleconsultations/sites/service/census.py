"""The census of those who volunteer to assist (recensement), and the training that each has."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.core.routing import expect_version
from api.directory import service as directory
from api.identity import service as identity
from api.identity.policy import present_community
from api.teleconsultations.sites import rules
from api.teleconsultations.sites.rules import AssistantFacts
from api.teleconsultations.sites.service.facts import assistant_facts, setting_of
from api.teleconsultations.sites.service.views import THE_SERVER
from api.teleconsultations.sites.tables import (
    TeleconsultationSite,
    TeleconsultationSitePerson,
    TeleconsultationTraining,
)

NEW = 0
"""The version of somebody of whom no training was written yet."""


async def list_teleconsultation_assistants(
    db: AsyncSession, actor: Actor
) -> wire.TeleconsultationAssistantList:
    """Nurses and pharmacists who volunteer, were trained or are named; who lacks something first."""
    here = present_community(actor)
    facts = await assistant_facts(db, here)
    views = await _views(db, here, list(facts.values()), clock.now())
    return wire.TeleconsultationAssistantList(assistants=sorted(views, key=lambda one: one.may_assist))


async def replace_teleconsultation_training(
    db: AsyncSession,
    actor: Actor,
    professional_id: UUID,
    body: wire.TeleconsultationTrainingInput,
    *,
    expected: int,
) -> wire.TeleconsultationAssistant:
    """Write what training somebody has, null to take it back.

    `expected` is the version that was read, 0 of none: StaleVersion (412) when it is another. NotFound for
    who is no member; InvalidInput names what makes no sense.
    """
    here, at = present_community(actor), clock.now()
    facts = await _member(db, here, professional_id)
    row = await db.scalar(
        select(TeleconsultationTraining)
        .where(
            TeleconsultationTraining.community_id == here,
            TeleconsultationTraining.professional_id == professional_id,
        )
        .with_for_update()
    )
    expect_version(expected, row.version if row else NEW)
    setting = await setting_of(db, here, at)
    errors = rules.faults_of_training(
        body.training, profession_code=facts.profession_code, today=setting.today
    )
    if errors:
        raise InvalidInput(errors=errors)
    if row is None:
        row = TeleconsultationTraining(community_id=here, professional_id=professional_id, version=NEW)
        db.add(row)
    said = body.training
    row.kind = said.kind if said else None
    row.done_on = said.done_on if said else None
    row.valid_until = said.valid_until if said else None
    row.recorded_by_id = actor.person_id
    row.version += 1
    await db.flush()
    act = "recorded" if said else "withdrawn"
    await audit.record(db, actor, f"teleconsultation_training.{act}", "teleconsultation_training", row.id)
    return await _view(db, here, professional_id, at)


async def get_my_teleconsultation(db: AsyncSession, actor: Actor) -> wire.OwnTeleconsultation:
    """Where the actor stands. NotFound when they are no member."""
    here, mine = present_community(actor), _oneself(actor)
    return await _own(db, here, mine)


async def replace_my_teleconsultation(
    db: AsyncSession, actor: Actor, body: wire.OwnTeleconsultationInput
) -> wire.OwnTeleconsultation:
    """Say whether one volunteers to assist; the same again changes nothing. NotFound when the actor is no
    member; InvalidInput for another profession, which assists nowhere."""
    here, mine = present_community(actor), _oneself(actor)
    facts = await _member(db, here, mine)
    if facts.profession_code not in rules.ASSISTING:
        message = "Only nurses and pharmacists assist teleconsultations"
        raise InvalidInput(errors=[FieldError("/volunteers", message)])
    await directory.volunteer_for_teleconsultation(db, actor, body.volunteers)
    return await _own(db, here, mine)


def _oneself(actor: Actor) -> UUID:
    if actor.professional_id is None:
        raise NotFound("You are not a member of this community as a professional")
    return actor.professional_id


async def _own(db: AsyncSession, community_id: UUID, professional_id: UUID) -> wire.OwnTeleconsultation:
    facts = await _member(db, community_id, professional_id)
    return wire.OwnTeleconsultation(
        may_volunteer=facts.profession_code in rules.ASSISTING,
        assistant=await _view(db, community_id, professional_id, clock.now()),
    )


async def _member(db: AsyncSession, community_id: UUID, professional_id: UUID) -> AssistantFacts:
    facts = await assistant_facts(db, community_id, [professional_id])
    if professional_id not in facts:
        raise NotFound("This professional is not a member of the community")
    return facts[professional_id]


async def _view(
    db: AsyncSession, community_id: UUID, professional_id: UUID, at: datetime
) -> wire.TeleconsultationAssistant:
    [view] = await _views(db, community_id, [await _member(db, community_id, professional_id)], at)
    return view


async def _views(
    db: AsyncSession, community_id: UUID, facts: Sequence[AssistantFacts], at: datetime
) -> list[wire.TeleconsultationAssistant]:
    """Where these people stand, in their order. A fixed number of queries."""
    ids = [one.professional_id for one in facts]
    setting = await setting_of(db, community_id, at)
    people = await directory.summaries(db, ids)
    rows = await db.scalars(
        select(TeleconsultationTraining).where(
            TeleconsultationTraining.community_id == community_id,
            TeleconsultationTraining.professional_id.in_(ids),
        )
    )
    trainings = {row.professional_id: row for row in rows}
    names = await identity.actor_names(db, {row.recorded_by_id for row in trainings.values()})
    sites = await _sites(db, community_id, ids)
    views = []
    for one in facts:
        row = trainings.get(one.professional_id)
        lacks = rules.lacks_of_assistant(one, setting.today)
        views.append(
            wire.TeleconsultationAssistant(
                professional=people[one.professional_id],
                version=row.version if row else NEW,
                volunteers=one.volunteers,
                training=_training(row, names) if row else None,
                sites=sites.get(one.professional_id, []),
                lacks=lacks,
                may_assist=not lacks,
            )
        )
    return views


def _training(row: TeleconsultationTraining, names: dict[UUID, str]) -> wire.TeleconsultationTraining | None:
    if row.kind is None or row.done_on is None or row.valid_until is None:
        return None
    return wire.TeleconsultationTraining(
        kind=row.kind,
        done_on=row.done_on,
        valid_until=row.valid_until,
        recorded_by=names.get(row.recorded_by_id, THE_SERVER),
    )


async def _sites(
    db: AsyncSession, community_id: UUID, professional_ids: Sequence[UUID]
) -> dict[UUID, list[wire.TeleconsultationSiteName]]:
    """The active sites where each of these is named, by name."""
    rows = await db.execute(
        select(TeleconsultationSitePerson.professional_id, TeleconsultationSite)
        .join(TeleconsultationSite, TeleconsultationSite.id == TeleconsultationSitePerson.site_id)
        .where(
            TeleconsultationSite.community_id == community_id,
            TeleconsultationSite.state == wire.TeleconsultationSiteState.active,
            TeleconsultationSitePerson.professional_id.in_(professional_ids),
        )
        .order_by(TeleconsultationSite.name, TeleconsultationSite.id)
    )
    found: dict[UUID, list[wire.TeleconsultationSiteName]] = {}
    for professional_id, site in rows:
        name = wire.TeleconsultationSiteName(id=site.id, name=site.name, kind=site.kind)
        found.setdefault(professional_id, []).append(name)
    return found
