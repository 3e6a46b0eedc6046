"""« Libre maintenant jusqu'à 17 h »: time opened in one tap, with one's last used settings."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import closures_of, own_openings
from api.availability.service import claims, times
from api.availability.service.openings import end, oneself, open_time
from api.availability.service.views import opening_view
from api.availability.tables import Closure, Opening
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory
from api.identity.policy import present_community


async def open_until(db: AsyncSession, actor: Actor, body: wire.FreeNowInput) -> wire.Opening:
    """Open from the next five minutes of the clock until a time of today, for whoever needs it at once.

    Settings are those of the opening that one made last; there is no notice, since one says to be there. It
    takes the place of what one opened so before and that still runs; what is booked there stays.
    InvalidInput when the time is past or too near for one slot, when one is closed then, or when one has to
    say at which practice; OpeningOverlaps when one is open elsewhere.
    """
    at = clock.now()
    professional_id, community_id = oneself(actor), present_community(actor)
    zone = (await times.settings_of(db, [community_id], at))[community_id].zone
    last = await db.scalar(
        select(Opening).where(own_openings(actor)).order_by(Opening.created_at.desc(), Opening.id).limit(1)
    )
    practices = [practice.id for practice in await directory.practices_of(db, professional_id)]
    named: UUID | None = body.model_dump(exclude_unset=True).get("practice_id")
    practice_id = named or (last.practice_id if last is not None else None)
    if practice_id is None or practice_id not in practices:
        if named is not None or len(practices) != 1:
            raise InvalidInput(errors=[FieldError("/practice_id", "Say at which of your practices")])
        practice_id = practices[0]
    wanted = rules.free_from_now(at, zone, body.until, practice_id, last)
    await _refuse_closed(db, actor, at, rules.end_of(wanted, zone))
    await claims.lock(db, [professional_id])
    for former in await running(db, professional_id, community_id, zone, at):
        if (former.to_minute, former.practice_id) == (rules.minutes_of(body.until), practice_id):
            error = FieldError("/until", "You are free until then already: say another time")
            raise InvalidInput(errors=[error], related_id=former.id)
        await end(db, actor, former, at)
    opening, _ = await open_time(db, actor, wanted, at, hours="until")
    return opening_view(opening)


async def running(
    db: AsyncSession, professional_id: UUID, community_id: UUID, zone: ZoneInfo, at: datetime
) -> list[Opening]:
    """What the professional opened at once in this community and that is not over, the newest first."""
    now = rules.seconds(at)
    wanted = select(Opening).where(
        Opening.professional_id == professional_id,
        Opening.community_id == community_id,
        Opening.on_day == rules.local_day(now, zone),
        Opening.ended_at.is_(None),
    )
    rows = await db.scalars(wanted.order_by(Opening.created_at.desc(), Opening.id))
    return [
        row
        for row in rows
        if row.on_day is not None
        and rules.opened_at_once(row, row.created_at, zone)
        and rules.pieces(zone, row.on_day, row.from_minute, row.to_minute)[-1][1] > now
    ]


async def _refuse_closed(db: AsyncSession, actor: Actor, from_at: datetime, to_at: datetime) -> None:
    stretch = times.tstzrange((rules.seconds(from_at), rules.seconds(to_at)))
    closed = await db.scalar(select(Closure.id).where(closures_of(actor), Closure.during.overlaps(stretch)))
    if closed is not None:
        raise InvalidInput(errors=[FieldError("/until", "You closed this time: open it again first")])
