"""What follows for a request when its appointment changes: the agenda's `SUBJECTS` for unscheduled care.

When an absence meets it, a colleague of the same practice gets the request at once, as if they had accepted;
else the network is asked again.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.service import What
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.service import KEEP, ClockFacts
from api.cases.service.header import Keep
from api.cases.tables import Case
from api.contract.models import (
    CancellationReason,
    CancelledBy,
    ClockKind,
    NotificationKind,
    TimelineKind,
    WaitsFor,
)
from api.contract.models import UnscheduledCareState as State
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.service import Answer, CaseAppointments, case_holding, subject_of
from api.unscheduled_care import rules
from api.unscheduled_care.service import endings, moves
from api.unscheduled_care.service.timing import move, refuse_misfit, stands, to_agree
from api.unscheduled_care.tables import UnscheduledCareRequest


class RequestAppointments(CaseAppointments):
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
        """A professional who cancels gives the request back, and so does the coordination in their name; a
        person who cancels needs nothing any more. An appointment left behind says nothing."""
        search, case = await dispatch.lock_of_case(db, subject_of(appointment))
        if case.closed_at is not None:
            return
        if case.appointment_id is None and what == "cancelled" and by is CancelledBy.person:
            # Its professional is away and the network was asked: nobody needs to be found any more.
            await availability.displaced_cancelled(db, actor, appointment, at)
            await endings.cancel(db, actor, search, case, CancellationReason.other, at)
        if case.appointment_id != appointment.id:
            return
        if what != "cancelled":
            await endings.come_or_not(db, actor, case, came=what == "fulfilled", at=at)
        elif by is CancelledBy.person:
            await endings.cancel(db, actor, search, case, CancellationReason.other, at)
        else:
            await endings.give_back(db, actor, search, case, at)

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
        """The request has its appointment at another time, perhaps with another professional.

        A confirmed one stays confirmed, its clock runs to the new hour; one to be confirmed stays so, and
        has its delay anew.
        """
        case = await db.get_one(Case, before.subject_id)
        answer = Answer(
            slot_id="moved" if by_slot else None,
            starts_at=None if by_slot else after.starts_at,
            after_wish=after_wish,
        )
        await refuse_misfit(db, case, after, after.professional_id, answer)
        told = await cases.watchers(db, case, coordination=True)
        confirmed = case.state == State.appointment_confirmed
        clock: ClockFacts | Keep = KEEP
        if confirmed:
            clock = ClockFacts(ClockKind.appointment, at, after.starts_at)
        elif case.waits_for is WaitsFor.professional:
            clock = await to_agree(db, case, after.starts_at, at)
        await stands(
            db,
            actor,
            case,
            after,
            TimelineKind.appointment_moved,
            "appointment_moved",
            at,
            waits_for=WaitsFor.person if confirmed else None,
            clock=clock,
        )
        told |= await cases.watchers(db, case, coordination=False)
        kind = NotificationKind.appointment_moved
        await dispatch.tell(db, case, told - {actor.id}, kind, at, starts_at=after.starts_at)

    async def latest(self, db: AsyncSession, appointment: Appointment) -> datetime | None:
        """The wished deadline, which is absolute."""
        return (await db.get_one(Case, subject_of(appointment))).wished_before

    async def placed(
        self, db: AsyncSession, actor: Actor, before: Appointment, after: Appointment, at: datetime
    ) -> None:
        """The request is the colleague's, who has the time of the rules to agree on it with the person; the
        agenda tells the colleague, of all that comes to them at once."""
        case = await case_holding(db, before)
        if case is None:
            return
        state = await move(db, case, "move_to_colleague")
        request = await db.get_one(UnscheduledCareRequest, case.id)
        request.confirmed_at = None
        await stands(
            db,
            actor,
            case,
            after,
            TimelineKind.moved_by_absence,
            "moved_by_absence",
            at,
            state=state,
            waits_for=WaitsFor.professional,
            clock=await to_agree(db, case, after.starts_at, at),
        )
        asked = await cases.watchers(db, case, coordination=False, professional=False)
        kind = NotificationKind.appointment_moved
        await dispatch.tell(db, case, asked - {actor.id}, kind, at, starts_at=after.starts_at)

    async def search_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """The network is asked, without who is away."""
        case = await case_holding(db, appointment)
        if case is None:
            return False
        search, case = await dispatch.lock_of_case(db, case.id)
        await endings.give_back(db, actor, search, case, at)
        return True

    async def take_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """The appointment that was agreed holds; those who were asked are told that it is taken."""
        search, case = await dispatch.lock_of_case(db, subject_of(appointment))
        if case.closed_at is not None or case.state not in rules.SEARCHING or search is None:
            return False
        await dispatch.settle_by_hand(db, search, case, at)
        state = await move(db, case, "take_again")
        request = await db.get_one(UnscheduledCareRequest, case.id)
        request.confirmed_at = at
        await stands(
            db,
            actor,
            case,
            appointment,
            TimelineKind.absence_ended,
            "taken_again",
            at,
            state=state,
            waits_for=WaitsFor.person,
            clock=ClockFacts(ClockKind.appointment, at, appointment.starts_at),
            paused_at=None,
        )
        asked = await cases.watchers(db, case, coordination=False)
        kind = NotificationKind.appointment_confirmed
        await dispatch.tell(db, case, asked - {actor.id}, kind, at, starts_at=appointment.starts_at)
        return True

    async def agreed(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """Whoever called the person confirms for the colleague."""
        case = await case_holding(db, appointment)
        if case is not None and case.state == State.slot_held:
            state = await move(db, case, "confirm")
            await moves.confirmed(db, actor, case, state, appointment, at)

    async def person_cancelled(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> None:
        """The need is gone."""
        search, case = await dispatch.lock_of_case(db, subject_of(appointment))
        if case.closed_at is None:
            await endings.cancel(db, actor, search, case, CancellationReason.other, at)
