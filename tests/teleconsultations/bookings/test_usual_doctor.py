"""The usual doctor first: a start in the next two hours, a territorial exception, a booking that is moved."""

from typing import Any

import pytest

from tests.availability.conftest import tomorrow_at
from tests.conftest import Database
from tests.roles import AsRole, ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    KioskClient,
    act,
    booked,
    confirm,
    hold,
    moved,
    read,
    renew,
    seconds_until,
    sign_in_again,
    times,
)
from tests.teleconsultations.bookings.test_soon import a_search, of

STATE = "SELECT state, territorial_exception, attending_contact FROM teleconsultation_bookings"
KEPT = "SELECT (SELECT count(*) FROM teleconsultation_bookings), (SELECT count(*) FROM people)"
HELD = "SELECT count(*) FROM claims WHERE expires_at IS NOT NULL"


@pytest.fixture
async def usual(as_role: AsRole) -> SignedIn:
    """The usual doctor of the person, who has no time by video."""
    return await as_role("professional")


@pytest.fixture
def near(kiosk: KioskClient, shift_clock: ShiftClock) -> None:
    """It is half past eight, and the doctor is open from nine."""
    shift_clock(seconds=seconds_until(tomorrow_at(8).isoformat()) + 30 * 60)
    renew(kiosk)


async def first_hold(kiosk: KioskClient) -> str:
    """The token of the first time of the morning."""
    window = {"from_at": tomorrow_at(0, days=0).isoformat(), "until": tomorrow_at(0).isoformat()}
    token: str = (await hold(kiosk, (await times(kiosk, **window))[0]))["token"]
    return token


@pytest.mark.usefixtures("near")
async def test_in_the_next_two_hours_another_doctor_answers_only_once_the_usual_one_was_contacted(
    kiosk: KioskClient, usual: SignedIn, database: Database
) -> None:
    token = await first_hold(kiosk)
    refused = await confirm(kiosk, token, 409, **of(usual), territorial_exception="priority_zone")
    assert refused["type"] == "usual_doctor_first"
    assert "as soon as possible" in refused["detail"]
    not_called = {**of(usual), "attending_contact": "not_called", "territorial_exception": "priority_zone"}
    assert (await confirm(kiosk, token, 409, **not_called))["type"] == "usual_doctor_first"
    assert database.sql(KEPT) == [(0, 0)]
    assert database.sql(HELD) == [(3,)], "the time is still held"
    booking = await confirm(kiosk, token, **of(usual), attending_contact="called_unavailable")
    assert booking["state"] == "confirmed"
    assert database.sql(STATE) == [("confirmed", "none", "called_unavailable")]


@pytest.mark.usefixtures("near")
async def test_in_the_next_two_hours_the_usual_doctor_themselves_is_booked_freely(
    kiosk: KioskClient, doctor: SignedIn
) -> None:
    booking = await confirm(kiosk, await first_hold(kiosk), **of(doctor))
    assert booking["professional"]["id"] == str(doctor.professional_id)


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize("exception", ["urgent", "sas"])
async def test_sent_by_the_sas_or_urgent_another_doctor_answers_at_once(
    kiosk: KioskClient, usual: SignedIn, database: Database, exception: str
) -> None:
    booking = await confirm(kiosk, await first_hold(kiosk), **of(usual), territorial_exception=exception)
    assert booking["territorial_exception"] == exception
    assert database.sql(STATE) == [("confirmed", exception, None)]


@pytest.mark.usefixtures("near")
async def test_without_a_usual_doctor_the_exception_is_written_by_itself(
    kiosk: KioskClient, database: Database
) -> None:
    await confirm(kiosk, await first_hold(kiosk))
    assert database.sql(STATE) == [("confirmed", "no_attending_doctor", None)]


async def test_a_booking_is_not_moved_around_the_usual_doctor(
    kiosk: KioskClient,
    doctor: SignedIn,
    usual: SignedIn,
    pharmacy: SignedIn,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    later = (await times(kiosk))[-1]
    booking = await confirm(
        kiosk,
        (await hold(kiosk, later))["token"],
        **of(usual),
        territorial_exception="priority_zone",
    )
    shift_clock(seconds=seconds_until(later["starts_at"]) - 100 * 60)
    await sign_in_again(pharmacy, doctor)
    window = {"from_at": tomorrow_at(0, days=0).isoformat(), "until": tomorrow_at(0).isoformat()}
    sooner = await hold(pharmacy, (await times(pharmacy, **window))[0])
    claims = "SELECT id FROM claims ORDER BY id"
    before = database.sql(claims)
    refused = await act(pharmacy, "moveTeleconsultation", booking, {"hold_token": sooner["token"]})
    assert (refused.status_code, refused.json()["type"]) == (409, "usual_doctor_first")
    assert (await read(pharmacy, booking))["starts_at"] == later["starts_at"]
    assert database.sql(claims) == before


async def test_as_soon_as_possible_a_usual_doctor_phoned_in_vain_is_not_asked_again(
    kiosk: KioskClient, doctor: SignedIn, usual: SignedIn, database: Database
) -> None:
    body = a_search(**of(usual), attending_contact="called_no_answer")
    answer = await kiosk.ask("askKioskSoon", json=body)
    assert answer.json()["state"] == "network_asked"
    asked = database.sql("SELECT professional_id FROM offers")
    assert [row[0] for row in asked] == [doctor.professional_id]


async def test_a_move_to_the_usual_doctor_is_free(
    kiosk: KioskClient, doctor: SignedIn, pharmacy: SignedIn
) -> None:
    booking = await booked(kiosk, **of(doctor))
    kept: dict[str, Any] = await hold(pharmacy, (await times(pharmacy))[3])
    after = await moved(pharmacy, "moveTeleconsultation", booking, {"hold_token": kept["token"]})
    assert after["starts_at"] == kept["starts_at"]
