"""What the agenda asks of a request when its appointment moves: who asked, and what follows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability.service import Asker
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.service import KEEP, ClockFacts
from api.cases.service.header import Keep
from api.cases.tables import Case
from api.contract.models import ClockKind, NotificationKind, TimelineKind, UnscheduledCareState, WaitsFor
from api.core.actor import Actor
from api.core.problems import IllegalTransition
from api.dispatch import service as dispatch
from api.dispatch.service import Answer
from api.identity import service as identity
from api.unscheduled_care import rules
from api.unscheduled_care.service.timing import refuse_misfit


class AboutRequest:
    """Availability's `ABOUT` for unscheduled care. It keeps nothing: one instance serves the process."""

    async def asker(self, db: AsyncSession, subject_id: UUID) -> Asker:
        """Who made the request; those who joined it are told too."""
        case = await db.get_one(Case, subject_id)
        told = await cases.watchers(db, case, coordination=False, professional=False)
        return Asker(case.requester_kind, case.requester_id, case.requester_organisation_id, told)

    async def lock(self, db: AsyncSession, appointment: Appointment) -> None:
        """Lock the request. IllegalTransition when it has ended, or has another appointment."""
        assert appointment.subject_id is not None  # noqa: S101  its kind says that there is one
        _, case = await dispatch.lock_of_case(db, appointment.subject_id)
        if case.closed_at is not None or case.appointment_id != appointment.id:
            raise IllegalTransition("The request has left this appointment behind: read it again")

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
        confirmed = case.state == UnscheduledCareState.appointment_confirmed
        clock: ClockFacts | Keep = KEEP
        if confirmed:
            clock = ClockFacts(ClockKind.appointment, at, after.starts_at)
        elif case.waits_for is WaitsFor.professional:
            minutes = (await identity.rules_of(db, case.community_id)).unscheduled_care.confirmation_minutes
            due_at = rules.confirm_until(at, minutes, after.starts_at)
            clock = ClockFacts(ClockKind.confirmation, at, due_at)
        await cases.update(
            db,
            case,
            at=at,
            waits_for=WaitsFor.person if confirmed else None,
            clock=clock,
            professional_id=after.professional_id,
            appointment=after,
        )
        await cases.record(
            db,
            case,
            TimelineKind.appointment_moved,
            actor,
            at=at,
            professional_id=after.professional_id,
            starts_at=after.starts_at,
            ends_at=after.ends_at,
        )
        await audit.record(db, actor, "unscheduled_care_request.appointment_moved", "case", case.id)
        told |= await cases.watchers(db, case, coordination=False)
        kind = NotificationKind.appointment_moved
        await dispatch.tell(db, case, told - {actor.id}, kind, at, starts_at=after.starts_at)

    async def note(
        self,
        db: AsyncSession,
        actor: Actor,
        subject_id: UUID,
        kind: TimelineKind,
        *,
        starts_at: datetime | None,
        at: datetime,
    ) -> None:
        """Write a line on the thread of the request."""
        case = await db.get_one(Case, subject_id)
        await cases.record(db, case, kind, actor, at=at, starts_at=starts_at)
