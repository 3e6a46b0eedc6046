"""Clearing expired claims and holds, which only keeps tables small; and forgetting people in time."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.audit.service import record
from api.availability.service import claims, holds
from api.availability.tables import Appointment
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.jobs import periodic
from api.core.sweeping import until_nothing_is_left
from api.identity import service as identity
from api.identity.tables import Community
from api.people import service as people

LONGEST_MONTH = timedelta(days=31)

BATCH = 100


@periodic("23 * * * *", "availability.forget_expired")
async def forget_expired(timestamp: int) -> None:
    """Delete expired claims, and in each community the holds that are over for a day."""
    at = clock.now()
    async with unit_of_work() as db:
        await claims.forget_expired(db, at)
        communities = (await db.scalars(select(Community.id))).all()
    for community_id in communities:
        async with unit_of_work(community_id) as db:
            await holds.forget_ended(db, at)


@periodic("37 * * * *", "availability.forget_people")
async def forget_people(timestamp: int) -> None:
    """Erase the identity of those who booked outside of any request, the community's months after.

    Those of a request are forgotten with it (`cases`). Domain rules §7.2.5.
    """
    at = clock.now()
    async with unit_of_work() as db:
        communities = (await db.scalars(select(Community.id))).all()
    for community_id in communities:
        await until_nothing_is_left(community_id, partial(_forget_some, community_id=community_id, at=at))


async def _forget_some(db: AsyncSession, *, community_id: UUID, at: datetime) -> int:
    months = (await identity.rules_of(db, community_id)).retention.unscheduled_care_months
    before, later = at - months * LONGEST_MONTH, aliased(Appointment)
    again = select(later.id).where(later.person_id == Appointment.person_id, later.ends_at > before)
    over = (
        select(Appointment)
        .where(
            Appointment.community_id == community_id,
            Appointment.subject_kind.is_(None),
            Appointment.person_id.is_not(None),
            Appointment.ends_at <= before,
            ~again.exists(),
        )
        .order_by(Appointment.ends_at, Appointment.id)
        .limit(BATCH)
        .with_for_update(key_share=True, skip_locked=True)
    )
    rows = (await db.scalars(over)).all()
    for row in rows:
        person_id, row.person_id = row.person_id, None
        row.sas_case_number = None
        assert person_id is not None  # noqa: S101  the statement above asked for it
        await people.erase(db, person_id, at)
        await record(db, system_actor(community_id), "person.identity_erased", "person", person_id)
    await db.flush()
    return len(rows)
