"""The birth date of who is to be seen by video was corrected: an adult comes along with a minor alone."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract.models import AttendingDoctorStatus, TeleconsultationConsentBy, TerritorialException
from api.core.actor import Actor
from api.identity import service as identity
from api.people import service as people
from api.people.rules import age_years
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.tables import TeleconsultationBooking


async def follow_correction(db: AsyncSession, _: Actor, done: people.Corrected) -> None:
    """Of bookings that are not over: nobody comes along with who is of age nor agrees for them, and that
    somebody is a minor for whom nobody was named is shown to the doctor, who decides (as with an override).
    Why the usual doctor need not come first is said anew of the right age."""
    if done.birth_date is None:
        return
    zone = identity.zone_of(await identity.community_of(db, done.community_id))
    years = age_years(done.birth_date, done.at.astimezone(zone).date())
    found = (
        select(TeleconsultationBooking)
        .join(Case, Case.id == TeleconsultationBooking.id)
        .where(Case.person_id.in_(done.age_bands.keys()), Case.closed_at.is_(None))
    )
    for booking in await db.scalars(found):
        _grow(booking, years)
    await db.flush()


def _grow(booking: TeleconsultationBooking, years: int) -> None:
    """Let a booking be of somebody of this age."""
    given, status = booking.territorial_exception, booking.attending_doctor_status
    of_age_alone = given is TerritorialException.under_16
    booking.territorial_exception = rules.exception_of(
        None if of_age_alone else given, years, status or AttendingDoctorStatus.unknown
    )
    booking.is_minor = years < rules.ADULT_FROM
    if booking.is_minor:
        return
    booking.minor_tie = booking.minor_adult = booking.override_reason = None
    booking.parental_consent = False
    if booking.consent_by is TeleconsultationConsentBy.guardian:
        _ask_again(booking)


def _ask_again(booking: TeleconsultationBooking) -> None:
    """Nobody has agreed to anything: whoever is of age is asked before the call begins."""
    booking.consent_by = booking.consent_at = None
    booking.consent_video = booking.consent_data = False
    booking.consent_recorded_by = booking.consent_recorded_by_id = None
