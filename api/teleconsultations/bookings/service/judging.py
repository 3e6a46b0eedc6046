"""Who may be asked as soon as possible: doctors who volunteer, but for those who gave this booking back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.cases.tables import Case
from api.contract.models import AppointmentState, SkipReason, TeleconsultationState
from api.directory.service import Member
from api.dispatch.service import Subject
from api.teleconsultations.bookings import rules


@dataclass(frozen=True, slots=True)
class SoonJudge:
    """The `Judge` of one booking."""

    gave_back: frozenset[UUID]
    on_call: frozenset[UUID] = frozenset()
    """Nobody is on duty for teleconsultations."""

    def serves(self, member: Member, subject: Subject) -> bool:
        """Whether they are a doctor."""
        return rules.may_answer(member.profession_code)

    def excludes(self, member: Member, subject: Subject) -> SkipReason | None:
        """Gave it back, or no volunteer for teleconsultation."""
        if member.professional_id in self.gave_back:
            return SkipReason.declined_before
        return None if member.teleconsultation else SkipReason.not_volunteer


async def those_who_gave_back(db: AsyncSession, case: Case) -> frozenset[UUID]:
    """The doctors who had this booking, and cancelled it or are away; those who only declined an offer are
    known to the engine. The booking is looked for: whoever still has an appointment for it is away."""
    if case.state == TeleconsultationState.requested:  # a state to which no booking comes back
        return frozenset()
    had = select(Appointment.professional_id).where(
        Appointment.subject_kind == rules.SUBJECT_KIND,
        Appointment.subject_id == case.id,
        Appointment.state.in_([AppointmentState.booked, AppointmentState.cancelled]),
    )
    return frozenset((await db.scalars(had)).all())
