"""The demonstration: two communities, alive on any day, made of invented people only."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case, CaseCounter
from api.contract.models import CaseKind, Role
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.db import unit_of_work
from api.directory import rpps
from api.directory.commands import source_day
from api.directory.service import Site, import_rpps
from api.identity.service import create_community
from api.identity.tables import Community
from api.seed import (
    agendas,
    attending_doctors,
    both,
    certifiers,
    deaths,
    discharges,
    duties,
    members,
    openings,
    opinions,
    sites,
    stories,
    teleconsultations,
)
from api.seed.people import people
from api.seed.stage import Stage
from api.seed.territories import PROVENCE, TERRITORIES, VITRY, Territory, make_pages, make_places, places

log = structlog.get_logger()

STALE = timedelta(hours=6)
"""How old the latest request may be before the demonstration lives new ones at its start."""


async def run() -> None:
    """Make the demonstration when it is not there; each community is made whole or not at all.

    Its requests are lived just before now. A demonstration started again another day closes what was left
    open and lives new ones, so that it is alive on any day.
    """
    now = clock.now()
    for territory in TERRITORIES:
        community = await _community(territory, now)
        latest = await _latest_request(community)
        if latest is None or latest < now - STALE:
            await _live(territory, community, now)
            log.info("seed.done", community=territory.key)


async def _community(territory: Territory, now: datetime) -> Community:
    async with unit_of_work() as db:
        found = await db.scalar(select(Community).where(Community.finess == territory.finess))
    return found or await _made(territory, now)


async def _made(territory: Territory, now: datetime) -> Community:
    paths = territory.rpps_files()
    reading = rpps.Report()
    read = list(rpps.read(paths, territory.communes, reading))
    async with unit_of_work() as db:
        community = await create_community(
            db,
            system_actor(),
            finess=territory.finess,
            name=territory.name,
            short_name=territory.short_name,
            time_zone="Europe/Paris",
            communes=territory.communes,
            coordination_name=territory.coordination_name,
            coordination_phone=territory.coordination_phone,
            at=now,
        )
        await make_places(db, community, territory)
        await import_rpps(
            db,
            system_actor(community.id),
            community,
            read,
            reading,
            at=now,
            sourced_on=source_day(paths, now),
            sites={key: Site(p["sector"], p["latitude"], p["longitude"]) for key, p in places().items()},
        )
        today = now.astimezone(ZoneInfo(community.time_zone)).date()
        await members.keep_hours(db, community)
        await members.make_members(db, community, today)
        await members.make_accounts(db, community, territory, now)
        await openings.make_openings(db, community, now, today)
        if territory is PROVENCE:
            await both.join(db, community, now, today)
        await make_pages(db, territory, today)
        await duties.make_duties(db, community, today)
        await sites.make_sites(db, community, territory, now)
        await teleconsultations.make_openings(db, community, now, today)
        if territory is VITRY:
            await certifiers.make_certifiers(db, community, now)
        db.add(
            CaseCounter(
                community_id=community.id, kind=CaseKind.unscheduled_care, last_number=territory.first_number
            )
        )
    return community


async def _latest_request(community: Community) -> datetime | None:
    async with unit_of_work(community.id) as db:
        return await db.scalar(select(func.max(Case.created_at)))


async def _live(territory: Territory, community: Community, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(community.time_zone)).date()
    async with unit_of_work(community.id) as db:
        cast = await _cast(db, territory, community)
    # Other people each time: the same person cannot have two requests open.
    hour = int(now.timestamp()) // 3600
    stage = Stage(community, cast, people(territory.key, hour, today), now)
    await stories.close_what_is_left(stage, territory.coordination_name)
    await deaths.close_what_is_left(stage, territory.coordination_name)
    await opinions.close_what_is_left(stage, territory.coordination_name)
    await discharges.close_what_is_left(stage, territory.coordination_name)
    if territory is VITRY:
        # First: they began weeks before the rest.
        await attending_doctors.vitry(stage)
    await (stories.vitry if territory is VITRY else stories.provence)(stage)
    if territory is VITRY:
        await deaths.vitry(stage)
        await opinions.vitry(stage)
        await discharges.vitry(stage)
        await agendas.vitry(stage)
        await teleconsultations.vitry(stage)
    await stage.summary_leaves()


async def _cast(db: AsyncSession, territory: Territory, community: Community) -> dict[str, Actor]:
    acting = (Role.professional, Role.coordinator, Role.requester)
    return {
        person.name: await members.actor_of(db, community, person)
        for person in members.PEOPLE[territory.key]
        if person.role in acting
    }
