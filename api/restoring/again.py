"""What was forgotten is forgotten again, through the services that did it the first time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api import rights
from api.audit import service as audit
from api.availability import service as availability
from api.availability.tables import Appointment
from api.contract.models import AppointmentState, CancelledBy
from api.core.actor import system_actor
from api.core.db import set_community, unit_of_work
from api.core.problems import IllegalTransition
from api.identity.tables import Community
from api.people import service as people
from api.people.tables import Person
from api.referrals.attending_doctor.service import oppositions
from api.restoring.ends import Request, end
from api.restoring.marks import Marks


@dataclass
class Again:
    """How much was forgotten again."""

    persons: int = 0
    oppositions: int = 0
    circles: int = 0
    open: list[str] = field(default_factory=list)
    """The numbers of requests that no cancellation ends as they stand: their persons are still known."""


async def forget_again(marks: Mapping[UUID, Marks], at: datetime) -> Again:
    """Forget in every community what its marks say and the database still knows: all of it or nothing.
    Of a community that joined since nothing came back, itself neither."""
    rights.load_services()
    done = Again()
    async with unit_of_work() as db:
        here = set(await db.scalars(select(Community.id)))
        for community_id, said in sorted(marks.items()):
            if community_id not in here:
                continue
            await set_community(db, community_id)
            await _forget(db, community_id, said, at, done)
    return done


async def _forget(db: AsyncSession, community_id: UUID, said: Marks, at: datetime, done: Again) -> None:
    wanted = select(Person.id, Person.identity_hash).where(
        Person.community_id == community_id, Person.erased_at.is_(None)
    )
    known = {one: hash_ for one, hash_ in await db.execute(wanted) if one in said.erased}
    if known:
        still = await _end_all(db, known, said.opposed, at)
        done.open += sorted(still.values())
        forgotten = sorted(known.keys() - still.keys())
        # Who opposed was erased as their request ended: harmless to do again, and the trail says why.
        await rights.forget(db, community_id, forgotten, at, "person.erased_again")
        done.persons += len(forgotten)
    if count := await oppositions.stand_again(db, community_id, said.opposed):
        act, detail = "attending_doctor_opposition.remembered_again", {"oppositions": count}
        await audit.record(db, system_actor(community_id), act, "community", community_id, detail=detail)
        done.oppositions += count
    done.circles += await people.take_back_again(db, community_id, said.taken_back, at)


async def _end_all(
    db: AsyncSession, known: Mapping[UUID, bytes | None], opposed: Mapping[bytes, datetime], at: datetime
) -> dict[UUID, str]:
    """Nobody works any more for who was forgotten: what is open for them ends, and no time is kept for them.
    The number of a request that could not be ended, by its person."""
    still = {}
    running = [
        (Request(one.community_id, one.id, one.kind), one.person_id, one.number)
        for one in await rights.requests_of(db, list(known))
        if one.closed_at is None and one.parent_id is None and one.person_id is not None
    ]
    for request, person_id, number in running:
        try:
            async with db.begin_nested():
                await end(db, request, opposes=known[person_id] in opposed, at=at)
        except IllegalTransition:
            still[person_id] = number
    coming = select(Appointment).where(
        Appointment.person_id.in_(known.keys() - still.keys()),
        Appointment.state == AppointmentState.booked,
        Appointment.ends_at > at,
    )
    for appointment in await db.scalars(coming.order_by(Appointment.id)):
        actor = system_actor(appointment.community_id)
        await availability.cancel(db, actor, appointment, by=CancelledBy.person, at=at)
    return still
