"""A booking whose doctor is away: a colleague at the same hour, else another doctor, and nobody lost."""

from typing import Any

import pytest

from tests.availability.absent import away, end, follow_up, same_practice, say, say_away, steps, work
from tests.conftest import Database
from tests.dispatch.scene import accept, offers_of
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import (
    KioskClient,
    booked,
    confirm,
    hold,
    moved,
    open_by_video,
    read,
    sign_in_again,
    times,
)

STATE = "SELECT state FROM teleconsultation_bookings"
BOOKED = "SELECT count(*) FROM appointments WHERE state = 'booked'"
HELD = "SELECT resource_id FROM claims WHERE expires_at IS NULL ORDER BY resource_id"


@pytest.fixture
async def colleague(as_role: AsRole, doctor: SignedIn) -> SignedIn:
    """Another doctor of the territory, with the same hours by video."""
    who = await as_role("professional")
    await open_by_video(who)
    return who


async def lost(doctor: SignedIn, **given: Any) -> dict[str, Any]:
    """The doctor says to be away tomorrow, and the worker does what follows."""
    absence = await say_away(doctor, away(**given))
    await work(doctor)
    return absence


async def booked_with(kiosk: KioskClient, doctor: SignedIn) -> dict[str, Any]:
    """A booking of the first time of this doctor."""
    found = await times(kiosk, professional_id=str(doctor.professional_id))
    return await confirm(kiosk, (await hold(kiosk, found[0]))["token"])


def held_by(database: Database, *who: SignedIn, site: dict[str, Any]) -> bool:
    """Whether exactly these and the room of the site are taken, for good, once each."""
    wanted = sorted([str(one.professional_id) for one in who] + [site["id"]])
    return [str(row[0]) for row in database.sql(HELD)] == wanted


async def test_a_colleague_of_the_practice_who_is_free_at_the_hour_answers_instead(
    kiosk: KioskClient,
    doctor: SignedIn,
    colleague: SignedIn,
    coordinator: SignedIn,
    pharmacist: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    await same_practice(doctor, colleague)
    booking = await booked_with(kiosk, doctor)
    absence = await lost(doctor)
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)) == ("placed", ["moved_in_practice"])
    seen = await read(colleague, booking)
    assert (seen["state"], seen["starts_at"]) == ("confirmed", booking["starts_at"])
    assert seen["professional"]["id"] == str(colleague.professional_id)
    assert seen["person"]["family_name"] == "Marchand"
    assert held_by(database, colleague, pharmacist, site=ready)
    assert database.sql(BOOKED) == [(1,)]


async def test_at_another_hour_the_colleague_has_neither_room_nor_assistant_so_a_doctor_is_looked_for(
    kiosk: KioskClient, doctor: SignedIn, as_role: AsRole, coordinator: SignedIn, database: Database
) -> None:
    later = await as_role("professional")
    await open_by_video(later, from_time="10:00", to_time="12:00")
    await same_practice(doctor, later)
    booking = await booked(kiosk)
    absence = await lost(doctor)
    assert (await follow_up(coordinator, absence))["state"] == "in_dispatch"
    seen = await read(coordinator, booking)
    assert (seen["state"], seen["starts_at"], seen["assistant"]) == ("network_asked", None, None)
    assert len(await offers_of(later)) == 1


async def test_a_colleague_at_an_earlier_hour_has_neither_room_nor_assistant_so_a_doctor_is_looked_for(
    kiosk: KioskClient, doctor: SignedIn, as_role: AsRole, coordinator: SignedIn, database: Database
) -> None:
    early, other = await as_role("professional"), await as_role("professional")
    await open_by_video(early, from_time="08:30", to_time="09:00")
    await open_by_video(other)
    await same_practice(doctor, early)
    booking = await booked_with(kiosk, doctor)
    absence = await lost(doctor)
    assert (await follow_up(coordinator, absence))["state"] == "closed", "nobody has to call about that hour"
    seen = await read(coordinator, booking)
    assert (seen["state"], seen["starts_at"], seen["professional"]) == ("network_asked", None, None)
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]
    assert len(await offers_of(other)) == 1
    assert (await accept(other)).status_code == 200
    assert database.sql(BOOKED) == [(1,)]


