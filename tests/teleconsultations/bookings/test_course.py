"""A booking from the first look to the report: three times taken at once, and given back at once."""

from datetime import datetime, timedelta

import pytest

from tests.conftest import Database
from tests.roles import AsRole, ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
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

TAKEN = "SELECT count(*), count(DISTINCT resource_id), count(expires_at) FROM claims"


async def test_a_kiosk_finds_holds_and_books_three_times_at_once(
    kiosk: KioskClient, doctor: SignedIn, pharmacist: SignedIn, database: Database
) -> None:
    found = await times(kiosk)
    assert len(found) == 12
    assert found[0]["professional"]["id"] == str(doctor.professional_id)
    kept = await hold(kiosk, found[0])
    assert database.sql(TAKEN) == [(3, 3, 3)]
    assert len(await times(kiosk)) == 11
    booking = await confirm(kiosk, kept["token"])
    assert booking["state"] == "confirmed"
    assert booking["number"].startswith("TLC-")
    assert booking["assistant"]["id"] == str(pharmacist.professional_id)
    assert booking["person"] is None
    assert database.sql(TAKEN) == [(3, 3, 0)]
    seen = await read(doctor, booking)
    assert seen["person"]["family_name"] == "Marchand"
    assert seen["is_mine"]


async def test_a_teleconsultation_takes_place_and_its_time_is_free_again_when_it_ends_early(
    kiosk: KioskClient,
    doctor: SignedIn,
    pharmacy: SignedIn,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    booking = await booked(kiosk, consent=CONSENT)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor, pharmacy)
    renew(kiosk)
    late = await read(pharmacy, booking)
    assert late["is_late"]
    assert late["actions"][0] == "check_in"
    there = await moved(pharmacy, "checkInTeleconsultation", booking)
    assert (there["state"], there["is_late"]) == ("checked_in", False)
    begun = await moved(doctor, "startTeleconsultation", booking)
    assert begun["join_link"].startswith("https://video.demo/vitry/")
    shift_clock(minutes=5)
    over = await moved(doctor, "finishTeleconsultation", booking, {"report_sent": False})
    assert (over["state"], over["report_sent"]) == ("finished", False)
    assert database.sql("SELECT count(*) FROM claims WHERE upper(during) > %s", over["ended_at"]) == [(0,)]
    assert over["actions"] == ["tick_report"]
    ticked = await moved(doctor, "tickTeleconsultationReport", booking, {"report_sent": True})
    assert ticked["report_sent"]
    count = (await doctor.call("getMyTeleconsultationCount")).json()
    assert count["finished"] == 1


async def test_a_call_does_not_begin_without_consent(
    kiosk: KioskClient, doctor: SignedIn, pharmacy: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk, consent={**CONSENT, "video": False})
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor, pharmacy)
    refused = await act(doctor, "startTeleconsultation", booking)
    assert (refused.status_code, refused.json()["type"]) == (409, "consent_missing")
    assert (await read(doctor, booking))["state"] == "confirmed"
    agreed = await moved(pharmacy, "recordTeleconsultationConsent", booking, CONSENT)
    assert agreed["consent"]["recorded_by"] == "Officine Essai"
    assert (await moved(doctor, "startTeleconsultation", booking))["state"] == "in_progress"


async def test_a_booking_is_moved_to_what_is_held(
    kiosk: KioskClient, pharmacy: SignedIn, database: Database
) -> None:
    booking = await booked(kiosk)
    kept = await hold(pharmacy, (await times(pharmacy))[3])
    after = await moved(pharmacy, "moveTeleconsultation", booking, {"hold_token": kept["token"]})
    assert after["starts_at"] == kept["starts_at"]
    assert database.sql(TAKEN) == [(3, 3, 0)]


async def test_a_cancelled_booking_gives_all_three_back(
    kiosk: KioskClient, pharmacy: SignedIn, database: Database
) -> None:
    booking = await booked(kiosk)
    gone = await moved(pharmacy, "cancelTeleconsultation", booking, {"reason": "person_better"})
    assert gone["state"] == "cancelled"
    assert database.sql(TAKEN) == [(0, 0, 0)]
    assert len(await times(kiosk)) == 12


@pytest.mark.parametrize(
    ("follow_up", "state"), [("face_to_face", "redirected_face_to_face"), ("the_15", "redirected_15")]
)
async def test_a_call_that_breaks_leads_elsewhere(
    kiosk: KioskClient, doctor: SignedIn, shift_clock: ShiftClock, follow_up: str, state: str
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor)
    await moved(doctor, "startTeleconsultation", booking)
    after = await moved(doctor, "interruptTeleconsultation", booking, {"follow_up": follow_up})
    assert (after["state"], after["follow_up"]) == (state, follow_up)


async def test_a_call_that_breaks_is_booked_again_for_the_same_person(
    kiosk: KioskClient, doctor: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor)
    await moved(doctor, "startTeleconsultation", booking)
    until = datetime.fromisoformat(booking["ends_at"]) + timedelta(hours=2)
    later = {"from_at": booking["ends_at"], "until": until.isoformat()}
    answer = await doctor.call("listTeleconsultationTimes", params=later)
    kept = await hold(doctor, answer.json()["times"][-1])
    body = {"follow_up": "rescheduled", "hold_token": kept["token"]}
    after = await moved(doctor, "interruptTeleconsultation", booking, body)
    assert after["state"] == "rescheduled"
    again = await read(doctor, {"id": after["followed_by_id"]})
    assert (again["state"], again["starts_at"]) == ("confirmed", kept["starts_at"])
    assert again["person"]["family_name"] == "Marchand"
    assert again["person_id"] != after["person_id"]


async def test_somebody_who_did_not_come_is_said_so_after_fifteen_minutes(
    kiosk: KioskClient, pharmacy: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]) + 14 * 60)
    await sign_in_again(pharmacy)
    early = await act(pharmacy, "recordTeleconsultationNoShow", booking)
    assert early.status_code == 409
    assert (await read(pharmacy, booking))["state"] == "confirmed"
    shift_clock(minutes=1)
    gone = await moved(pharmacy, "recordTeleconsultationNoShow", booking)
    assert gone["state"] == "no_show"
    assert database.sql("SELECT count(*) FROM no_show_follow_ups") == [(1,)]


async def test_nobody_else_sees_a_booking(kiosk: KioskClient, as_role: AsRole) -> None:
    booking = await booked(kiosk)
    colleague = await as_role("professional")
    elsewhere = await as_role("requester", organisation_kind="pharmacy")
    for who in (colleague, elsewhere):
        assert (await who.call("getTeleconsultation", booking_id=booking["id"])).status_code == 404
        answer = await who.call("listTeleconsultations", params={"on_day": booking["starts_at"][:10]})
        assert answer.json()["items"] == []
