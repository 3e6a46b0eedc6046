"""The time that the doctors of the demonstration open, every week."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Opening
from api.contract.models import OpeningKind
from api.directory.tables import Membership, Practice, Professional
from api.identity.tables import Community
from api.seed.members import NAMED


async def make_openings(db: AsyncSession, community: Community, at: datetime, today: date) -> None:
    """Weekly time for unscheduled care of every volunteer doctor, so that slots exist on any day."""
    volunteers = await db.execute(
        select(Membership.professional_id, Professional.rpps)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(Membership.unscheduled_care)
        .order_by(Professional.rpps)
    )
    for professional, rpps in volunteers.all():
        practice = await db.scalar(
            select(Practice)
            .where(
                Practice.professional_id == professional,
                Practice.commune_insee.in_(community.communes),
                Practice.is_active,
            )
            .order_by(Practice.activity_key)
            .limit(1)
        )
        if practice is None:
            continue
        for opening in _week(int(rpps[-5:-1]), named=rpps in NAMED):
            db.add(
                Opening(
                    community_id=community.id,
                    professional_id=professional,
                    practice_id=practice.id,
                    valid_from=today - timedelta(days=28),
                    created_at=at - timedelta(days=28),
                    **opening,
                )
            )
    await db.flush()


def _week(draw: int, *, named: bool) -> list[dict[str, object]]:
    """Openings of one doctor: two or three bands a week; the named ones are there every day."""
    slots = {"kind": OpeningKind.slots, "slot_minutes": 20, "capacity": 1, "needs": []}
    band = {**slots, "modes": ["office"], "audiences": ["snp", "cpts"]}
    days = range(1, 8) if named else [1 + (draw + step) % 6 for step in (0, 2)]
    week: list[dict[str, object]] = []
    for day in days:
        start = 9 * 60 if named else (9, 11, 14, 16)[(draw + day) % 4] * 60
        week.append(
            {**band, "weekday": day, "from_minute": start, "to_minute": start + (180 if named else 60)}
        )
    if named:
        evening = {**band, "from_minute": 17 * 60, "to_minute": 18 * 60 + 20}
        week += [{**evening, "weekday": day} for day in (1, 2, 4, 5)]
        week.append({**band, "weekday": 4, "from_minute": 840, "to_minute": 960, "modes": ["video"]})
        visits = {**band, "slot_minutes": 40, "modes": ["home_visit"], "audiences": ["cpts"]}
        week.append({**visits, "weekday": 3, "from_minute": 16 * 60, "to_minute": 18 * 60})
        week.append(
            {
                **band,
                "kind": OpeningKind.range,
                "weekday": 5,
                "from_minute": 14 * 60,
                "to_minute": 16 * 60,
                "capacity": 6,
            }
        )
    return week
