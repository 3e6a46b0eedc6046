"""What a change of an opening, or its end, would do to the appointments that are to come in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import own_openings
from api.availability.service import kept, times
from api.availability.tables import Appointment, Opening
from api.contract import models as wire
from api.contract.models import AppointmentState
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound


async def preview_opening_change(
    db: AsyncSession, actor: Actor, opening_id: UUID, body: wire.OpeningInput
) -> wire.OpeningChangePreview:
    """How many appointments to come one's opening would leave outside if it were changed like this; they
    would stay. NotFound for any other opening, InvalidInput as when it is changed."""
    at = clock.now()
    mine = select(Opening).where(Opening.id == opening_id, Opening.ended_at.is_(None), own_openings(actor))
    opening = await db.scalar(mine)
    if opening is None:
        raise NotFound
    setting = (await times.settings_of(db, [opening.community_id], at))[opening.community_id]
    wanted = kept.as_if(opening, rules.checked_opening(body, setting.calendar, setting.delays, at), at)
    booked = select(Appointment.starts_at, Appointment.ends_at, Appointment.practice_id)
    coming = (await db.execute(booked.where(Appointment.opening_id == opening_id, *_to_come(at)))).all()
    inside = sum(
        rules.stands_in(
            wanted, setting.calendar, (rules.seconds(starts_at), rules.seconds(ends_at)), practice_id
        )
        for starts_at, ends_at, practice_id in coming
    )
    return wire.OpeningChangePreview(
        appointments_ahead=len(coming), appointments_outside=len(coming) - inside
    )


async def ahead(db: AsyncSession, opening: Opening, at: datetime) -> int:
    """How many appointments are to come in an opening, and in the single days that stand in for its own and
    close with it."""
    closes_with_it = (Opening.instead_of_id == opening.id) & Opening.ended_at.is_(None)
    coming = (
        select(func.count())
        .select_from(Appointment)
        .join(Opening, Opening.id == Appointment.opening_id)
        .where(or_(Opening.id == opening.id, closes_with_it), *_to_come(at))
    )
    return await db.scalar(coming) or 0


def _to_come(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return Appointment.state == AppointmentState.booked, Appointment.starts_at > at
