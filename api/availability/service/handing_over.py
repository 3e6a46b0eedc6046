"""An appointment given to somebody else at the same hour: what a replacement takes over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import OpeningTimes
from api.availability.service import claims, relocating
from api.availability.service.taking import Taken
from api.availability.tables import Appointment, Claim
from api.core.actor import Actor


async def hand_over(
    db: AsyncSession,
    actor: Actor,
    appointment: Appointment,
    *,
    professional_id: UUID,
    opening: OpeningTimes | None,
    at: datetime,
) -> Appointment:
    """Give an appointment to another professional at the same hour and place; the old one is `moved`.

    The caller holds the `lock` of both and has found the time free. `opening`: of the other professional,
    whose slot it then is. SlotTaken when the time is taken all the same.
    """
    before = await db.get(Claim, appointment.claim_id) if appointment.claim_id is not None else None
    span = rules.seconds(appointment.starts_at), rules.seconds(appointment.ends_at)
    if before is not None and before.during.lower is not None and before.during.upper is not None:
        span = rules.seconds(before.during.lower), rules.seconds(before.during.upper)
    waiting = await relocating.lock_with_waiting(db, appointment)
    await relocating.leave(db, actor, appointment, at)
    place = None
    if opening is not None:
        place = claims.Place(opening.id, appointment.starts_at, opening.capacity)
    [claim] = await claims.claim_locked(db, [professional_id], span, at=at, place=place)
    taken = Taken(
        claim.id,
        None if opening is None else opening.id,
        professional_id,
        appointment.practice_id,
        appointment.starts_at,
        appointment.ends_at,
    )
    return await relocating.go_on(db, actor, appointment, taken, waiting, at)
