"""Hold, book, cancel, over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

from tests.availability.conftest import Opens, booking, count, slot, starts_of, tomorrow_at
from tests.conftest import Database
from tests.roles import AsRole, ShiftClock, SignedIn


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_booked_appointment_says_when_where_and_with_whom_but_no_name(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    answer = await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9)), need="urinary"))
    assert answer.status_code == 201, answer.text
    booked = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert (booked["state"], booked["origin"], booked["age_band"]) == ("booked", "direct", "years_70_79")
    assert booked["professional"]["id"] == str(doctor.professional_id)
    assert (booked["person_name"], booked["person_phone"]) == (None, None)
    assert (await colleague.call("getAppointment", appointment_id=booked["id"])).json() == booked
    assert (count(database, "claims"), count(database, "appointments"), count(database, "people")) == (
        1,
        1,
        1,
    )


async def test_a_slot_cannot_be_booked_twice(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    wanted = slot(made, tomorrow_at(10))
    assert (await colleague.call("bookAppointment", json=booking(wanted))).status_code == 201
    coordinator = await as_role("coordinator")
    refused = await coordinator.call("bookAppointment", json=booking(wanted))
    assert problem(refused) == (409, "slot_taken")
    nearby = [f"{tomorrow_at(h, m):%Y-%m-%d}" for h, m in ((9, 40), (10, 20), (9, 20))]
    detail = refused.json()["detail"]
    assert all(day in detail for day in nearby)
    assert [word[11:16] for word in detail.removeprefix("Free nearby: ").split(", ")] == [
        *("09:20", "09:40", "10:20"),
    ]
    assert (count(database, "claims"), count(database, "appointments"), count(database, "people")) == (
        1,
        1,
        1,
    )


async def test_two_openings_at_one_place_share_the_doctors_time(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    one, other = await opens(doctor), await opens(doctor, slot_minutes=15)
    first = await colleague.call("bookAppointment", json=booking(slot(one, tomorrow_at(9, 20))))
    assert first.status_code == 201
    for minute in (15, 30):
        refused = await colleague.call("bookAppointment", json=booking(slot(other, tomorrow_at(9, minute))))
        assert problem(refused) == (409, "slot_taken")
    free = await colleague.call("bookAppointment", json=booking(slot(other, tomorrow_at(9, 45))))
    assert free.status_code == 201


async def test_buffers_keep_their_distance_on_both_sides(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor, step_minutes=5, buffer_before_minutes=5, buffer_after_minutes=10)
    await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(10))))
    free = starts_of(await colleague.call("searchSlots", params={"limit": 200}))
    # 20 minutes of care with 5 before and 10 after: the next may begin 35 minutes later, or 35 sooner.
    assert [time for time in free if "09:20" <= time <= "10:40"] == ["09:20", "09:25", "10:35", "10:40"]


async def test_a_range_takes_as_many_as_it_has_places(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor, kind="range", from_time="17:00", to_time="18:30", capacity=3)
    wanted = slot(made, tomorrow_at(17))
    for left in (3, 2, 1):
        [found] = (await colleague.call("searchSlots")).json()["items"]
        assert (found["places_left"], found["id"]) == (left, wanted)
        assert (await colleague.call("bookAppointment", json=booking(wanted))).status_code == 201
    assert (await colleague.call("searchSlots")).json()["items"] == []
    assert problem(await colleague.call("bookAppointment", json=booking(wanted))) == (409, "slot_taken")
    assert count(database, "appointments") == 3


async def test_mode_and_need_must_go_with_the_opening(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor, needs=["urinary"])
    wrong = booking(slot(made, tomorrow_at(9)), mode="video", need="dermatology")
    refused = await colleague.call("bookAppointment", json=wrong)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/mode", "/need"]
    assert count(database, "claims") == 0


async def test_a_bad_person_books_nothing(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    body = booking(slot(made, tomorrow_at(9)))
    body["person"] = body["person"] | {"birth_date": "2199-01-01"}
    refused = await colleague.call("bookAppointment", json=body)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/person/birth_date"]
    assert (count(database, "claims"), count(database, "appointments"), count(database, "people")) == (
        0,
        0,
        0,
    )


@pytest.mark.parametrize("operation", ["createHold", "bookAppointment"])
async def test_a_slot_in_the_past_is_refused_by_its_field(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database, operation: str
) -> None:
    made = await opens(doctor, weekday=tomorrow_at(9, days=-6).isoweekday(), on_day=None)
    gone = booking(slot(made, tomorrow_at(9, days=-6)))
    body = gone if operation == "bookAppointment" else {"slot_id": gone["slot_id"]}
    refused = await colleague.call(operation, json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/slot_id")
    assert count(database, "claims") == 0


async def test_a_time_that_no_grid_has_is_not_given(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    unknown = {"id": str(uuid4())}
    for wanted in (slot(made, tomorrow_at(9, 10)), slot(made, tomorrow_at(8)), slot(unknown, tomorrow_at(9))):
        assert problem(await colleague.call("createHold", json={"slot_id": wanted})) == (409, "slot_taken")
    assert count(database, "claims") == 0


async def test_a_booking_replayed_with_its_key_happens_once(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    key = {"Idempotency-Key": "the-same-key"}
    answers = [
        await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))), headers=key)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert count(database, "appointments") == 1


async def test_a_held_slot_is_its_makers_until_it_expires(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, shift_clock: ShiftClock
) -> None:
    made = await opens(doctor, to_time="09:40")
    wanted = slot(made, tomorrow_at(9))
    held = await colleague.call("createHold", json={"slot_id": wanted})
    assert held.status_code == 201, held.text
    for who in (doctor, colleague):
        assert starts_of(await who.call("searchSlots")) == ["09:20"]
        assert problem(await who.call("bookAppointment", json=booking(wanted))) == (409, "slot_taken")
    stolen = booking(wanted, hold_token=held.json()["token"])
    assert problem(await doctor.call("bookAppointment", json=stolen)) == (409, "hold_expired")
    shift_clock(minutes=9, seconds=50)
    assert problem(await doctor.call("createHold", json={"slot_id": wanted})) == (409, "slot_taken")
    shift_clock(seconds=15)
    assert starts_of(await doctor.call("searchSlots")) == ["09:00", "09:20"]
    assert problem(await colleague.call("bookAppointment", json=stolen)) == (409, "hold_expired")
    taken = await doctor.call("bookAppointment", json=booking(wanted))
    assert taken.status_code == 201, taken.text


async def test_a_booking_consumes_the_hold(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database, shift_clock: ShiftClock
) -> None:
    made = await opens(doctor)
    wanted = slot(made, tomorrow_at(9))
    held = (await colleague.call("createHold", json={"slot_id": wanted})).json()
    mine = booking(wanted, hold_token=held["token"])
    other = booking(slot(made, tomorrow_at(10)), hold_token=held["token"])
    refused = await colleague.call("bookAppointment", json=other)
    assert refused.json()["errors"][0]["pointer"] == "/hold_token"
    assert (await colleague.call("bookAppointment", json=mine)).status_code == 201
    assert problem(await colleague.call("bookAppointment", json=mine)) == (409, "hold_expired")
    # Letting go of a hold that became an appointment does not free its time.
    assert (await colleague.call("deleteHold", hold_id=held["id"])).status_code == 204
    shift_clock(minutes=11)
    assert database.sql("SELECT expires_at FROM claims") == [(None,)]


async def test_a_time_that_the_professional_closes_while_it_is_held_is_not_booked(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    wanted = slot(made, tomorrow_at(9))
    held = (await colleague.call("createHold", json={"slot_id": wanted})).json()
    hours = {"starts_at": tomorrow_at(9).isoformat(), "ends_at": tomorrow_at(12).isoformat()}
    closed = await doctor.call("createClosure", json={**hours, "reason": "training"})
    assert (closed.status_code, closed.json()["appointments_inside"]) == (201, 0)
    booked = await colleague.call("bookAppointment", json=booking(wanted, hold_token=held["token"]))
    assert problem(booked) == (409, "slot_taken")
    assert count(database, "appointments") == 0


async def test_a_hold_let_go_is_free_at_once_and_only_its_maker_lets_it_go(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor, to_time="09:20")
    held = (await colleague.call("createHold", json={"slot_id": slot(made, tomorrow_at(9))})).json()
    assert (await doctor.call("deleteHold", hold_id=held["id"])).status_code == 404
    assert starts_of(await doctor.call("searchSlots")) == []
    assert (await colleague.call("deleteHold", hold_id=held["id"])).status_code == 204
    assert (await colleague.call("deleteHold", hold_id=held["id"])).status_code == 204
    assert starts_of(await doctor.call("searchSlots")) == ["09:00"]


async def test_a_cancelled_time_is_free_at_once(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    made = await opens(doctor, to_time="09:20")
    body = booking(slot(made, tomorrow_at(9)))
    booked = (await colleague.call("bookAppointment", json=body)).json()
    in_his_name = {"by": "professional"}
    call = "cancelAppointment"
    refused = await colleague.call(call, appointment_id=booked["id"], json=in_his_name)
    assert problem(refused) == (403, "not_allowed")
    stranger = await as_role("professional")
    assert (await stranger.call(call, appointment_id=booked["id"], json=in_his_name)).status_code == 404
    cancelled = await doctor.call(call, appointment_id=booked["id"], json=in_his_name)
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert cancelled.json()["actions"] == []
    again = await doctor.call(call, appointment_id=booked["id"], json=in_his_name)
    assert problem(again) == (409, "illegal_transition")
    assert (await colleague.call("bookAppointment", json=body)).status_code == 201
