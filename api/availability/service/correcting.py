"""The birth date of a person was corrected: their appointments say the right age."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.core.actor import Actor
from api.people import service as people


async def follow_correction(db: AsyncSession, _: Actor, done: people.Corrected) -> None:
    """What an agenda says of who comes, to those who may not know who it is."""
    for person_id, band in done.age_bands.items():
        await db.execute(
            update(Appointment)
            .where(Appointment.person_id == person_id, Appointment.age_band != band)
            .values(age_band=band)
        )
