"""What is not there, what is over and what came too late are told apart, and change nothing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.core import clock
from tests.availability.conftest import tomorrow_at
from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    KioskClient,
    a_booking,
    act,
    an_event,
    booked,
    hold,
    moved,
    read,
    seconds_until,
    sent_at,
    sign_in_again,
    times,
)

ACTS: dict[str, dict[str, Any] | None] = {
    "cancelTeleconsultation": {"reason": "mistake"},
    "checkInTeleconsultation": None,
    "startTeleconsultation": None,
    "interruptTeleconsultation": {"follow_up": "face_to_face"},
    "finishTeleconsultation": {"report_sent": False},
    "recordTeleconsultationNoShow": None,
    "releaseTeleconsultation": None,
    "recordTeleconsultationConsent": CONSENT,
    "tickTeleconsultationReport": {"report_sent": True},
    "confirmTeleconsultationByPhone": None,
    "closeTeleconsultation": {"solution": "the_15"},
    "moveTeleconsultation": {"hold_token": "n" * 32},
}
"""Every act on a booking, and a body that it takes."""

LATER = {key: value for key, value in a_booking("n" * 32).items() if key != "hold_token"}
"""The body of a search as soon as possible."""


@pytest.mark.parametrize("operation", ACTS)
async def test_a_booking_that_is_not_there_is_not_found(coordinator: SignedIn, operation: str) -> None:
    answer = await act(coordinator, operation, {"id": str(uuid4())}, ACTS[operation], version=1)
    assert (answer.status_code, answer.json()["type"]) == (404, "not_found")


@pytest.mark.parametrize("operation", [name for name in ACTS if name != "moveTeleconsultation"])
async def test_nothing_is_done_to_a_booking_that_was_cancelled(
    kiosk: KioskClient, coordinator: SignedIn, doctor: SignedIn, database: Database, operation: str
) -> None:
    booking = await moved(coordinator, "cancelTeleconsultation", await booked(kiosk), {"reason": "mistake"})
    before = contents(database)
    who = doctor if operation == "tickTeleconsultationReport" else coordinator
    answer = await act(who, operation, booking, ACTS[operation])
    assert (answer.status_code, answer.json()["type"]) == (409, "illegal_transition")
    assert contents(database) == before


async def test_a_booking_is_not_moved_to_a_time_that_one_holds_no_more(
    kiosk: KioskClient, pharmacy: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk)
    kept = await hold(pharmacy, (await times(pharmacy))[3])
    shift_clock(seconds=seconds_until(kept["expires_at"]) + 1)
    await sign_in_again(pharmacy)
    answer = await act(pharmacy, "moveTeleconsultation", booking, {"hold_token": kept["token"]})
    assert (answer.status_code, answer.json()["type"]) == (410, "teleconsultation_hold_expired")
    assert (await read(pharmacy, booking))["starts_at"] == booking["starts_at"]


async def test_a_site_that_is_not_there_is_not_found_whoever_asks(
    kiosk: KioskClient, coordinator: SignedIn, database: Database
) -> None:
    there = str(uuid4())
    before = contents(database)
    window = {"from_at": tomorrow_at(0).isoformat(), "until": tomorrow_at(23).isoformat()}
    seat = {"slot_id": (await times(kiosk))[0]["slot_id"], "site_id": there}
    events = {"outbox": str(uuid4()), "events": [an_event(1, "check_in", local_reference="b1")]}
    answers = [
        await coordinator.call("askTeleconsultationSoon", json={**LATER, "site_id": there}),
        await coordinator.call("listTeleconsultationTimes", params={**window, "site_id": there}),
        await kiosk.call("askKioskSoon", site_id=there, json=LATER, headers=once()),
        await kiosk.call("holdKioskTime", site_id=there, json=seat, headers=once()),
        await kiosk.call("sendKioskEvents", site_id=there, json=events, headers=sent_at() | once()),
    ]
    assert [one.status_code for one in answers] == [404] * 5, [one.text for one in answers]
    assert contents(database) == before


def once() -> dict[str, str]:
    """What a machine sends with each write."""
    return {"Idempotency-Key": str(uuid4())}


async def test_a_second_search_for_the_same_person_at_the_same_site_names_the_first(
    coordinator: SignedIn, ready: dict[str, Any], doctor: SignedIn, database: Database
) -> None:
    body = {**LATER, "site_id": ready["id"]}
    first = await coordinator.call("askTeleconsultationSoon", json=body)
    assert first.status_code == 201, first.text
    before = contents(database)
    again = await coordinator.call("askTeleconsultationSoon", json=body)
    assert (again.status_code, again.json()["related_id"]) == (409, first.json()["id"])
    assert contents(database) == before


async def test_who_is_no_member_any_more_has_nothing_to_volunteer_for(
    pharmacist: SignedIn, database: Database
) -> None:
    database.sql("UPDATE practices SET is_active = false")
    database.sql("DELETE FROM memberships WHERE professional_id = %s", pharmacist.professional_id)
    before = contents(database)
    answers = [
        await pharmacist.call("getMyTeleconsultation"),
        await pharmacist.call("replaceMyTeleconsultation", json={"volunteers": True}),
    ]
    assert [one.status_code for one in answers] == [404, 404], [one.text for one in answers]
    assert contents(database) == before


async def test_a_booking_is_not_booked_again_with_what_one_holds_no_more(
    kiosk: KioskClient, doctor: SignedIn, pharmacy: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk, consent=CONSENT)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor, pharmacy)
    await moved(pharmacy, "checkInTeleconsultation", booking)
    await moved(doctor, "startTeleconsultation", booking)
    later = datetime.fromisoformat(booking["starts_at"]) + timedelta(hours=2)
    kept = await hold(
        pharmacy, (await times(pharmacy, from_at=clock.now().isoformat(), until=later.isoformat()))[3]
    )
    shift_clock(seconds=seconds_until(kept["expires_at"]) + 1)
    body = {"follow_up": "rescheduled", "hold_token": kept["token"]}
    answer = await act(pharmacy, "interruptTeleconsultation", booking, body)
    assert (answer.status_code, answer.json()["type"]) == (410, "teleconsultation_hold_expired"), answer.text
    assert (await read(doctor, booking))["state"] == "in_progress"