async def test_a_doctor_who_cancels_is_not_asked_again_even_as_the_usual_one(
    kiosk: KioskClient, doctor: SignedIn, colleague: SignedIn, database: Database
) -> None:
    found = await times(kiosk, professional_id=str(doctor.professional_id))
    usual = {"attending_doctor_status": "known", "attending_professional_id": str(doctor.professional_id)}
    await confirm(kiosk, (await hold(kiosk, found[0]))["token"], **usual)
    [(appointment, version)] = database.sql("SELECT id, version FROM appointments")
    gone = await doctor.call(
        "cancelAppointment",
        appointment_id=appointment,
        json={"by": "professional"},
        headers={"If-Match": f'"{version}"'},
    )
    assert gone.status_code == 200, gone.text
    assert await offers_of(doctor) == []
    assert database.sql(STATE) == [("network_asked",)]
    assert len(await offers_of(colleague)) == 1


async def test_without_a_colleague_another_doctor_is_looked_for_and_gets_the_booking_alone(
    kiosk: KioskClient,
    doctor: SignedIn,
    colleague: SignedIn,
    coordinator: SignedIn,
    pharmacist: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await booked_with(kiosk, doctor)
    absence = await lost(doctor)
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)[-1]) == ("in_dispatch", "network_asked")
    assert database.sql(STATE) == [("network_asked",)]
    assert await offers_of(doctor) == [], "who is away is not asked"
    assert (await accept(colleague)).status_code == 200
    seen = await read(colleague, booking)
    assert (seen["state"], seen["professional"]["id"]) == ("confirmed", str(colleague.professional_id))
    assert held_by(database, colleague, pharmacist, site=ready)
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["state"]) == ("told", "cancelled")
    assert database.sql(BOOKED) == [(1,)], "the doctor who was away has no person left to see"


async def test_a_person_who_needs_nothing_any_more_ends_the_search(
    kiosk: KioskClient, doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, database: Database
) -> None:
    booking = await booked_with(kiosk, doctor)
    absence = await lost(doctor)
    gone = await say(coordinator, await follow_up(coordinator, absence), "cancelled_by_person")
    assert gone.status_code == 200, gone.text
    assert gone.json()["appointment"]["state"] == "cancelled"
    assert (await read(coordinator, booking))["state"] == "cancelled"
    assert await offers_of(colleague) == []
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]


async def test_the_agenda_says_it_too_that_the_person_needs_nothing_any_more(
    kiosk: KioskClient, doctor: SignedIn, coordinator: SignedIn, database: Database
) -> None:
    booking = await booked(kiosk)
    absence = await lost(doctor)
    row = await follow_up(coordinator, absence)
    ended = await coordinator.call(
        "cancelAppointment", appointment_id=row["appointment"]["id"], json={"by": "person"}
    )
    assert ended.status_code == 200, ended.text
    assert (await read(coordinator, booking))["state"] == "cancelled"
    assert (await follow_up(coordinator, absence))["state"] == "cancelled_by_person"
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]


async def test_a_search_that_is_closed_gives_the_time_of_who_is_away_back(
    kiosk: KioskClient, doctor: SignedIn, coordinator: SignedIn, database: Database
) -> None:
    booking = await booked(kiosk)
    absence = await lost(doctor)
    closed = await moved(coordinator, "closeTeleconsultation", booking, {"solution": "face_to_face"})
    assert closed["state"] == "redirected_face_to_face"
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["state"]) == ("closed", "cancelled")
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]


async def test_a_doctor_who_is_back_does_not_take_a_booking_whose_room_was_given_back(
    kiosk: KioskClient, doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, database: Database
) -> None:
    booking = await booked_with(kiosk, doctor)
    absence = await lost(doctor)
    assert (await end(doctor, absence)).status_code == 204
    assert (await read(coordinator, booking))["state"] == "network_asked"
    assert (await accept(colleague)).status_code == 200
    assert database.sql(BOOKED) == [(1,)]
    await sign_in_again(colleague)
    assert (await read(colleague, booking))["state"] == "confirmed"
