"""What is refused of a request as typed, each with its field and its cure. PURE. Source: domain rules §0.10
and §1.2 "Refuse". A text never stops a request but for a NIR, its length, or words that its author has not
looked at.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import MISSING

from api.contract.models import (
    AttendingDoctorStatus,
    DeathAnswer,
    DeathCertificationRequestInput,
    DeathPrecision,
    DeathRequesterKind,
    DeceasedInput,
)
from api.core.members import or_none
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError
from api.death_certifications.rules.eligibility import ADULT_YEARS
from api.people.rules import NIR_HINT, OLDEST_YEARS, age_years, normal_name, refuse_nir, why_not_kept

CLOCKS_DIFFER = timedelta(minutes=5)
"""The clock of who asks may be that much ahead of ours."""

FOUND_WITHIN = timedelta(days=30)
"""An older discovery is a slip of the finger, or is confirmed."""

NEEDED = (
    "public_place",
    "violence",
    "identified",
    "deceased",
    "place",
    "found_at",
    "death_precision",
    "attending_doctor_status",
    "requester",
)


def answer(typed: Any) -> DeathAnswer:
    """The answer to a question; one that was not given is not known."""
    return DeathAnswer.unknown if typed is MISSING or typed is None else typed


def errors_of(
    body: DeathCertificationRequestInput, *, at: datetime, zone: ZoneInfo, by_phone: bool
) -> list[FieldError]:
    """Everything that is wrong with a request within the scope, as typed at `at`.

    `by_phone`: the coordination writes it for somebody who calls; a family asks in no other way.
    """
    missing = [
        FieldError(f"/{name}", "This is required: add it")
        for name in NEEDED
        if or_none(getattr(body, name)) is None
    ]
    return missing or [
        *_of_deceased(body, at, zone),
        *_of_times(body, at),
        *_of_doctor(body),
        *errors_of_requester(body, by_phone=by_phone),
        *_of_texts(body),
    ]


def age_at_least(body: DeathCertificationRequestInput, at: datetime, zone: ZoneInfo) -> int | None:
    """How many whole years the dead person had at least; None when nobody knows. Pure of names.

    Somebody who became 18 between the death and the request was a minor: the day of the death counts, or of
    the discovery when nobody knows it.
    """
    deceased: DeceasedInput = body.deceased  # type: ignore[assignment]  # `errors_of` found it
    if (born := or_none(deceased.birth_date)) is not None:
        return age_years(born, _last_day(body, at, zone))
    if (known := or_none(deceased.age_from)) is not None:
        return int(known)
    return ADULT_YEARS if answer(body.adult) is DeathAnswer.yes else None


def _last_day(body: DeathCertificationRequestInput, at: datetime, zone: ZoneInfo) -> date:
    """The day of the death as far as it is known: that of the discovery, or of the request, is after it."""
    known = or_none(body.death_estimated_at) or or_none(body.found_at) or at
    return min(known, at).astimezone(zone).date()


def _of_deceased(body: DeathCertificationRequestInput, at: datetime, zone: ZoneInfo) -> Iterator[FieldError]:
    deceased: DeceasedInput = body.deceased  # type: ignore[assignment]  # `errors_of` found it
    if answer(body.identified) is DeathAnswer.yes:
        for name in ("family_name", "given_name"):
            typed = or_none(getattr(deceased, name))
            if typed is None or not normal_name(typed):
                yield FieldError(f"/deceased/{name}", "Write the name, or say that it is not known yet")
    for name in ("family_name", "given_name"):
        if any(letter.isdigit() for letter in or_none(getattr(deceased, name)) or ""):
            yield FieldError(f"/deceased/{name}", "A name has no digits: take them out")
    born, today = or_none(deceased.birth_date), at.astimezone(zone).date()
    died = _last_day(body, at, zone)
    low, high = or_none(deceased.age_from), or_none(deceased.age_to)
    if born is not None and born > today:
        yield FieldError("/deceased/birth_date", "This day is after today: correct the date of birth")
        return
    if born is not None and born > died:
        yield FieldError("/deceased/birth_date", "This day is after the death: correct one of them")
        return
    if born is not None and age_years(born, died) > OLDEST_YEARS:
        cure = f"This makes more than {OLDEST_YEARS} years: correct the year"
        yield FieldError("/deceased/birth_date", cure)
    if born is not None and (low is not None or high is not None):
        yield FieldError("/deceased/age_from", "Give the birth date or an age, not both")
    elif low is not None and high is not None and low > high:
        yield FieldError("/deceased/age_to", "Give the greater age last")
    elif high is not None and low is None:
        yield FieldError("/deceased/age_from", "Say from which age on")
    yield from _of_adult(body, at, zone)


def _of_adult(body: DeathCertificationRequestInput, at: datetime, zone: ZoneInfo) -> Iterator[FieldError]:
    """The answer about 18 years, and the age, may not say the contrary of each other."""
    deceased: DeceasedInput = body.deceased  # type: ignore[assignment]  # `errors_of` found it
    said, at_least = answer(body.adult), age_at_least(body, at, zone)
    at_most = or_none(deceased.age_to)
    if or_none(deceased.birth_date) is not None:
        at_most = at_least
    grown = at_least is not None and at_least >= ADULT_YEARS
    young = at_most is not None and at_most < ADULT_YEARS
    if (said is DeathAnswer.no and grown) or (said is DeathAnswer.yes and young):
        yield FieldError("/adult", "The age says the contrary: correct one of the two")


def _of_times(body: DeathCertificationRequestInput, at: datetime) -> Iterator[FieldError]:
    found_at, died_at = or_none(body.found_at), or_none(body.death_estimated_at)
    latest = at + CLOCKS_DIFFER
    if found_at > latest:
        yield FieldError("/found_at", "This time is to come: correct it")
    elif found_at < at - FOUND_WITHIN and not body.found_long_ago:
        cure = f"This is more than {FOUND_WITHIN.days} days ago: correct it, or confirm with found_long_ago"
        yield FieldError("/found_at", cure)
    known = or_none(body.death_precision) is not DeathPrecision.unknown
    if died_at is None and known:
        yield FieldError("/death_estimated_at", "Say when, or that the time is not known")
    elif died_at is not None and not known:
        yield FieldError("/death_precision", "Say whether this time is exact or approximate")
    elif died_at is not None and died_at > latest:
        yield FieldError("/death_estimated_at", "This time is to come: correct it")
    elif died_at is not None and died_at > found_at:
        yield FieldError("/death_estimated_at", "The death comes before the discovery: correct one of them")


def _of_doctor(body: DeathCertificationRequestInput) -> Iterator[FieldError]:
    known = or_none(body.attending_doctor_status) is AttendingDoctorStatus.known
    named = or_none(body.attending_professional_id) or (or_none(body.attending_doctor_name) or "").strip()
    if known and not named:
        cure = "Name the attending doctor, or say that you do not know them"
        yield FieldError("/attending_professional_id", cure)
    if not known and named:
        cure = "Leave this out, or say that the attending doctor is known"
        yield FieldError("/attending_professional_id", cure)


def errors_of_requester(
    body: DeathCertificationRequestInput, *, by_phone: bool, called_back: bool = True
) -> Iterator[FieldError]:
    """Who asks, and where they are called back. A family asks by phone alone (domain rules §1.2).

    `called_back` False, of a request out of scope: the police comes first, so that it is recorded before one
    says one's name, function and number.
    """
    requester = or_none(body.requester)
    if requester is None:
        yield FieldError("/requester", "This is required: add it")
        return
    for name in ("name", "function", "phone"):
        if called_back and or_none(getattr(requester, name)) is None:
            yield FieldError(f"/requester/{name}", "This is required: add it")
    try:
        if phone := or_none(requester.phone):
            e164(phone)
    except PhoneRefused as refused:
        yield FieldError("/requester/phone", str(refused))
    if requester.kind is DeathRequesterKind.family and not by_phone:
        yield FieldError("/requester/kind", "A family calls the coordination, who write the request")
    called = (or_none(body.requested_for) or "").strip()
    if called and not by_phone:
        yield FieldError("/requested_for", "Only the coordination enters requests for others: leave this out")
    for pointer, text in (
        ("/requester/name", or_none(requester.name) or ""),
        ("/requester/function", or_none(requester.function) or ""),
        ("/requested_for", called),
    ):
        if refuse_nir(text):
            yield FieldError(pointer, NIR_HINT)


def _of_texts(body: DeathCertificationRequestInput) -> Iterator[FieldError]:
    place: Any = body.place
    texts = {
        "/place/address_line": place.address_line,
        "/place/access": or_none(place.access),
        "/people_present": or_none(body.people_present),
        "/attending_doctor_name": or_none(body.attending_doctor_name),
        "/note": or_none(body.note),
    }
    for pointer, text in texts.items():
        checked = pointer in ("/people_present", "/note") and not body.note_confirmed_not_medical
        if text and (cure := why_not_kept(text, checked=checked)):
            yield FieldError(pointer, cure)
