"""What follows for a discharge when the time of its doctor's visit changes: the agenda's `SUBJECTS`.

The visit stays with the doctor: moved, the ward is told; off, they say another time; away, others are asked.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import What
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import CancelledBy, NotificationKind, TimelineKind, WaitsFor
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.service import Answer, CaseAppointments, subject_of
from api.referrals.hospital_discharge.service import visits
from api.referrals.hospital_discharge.service.kind import give_back


class VisitAppointments(CaseAppointments):
    """Of a line: its subject is the whole, which several lines share."""

    async def lock(self, db: AsyncSession, appointment: Appointment) -> None:
        """The whole with its lines and their searches."""
        await dispatch.lock_of_parts(db, subject_of(appointment))

    async def holds(self, db: AsyncSession, appointment: Appointment) -> bool:
        """A line still counts on this time."""
        return await _line(db, appointment) is not None

    async def note(
        self,
        db: AsyncSession,
        actor: Actor,
        appointment: Appointment,
        kind: TimelineKind,
        *,
        starts_at: datetime | None,
        at: datetime,
    ) -> None:
        """A line on the thread of the discharge."""
        part = await _line(db, appointment)
        about = part if part is not None else await db.get_one(Case, subject_of(appointment))
        await cases.record(db, about, kind, actor, at=at, starts_at=starts_at)

    async def told(
        self,
        db: AsyncSession,
        actor: Actor,
        appointment: Appointment,
        what: What,
        by: CancelledBy | None,
        at: datetime,
    ) -> None:
        """Seen: it is written. Not seen, or called off: the visit is still owed."""
        part = await _holding(db, appointment)
        if part is None:
            return
        if what == "fulfilled":
            await cases.record(
                db, part, TimelineKind.fulfilled, actor, at=at, professional_id=part.professional_id
            )
            return
        if what == "no_show":
            await cases.record(
                db, part, TimelineKind.no_show, actor, at=at, professional_id=part.professional_id
            )
            kind = NotificationKind.request_needs_coordinator
            await dispatch.tell_coordinators(db, part, kind, at)
        await visits.lose_time(db, actor, part, at)

    async def moved(
        self,
        db: AsyncSession,
        actor: Actor,
        before: Appointment,
        after: Appointment,
        *,
        by_slot: bool,
        after_wish: bool,
        at: datetime,
    ) -> None:
        """Another time, after the return home like the first."""
        part = await _holding(db, before)
        if part is None:
            return
        answer = Answer(
            slot_id="moved" if by_slot else None,
            starts_at=None if by_slot else after.starts_at,
            after_wish=after_wish,
        )
        await visits.refuse_misfit(db, part, after, after.professional_id, answer)
        await visits.stands(db, actor, part, after, at)

    async def latest(self, db: AsyncSession, appointment: Appointment) -> datetime | None:
        """A week after the return home."""
        part = await _line(db, appointment)
        return None if part is None else part.wished_before

    async def placed(
        self, db: AsyncSession, actor: Actor, before: Appointment, after: Appointment, at: datetime
    ) -> None:
        """A colleague of the practice sees the person in the absent one's place."""
        part = await _holding(db, before)
        if part is not None:
            await visits.stands(db, actor, part, after, at)

    async def search_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """Other doctors are asked, without who is away; the caller sees to the time."""
        held = await dispatch.lock_of_parts(db, subject_of(appointment))
        part = await _line(db, appointment)
        if part is None or part.professional_id is None:
            return False
        part.appointment_id = part.appointment_at = None
        await give_back(db, actor, held.searches[part.id], part, at)
        return True

    async def take_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """Whoever comes back is asked like the others: meanwhile somebody may have accepted."""
        return False

    async def agreed(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """The person was told of the time: nobody waits for anything more."""
        part = await _holding(db, appointment)
        if part is not None:
            await cases.update(db, part, at=at, waits_for=WaitsFor.nobody, clock=None)

    async def person_cancelled(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> None:
        """The person does not want that time: the visit is still owed."""
        part = await _holding(db, appointment)
        if part is not None:
            await visits.lose_time(db, actor, part, at)


async def _holding(db: AsyncSession, appointment: Appointment) -> Case | None:
    """The line whose time this is, locked with its whole; None when it has left it behind."""
    await dispatch.lock_of_parts(db, subject_of(appointment))
    return await _line(db, appointment)


async def _line(db: AsyncSession, appointment: Appointment) -> Case | None:
    found = select(Case).where(
        Case.parent_id == subject_of(appointment),
        Case.appointment_id == appointment.id,
        Case.closed_at.is_(None),
    )
    return await db.scalar(found)
