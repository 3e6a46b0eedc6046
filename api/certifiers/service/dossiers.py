"""The dossiers of certifiers: read and written by the coordination, read by their owner."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.certifiers import rules
from api.certifiers.policy import visible_to
from api.certifiers.rules import CertifierFacts
from api.certifiers.service.facts import Setting, certifier_facts, setting_of
from api.certifiers.service.shifts import own_shifts
from api.certifiers.tables import CertifierCheck, CertifierDossier
from api.contract import models as wire
from api.contract.models import CertifierCategory, CertifierFact
from api.core import clock
from api.core.actor import Actor
from api.core.problems import InvalidInput, NotFound
from api.core.routing import expect_version
from api.directory import service as directory
from api.directory.tables import Professional
from api.identity import service as identity
from api.identity.policy import present_community

NEW = 0
"""The version of a dossier in which nothing was written yet."""


async def list_certifiers(db: AsyncSession, actor: Actor) -> wire.CertifierList:
    """Everybody of the community who volunteers or has a dossier; who lacks something first."""
    here = present_community(actor)
    setting = await setting_of(db, here, clock.now())
    facts = await certifier_facts(db, here)
    views = await _views(db, actor, list(facts.values()), setting)
    return wire.CertifierList(certifiers=sorted(views, key=lambda one: one.may_certify))


async def get_certifier(db: AsyncSession, actor: Actor, professional_id: UUID) -> wire.Certifier:
    """The dossier of a member of the community. NotFound."""
    here = present_community(actor)
    return await _view(db, actor, here, professional_id, clock.now())


async def get_my_certifier(db: AsyncSession, actor: Actor) -> wire.OwnCertifier:
    """The actor's own dossier, with their shifts to come. NotFound when they are no member."""
    here, at = present_community(actor), clock.now()
    if actor.professional_id is None:
        raise NotFound("You are not a member of this community as a professional")
    return wire.OwnCertifier(
        certifier=await _view(db, actor, here, actor.professional_id, at),
        shifts=await own_shifts(db, here, actor.professional_id, at),
    )


async def replace_certifier(
    db: AsyncSession, actor: Actor, professional_id: UUID, body: wire.CertifierInput, *, expected: int
) -> wire.Certifier:
    """Write what was checked; each fact that changed is stamped with the actor and the time. The category
    says too whether they stay a member once they practise nowhere.

    `expected` is the version that was read, 0 of an empty dossier: StaleVersion (412) when it is another.
    NotFound for somebody who is no member; InvalidInput names what makes no sense.
    """
    here, at = present_community(actor), clock.now()
    if professional_id not in await certifier_facts(db, here, [professional_id]):
        raise NotFound("This professional is not a member of the community")
    row = await db.scalar(_dossiers(actor, [professional_id]).with_for_update())
    expect_version(expected, row.version if row else NEW)
    setting = await setting_of(db, here, at)
    profession = (await db.get_one(Professional, professional_id)).profession_code
    errors = rules.errors_of_dossier(body, profession_code=profession, today=setting.today)
    if errors:
        raise InvalidInput(errors=errors)
    if row is None:
        row = CertifierDossier(community_id=here, professional_id=professional_id, version=NEW)
        db.add(row)
    changed = rules.changed_facts(_input(row), body)
    for name, value in body.model_dump().items():
        setattr(row, name, value)
    row.version += 1
    await db.flush()
    await directory.keep_without_practice(
        db,
        actor,
        community_id=here,
        professional_id=professional_id,
        keep=body.category in rules.WITHOUT_PRACTICE,
    )
    await _stamp(db, actor, row, body, changed, at)
    await audit.record(
        db, actor, "certifier.checked", "certifier_dossier", row.id, detail={"changed": sorted(changed)}
    )
    return await _view(db, actor, here, professional_id, at)


