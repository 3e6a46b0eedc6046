"""What a kiosk books at its own site: the same functions as for people, with lost answers in mind."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases.tables import Case
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.teleconsultations.bookings.rules import AlreadyBooked
from api.teleconsultations.bookings.service import filing, holding
from api.teleconsultations.bookings.service.kiosks import site_of_kiosk
from api.teleconsultations.bookings.service.views import booking_view, get_teleconsultation


async def hold_kiosk_time(
    db: AsyncSession, actor: Actor, site_id: UUID, body: wire.TeleconsultationHoldInput
) -> wire.TeleconsultationHold:
    """Keep one start at the site of the kiosk. InvalidInput for another site in the body."""
    site = await site_of_kiosk(db, actor, site_id)
    if body.site_id != site.id:
        cure = "A kiosk holds at its own site: give that one"
        raise InvalidInput(errors=[FieldError("/site_id", cure)])
    return await holding.hold_at(db, actor, site, body.slot_id, clock.now())


async def confirm_kiosk_booking(
    db: AsyncSession, actor: Actor, site_id: UUID, body: wire.TeleconsultationInput
) -> wire.Teleconsultation:
    """Book what the kiosk holds. Sent again because the answer was lost, with another key or none: the
    booking that was made. HoldGone when it has expired, NotFound for a token of another site."""
    at = clock.now()
    site = await site_of_kiosk(db, actor, site_id)
    try:
        hold = await holding.held(db, actor, body.hold_token, at, site_id=site.id)
    except AlreadyBooked as booked:
        case = await db.get_one(Case, booked.extra["related_id"])
        await audit.record(db, actor, "teleconsultation.answer_repeated", "case", case.id)
        return await booking_view(db, actor, case, at=at, own_site=site)
    course = await filing.book_held(db, actor, body, hold, at, at_kiosk=True)
    return await booking_view(db, actor, course.case, at=at, own_site=site)


async def ask_kiosk_soon(
    db: AsyncSession, actor: Actor, site_id: UUID, body: wire.KioskSearchInput
) -> wire.Teleconsultation:
    """As soon as possible, at the site of the kiosk."""
    at = clock.now()
    site = await site_of_kiosk(db, actor, site_id)
    course = await filing.search_soon(db, actor, body, site, at, at_kiosk=True)
    return await booking_view(db, actor, course.case, at=at, own_site=site)


async def get_kiosk_booking(
    db: AsyncSession, actor: Actor, site_id: UUID, booking_id: UUID
) -> wire.Teleconsultation:
    """One booking of the site of the kiosk. NotFound for those of other sites."""
    site = await site_of_kiosk(db, actor, site_id)
    found = await get_teleconsultation(db, actor, booking_id)
    if found.site_id != site.id:
        raise NotFound("There is no such booking at this site")
    return found
