"""An appointment given to somebody else at the same hour: what a replacement takes over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import OpeningTimes
from api.availability.service import claims, relocating
from api.availability.service.taking import Taken, with_buffers
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
    as_it_was: Appointment | None = None,
) -> Appointment:
    """Give an appointment to another professional at the same hour and place, or at those that it had before
    (`as_it_was`, which was moved); the old one is `moved`.

    The caller holds the `lock` of both and has found the time free. `opening`: of the other professional,
    whose slot it then is. SlotTaken when the time is taken all the same.
    """
    times = as_it_was or appointment
    before = await db.get(Claim, times.claim_id) if times.claim_id is not None else None
    span = rules.seconds(times.starts_at), rules.seconds(times.ends_at)
    if before is not None and before.during.lower is not None and before.during.upper is not None:
        span = rules.seconds(before.during.lower), rules.seconds(before.during.upper)
    elif opening is not None:
        span = with_buffers(opening, span)
    waiting = await relocating.lock_with_waiting(db, appointment)
    await relocating.leave(db, actor, appointment, at)
    place = None
    if opening is not None:
        place = claims.Place(opening.id, times.starts_at, opening.capacity)
    [claim] = await claims.claim_locked(db, [professional_id], span, at=at, place=place)
    taken = Taken(
        claim.id,
        None if opening is None else opening.id,
        professional_id,
        times.practice_id,
        times.starts_at,
        times.ends_at,
    )
    return await relocating.go_on(db, actor, appointment, taken, waiting, at)