async def _stamp(
    db: AsyncSession,
    actor: Actor,
    row: CertifierDossier,
    body: wire.CertifierInput,
    changed: Sequence[CertifierFact],
    at: datetime,
) -> None:
    await db.execute(
        delete(CertifierCheck).where(CertifierCheck.dossier_id == row.id, CertifierCheck.fact.in_(changed))
    )
    db.add_all(
        CertifierCheck(
            community_id=row.community_id,
            dossier_id=row.id,
            fact=fact,
            checked_at=at,
            checked_by_id=actor.person_id,
        )
        for fact in changed
        if rules.is_said(body, fact)
    )
    await db.flush()


def _dossiers(actor: Actor, professional_ids: Sequence[UUID]) -> Select[CertifierDossier]:
    return select(CertifierDossier).where(
        visible_to(actor), CertifierDossier.professional_id.in_(professional_ids)
    )


def _input(row: CertifierDossier) -> wire.CertifierInput:
    return wire.CertifierInput(
        category=row.category,
        diploma_on=row.diploma_on,
        training_validated_on=row.training_validated_on,
        order_list_checked_on=row.order_list_checked_on,
    )


async def _view(
    db: AsyncSession, actor: Actor, community_id: UUID, professional_id: UUID, at: datetime
) -> wire.Certifier:
    facts = await certifier_facts(db, community_id, [professional_id])
    if professional_id not in facts:
        raise NotFound("This professional is not a member of the community")
    setting = await setting_of(db, community_id, at)
    [view] = await _views(db, actor, [facts[professional_id]], setting)
    return view


async def _views(
    db: AsyncSession, actor: Actor, facts: Sequence[CertifierFacts], setting: Setting
) -> list[wire.Certifier]:
    """Dossiers with who they are and who checked them: four queries at most."""
    ids = [one.professional_id for one in facts]
    names = await directory.summaries(db, ids)
    dossiers = {row.professional_id: row for row in await db.scalars(_dossiers(actor, ids))}
    checks = await _checks(db, list(dossiers.values()), setting)
    return [
        _certifier(one, names[one.professional_id], dossiers.get(one.professional_id), checks, setting)
        for one in facts
    ]


def _certifier(
    facts: CertifierFacts,
    who: wire.ProfessionalSummary,
    dossier: CertifierDossier | None,
    checks: Mapping[UUID, list[wire.CertifierCheck]],
    setting: Setting,
) -> wire.Certifier:
    lacks = setting.lacks(facts)
    nurse = facts.category is CertifierCategory.nurse
    until = rules.order_list_until(facts.order_list_checked_on, setting.rules.order_list_days)
    return wire.Certifier(
        professional=who,
        version=dossier.version if dossier else NEW,
        volunteers=facts.volunteers,
        category=facts.category,
        from_national_file=facts.category is not None and (dossier is None or dossier.category is None),
        diploma_on=facts.diploma_on,
        training_validated_on=facts.training_validated_on,
        order_list_checked_on=facts.order_list_checked_on,
        order_list_until=until if nurse else None,
        checks=checks.get(dossier.id, []) if dossier else [],
        lacks=lacks,
        may_certify=not lacks,
    )


async def _checks(
    db: AsyncSession, dossiers: Sequence[CertifierDossier], setting: Setting
) -> dict[UUID, list[wire.CertifierCheck]]:
    rows = (
        await db.scalars(
            select(CertifierCheck)
            .where(CertifierCheck.dossier_id.in_([row.id for row in dossiers]))
            .order_by(CertifierCheck.fact)
        )
    ).all()
    names = await identity.actor_names(db, {row.checked_by_id for row in rows})
    found: dict[UUID, list[wire.CertifierCheck]] = {}
    for row in rows:
        found.setdefault(row.dossier_id, []).append(
            wire.CertifierCheck(
                fact=row.fact,
                checked_on=row.checked_at.astimezone(setting.territory.zone).date(),
                checked_by=names.get(row.checked_by_id, "Maillage"),
            )
        )
    return found
