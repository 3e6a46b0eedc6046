"""The birth date of who is to be seen by video was corrected: an adult comes along with a minor alone."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.core.actor import Actor
from api.identity import service as identity
from api.people import service as people
from api.people.rules import age_years
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.tables import TeleconsultationBooking


async def follow_correction(db: AsyncSession, _: Actor, done: people.Corrected) -> None:
    """Of bookings that are not over: nobody comes along with who is of age, and that somebody is a minor for
    whom nobody was named is shown to the doctor, who decides (as with an override)."""
    if done.birth_date is None:
        return
    zone = identity.zone_of(await identity.community_of(db, done.community_id))
    is_minor = age_years(done.birth_date, done.at.astimezone(zone).date()) < rules.ADULT_FROM
    found = (
        select(TeleconsultationBooking)
        .join(Case, Case.id == TeleconsultationBooking.id)
        .where(
            Case.person_id.in_(done.fields.keys()),
            Case.closed_at.is_(None),
            TeleconsultationBooking.is_minor != is_minor,
        )
    )
    for booking in await db.scalars(found):
        booking.is_minor = is_minor
        if not is_minor:
            booking.minor_tie = booking.minor_adult = booking.override_reason = None
            booking.parental_consent = False
    await db.flush()
