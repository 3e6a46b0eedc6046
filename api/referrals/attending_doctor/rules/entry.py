"""What is refused when somebody is entered. PURE. Source: domain rules §3.2, « Refuse »."""

from collections.abc import Iterator
from datetime import date, timedelta

from api.contract.models import AttendingDoctorAbsence, AttendingDoctorRequestInput
from api.core.problems import FieldError
from api.people.rules import NIR_HINT, NO_EMAIL, age_years, is_email, refuse_nir

YOUNGEST = 16
"""Younger people need no declaration of an attending doctor: their paediatric follow-up does (§3.2)."""

LONGEST_RETIREMENT = timedelta(days=366)
"""A doctor who stops later than that is still there to be asked."""


def errors_of(body: AttendingDoctorRequestInput, *, today: date, by_phone: bool) -> list[FieldError]:
    """What is wrong, but for what `people` checks of every person. `today` is the day in the territory;
    `by_phone`: the coordination enters it for who called."""
    return [FieldError(pointer, message) for pointer, message in _found(body, today, by_phone)]


def _found(body: AttendingDoctorRequestInput, today: date, by_phone: bool) -> Iterator[tuple[str, str]]:
    born = body.person.birth_date
    if born <= today and age_years(born, today) < YOUNGEST:
        yield (
            "/person/birth_date",
            f"Under {YOUNGEST} no declaration is needed: direct the family to the paediatric follow-up",
        )
    if body.opposed:
        yield "/opposed", "The person is opposed: nothing is kept, and nobody is asked"
    yield from _of_doctor(body, today)
    if isinstance(body.discharged_on, date) and body.discharged_on > today:
        yield "/discharged_on", "This day is after today: give that of the last stay, or leave it out"
    if isinstance(body.email, str) and body.email.strip() and not is_email(body.email):
        yield "/email", NO_EMAIL
    for name in ("former_doctor", "interpreter", "email", "requested_for"):
        typed = getattr(body, name)
        if isinstance(typed, str) and refuse_nir(typed):
            yield f"/{name}", NIR_HINT
    if not by_phone:
        for name in ("for_organisation", "requested_for"):
            if isinstance(getattr(body, name), str):
                yield f"/{name}", "Only the coordination enters requests for others: leave it out"


def _of_doctor(body: AttendingDoctorRequestInput, today: date) -> Iterator[tuple[str, str]]:
    """A declared doctor excludes a search, unless they retire and it is known when."""
    retires = isinstance(body.retires_on, date)
    if not body.declared_doctor:
        if retires:
            yield "/retires_on", "Only a declared doctor retires: leave it out, or say that one is declared"
        return
    if body.absence_reason not in (
        AttendingDoctorAbsence.doctor_retires,
        AttendingDoctorAbsence.doctor_retired,
    ):
        yield "/declared_doctor", "This person has a doctor: only one who retires is replaced here"
    elif not retires:
        yield "/retires_on", "Give the last day of the doctor who retires"
    elif isinstance(body.retires_on, date) and body.retires_on > today + LONGEST_RETIREMENT:
        yield "/retires_on", "This is more than a year away: the doctor is still there"
