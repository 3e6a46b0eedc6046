"""What is known of sites and of those who assist, for every reader alike: screens, census and bookings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import TeleconsultationRoom, TeleconsultationRules, TeleconsultationSiteState
from api.directory.tables import Membership, Professional
from api.identity import service as identity
from api.teleconsultations.sites.rules import ASSISTING, AssistantFacts, Connection, SiteFacts
from api.teleconsultations.sites.tables import (
    TeleconsultationKitCheck,
    TeleconsultationSite,
    TeleconsultationSitePerson,
    TeleconsultationTraining,
)

_OF_MEMBER = (TeleconsultationTraining.professional_id == Membership.professional_id) & (
    TeleconsultationTraining.community_id == Membership.community_id
)
"""The training of a member."""

_SITES = any_(bindparam("sites", type_=ARRAY(Uuid)))

# Built once: kiosks ask with every touch.
_KIT = select(TeleconsultationKitCheck).where(TeleconsultationKitCheck.site_id == _SITES)

_NAMED = (
    select(
        TeleconsultationSitePerson,
        Professional.profession_code,
        Professional.is_active,
        Membership.teleconsultation,
        TeleconsultationTraining.valid_until,
    )
    .join(Professional, Professional.id == TeleconsultationSitePerson.professional_id)
    .outerjoin(
        Membership,
        (Membership.professional_id == Professional.id)
        & (Membership.community_id == bindparam("community_id")),
    )
    .outerjoin(TeleconsultationTraining, _OF_MEMBER)
    .where(TeleconsultationSitePerson.site_id == _SITES)
    .order_by(Professional.search_text, Professional.id)
)


@dataclass(frozen=True)
class Setting:
    """The rules of a community, its clock, and what day it is there."""

    rules: TeleconsultationRules
    zone: ZoneInfo
    today: date


@dataclass(frozen=True)
class Known:
    """One site with what stands around it, as it was read."""

    site: TeleconsultationSite
    kit: Sequence[TeleconsultationKitCheck]
    people: Sequence[TeleconsultationSitePerson]
    facts: SiteFacts


async def setting_of(db: AsyncSession, community_id: UUID, at: datetime) -> Setting:
    """The rules and the day of a community, at `at`."""
    community = await identity.community_of(db, community_id)
    zone = identity.zone_of(community)
    whole = await identity.rules_of(db, community_id)
    return Setting(whole.teleconsultation, zone, at.astimezone(zone).date())


async def known_of(
    db: AsyncSession, community_id: UUID, sites: Sequence[TeleconsultationSite]
) -> list[Known]:
    """What decides of each of these sites of one community, in their order: two queries."""
    ids = [site.id for site in sites]
    kit = (await db.scalars(_KIT, {"sites": ids})).all()
    named = await _named_at(db, community_id, ids)
    found = []
    for site in sites:
        own_kit = [one for one in kit if one.site_id == site.id]
        there = [pair for pair in named if pair[0].site_id == site.id]
        facts = _facts(site, own_kit, [its for _, its in there if its is not None])
        found.append(Known(site, own_kit, [one for one, _ in there], facts))
    return found


async def _named_at(
    db: AsyncSession, community_id: UUID, site_ids: Sequence[UUID]
) -> list[tuple[TeleconsultationSitePerson, AssistantFacts | None]]:
    """Who is named at these sites, by name; without facts, whoever is no member of the community any more."""
    rows = await db.execute(_NAMED, {"community_id": community_id, "sites": list(site_ids)})
    return [
        (
            one,
            None
            if volunteers is None
            else AssistantFacts(one.professional_id, code, volunteers, active, until),
        )
        for one, code, active, volunteers, until in rows
    ]


def _facts(
    site: TeleconsultationSite,
    kit: Sequence[TeleconsultationKitCheck],
    people: Sequence[AssistantFacts],
) -> SiteFacts:
    return SiteFacts(
        kind=site.kind,
        state=site.state,
        room=TeleconsultationRoom(closed=site.room_closed, seated=site.room_seated, apart=site.room_apart),
        kit={one.item: one.checked_on for one in kit},
        connection=connection_of(site),
        people=people,
        opens=bool(site.hours),
        has_join_link=site.join_link_base is not None,
    )


def connection_of(site: TeleconsultationSite) -> Connection | None:
    """The last test of a site's connection; None when it was never tried."""
    if site.connection_tested_on is None:
        return None
    return Connection(
        tested_on=site.connection_tested_on,
        worked=bool(site.connection_worked),
        down_mbps=site.down_mbps or 0.0,
        up_mbps=site.up_mbps or 0.0,
    )


async def assistant_facts(
    db: AsyncSession, community_id: UUID, professional_ids: Collection[UUID] | None = None
) -> dict[UUID, AssistantFacts]:
    """The facts of these members, by name; by default, of the nurses and pharmacists who volunteer, were
    trained or are named at a site. One query. Whoever is no member of the community is left out."""
    sites = (
        select(func.count(TeleconsultationSitePerson.id))
        .join(TeleconsultationSite, TeleconsultationSite.id == TeleconsultationSitePerson.site_id)
        .where(
            TeleconsultationSitePerson.professional_id == Membership.professional_id,
            TeleconsultationSite.community_id == community_id,
            TeleconsultationSite.state == TeleconsultationSiteState.active,
        )
        .correlate(Membership)
        .scalar_subquery()
    )
    query = (
        select(Membership, Professional, TeleconsultationTraining.valid_until, sites)
        .join(Professional, Professional.id == Membership.professional_id)
        .outerjoin(TeleconsultationTraining, _OF_MEMBER)
        .where(Membership.community_id == community_id)
    )
    if professional_ids is None:
        query = query.where(
            Professional.profession_code.in_(ASSISTING),
            or_(Membership.teleconsultation, TeleconsultationTraining.valid_until.is_not(None), sites > 0),
        )
    else:
        query = query.where(Membership.professional_id.in_(professional_ids))
    rows = await db.execute(query.order_by(Professional.search_text, Professional.id))
    return {
        who.id: AssistantFacts(
            professional_id=who.id,
            profession_code=who.profession_code,
            volunteers=member.teleconsultation,
            practises=who.is_active,
            training_until=valid_until,
            sites=count,
        )
        for member, who, valid_until, count in rows
    }
