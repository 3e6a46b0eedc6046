"""What follows for a request when the time given as its answer changes: the agenda's `SUBJECTS` for opinions.

The time is the specialist's answer, so it stays with them: moved, the request follows; off, they answer in
another way; away, all of the specialty is asked again, and their time is kept until there is another answer.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.service import What
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import CancelledBy, NotificationKind, TimelineKind, WaitsFor
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.service import Answer, CaseAppointments, case_holding, subject_of
from api.referrals.second_opinion.rules import SEARCHING
from api.referrals.second_opinion.service import endings
from api.referrals.second_opinion.service.state import move, refuse_misfit, request_of, to_read


class OpinionAppointments(CaseAppointments):
    """What follows for this kind."""

    async def told(
        self,
        db: AsyncSession,
        actor: Actor,
        appointment: Appointment,
        what: What,
        by: CancelledBy | None,
        at: datetime,
    ) -> None:
        """Seen, or did not come: it ends. Cancelled by whomever: the opinion is still owed in another way."""
        case = await case_holding(db, appointment)
        if case is None:
            if what == "cancelled" and by is CancelledBy.person:
                # Its professional is away: the person does not come, and the opinion is still looked for.
                await availability.displaced_cancelled(db, actor, appointment, at)
            return
        if what == "cancelled":
            await endings.lose_time(db, actor, case, at)
        else:
            await endings.end(db, actor, case, at, seen=what == "fulfilled")

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
        """The person is seen at another time: who asked tells them again."""
        case = await db.get_one(Case, subject_of(before))
        answer = Answer(
            slot_id="moved" if by_slot else None,
            starts_at=None if by_slot else after.starts_at,
            after_wish=after_wish,
        )
        refuse_misfit(case, after, after.professional_id, answer)
        await _stands(db, actor, case, after, at)

    async def latest(self, db: AsyncSession, appointment: Appointment) -> datetime | None:
        """The wished date."""
        return (await db.get_one(Case, subject_of(appointment))).wished_before

    async def placed(
        self, db: AsyncSession, actor: Actor, before: Appointment, after: Appointment, at: datetime
    ) -> None:
        """A colleague of the practice sees the person in the absent one's place."""
        case = await case_holding(db, before)
        if case is not None:
            await _stands(db, actor, case, after, at)

    async def search_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """All of the specialty is asked, without who is away."""
        case = await case_holding(db, appointment)
        if case is None:
            return False
        search, case = await dispatch.lock_of_case(db, case.id)
        await endings.give_back(db, actor, search, case, at)
        return True

    async def take_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """The time that was given holds after all, unless a colleague has the request by now; those who were
        asked meanwhile are told."""
        search, case = await dispatch.lock_of_case(db, subject_of(appointment))
        if case.closed_at is not None or case.state not in SEARCHING or search is None:
            return False
        await dispatch.settle_by_hand(db, search, case, at)
        await _stands(db, actor, case, appointment, at, back=True)
        return True

    async def agreed(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """The person was told of the time: as if who asked had said so."""
        case = await case_holding(db, appointment)
        if case is not None:
            (await request_of(db, case)).read_at = at
            await cases.update(db, case, at=at, waits_for=WaitsFor.person)
            await availability.settle_displaced(db, actor, case.id, appointment, at)

    async def person_cancelled(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> None:
        """The person does not come: the opinion is still owed, in writing or at another time."""
        case = await case_holding(db, appointment)
        if case is not None:
            await endings.lose_time(db, actor, case, at)


async def _stands(
    db: AsyncSession, actor: Actor, case: Case, after: Appointment, at: datetime, *, back: bool = False
) -> None:
    """This is the time of the request now: who asked tells the person. `back`: who was away has it again."""
    state = await move(db, case, "take_again" if back else "move_time")
    (await request_of(db, case)).read_at = None
    await cases.update(
        db,
        case,
        at=at,
        state=state,
        professional_id=after.professional_id,
        appointment=after,
        waits_for=WaitsFor.requester,
        paused_at=None,
    )
    await cases.update(db, case, at=at, clock=await to_read(db, case, at))
    await cases.record(
        db,
        case,
        TimelineKind.absence_ended if back else TimelineKind.appointment_moved,
        actor,
        at=at,
        professional_id=after.professional_id,
        starts_at=after.starts_at,
        ends_at=after.ends_at,
    )
    asked = await cases.watchers(db, case, coordination=False)
    kind = NotificationKind.appointment_confirmed if back else NotificationKind.appointment_moved
    await dispatch.tell(db, case, asked - {actor.id}, kind, at, starts_at=after.starts_at)
