"""The birth date of who is to be seen by video was wrong: whether an adult comes along with them changes."""

from typing import Any

from tests.conftest import Database
from tests.people.corrections import correct
from tests.roles import SignedIn
from tests.teleconsultations.bookings.scene import ADULT, PERSON, booked, read

CHILD, GROWN = "2019-03-12", "1979-03-12"


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
