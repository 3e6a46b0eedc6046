"""A doctor's time is for the needs that they said: held without naming one, it is booked for no other."""

from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import Database
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import (
    KioskClient,
    a_booking,
    act,
    an_event,
    confirm,
    hold,
    open_by_video,
    read,
    send,
    times,
)
from tests.teleconsultations.bookings.test_lost_answers import BOOKINGS, CLAIMS, said


@pytest.fixture
async def for_skin(as_role: AsRole, doctor: SignedIn) -> SignedIn:
    """Another doctor, whose time is for the skin alone."""
    who = await as_role("professional")
    await open_by_video(who, needs=["dermatology"])
    return who


async def skin_time(who: KioskClient | SignedIn, for_skin: SignedIn) -> dict[str, Any]:
    """One of the times for the skin, held."""
    return await hold(who, (await times(who, professional_id=str(for_skin.professional_id)))[0])


async def test_a_time_for_other_needs_is_not_booked_and_stays_held(
    kiosk: KioskClient, for_skin: SignedIn, database: Database
) -> None:
    kept = await skin_time(kiosk, for_skin)
    refused = await confirm(kiosk, kept["token"], 422, reason="ear_nose_throat")
    assert [error["pointer"] for error in refused["errors"]] == ["/reason"]
    body = a_booking(kept["token"], reason="ear_nose_throat")
    late = an_event(1, "confirm", booking=body, local_reference="patient-1")
    answer = await send(kiosk, uuid4(), late)
    assert said(answer["results"][0]) == ("refused", "invalid_input", "ask_assistant")
    assert database.sql(BOOKINGS) == []
    assert database.sql(CLAIMS) == [(3, 3)]
    assert (await confirm(kiosk, kept["token"], reason="dermatology"))["state"] == "confirmed"


async def test_a_reason_that_is_no_need_takes_any_time(kiosk: KioskClient, for_skin: SignedIn) -> None:
    kept = await skin_time(kiosk, for_skin)
    assert (await confirm(kiosk, kept["token"], reason="follow_up"))["state"] == "confirmed"


async def test_a_booking_is_not_moved_to_a_time_for_other_needs(
    coordinator: SignedIn, doctor: SignedIn, for_skin: SignedIn, database: Database
) -> None:
    mine = (await times(coordinator, professional_id=str(doctor.professional_id)))[0]
    booking = await confirm(coordinator, (await hold(coordinator, mine))["token"], reason="urinary")
    kept = await skin_time(coordinator, for_skin)
    before = await read(coordinator, booking)
    refused = await act(coordinator, "moveTeleconsultation", booking, {"hold_token": kept["token"]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/hold_token")
    assert await read(coordinator, booking) == before
    assert database.sql(CLAIMS) == [(6, 3)]
