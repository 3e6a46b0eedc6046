"""Absences with appointments in them, over HTTP: nothing is refused, nothing is silently cancelled."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.availability.absent import (
    away,
    book,
    end,
    follow_up,
    follow_ups,
    now,
    read,
    same_practice,
    say,
    say_away,
    steps,
    work,
)
from tests.availability.conftest import PARIS, Opens, booking, count, day_of, slot, tomorrow_at
from tests.conftest import Database
from tests.roles import AsRole, SignedIn


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """The coordination."""
    return await as_role("coordinator")


async def agenda_of(who: SignedIn, *, days: int = 1) -> dict[str, Any]:
    day = day_of(tomorrow_at(9, days=days))
    return (await who.call("getAgenda", params={"from_on": day, "to_on": day})).json()


async def test_an_absence_is_accepted_at_once_and_its_appointments_stay_until_somebody_is_told(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    opening = await opens(doctor)
    booked = await book(colleague, opening, tomorrow_at(9))
    preview = await doctor.call(
        "previewAbsence", params={k: v for k, v in away().items() if k.endswith("_at")}
    )
    assert preview.json() == {"appointments_inside": 1, "openings_inside": 1}
    absence = await say_away(doctor)
    assert (absence["displaced"], absence["waiting"], absence["to_call"]) == (1, 1, 0)
    assert absence["due_at"] == booked["starts_at"]
    assert absence["actions"] == ["end"]
    assert (await read(doctor, booked))["state"] == "booked"
    refused = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(10))))
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    [closure] = (await agenda_of(doctor))["closures"]
    assert closure["absence_id"] == absence["id"]
    closed = await doctor.call("deleteClosure", closure_id=closure["id"])
    assert closed.status_code == 409, "an absence is taken back as such"

    assert await work(doctor) == 1
    row = await follow_up(doctor, absence)
    assert (row["state"], row["actions"]) == ("to_call", ["told", "no_answer", "cancelled_by_person", "kept"])
    assert steps(row) == ["practice_full", "nobody_to_ask"]
    assert (row["person_name"], row["person_phone"]) == ("Odile Barsac", "+33639980012")
    told = (await doctor.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in told] == ["people_to_call", "appointment_booked"]
    names = {name: told[0][name] for name in ("absence_id", "starts_at", "ends_at", "offer_state")}
    same = {name: absence[name] for name in ("starts_at", "ends_at")}
    assert names == {"absence_id": absence["id"], **same, "offer_state": None}
    assert (await read(doctor, booked))["state"] == "booked"

    nobody = await say(doctor, row, "no_answer")
    assert (nobody.json()["state"], steps(nobody.json())[-1]) == ("to_call", "no_answer")
    reached = await say(doctor, row, "told")
    assert (reached.status_code, reached.json()["state"]) == (200, "told")
    assert (reached.json()["person_name"], reached.json()["actions"]) == (None, [])
    assert (await read(doctor, booked))["state"] == "cancelled"
    assert (await now(doctor, absence))["due_at"] is None, "nothing is left to do"
    again = await say(doctor, row, "no_answer")
    assert again.status_code == 409
    assert await work(doctor) == 0
    assert len((await doctor.call("listNotifications")).json()["items"]) == 2, "told once"


async def test_a_free_slot_of_the_same_practice_is_taken_the_nearest_hour_and_the_person_is_to_be_told(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens
) -> None:
    await same_practice(doctor, colleague)
    opening, other = await opens(doctor), await opens(colleague, from_time="10:00", to_time="12:00")
    booked = await book(coordinator, opening, tomorrow_at(9, 40))
    absence = await say_away(doctor)
    await work(doctor)
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)) == ("placed", ["moved_in_practice"])
    new = row["new_appointment"]
    assert (new["professional"]["id"], new["starts_at"]) == (
        str(colleague.professional_id),
        tomorrow_at(10).isoformat().replace("+00:00", "Z"),
    )
    assert (await read(doctor, booked))["state"] == "moved"
    assert (await read(coordinator, new))["state"] == "booked", "who booked it goes on seeing it"
    taken = await coordinator.call("bookAppointment", json=booking(slot(other, tomorrow_at(10))))
    assert taken.status_code == 409
    [mine] = (await agenda_of(colleague))["appointments"]
    assert mine["person_name"] == "Odile Barsac"
    assert (await say(coordinator, row, "told")).json()["state"] == "told"
    assert (await read(colleague, new))["state"] == "booked"


@pytest.mark.parametrize(
    ("colleague_opens", "why"),
    [
        ({"audiences": []}, "meant for nobody but offers"),
        ({"modes": ["video"]}, "not how the person is seen"),
        ({"from_time": "05:00", "to_time": "05:20", "days": 4}, "too far from the first hour"),
    ],
)
async def test_a_slot_that_is_not_for_this_appointment_is_left_alone(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, colleague_opens: dict[str, Any], why: str
) -> None:
    await same_practice(doctor, colleague)
    days = colleague_opens.pop("days", 1)
    opening = await opens(doctor)
    await opens(colleague, on_day=day_of(tomorrow_at(9, days=days)), **colleague_opens)
    booked = await book(colleague, opening, tomorrow_at(9))
    absence = await say_away(doctor)
    await work(doctor)
    assert (await follow_up(doctor, absence))["state"] == "to_call", why
    assert (await read(doctor, booked))["state"] == "booked"


async def test_a_person_who_cancels_or_is_seen_all_the_same_needs_no_call(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    opening = await opens(doctor)
    first, second, third = [await book(colleague, opening, tomorrow_at(9, m)) for m in (0, 20, 40)]
    absence = await say_away(doctor)
    await work(doctor)
    rows = await follow_ups(doctor, absence)
    assert (await say(doctor, rows[0], "cancelled_by_person")).json()["state"] == "cancelled_by_person"
    assert (await say(doctor, rows[1], "kept")).json()["state"] == "kept"
    by_hand = await doctor.call("cancelAppointment", appointment_id=third["id"], json={"by": "person"})
    assert by_hand.status_code == 200
    assert [one["state"] for one in await follow_ups(doctor, absence)] == [
        "cancelled_by_person",
        "kept",
        "cancelled_by_person",
    ]
    assert [(await read(doctor, one))["state"] for one in (first, second, third)] == [
        "cancelled",
        "booked",
        "cancelled",
    ]
    assert (await now(doctor, absence))["to_call"] == 0
    assert (await doctor.call("listAbsences", params={"open": True})).json()["items"] == []
    assert len((await doctor.call("listAbsences")).json()["items"]) == 1


async def test_a_new_time_that_the_colleague_cancels_puts_the_person_back_on_the_list(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    await opens(colleague)
    await book(colleague, opening, tomorrow_at(9))
    absence = await say_away(doctor)
    await work(doctor)
    new = (await follow_up(doctor, absence))["new_appointment"]
    gone = await colleague.call("cancelAppointment", appointment_id=new["id"], json={"by": "professional"})
    assert gone.status_code == 200
    row = await follow_up(doctor, absence)
    assert (row["state"], steps(row)[-1]) == ("to_call", "new_time_cancelled")


async def test_an_absence_taken_back_leaves_what_was_not_moved_where_it_was(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    opening = await opens(doctor)
    booked = await book(colleague, opening, tomorrow_at(9))
    absence = await say_away(doctor)
    await work(doctor)
    stale = await doctor.call("endAbsence", absence_id=absence["id"], headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    assert (await end(doctor, absence)).status_code == 204
    assert (await follow_up(doctor, absence))["state"] == "kept"
    assert (await read(doctor, booked))["state"] == "booked"
    assert (await agenda_of(doctor))["closures"] == []
    assert (await now(doctor, absence))["actions"] == []
    assert (await end(doctor, absence)).status_code == 409
    await work(doctor)
    assert (await follow_up(doctor, absence))["state"] == "kept", "the sweep does not take it up again"
    assert (await say_away(doctor))["displaced"] == 1, "and the same time may be said again"


async def test_who_is_back_has_again_what_nobody_was_told_of_and_the_rest_says_why_it_stays(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    other = await as_role("professional")
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    hours = [tomorrow_at(9), tomorrow_at(9, 20), tomorrow_at(9, 40), tomorrow_at(10)]
    booked = [await book(other, opening, at) for at in hours]
    await opens(colleague, from_time="14:00", to_time="16:00")
    absence = await say_away(doctor)
    await work(doctor)
    rows = await follow_ups(doctor, absence)
    assert [one["state"] for one in rows] == ["placed"] * 4
    assert (await say(doctor, rows[0], "told")).status_code == 200
    assert (await say(doctor, rows[1], "no_answer")).status_code == 200
    assert (await end(doctor, absence)).status_code == 204
    rows = await follow_ups(doctor, absence)
    assert [one["state"] for one in rows] == ["told", "placed", "kept", "kept"]
    assert [steps(one)[-1] for one in rows] == ["told", "called_already", "moved_back", "moved_back"]
    day = (await agenda_of(doctor))["appointments"]
    standing = [one["starts_at"] for one in day if one["state"] == "booked"]
    assert standing == [one["starts_at"] for one in booked[2:]]
    free = await colleague.call("searchSlots", params={"professional_id": str(colleague.professional_id)})
    assert len(free.json()["items"]) == 4, "their time is free again"
    for who in (colleague, other):
        told = [one["kind"] for one in (await who.call("listNotifications")).json()["items"]]
        assert told[:2] == ["appointment_moved"] * 2, "of the move, and of the return: two messages for many"


async def test_an_old_hour_that_somebody_has_by_now_stays_where_it_was_moved(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, connected: Database
) -> None:
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    await book(colleague, opening, tomorrow_at(9))
    await opens(colleague, from_time="14:00", to_time="14:20")
    absence = await say_away(doctor)
    await work(doctor)
    busy = {"starts_at": tomorrow_at(8).isoformat(), "ends_at": tomorrow_at(10).isoformat()}
    closed = await doctor.call("createClosure", json=busy | {"reason": "training"})
    assert closed.status_code == 201, closed.text
    assert (await end(doctor, absence)).status_code == 204
    row = await follow_up(doctor, absence)
    assert (row["state"], steps(row)[-1]) == ("placed", "old_hour_taken")
    assert row["new_appointment"]["state"] == "booked"


async def test_whoever_is_with_the_doctor_when_the_absence_begins_is_not_moved(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    opening = await opens(doctor)
    begun = await book(colleague, opening, tomorrow_at(9))
    later = await book(colleague, opening, tomorrow_at(9, 20))
    body = away() | {"starts_at": tomorrow_at(9, 10).isoformat()}
    seen = {name: body[name] for name in ("starts_at", "ends_at")}
    preview = await doctor.call("previewAbsence", params=seen)
    assert preview.json()["appointments_inside"] == 1
    absence = await say_away(doctor, body)
    row = await follow_up(doctor, absence)
    assert row["appointment"]["id"] == later["id"]
    await work(doctor)
    assert (await read(doctor, begun))["state"] == "booked"


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        pytest.param(lambda: away(days=-2), "/ends_at", id="in the past"),
        pytest.param(lambda: away(12, 9), "/ends_at", id="ends before it starts"),
        (lambda: away() | {"ends_at": (tomorrow_at(9) + timedelta(days=400)).isoformat()}, "/ends_at"),
        (lambda: away(replacement_id="00000000-0000-0000-0000-000000000009"), "/replacement_id"),
        (lambda: away(replacement_id="self"), "/replacement_id"),
        (lambda: away(replacement_id="nurse"), "/replacement_id"),
        (lambda: away(replacement_id="absent"), "/replacement_id"),
    ],
)
async def test_an_absence_that_cannot_be_is_refused_and_changes_nothing(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    connected: Database,
    said: Callable[[], dict[str, Any]],
    pointer: str,
) -> None:
    body = said()  # on this day, and not on that when the tests were gathered
    await opens(doctor)
    await say_away(colleague, away(20, 23))
    connected.sql("UPDATE professionals SET profession_code = '60' WHERE id = %s", doctor.professional_id)
    named = {"self": doctor, "nurse": colleague, "absent": colleague}.get(body.get("replacement_id", ""))
    if body.get("replacement_id") == "absent":
        connected.sql("UPDATE professionals SET profession_code = '60'")
    before = [count(connected, table) for table in ("absences", "closures", "openings")]
    answer = await doctor.call(
        "createAbsence", json=body if named is None else body | {"replacement_id": str(named.professional_id)}
    )
    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert [count(connected, table) for table in ("absences", "closures", "openings")] == before


async def test_one_is_away_once_at_a_time(doctor: SignedIn, database: Database) -> None:
    absence = await say_away(doctor)
    other = await doctor.call("createAbsence", json=away(8, 9))
    assert (other.status_code, other.json()["type"]) == (409, "absence_overlaps")
    assert absence["professional"]["id"] == str(doctor.professional_id)
    assert count(database, "absences") == 1


async def test_the_coordination_says_an_absence_for_a_member_and_nobody_else_does(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    await opens(doctor)
    named = {"professional_id": str(doctor.professional_id)}
    requester = await as_role("requester", organisation_kind="hospital_ward")
    for who in (colleague, requester):
        assert (await who.call("createAbsence", json=away(**named))).status_code == 403
        assert (await who.call("previewAbsence", params=times(away()) | named)).status_code == 403
    unknown = await coordinator.call("createAbsence", json=away(professional_id=str(coordinator.account_id)))
    assert unknown.json()["errors"][0]["pointer"] == "/professional_id"
    absence = await say_away(coordinator, away(**named))
    assert (absence["reason"], absence["actions"]) == ("illness", ["end"])
    assert (await now(doctor, absence))["professional"]["id"] == str(doctor.professional_id)
    for who, status in ((colleague, 404), (requester, 403)):
        assert (await who.call("getAbsence", absence_id=absence["id"])).status_code == status
        seen = await who.call("listDisplacedAppointments", absence_id=absence["id"])
        assert seen.status_code == status
    assert (await colleague.call("listAbsences")).json()["items"] == []
    assert (await end(coordinator, absence)).status_code == 204


def times(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name.endswith("_at")}


async def test_a_preview_of_a_time_that_is_past_is_refused(doctor: SignedIn) -> None:
    answer = await doctor.call("previewAbsence", params=times(away(days=-2)))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/ends_at"


async def test_a_slot_held_before_the_absence_and_booked_after_it_is_followed_up_by_the_sweep(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    opening = await opens(doctor)
    wanted = slot(opening, tomorrow_at(9))
    hold = (await colleague.call("createHold", json={"slot_id": wanted})).json()
    absence = await say_away(doctor)
    assert absence["displaced"] == 0
    booked = await colleague.call("bookAppointment", json=booking(wanted, hold_token=hold["token"]))
    assert booked.status_code == 201, booked.text
    await work(doctor)
    assert (await follow_up(doctor, absence))["appointment"]["id"] == booked.json()["id"]


async def test_who_calls_reads_names_under_trace_and_only_of_those_still_to_call(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    opening = await opens(doctor)
    await book(colleague, opening, tomorrow_at(9))
    absence = await say_away(doctor)
    await work(doctor)
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'person.identity_read'"
    [(before,)] = database.sql(traced)
    row = await follow_up(doctor, absence)
    [(after,)] = database.sql(traced)
    assert int(str(after)) == int(str(before)) + 1
    await say(doctor, row, "told")
    [(settled,)] = database.sql(traced)
    assert (await follow_up(doctor, absence))["person_phone"] is None
    assert database.sql(traced) == [(settled,)]


async def test_an_absence_over_the_night_when_the_clock_changes_meets_the_hours_that_are(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, clock_at: Any
) -> None:
    clock_at(datetime(2026, 10, 24, 8, tzinfo=PARIS))
    opening = await opens(doctor, on_day="2026-10-25", from_time="01:00", to_time="05:00", slot_minutes=60)
    # The clock shows 2:30 twice: the second time is 1:30 UTC.
    second = await colleague.call("bookAppointment", json=booking(f"{opening['id']}_20261025T0100Z"))
    assert second.status_code == 201, second.text
    body = {
        "starts_at": "2026-10-25T00:00:00+02:00",
        "ends_at": "2026-10-25T06:00:00+01:00",
        "reason": "leave",
        "replacement_id": str(colleague.professional_id),
    }
    absence = await say_away(doctor, body)
    assert (absence["displaced"], absence["openings_inherited"]) == (1, 1)
    await work(doctor)
    row = await follow_up(doctor, absence)
    assert (row["state"], steps(row)) == ("placed", ["given_to_replacement"])
    assert row["new_appointment"]["starts_at"] == row["appointment"]["starts_at"] == "2026-10-25T01:00:00Z"
    window = {"from_at": "2026-10-24T20:00:00Z", "to_at": "2026-10-25T10:00:00Z"}
    found = (await doctor.call("searchSlots", params=window)).json()["items"]
    assert [one["starts_at"][11:13] for one in found] == ["23", "00", "02", "03"], "five hours, one taken"
    assert {one["replaces_name"] for one in found} == {absence["professional"]["name"]}
