"""What is known of certifiers, for every reader alike: screens, the rota, and who dispatches requests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.certifiers import rules
from api.certifiers.calendars import Territory
from api.certifiers.rules import CertifierFacts
from api.certifiers.tables import CertifierDossier
from api.contract.models import CertifierLack, CertifierRules
from api.core.public_holidays import holidays_of
from api.directory.tables import Membership, Professional
from api.identity import service as identity


@dataclass(frozen=True)
class Setting:
    """How a community certifies deaths, and what day it is there."""

    territory: Territory
    rules: CertifierRules
    today: date

    def lacks(self, facts: CertifierFacts, on: date | None = None) -> list[CertifierLack]:
        """Why somebody may not certify on that day (today by default)."""
        return rules.lacks_of(facts, on or self.today, order_list_days=self.rules.order_list_days)


async def setting_of(db: AsyncSession, community_id: UUID, at: datetime) -> Setting:
    """The clock, the days and the rules of a community, at `at`."""
    community = await identity.community_of(db, community_id)
    whole = await identity.rules_of(db, community_id)
    zone = identity.zone_of(community)
    territory = Territory(zone, holidays_of(community.communes), whole.calendars)
    return Setting(territory, whole.certifiers, at.astimezone(zone).date())


async def certifier_facts(
    db: AsyncSession, community_id: UUID, professional_ids: Collection[UUID] | None = None
) -> dict[UUID, CertifierFacts]:
    """The facts of these members; by default, of all who volunteer or have a dossier. One query.

    Whoever is no member of the community is left out: they certify nothing for it.
    """
    query = (
        select(Membership, Professional, CertifierDossier)
        .join(Professional, Professional.id == Membership.professional_id)
        .outerjoin(
            CertifierDossier,
            (CertifierDossier.professional_id == Membership.professional_id)
            & (CertifierDossier.community_id == Membership.community_id),
        )
        .where(Membership.community_id == community_id)
    )
    if professional_ids is None:
        query = query.where(or_(Membership.death_certification, CertifierDossier.id.is_not(None)))
    else:
        query = query.where(Membership.professional_id.in_(professional_ids))
    rows = await db.execute(query.order_by(Professional.search_text, Professional.id))
    return {member.professional_id: _facts(member, who, dossier) for member, who, dossier in rows}


def _facts(member: Membership, who: Professional, dossier: CertifierDossier | None) -> CertifierFacts:
    return CertifierFacts(
        professional_id=who.id,
        category=rules.category_of(
            dossier.category if dossier else None,
            profession_code=who.profession_code,
            practises=who.is_active,
        ),
        diploma_on=dossier.diploma_on if dossier else None,
        training_validated_on=dossier.training_validated_on if dossier else None,
        order_list_checked_on=dossier.order_list_checked_on if dossier else None,
        volunteers=member.death_certification,
        practises=who.is_active,
        sectors=tuple(member.sectors),
    )
