"""A request of any kind ends as if whoever made it had cancelled it: its person was forgotten."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.tables import Appointment
from api.cases.tables import Case
from api.contract.models import (
    AttendingDoctorEnd,
    CancellationReason,
    CancelledBy,
    CaseKind,
    DeathCancellationReason,
    DischargeCancellationReason,
    OpinionCancellationReason,
    TeleconsultationCancellationReason,
    TimelineKind,
)
from api.core.actor import Actor, system_actor
from api.death_certifications.service import ending as deaths
from api.death_certifications.tables import DeathCertificationRequest
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.referrals.attending_doctor.rules import ENDS as DOCTOR_ENDS
from api.referrals.attending_doctor.service import ending as doctors
from api.referrals.hospital_discharge.service import home as discharges
from api.referrals.hospital_discharge.tables import HospitalDischargeRequest
from api.referrals.second_opinion.service import endings as opinions
from api.referrals.second_opinion.tables import SecondOpinionRequest
from api.teleconsultations.bookings.service import endings as teleconsultations
from api.teleconsultations.bookings.service.course import course_of
from api.unscheduled_care.service import endings as unscheduled_care


@dataclass(frozen=True)
class Request:
    """Which one, before it is locked."""

    community_id: UUID
    id: UUID
    kind: CaseKind


End = Callable[[AsyncSession, Actor, Dispatch | None, Case, datetime], Awaitable[None]]


async def end(db: AsyncSession, request: Request, *, opposes: bool, at: datetime) -> None:
    """End an open request; those who work on it are told that it is closed. `opposes`: to the search of a
    doctor, which is then how it ends. IllegalTransition when it is too far on to be cancelled."""
    actor = system_actor(request.community_id)
    if request.kind is CaseKind.hospital_discharge:
        await _discharge(db, actor, request.id, at)
        return
    search, case = await dispatch.lock_of_case(db, request.id)
    if opposes and case.kind is CaseKind.attending_doctor:
        action = DOCTOR_ENDS[AttendingDoctorEnd.opposition]
        await doctors.end(db, actor, search, case, action, at, TimelineKind.opposed)
        return
    await _ENDS[case.kind](db, actor, search, case, at)


async def _care(db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, at: datetime) -> None:
    await unscheduled_care.cancel(db, actor, search, case, CancellationReason.other, at)
    await _give_time_back(db, actor, case, at)


async def _doctor(db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, at: datetime) -> None:
    action = DOCTOR_ENDS[AttendingDoctorEnd.request_withdrawn]
    await doctors.end(db, actor, search, case, action, at)


async def _opinion(db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, at: datetime) -> None:
    await opinions.stop(db, actor, search, case, "cancel", at)
    request = await db.get_one(SecondOpinionRequest, case.id)
    request.cancellation_reason = OpinionCancellationReason.other
    await _give_time_back(db, actor, case, at)


async def _death(db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, at: datetime) -> None:
    await deaths.end(db, actor, search, case, "cancel", TimelineKind.cancelled, at)
    request = await db.get_one(DeathCertificationRequest, case.id)
    request.cancellation_reason = DeathCancellationReason.other
    await deaths.tell_of_duplicates(db, case, at)


async def _teleconsultation(
    db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, at: datetime
) -> None:
    course = await course_of(db, search, case)
    reason = TeleconsultationCancellationReason.other
    await teleconsultations.cancel(db, actor, course, reason, at, by=CancelledBy.person)


async def _discharge(db: AsyncSession, actor: Actor, whole_id: UUID, at: datetime) -> None:
    held = await dispatch.lock_of_parts(db, whole_id)
    await discharges.end(db, actor, held, "cancel", TimelineKind.cancelled, at)
    request = await db.get_one(HospitalDischargeRequest, whole_id)
    request.cancellation_reason = DischargeCancellationReason.refused_by_person


async def _give_time_back(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    if case.appointment_id is not None:
        appointment = await db.get_one(Appointment, case.appointment_id)
        await availability.cancel(db, actor, appointment, by=CancelledBy.person, at=at)


_ENDS: dict[CaseKind, End] = {
    CaseKind.unscheduled_care: _care,
    CaseKind.attending_doctor: _doctor,
    CaseKind.second_opinion: _opinion,
    CaseKind.death_certification: _death,
    CaseKind.teleconsultation: _teleconsultation,
}
"""By kind; a discharge has parts, which are locked otherwise."""
