"""What is the same for every request that may have an appointment in an agenda: who asked, the locks, the
line on its thread. The modules of requests say what follows (`availability.SUBJECTS`)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import Asker
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import TimelineKind
from api.core.actor import Actor
from api.dispatch.service.closing import lock_of_case


class CaseAppointments:
    """The part of an agenda's `Subject` that does not depend on the kind of request. Keeps nothing: one
    instance of each kind serves the process."""

    async def lock(self, db: AsyncSession, appointment: Appointment) -> None:
        """The search and the case."""
        await lock_of_case(db, subject_of(appointment))

    async def holds(self, db: AsyncSession, appointment: Appointment) -> bool:
        """Open, and it has no other appointment."""
        return counts_on(await db.get_one(Case, subject_of(appointment)), appointment)

    async def asker(self, db: AsyncSession, appointment: Appointment) -> Asker:
        """Who made the request; those who joined it are told too."""
        case = await db.get_one(Case, subject_of(appointment))
        told = await cases.watchers(db, case, coordination=False, professional=False)
        return Asker(case.requester_kind, case.requester_id, case.requester_organisation_id, told)

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
        """A line on the thread of the request."""
        case = await db.get_one(Case, subject_of(appointment))
        await cases.record(db, case, kind, actor, at=at, starts_at=starts_at)


async def case_holding(db: AsyncSession, appointment: Appointment) -> Case | None:
    """The open case whose appointment this is, locked; None when it has left it behind."""
    _, case = await lock_of_case(db, subject_of(appointment))
    return case if counts_on(case, appointment) else None


def counts_on(case: Case, appointment: Appointment) -> bool:
    """Whether the case is open and this is its appointment."""
    return case.closed_at is None and case.appointment_id == appointment.id


def subject_of(appointment: Appointment) -> UUID:
    """The id of the case that the appointment is about."""
    assert appointment.subject_id is not None  # noqa: S101  it is about a request
    return appointment.subject_id
