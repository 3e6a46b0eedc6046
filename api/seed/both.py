"""A doctor of both communities of the demonstration, whose time is at the disposal of the two CPTS alone."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Opening
from api.contract.models import OpeningKind
from api.directory.tables import Membership, Practice, Professional
from api.identity.tables import Community

OF_BOTH = "10999100919"
"""The RPPS of Dr Huynh-Tran, of Vitry, who sees people of the second territory by video."""


async def join(db: AsyncSession, community: Community, at: datetime, today: date) -> None:
    """Make them a member of the second community, with an hour by video each day for it, and let every
    opening of theirs be for a CPTS only: the platform then finds them on the cards of the two."""
    professional_id = await db.scalar(select(Professional.id).where(Professional.rpps == OF_BOTH))
    practice_id = await db.scalar(
        select(Practice.id).where(Practice.professional_id == professional_id).order_by(Practice.id).limit(1)
    )
    if professional_id is None or practice_id is None:
        return
    db.add(
        Membership(
            community_id=community.id,
            professional_id=professional_id,
            teleconsultation=True,
            languages=["fr"],
            declared_on=today,
            joined_on=today - timedelta(days=120),
        )
    )
    theirs = Opening.professional_id == professional_id
    await db.execute(update(Opening).where(theirs).values(audiences=["cpts"]))
    for weekday in range(1, 8):
        db.add(
            Opening(
                community_id=community.id,
                professional_id=professional_id,
                practice_id=practice_id,
                kind=OpeningKind.slots,
                weekday=weekday,
                from_minute=18 * 60 + 30,
                to_minute=19 * 60 + 30,
                valid_from=today - timedelta(days=28),
                slot_minutes=20,
                capacity=1,
                needs=[],
                modes=["video"],
                audiences=["cpts"],
                created_at=at - timedelta(days=28),
            )
        )
    await db.flush()
