"""Teleconsultations of the demonstration: doctors open by video on weekdays, and a few bookings to come."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Text, cast, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import SlotTaken
from api.availability.tables import Opening
from api.contract import models as wire
from api.contract.models import OpeningKind, TeleconsultationReason
from api.core import clock
from api.core.db import unit_of_work
from api.directory.nomenclatures import DOCTOR
from api.directory.tables import Membership, Practice, Professional
from api.identity.tables import Community
from api.seed.members import NAMED
from api.seed.stage import Stage, person_facts
from api.seed.stories import COORDINATOR
from api.teleconsultations.bookings import service

DOCTORS = 2
FROM_MINUTE, TO_MINUTE = 12 * 60 + 30, 13 * 60 + 45
"""Over lunch, when these doctors open nothing else."""

BOOKED = (
    (0, TeleconsultationReason.dermatology),
    (2, TeleconsultationReason.prescription_renewal),
    (5, TeleconsultationReason.ear_nose_throat),
)
"""Which of the next times are booked, and why."""

AHEAD = timedelta(days=7)


async def make_openings(db: AsyncSession, community: Community, at: datetime, today: date) -> None:
    """Two doctors of the community, none of those with an account, open by video from Monday to Friday."""
    found = await db.execute(
        select(Membership.professional_id, func.min(cast(Practice.id, Text)))
        .join(Professional, Professional.id == Membership.professional_id)
        .join(Practice, Practice.professional_id == Professional.id)
        .where(
            Membership.community_id == community.id,
            Membership.unscheduled_care,
            Professional.profession_code == DOCTOR,
            Professional.rpps.not_in(NAMED),
            Practice.commune_insee.in_(community.communes),
            Practice.is_active,
        )
        .group_by(Membership.professional_id, Professional.rpps)
        .order_by(Professional.rpps)
        .limit(DOCTORS)
    )
    for professional_id, practice_id in found.all():
        member = Membership.professional_id == professional_id
        await db.execute(
            update(Membership)
            .where(Membership.community_id == community.id, member)
            .values(teleconsultation=True)
        )
        for weekday in range(1, 6):
            db.add(
                Opening(
                    community_id=community.id,
                    professional_id=professional_id,
                    practice_id=UUID(practice_id),
                    kind=OpeningKind.slots,
                    weekday=weekday,
                    from_minute=FROM_MINUTE,
                    to_minute=TO_MINUTE,
                    valid_from=today - timedelta(days=28),
                    slot_minutes=15,
                    capacity=1,
                    needs=[],
                    modes=["video"],
                    audiences=["public", "cpts"],
                    created_at=at - timedelta(days=28),
                )
            )
    await db.flush()


async def vitry(stage: Stage) -> None:
    """Three people have a time by video in the next days, booked by the coordination."""
    coordinator = stage.cast[COORDINATOR]
    async with unit_of_work(stage.community.id) as db:
        with clock.living_at(stage.now):
            query = wire.ListTeleconsultationTimesQuery(
                from_at=stage.now + timedelta(hours=3), until=stage.now + AHEAD, limit=50
            )
            times = (await service.list_teleconsultation_times(db, coordinator, query)).times
            lunch = [time for time in times if time.ends_at - time.starts_at == timedelta(minutes=15)]
            for number, reason in BOOKED:
                if number < len(lunch):
                    await _book(db, stage, lunch[number], reason)


async def _book(
    db: AsyncSession, stage: Stage, time: wire.TeleconsultationTime, reason: TeleconsultationReason
) -> None:
    coordinator = stage.cast[COORDINATOR]
    seat = wire.TeleconsultationHoldInput(slot_id=time.slot_id, site_id=time.site_id)
    try:
        kept = await service.hold_teleconsultation(db, coordinator, seat)
    except SlotTaken:
        return
    body = wire.TeleconsultationInput.model_validate(
        {
            "hold_token": kept.token,
            "reason": reason.value,
            "person": person_facts(stage.patient(ages=(20, 80))),
            "attending_doctor_status": "none",
            "consent": {"by": "person", "video": True, "data": True},
        }
    )
    await service.confirm_teleconsultation(db, coordinator, body)
