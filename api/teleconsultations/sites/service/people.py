"""Who assists at a site."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import InvalidInput
from api.core.routing import expect_version
from api.directory.tables import Professional
from api.teleconsultations.sites import rules
from api.teleconsultations.sites.service.facts import assistant_facts
from api.teleconsultations.sites.service.locking import changed, site_of
from api.teleconsultations.sites.tables import TeleconsultationSite, TeleconsultationSitePerson


async def replace_teleconsultation_site_people(
    db: AsyncSession,
    actor: Actor,
    site_id: UUID,
    body: wire.TeleconsultationSitePeopleInput,
    *,
    expected: int,
) -> wire.TeleconsultationSite:
    """Write who assists at a site and when. Whoever lacks something yet may be named: it is shown.

    NotFound, StaleVersion; InvalidInput names who is no member, and a nurse in a pharmacy (CSP R4312-77).
    """
    site = await site_of(db, actor, site_id, to_change=True)
    expect_version(expected, site.version)
    wished = [one.professional_id for one in body.people]
    known = await assistant_facts(db, site.community_id, wished)
    professions = {one.professional_id: one.profession_code for one in known.values()}
    if errors := rules.faults_of_people(body.people, kind=site.kind, professions=professions):
        raise InvalidInput(errors=errors)
    there = TeleconsultationSitePerson.site_id == site.id
    before = set(await db.scalars(select(TeleconsultationSitePerson.professional_id).where(there)))
    await db.execute(delete(TeleconsultationSitePerson).where(there))
    db.add_all(
        TeleconsultationSitePerson(
            community_id=site.community_id,
            site_id=site.id,
            professional_id=one.professional_id,
            hours=None if one.hours is None else [band.model_dump() for band in one.hours],
        )
        for one in body.people
    )
    detail = {
        "added": sorted(str(one) for one in set(wished) - before),
        "removed": sorted(str(one) for one in before - set(wished)),
    }
    return await changed(db, actor, site, "people_replaced", clock.now(), detail=detail)


async def professions_there(db: AsyncSession, site: TeleconsultationSite) -> tuple[str, ...]:
    """The codes of the professions of those who are named at a site."""
    found = await db.scalars(
        select(Professional.profession_code)
        .join(TeleconsultationSitePerson, TeleconsultationSitePerson.professional_id == Professional.id)
        .where(TeleconsultationSitePerson.site_id == site.id)
    )
    return tuple(found)
