"""An appointment moves in one transaction, or stays where it was."""

import asyncio
from datetime import datetime
from typing import Any

from api.identity.tables import Community
from tests.availability.conftest import Opens, booking, day_of, slot, tomorrow_at
from tests.availability.waiting_scene import DAYS, booked, move
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.conftest import Doctors, awake, coordinator, doctors, requester
from tests.dispatch.scene import accept, act, file, kinds, read, soon, thread
from tests.roles import AsRole, SignedIn

__all__ = ["awake", "coordinator", "doctors", "requester"]


def at(answer: Any) -> datetime:
    return datetime.fromisoformat(answer.json()["starts_at"])


async def test_a_moved_appointment_gives_its_time_back_and_keeps_everything_else(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    appointment = await booked(doctor, colleague, opens, need="urinary")
    wanted = tomorrow_at(10, days=DAYS)
    answer = await move(doctor, appointment, slot_id=slot(appointment["opening"], wanted))
    assert answer.status_code == 200, answer.text
    moved = answer.json()
    assert (at(answer), moved["state"], moved["need"]) == (wanted, "booked", "urinary")
    assert moved["person_id"] == appointment["person_id"]
    old = await colleague.call("getAppointment", appointment_id=appointment["id"])
    assert (old.json()["state"], old.json()["actions"]) == ("moved", [])
    assert (await colleague.call("getAppointment", appointment_id=moved["id"])).status_code == 200
    [told, *_] = (await colleague.call("listNotifications")).json()["items"]
    assert (told["kind"], datetime.fromisoformat(told["starts_at"])) == ("appointment_moved", wanted)
    known = (await doctor.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in known] == ["appointment_booked"], "one knows what one did"
    again = booking(slot(appointment["opening"], tomorrow_at(9, days=DAYS)))
    assert (await colleague.call("bookAppointment", json=again)).status_code == 201
    assert database.sql("SELECT count(*) FROM claims") == [(2,)]


async def test_a_professional_moves_to_a_time_outside_their_openings_and_others_may_not(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, connected: Database
) -> None:
    appointment = await booked(doctor, colleague, opens)
    evening = tomorrow_at(18, 10, days=DAYS)
    before = contents(connected)
    refused = await move(colleague, appointment, starts_at=evening.isoformat())
    assert refused.status_code == 403
    assert contents(connected) == before
    answer = await move(doctor, appointment, starts_at=evening.isoformat())
    assert (answer.status_code, at(answer)) == (200, evening)


async def test_what_is_refused_leaves_the_appointment_where_it_was(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens, connected: Database
) -> None:
    appointment = await booked(doctor, colleague, opens, need="urinary")
    taken = slot(appointment["opening"], tomorrow_at(9, 20, days=DAYS))
    assert (await colleague.call("bookAppointment", json=booking(taken))).status_code == 201
    snp = await opens(doctor, on_day=day_of(tomorrow_at(9, days=4)), audiences=["snp"])
    visits = await opens(doctor, on_day=day_of(tomorrow_at(9, days=5)), modes=["home_visit"])
    free = slot(appointment["opening"], tomorrow_at(10, days=DAYS))
    stranger = await as_role("regulator")
    before = contents(connected)
    for who, body, expected in (
        (colleague, {"slot_id": taken}, (409, "slot_taken")),
        (colleague, {"slot_id": slot(snp, tomorrow_at(9, days=4))}, (409, "slot_taken")),
        (doctor, {"slot_id": slot(visits, tomorrow_at(9, days=5))}, (422, "invalid_input")),
        (doctor, {}, (422, "invalid_input")),
        (doctor, {"slot_id": free, "starts_at": soon(3)}, (422, "invalid_input")),
        (doctor, {"starts_at": "2026-01-05T09:00:00+01:00"}, (422, "invalid_input")),
        (doctor, {"starts_at": "2126-01-05T09:00:00+01:00"}, (422, "invalid_input")),
        (
            colleague,
            {"slot_id": slot(appointment["opening"], tomorrow_at(9, days=DAYS))},
            (422, "invalid_input"),
        ),
        (doctor, {"starts_at": appointment["starts_at"]}, (422, "invalid_input")),
        (stranger, {"slot_id": free}, (404, "not_found")),
    ):
        answer = await move(who, appointment, **body)
        assert (answer.status_code, answer.json()["type"]) == expected, answer.text
    stale = await move(doctor, appointment | {"version": 7}, slot_id=free)
    assert stale.status_code == 412
    assert contents(connected) == before


async def test_what_is_over_does_not_move(doctor: SignedIn, colleague: SignedIn, opens: Opens) -> None:
    appointment = await booked(doctor, colleague, opens)
    cancelled = await colleague.call(
        "cancelAppointment", appointment_id=appointment["id"], json={"by": "person"}
    )
    free = slot(appointment["opening"], tomorrow_at(10, days=DAYS))
    refused = await move(doctor, cancelled.json(), slot_id=free)
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")


async def test_a_regulator_who_sees_nothing_of_it_may_not_move_it_but_the_one_who_booked_may(
    doctor: SignedIn, opens: Opens, as_role: AsRole
) -> None:
    regulator = await as_role("regulator")
    appointment = await booked(doctor, regulator, opens)
    assert "move" in appointment["actions"]
    answer = await move(
        regulator, appointment, slot_id=slot(appointment["opening"], tomorrow_at(11, days=DAYS))
    )
    assert answer.status_code == 200, answer.text


async def test_two_moves_to_one_slot_make_one_move_and_one_refusal(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    first = await booked(doctor, colleague, opens)
    other = await colleague.call(
        "bookAppointment", json=booking(slot(first["opening"], tomorrow_at(9, 20, days=DAYS)))
    )
    wanted = slot(first["opening"], tomorrow_at(11, days=DAYS))
    answers = await asyncio.gather(
        move(doctor, first, slot_id=wanted), move(colleague, other.json(), slot_id=wanted)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [refused] = [answer for answer in answers if answer.status_code == 409]
    assert refused.json()["type"] == "slot_taken"
    assert database.sql("SELECT state, count(*) FROM appointments GROUP BY state ORDER BY state") == [
        ("booked", 2),
        ("moved", 1),
    ]
    assert database.sql("SELECT count(*) FROM claims") == [(2,)]


async def test_one_appointment_moved_from_two_devices_moves_once(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    appointment = await booked(doctor, colleague, opens)
    wanted = [slot(appointment["opening"], tomorrow_at(hour, days=DAYS)) for hour in (10, 11)]
    answers = await asyncio.gather(*(move(doctor, appointment, slot_id=one) for one in wanted))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert sorted(answer.status_code for answer in answers)[1] in (409, 412)
    assert database.sql("SELECT count(*) FROM claims") == [(1,)]


async def test_a_move_is_on_the_thread_of_the_request_and_its_clock_follows(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, connected: Database
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(3))).status_code == 200
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200
    appointment = (await read(doctor, request))["appointment"]
    late = soon(30)
    before = contents(connected)
    refused = await move(doctor, appointment, starts_at=late)
    assert refused.status_code == 422, "never silently after the wished deadline"
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/starts_at"]
    assert contents(connected) == before
    answer = await move(doctor, appointment, starts_at=late, after_wish=True)
    assert answer.status_code == 200, answer.text
    seen = await read(requester, request)
    assert (seen["state"], seen["waits_for"]) == ("appointment_confirmed", "person")
    assert seen["appointment"]["id"] == answer.json()["id"]
    assert datetime.fromisoformat(seen["clock"]["due_at"]) == at(answer)
    assert kinds(await thread(requester, request))[-1] == "appointment_moved"
    [told, *_] = (await requester.call("listNotifications")).json()["items"]
    assert told["kind"] == "appointment_moved"


async def test_a_time_that_is_not_confirmed_yet_is_moved_and_still_to_be_confirmed(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(5))).status_code == 200
    appointment = (await read(doctor, request))["appointment"]
    sooner = datetime.fromisoformat(soon(0.5))
    answer = await move(doctor, appointment, starts_at=sooner.isoformat())
    assert answer.status_code == 200, answer.text
    seen = await read(doctor, request)
    assert (seen["state"], seen["waits_for"]) == ("slot_held", "professional")
    assert datetime.fromisoformat(seen["clock"]["due_at"]) < sooner
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200


async def test_an_appointment_that_its_request_left_behind_does_not_move(
    requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(3))).status_code == 200
    appointment = (await read(doctor, request))["appointment"]
    connected.sql("UPDATE cases SET appointment_id = NULL")
    refused = await move(doctor, appointment, starts_at=soon(5))
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")
