"""Bookings on the board of the coordination, in the list of the doctor and on their thread."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    PERSON,
    KioskClient,
    booked,
    hold,
    moved,
    seconds_until,
    sign_in_again,
    times,
)
from tests.teleconsultations.bookings.test_soon import ask


async def board_of(who: SignedIn, **query: Any) -> list[dict[str, Any]]:
    """The open cases as somebody reads them."""
    answer = await who.call("listCases", params={"view": "open", **query})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_bookings_of_every_origin_stand_on_the_board(
    kiosk: KioskClient,
    doctor: SignedIn,
    pharmacy: SignedIn,
    pharmacist: SignedIn,
    coordinator: SignedIn,
) -> None:
    by_hold: list[tuple[Any, str]] = [
        (kiosk, "pharmacist"),
        (pharmacy, "pharmacist"),
        (pharmacist, "pharmacist"),
        (doctor, "doctor"),
        (coordinator, "coordinator"),
    ]
    wanted = {}
    for number, (who, origin) in enumerate(by_hold):
        person = PERSON | {"given_name": f"Basile{'abcde'[number]}"}
        wanted[(await booked(who, person=person))["id"]] = origin
    wanted[(await ask(kiosk))["id"]] = "pharmacist"
    rows = await board_of(coordinator)
    assert {row["id"]: row["origin"] for row in rows} == wanted
    assert {row["kind"] for row in rows} == {"teleconsultation"}
    counts = await coordinator.call("countCases")
    assert {"kind": "teleconsultation", "open": 6, "waits_for_coordinator": 0} in counts.json()["items"]
    assert "Marchand" not in str(rows)


async def test_a_doctor_who_is_looked_for_and_one_who_is_booked_read_differently(
    kiosk: KioskClient, doctor: SignedIn, coordinator: SignedIn
) -> None:
    booking = await booked(kiosk, person=PERSON | {"given_name": "Basile"})
    soon = await ask(kiosk)
    rows = {row["id"]: row for row in await board_of(coordinator)}
    assert rows[booking["id"]]["actions"] == ["cancel", "message"]
    assert rows[booking["id"]]["next_step"]["kind"] == "appointment"
    assert rows[booking["id"]]["clock"]["kind"] == "appointment"
    assert {"close", "cancel", "message"} <= set(rows[soon["id"]]["actions"])
    assert rows[soon["id"]]["next_step"] is not None
    day = {"on_day": booking["starts_at"][:10]}
    mine = (await doctor.call("listTeleconsultations", params=day)).json()["items"]
    assert [row["id"] for row in mine] == [booking["id"]]


@pytest.mark.parametrize("end", ["finished", "cancelled"])
async def test_the_thread_tells_each_step_and_names_nobody_who_was_ill(
    kiosk: KioskClient,
    doctor: SignedIn,
    pharmacy: SignedIn,
    coordinator: SignedIn,
    shift_clock: ShiftClock,
    database: Database,
    end: str,
) -> None:
    booking = await booked(kiosk)
    kept = await hold(pharmacy, (await times(pharmacy))[2])
    await moved(pharmacy, "moveTeleconsultation", booking, {"hold_token": kept["token"]})
    shift_clock(seconds=seconds_until(kept["starts_at"]))
    await sign_in_again(doctor, pharmacy, coordinator)
    await moved(pharmacy, "recordTeleconsultationConsent", booking, CONSENT)
    await moved(pharmacy, "checkInTeleconsultation", booking)
    lines = ["appointment_booked", "appointment_moved", "consent_recorded", "person_arrived"]
    if end == "finished":
        await moved(doctor, "startTeleconsultation", booking)
        await moved(doctor, "finishTeleconsultation", booking, {"report_sent": False})
        await moved(doctor, "tickTeleconsultationReport", booking, {"report_sent": True})
        lines += ["video_started", "fulfilled", "report_sent"]
    else:
        await moved(doctor, "cancelTeleconsultation", booking, {"reason": "doctor_unavailable"})
        lines += ["cancelled"]
    thread = await coordinator.call("listTimeline", case_id=booking["id"])
    assert thread.status_code == 200, thread.text
    assert [one["kind"] for one in thread.json()["items"]] == lines
    assert "Marchand" not in thread.text
    trail = "SELECT action FROM audit_entries WHERE subject_id = %s AND action LIKE 'teleconsultation.%%'"
    assert len(set(database.sql(trail, booking["id"]))) == len(lines), "one line for each act"
