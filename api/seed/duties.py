"""The rota of the demonstration: a pharmacy on duty each night, and who answers calls this week."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DutyKind, OrganisationKind
from api.directory.tables import Duty, Organisation
from api.identity.tables import Community

NIGHTS = 14


async def make_duties(db: AsyncSession, community: Community, today: date) -> None:
    """The pharmacies of the territory take turns, from 20:00 to 8:00, for two weeks."""
    zone = ZoneInfo(community.time_zone)
    pharmacies = (
        await db.scalars(
            select(Organisation.id)
            .where(
                Organisation.kind == OrganisationKind.pharmacy,
                Organisation.commune_insee.in_(community.communes),
            )
            .order_by(Organisation.name)
        )
    ).all()
    for night in range(NIGHTS if pharmacies else 0):
        day = today + timedelta(days=night)
        db.add(
            Duty(
                community_id=community.id,
                kind=DutyKind.pharmacy,
                organisation_id=pharmacies[night % len(pharmacies)],
                starts_at=datetime.combine(day, time(20), zone),
                ends_at=datetime.combine(day + timedelta(days=1), time(8), zone),
            )
        )
