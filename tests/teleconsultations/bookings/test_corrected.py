"""The birth date of who is to be seen by video was wrong: whether an adult comes along with them changes."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.days import today
from tests.people.corrections import correct
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    ADULT,
    CONSENT,
    PERSON,
    act,
    booked,
    moved,
    read,
    seconds_until,
    sign_in_again,
)

CHILD, GROWN = "2019-03-12", "1979-03-12"
SEVENTEEN = f"{today().year - 17}-01-01"
GUARDIAN = CONSENT | {"by": "guardian"}


async def test_nobody_comes_along_any_more_with_who_is_of_age(
    coordinator: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    booking = await booked(coordinator, person=PERSON | {"birth_date": CHILD}, minor=ADULT)
    assert (await read(coordinator, booking))["is_minor"] is True
    await correct(coordinator, booking["person_id"], birth_date=GROWN)
    seen = await read(coordinator, booking)
    assert (seen["is_minor"], seen["minor"]) == (False, None)
    [(adult, tie)] = connected.sql("SELECT minor_adult_sealed, minor_tie FROM teleconsultation_bookings")
    assert (adult, tie) == (None, None)


async def test_the_doctor_sees_that_somebody_is_a_minor_for_whom_nobody_was_named(
    coordinator: SignedIn, doctor: SignedIn
) -> None:
    booking: dict[str, Any] = await booked(coordinator, person=PERSON | {"birth_date": GROWN})
    await correct(coordinator, booking["person_id"], birth_date=CHILD)
    seen = await read(doctor, booking)
    assert (seen["is_minor"], seen["minor"]["adult_name"], seen["minor"]["tie"]) == (True, None, None)
    assert (await correct(coordinator, booking["person_id"], phone_of="Père")).json() == {"requests": 1}
    assert (await read(doctor, booking))["is_minor"] is True


async def test_who_is_of_age_is_asked_for_themselves_before_the_call(
    coordinator: SignedIn, doctor: SignedIn, shift_clock: ShiftClock
) -> None:
    child = PERSON | {"birth_date": CHILD}
    booking = await booked(coordinator, person=child, minor=ADULT, consent=GUARDIAN)
    await correct(coordinator, booking["person_id"], birth_date=GROWN)
    assert (await read(coordinator, booking))["consent"] is None
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(coordinator, doctor)
    refused = await act(doctor, "startTeleconsultation", booking)
    assert (refused.status_code, refused.json()["type"]) == (409, "consent_missing")
    assert (await read(doctor, booking))["state"] == "confirmed"
    await moved(coordinator, "recordTeleconsultationConsent", booking, CONSENT)
    assert (await moved(doctor, "startTeleconsultation", booking))["state"] == "in_progress"


@pytest.mark.parametrize(("born", "by"), [(SEVENTEEN, "guardian"), (GROWN, "person")])
async def test_what_was_agreed_to_by_who_may_agree_stays(
    coordinator: SignedIn, doctor: SignedIn, born: str, by: str
) -> None:
    child = PERSON | {"birth_date": CHILD}
    booking = await booked(coordinator, person=child, minor=ADULT, consent=CONSENT | {"by": by})
    await correct(coordinator, booking["person_id"], birth_date=born)
    assert (await read(coordinator, booking))["consent"] == booking["consent"]


@pytest.mark.parametrize(
    ("wrong", "given", "right", "after"),
    [
        (CHILD, {}, GROWN, "no_attending_doctor"),
        (CHILD, {}, SEVENTEEN, "no_attending_doctor"),
        (CHILD, {"attending_doctor_status": "unknown"}, GROWN, "none"),
        (GROWN, {"attending_doctor_status": "unknown"}, CHILD, "under_16"),
        (CHILD, {"territorial_exception": "urgent"}, GROWN, "urgent"),
    ],
)
async def test_why_the_usual_doctor_need_not_come_first_is_said_anew_of_the_right_age(
    coordinator: SignedIn, doctor: SignedIn, wrong: str, given: dict[str, str], right: str, after: str
) -> None:
    booking = await booked(coordinator, person=PERSON | {"birth_date": wrong}, minor=ADULT, **given)
    await correct(coordinator, booking["person_id"], birth_date=right)
    assert (await read(coordinator, booking))["territorial_exception"] == after
