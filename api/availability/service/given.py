"""What others took of somebody's open time, outside of any request."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.availability.service.views import STANDING
from api.availability.tables import Appointment
from api.directory.tables import Practice
from api.identity.tables import Account, Delegation


@dataclass
class BySlots:
    """Appointments given and received by slots: how many of each, and the minutes given."""

    given: int = 0
    minutes: int = 0
    received: int = 0


async def given_by_slots(
    db: AsyncSession, community_id: UUID, since: datetime, professional_id: UUID | None = None
) -> Mapping[UUID, BySlots]:
    """By professional, what was booked of their time, and by them of others', from an instant on.

    Of everybody, or of `professional_id` alone. Counted when it was booked, while it stands. What they or
    their delegates put in their own agenda is no gift, nor what colleagues of the same structure do: the
    patients of a practice are its own. What follows an accepted request counts there.
    """
    whose, booker = Appointment.professional_id, Account.professional_id
    own = or_(
        and_(booker.is_not(None), booker == whose),
        select(Delegation.id)
        .where(
            Delegation.account_id == Appointment.booked_by_id,
            Delegation.professional_id == whose,
            Delegation.community_id == Appointment.community_id,
        )
        .exists(),
    )
    theirs, its = aliased(Practice), aliased(Practice)
    in_one_structure = (
        select(theirs.id)
        .join(its, or_(its.structure_id == theirs.structure_id, its.finess == theirs.finess))
        .where(
            theirs.professional_id == booker, theirs.is_active, its.professional_id == whose, its.is_active
        )
        .exists()
    )
    minutes = func.extract("epoch", Appointment.ends_at - Appointment.starts_at) / 60
    booked = (
        select(whose, booker, func.count(), func.sum(minutes))
        .outerjoin(
            Account, and_(Appointment.booked_by_kind == "account", Account.id == Appointment.booked_by_id)
        )
        .where(
            Appointment.community_id == community_id,
            Appointment.created_at >= since,
            Appointment.state.in_(STANDING),
            Appointment.subject_id.is_(None),
            ~own,
            ~in_one_structure,
        )
        .group_by(whose, booker)
    )
    if professional_id is not None:
        booked = booked.where(or_(whose == professional_id, booker == professional_id))
    found: defaultdict[UUID, BySlots] = defaultdict(BySlots)
    for giver, receiver, count, lasted in await db.execute(booked):
        found[giver].given += count
        found[giver].minutes += round(lasted)
        if receiver is not None:
            found[receiver].received += count
    return found
