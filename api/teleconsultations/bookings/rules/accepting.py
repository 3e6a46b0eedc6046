"""Whether a teleconsultation may be booked for somebody: reasons, minors, the usual doctor. PURE.

Source: domain rules §4.1 (coordinated pathway, territorial exception), §4.2. The list of refused reasons is
the community's, for clinicians to validate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.contract.models import (
    AgeBand,
    AttendingDoctorContact,
    AttendingDoctorStatus,
    TeleconsultationBookingRules,
    TeleconsultationConsentBy,
    TeleconsultationReason,
    TeleconsultationRedirect,
    TerritorialException,
)
from api.core.problems import FieldError
from api.directory.nomenclatures import DOCTOR
from api.teleconsultations.bookings.rules.refusals import UsualDoctorFirst

ADULT_FROM = 18
EXCEPTION_BELOW = 16
"""Under that age the usual doctor need not come first (convention; domain rules §4.2)."""

_EXCEPTION = "/territorial_exception"

_ANY_DOCTOR = frozenset(
    {TerritorialException.no_attending_doctor, TerritorialException.sas, TerritorialException.urgent}
)
"""Exceptions that also stand for a start in the next hours."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides whether a teleconsultation may be booked. `doctor_id` None: as soon as possible."""

    age_years: int
    doctor_id: UUID | None
    status: AttendingDoctorStatus
    attending_id: UUID | None
    contact: AttendingDoctorContact | None
    exception: TerritorialException
    has_adult: bool
    parental_consent: bool
    consent_by: TeleconsultationConsentBy | None
    overrides: bool
    """A doctor takes a minor without what is asked, and says why."""

    @property
    def by_usual_doctor(self) -> bool:
        """Whether the usual doctor answers."""
        return self.attending_id is not None and self.doctor_id == self.attending_id

    @property
    def was_contacted(self) -> bool:
        """Whether somebody tried to reach the usual doctor."""
        return was_phoned(self.contact)


def was_phoned(contact: AttendingDoctorContact | None) -> bool:
    """Whether somebody tried to reach the usual doctor, in vain."""
    return contact not in (None, AttendingDoctorContact.not_called)


def redirect_of(
    reason: TeleconsultationReason, age_band: AgeBand | None, rules: TeleconsultationBookingRules
) -> TeleconsultationRedirect | None:
    """Where a reason (or an age) that the community does not accept leads; None when it is accepted."""
    refused = {one.reason: one.redirect for one in rules.refused_reasons}
    if (redirect := refused.get(reason)) is not None:
        return redirect
    if age_band is AgeBand.under_3_months:
        return refused.get(TeleconsultationReason.infant_under_3_months)
    return None


def exception_of(
    given: TerritorialException | None, age_years: int, status: AttendingDoctorStatus
) -> TerritorialException:
    """The exception that stands: the one given, else what age or the lack of a usual doctor says alone."""
    if given is not None and given is not TerritorialException.none:
        return given
    if age_years < EXCEPTION_BELOW:
        return TerritorialException.under_16
    if status is AttendingDoctorStatus.none:
        return TerritorialException.no_attending_doctor
    return TerritorialException.none


def faults(asked: Asked) -> list[FieldError]:
    """Every field for which it cannot be booked; nothing when it can."""
    return [*_faults_of_minor(asked), *_faults_of_doctor(asked)]


def _faults_of_minor(asked: Asked) -> Iterator[FieldError]:
    if asked.age_years >= ADULT_FROM:
        if asked.consent_by is TeleconsultationConsentBy.guardian:
            yield FieldError("/consent/by", "An adult agrees for themselves: say person")
        return
    if asked.overrides:
        return
    if not asked.has_adult:
        yield FieldError("/minor", "Say which adult comes along: name, tie and phone")
    elif not asked.parental_consent:
        cure = "A holder of parental authority must agree: call them, or let the doctor decide"
        yield FieldError("/minor/parental_consent", cure)


def _faults_of_doctor(asked: Asked) -> Iterator[FieldError]:
    known = asked.status is AttendingDoctorStatus.known
    if known and asked.attending_id is None:
        yield FieldError(
            "/attending_professional_id", "Name the usual doctor, or say that you do not know them"
        )
    if not known and asked.attending_id is not None:
        yield FieldError(
            "/attending_professional_id", "Leave this out, or say that the usual doctor is known"
        )
    if asked.exception is TerritorialException.no_attending_doctor and known:
        yield FieldError(_EXCEPTION, "There is a usual doctor: give another reason, or leave it out")
    elif asked.exception is TerritorialException.under_16 and asked.age_years >= EXCEPTION_BELOW:
        yield FieldError(_EXCEPTION, "This person is no longer that young: give another reason")
    elif asked.doctor_id is not None and _lacks_reason(asked):
        cure = "Say why another doctor than the usual one answers, or that the usual one was contacted"
        yield FieldError(_EXCEPTION, cure)


def _lacks_reason(asked: Asked) -> bool:
    """Whether nothing says why another doctor than the usual one answers."""
    excused = asked.was_contacted or asked.exception is not TerritorialException.none
    return asked.status is AttendingDoctorStatus.known and not asked.by_usual_doctor and not excused


def refuse_walk_in(
    asked: Asked, starts_at: datetime, at: datetime, rules: TeleconsultationBookingRules
) -> None:
    """UsualDoctorFirst when it starts within the hours of the rules with another doctor than the usual one,
    whom nobody contacted."""
    near = starts_at - at < timedelta(hours=rules.walk_in_hours)
    known = asked.status is AttendingDoctorStatus.known
    excused = asked.by_usual_doctor or asked.was_contacted or asked.exception in _ANY_DOCTOR
    if near and known and not excused:
        raise UsualDoctorFirst(
            "Call them and say what came of it, or ask as soon as possible: they come first"
        )


def refuse_move(asked: Asked, starts_at: datetime, at: datetime, rules: TeleconsultationBookingRules) -> None:
    """UsualDoctorFirst when a booking would come by moving to where it could not be booked."""
    refuse_walk_in(asked, starts_at, at, rules)
    if _lacks_reason(asked):
        raise UsualDoctorFirst(
            "Choose a time of the usual doctor, or cancel and book again with the reason for another"
        )


def may_answer(profession_code: str) -> bool:
    """Whether a profession (TRE_G15) answers teleconsultations: doctors alone (domain rules §4.1)."""
    return profession_code == DOCTOR
