"""Sites of teleconsultation of the demonstration: some can be booked, others lack one thing each."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import (
    OrganisationKind,
    Role,
    TeleconsultationKitItem,
    TeleconsultationSiteKind,
    TeleconsultationSiteState,
    TeleconsultationTrainingKind,
)
from api.core import clock
from api.core.actor import Actor
from api.directory.tables import Membership, Organisation, OrganisationMember, Professional
from api.identity.tables import Community
from api.seed.members import NAMED, NURSE, PEOPLE, PHARMACIST, actor_of
from api.seed.territories import PROVENCE, VITRY, Territory, organisation_named
from api.teleconsultations.sites import service
from api.teleconsultations.sites.rules import REQUIRED_KIT

MADE_DAYS_AGO = 40
"""When the coordination made the sites known."""

NURSES_HOURS = [
    {"weekday": day, "from_time": opens, "to_time": closes}
    for day in range(1, 7)
    for opens, closes in (("08:30", "12:00"), ("14:00", "18:30"))
]


@dataclass(frozen=True)
class DemoSite:
    """One site: `checked` and `tested` are how many days ago; `tested` None is never."""

    kind: TeleconsultationSiteKind
    name: str
    structure: tuple[OrganisationKind, str] | None = None
    quarter: tuple[str, str | None] = ("", None)
    apart: bool = True
    checked: dict[TeleconsultationKitItem, int] = field(default_factory=dict)
    tested: int | None = 12
    trained_for: int = 340
    state: TeleconsultationSiteState = TeleconsultationSiteState.active


_PHARMACY, _CENTRE = TeleconsultationSiteKind.pharmacy, TeleconsultationSiteKind.health_centre
_PRACTICE, _HOME = TeleconsultationSiteKind.nurse_practice, TeleconsultationSiteKind.home_visits

SITES: dict[str, tuple[DemoSite, ...]] = {
    VITRY.key: (
        DemoSite(_PHARMACY, "Pharmacie des Trois Peupliers", (OrganisationKind.pharmacy, "Trois Peupliers")),
        DemoSite(
            _PHARMACY,
            "Pharmacie des Mariniers",
            (OrganisationKind.pharmacy, "Mariniers"),
            checked={TeleconsultationKitItem.otoscope: 420},
        ),
        DemoSite(
            _PHARMACY,
            "Pharmacie des Aiguilleurs",
            (OrganisationKind.pharmacy, "Aiguilleurs"),
            apart=False,
            tested=None,
            trained_for=-9,
        ),
        DemoSite(_CENTRE, "Centre municipal de santé", (OrganisationKind.health_centre, "municipal")),
        DemoSite(_PRACTICE, "Cabinet infirmier du Moulin-Vert", quarter=("94081", "Moulin-Vert"), tested=30),
        DemoSite(_HOME, "Tournée infirmière", quarter=("94081", None)),
        DemoSite(
            _PHARMACY,
            "Pharmacie des Glacis",
            (OrganisationKind.pharmacy, "Glacis"),
            state=TeleconsultationSiteState.closed,
        ),
    ),
    PROVENCE.key: (
        DemoSite(_PHARMACY, "Pharmacie du Cours", (OrganisationKind.pharmacy, "Cours")),
        DemoSite(
            _PHARMACY,
            "Pharmacie des Remparts",
            (OrganisationKind.pharmacy, "Remparts"),
            checked={TeleconsultationKitItem.stethoscope: 500},
        ),
        DemoSite(_CENTRE, "Maison de santé de Trets", (OrganisationKind.health_house, "Trets"), tested=400),
        DemoSite(_HOME, "Tournée infirmière de Fuveau", quarter=("13040", None)),
    ),
}


async def make_sites(db: AsyncSession, community: Community, territory: Territory, now: datetime) -> None:
    """What the coordination wrote of each site, through the service that serves it."""
    person = next(one for one in PEOPLE[territory.key] if one.role is Role.coordinator)
    coordinator = await actor_of(db, community, person)
    nurses = await _members(db, community, NURSE)
    today = now.astimezone(ZoneInfo(community.time_zone)).date()
    for number, one in enumerate(SITES[territory.key]):
        structure = None
        if one.structure is not None:
            structure = await organisation_named(db, one.structure[0], territory.communes, one.structure[1])
        people = nurses[:1] if one.kind is _HOME else nurses[number : number + 1]
        if one.kind is _PHARMACY:
            people = await _members(db, community, PHARMACIST, structure)
        with clock.living_at(now - timedelta(days=MADE_DAYS_AGO)):
            site = await _opened(db, coordinator, one, structure)
        with clock.living_at(now):
            await _staffed(db, coordinator, site, people, today + timedelta(days=one.trained_for))
            await _equipped(db, coordinator, site, one, structure, today)


async def _opened(
    db: AsyncSession, coordinator: Actor, one: DemoSite, structure: Organisation | None
) -> wire.TeleconsultationSite:
    room = wire.TeleconsultationRoom(closed=one.kind is not _HOME, seated=True, apart=one.apart)
    body = wire.TeleconsultationSiteInput(
        kind=one.kind,
        state=one.state,
        organisation_id=structure.id if structure else None,
        name=one.name,
        address_line=None,
        commune_insee=structure.commune_insee if structure else one.quarter[0],
        sector=structure.sector if structure else one.quarter[1],
        room=room,
        join_link_base="https://video.demo/salle",
    )
    return await service.open_teleconsultation_site(db, coordinator, body)


async def _staffed(
    db: AsyncSession, coordinator: Actor, site: wire.TeleconsultationSite, people: list[UUID], until: date
) -> None:
    """These people volunteer, are named there, and are trained until that day unless they are already."""
    await db.execute(
        update(Membership)
        .where(Membership.community_id == coordinator.community_id, Membership.professional_id.in_(people))
        .values(teleconsultation=True)
    )
    named = wire.TeleconsultationSitePeopleInput(
        people=[wire.TeleconsultationSitePersonInput(professional_id=one, hours=None) for one in people]
    )
    await service.replace_teleconsultation_site_people(db, coordinator, site.id, named, expected=1)
    known = (await service.list_teleconsultation_assistants(db, coordinator)).assistants
    for one in known:
        if one.professional.id in people and one.training is None:
            facts = wire.TeleconsultationTrainingFacts(
                kind=TeleconsultationTrainingKind.community,
                done_on=until - timedelta(days=365),
                valid_until=until,
            )
            await service.replace_teleconsultation_training(
                db,
                coordinator,
                one.professional.id,
                wire.TeleconsultationTrainingInput(training=facts),
                expected=one.version,
            )


async def _equipped(
    db: AsyncSession,
    coordinator: Actor,
    site: wire.TeleconsultationSite,
    one: DemoSite,
    structure: Organisation | None,
    today: date,
) -> None:
    """When it opens, what its kit holds, and how its connection was."""
    hours = structure.hours if structure else NURSES_HOURS
    opening = wire.TeleconsultationSiteOpening(
        hours=[wire.WeeklyHoursInput.model_validate(band) for band in hours], exceptions=[]
    )
    await service.replace_teleconsultation_site_opening(db, coordinator, site.id, opening, expected=2)
    items = [] if one.kind is _HOME else [*REQUIRED_KIT, TeleconsultationKitItem.thermometer]
    kit = wire.TeleconsultationKitInput(
        items=[
            wire.TeleconsultationKitItemInput(
                item=item, checked_on=today - timedelta(days=one.checked.get(item, 25))
            )
            for item in items
        ]
    )
    await service.replace_teleconsultation_site_kit(db, coordinator, site.id, kit, expected=3)
    if one.tested is not None and one.kind is not _HOME:
        test = wire.TeleconsultationConnectionInput(
            tested_on=today - timedelta(days=one.tested), worked=True, down_mbps=62.0, up_mbps=14.5
        )
        await service.record_teleconsultation_connection_test(db, coordinator, site.id, test, expected=4)


async def _members(
    db: AsyncSession, community: Community, profession_code: str, structure: Organisation | None = None
) -> list[UUID]:
    """Members of that profession (who work in that structure): those who sign in first."""
    wanted = (
        select(Membership.professional_id)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(Membership.community_id == community.id, Professional.profession_code == profession_code)
        .order_by(Professional.rpps.not_in(NAMED), Professional.rpps)
    )
    if structure is not None:
        staff = select(OrganisationMember.professional_id).where(
            OrganisationMember.organisation_id == structure.id
        )
        wanted = wanted.where(Professional.id.in_(staff))
    return list(await db.scalars(wanted))
