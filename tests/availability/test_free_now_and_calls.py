"""Time opened in one tap, calls accepted beyond the agenda, and quotas, over HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.availability.builders import opening_body
from tests.availability.conftest import (
    PARIS,
    PERSON,
    Opens,
    booking,
    count,
    day_of,
    practice_of,
    second_practice,
    slot,
    starts_of,
    tomorrow_at,
)
from tests.conftest import Database
from tests.roles import AsRole, SignedIn

TUESDAY = datetime(2026, 11, 24, 14, 2, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def that_tuesday(clock_at: Any) -> None:
    """It is two minutes past 14:00 on a Tuesday."""
    clock_at(TUESDAY)


async def test_free_until_five_opens_from_the_next_five_minutes_with_the_last_used_settings(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    await opens(
        doctor, on_day="2026-11-27", slot_minutes=15, modes=["video"], audiences=["pro"], quota_per_day=1
    )
    made = await doctor.call("openUntil", json={"until": "15:00"})
    assert made.status_code == 201, made.text
    opening = made.json()
    assert (opening["on_day"], opening["from_time"], opening["to_time"]) == ("2026-11-24", "14:05", "15:00")
    assert (opening["slot_minutes"], opening["modes"], opening["audiences"]) == (15, ["video"], ["pro"])
    # No notice: whoever looks now is seen at 14:05, though the community asks for half an hour elsewhere.
    assert opening["min_delay_minutes"] == 0
    until = {"to_at": "2026-11-25T00:00:00+01:00"}
    assert starts_of(await colleague.call("searchSlots", params=until)) == ["14:05", "14:20", "14:35"]
    undone = await doctor.call(
        "deleteOpening", opening_id=opening["id"], headers={"If-Match": made.headers["etag"]}
    )
    assert undone.status_code == 204
    assert starts_of(await colleague.call("searchSlots", params=until)) == []


async def test_free_until_is_shortened_by_saying_it_again_and_what_is_booked_stays(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, clock_at: Any
) -> None:
    planned = await opens(doctor, on_day="2026-11-24", from_time="18:00", to_time="18:20")
    long = (await doctor.call("openUntil", json={"until": "15:05"})).json()
    late = datetime(2026, 11, 24, 14, 45, tzinfo=PARIS)
    booked = await colleague.call("bookAppointment", json=booking(slot(long, late.astimezone(UTC))))
    assert booked.status_code == 201, booked.text
    week = {"from_on": "2026-12-07", "to_on": "2026-12-13"}
    assert (await doctor.call("getAgenda", params=week)).json()["free_now"]["id"] == long["id"]
    refused = await doctor.call("openUntil", json={"until": "14:10"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/until")
    assert (await doctor.call("getAgenda", params=week)).json()["free_now"]["id"] == long["id"]
    clock_at(datetime(2026, 11, 24, 14, 3, tzinfo=PARIS))
    short = (await doctor.call("openUntil", json={"until": "14:25"})).json()
    found = {one["id"] for one in (await doctor.call("listOpenings")).json()["items"]}
    assert found == {short["id"], planned["id"]}
    today = {"to_at": "2026-11-24T17:00:00+01:00"}
    assert starts_of(await colleague.call("searchSlots", params=today)) == ["14:05"]
    agenda = (await doctor.call("getAgenda", params={"from_on": "2026-11-24", "to_on": "2026-11-24"})).json()
    assert [one["state"] for one in agenda["appointments"]] == ["booked"]
    assert agenda["free_now"]["to_time"] == "14:25"
    clock_at(datetime(2026, 11, 24, 14, 15, tzinfo=PARIS))
    assert (await doctor.call("getAgenda", params=week)).json()["free_now"] is not None
    clock_at(datetime(2026, 11, 24, 14, 26, tzinfo=PARIS))
    assert (await doctor.call("getAgenda", params=week)).json()["free_now"] is None


async def test_somebody_who_never_opened_time_is_free_for_the_community_and_the_regulation(
    doctor: SignedIn,
) -> None:
    made = await doctor.call("openUntil", json={"until": "24:00"})
    assert made.status_code == 201, made.text
    assert (made.json()["audiences"], made.json()["slot_minutes"]) == (["cpts", "snp"], 20)


async def test_free_until_refuses_what_cannot_be_and_opens_nothing(
    doctor: SignedIn, opens: Opens, database: Database
) -> None:
    for until in ("14:00", "14:20", "09:00"):
        refused = await doctor.call("openUntil", json={"until": until})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/until")
    elsewhere = await second_practice(doctor)
    refused = await doctor.call("openUntil", json={"until": "17:00"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/practice_id")
    closed = {"starts_at": "2026-11-24T16:00:00+01:00", "ends_at": "2026-11-24T18:00:00+01:00"}
    closure = await doctor.call("createClosure", json=closed | {"reason": "other"})
    here = {"practice_id": str(elsewhere)}
    refused = await doctor.call("openUntil", json={"until": "17:00"} | here)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/until")
    assert count(database, "openings") == 0
    await doctor.call("deleteClosure", closure_id=closure.json()["id"])
    await opens(doctor, on_day="2026-11-24", from_time="16:00", to_time="18:00")
    refused = await doctor.call("openUntil", json={"until": "17:00"} | here)
    assert (refused.status_code, refused.json()["type"]) == (409, "opening_overlaps")
    assert count(database, "openings") == 1


async def test_only_a_professional_is_free_now(as_role: AsRole) -> None:
    coordinator = await as_role("coordinator")
    assert (await coordinator.call("openUntil", json={"until": "17:00"})).status_code == 403


CALLS = {
    "phone": "06 39 98 12 34",
    "hours": [
        {"weekday": 2, "from_time": "12:00", "to_time": "18:00"},
        {"weekday": 3, "from_time": "08:00", "to_time": "09:00"},
    ],
}


async def say(who: SignedIn, body: dict[str, Any], version: int = 0) -> Any:
    return await who.call("replaceMyCallTimes", json=body, headers={"If-Match": f'"{version}"'})


async def test_who_accepts_calls_is_shown_to_those_who_call_now_first(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole
) -> None:
    said = await say(doctor, CALLS)
    assert said.status_code == 200, said.text
    assert (await doctor.call("getMyCallTimes")).json() == {
        "version": 1,
        "phone": "+33639981234",
        "hours": CALLS["hours"],
    }
    late = CALLS | {"hours": [{"weekday": 2, "from_time": "20:00", "to_time": "24:00"}]}
    assert (await say(colleague, late)).status_code == 200
    coordinator = await as_role("coordinator")
    offers = (await coordinator.call("listCallOffers")).json()["items"]
    assert [one["professional"]["id"] for one in offers] == [
        str(doctor.professional_id),
        str(colleague.professional_id),
    ]
    assert offers[0]["phone"] == "+33639981234"
    assert datetime.fromisoformat(offers[0]["until_at"]).astimezone(PARIS).hour == 18
    only = await coordinator.call(
        "listCallOffers", params={"professional_id": [str(colleague.professional_id)]}
    )
    assert [one["professional"]["id"] for one in only.json()["items"]] == [str(colleague.professional_id)]


async def test_a_search_without_any_free_slot_says_who_accepts_a_call(
    doctor: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    await say(doctor, CALLS)
    coordinator = await as_role("coordinator")
    found = (await coordinator.call("searchSlots")).json()
    assert found["items"] == []
    assert [one["professional"]["id"] for one in found["call_offers"]] == [str(doctor.professional_id)]
    await opens(doctor)
    found = (await coordinator.call("searchSlots")).json()
    assert (len(found["items"]) > 0, found["call_offers"]) == (True, [])


async def test_call_times_that_cannot_be_are_refused_by_their_field(
    doctor: SignedIn, database: Database
) -> None:
    band = CALLS["hours"][0]
    for body, pointer in (
        (CALLS | {"phone": None}, "/phone"),
        (CALLS | {"phone": "06 39 98 12"}, "/phone"),
        (CALLS | {"hours": [band, band]}, "/hours/1/from_time"),
        (CALLS | {"hours": [band | {"to_time": "11:00"}]}, "/hours/0/to_time"),
    ):
        refused = await say(doctor, body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert count(database, "call_times") == 0
    await say(doctor, CALLS)
    assert (await say(doctor, CALLS | {"hours": []})).status_code == 412
    assert (await doctor.call("getMyCallTimes")).json()["version"] == 1


async def test_a_time_given_on_the_phone_is_recorded_and_claimed(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, database: Database
) -> None:
    coordinator = await as_role("coordinator")
    body = {
        "professional_id": str(doctor.professional_id),
        "starts_at": "2026-11-24T18:40:00+01:00",
        "minutes": 15,
        "mode": "office",
        "person": PERSON,
    }
    refused = await coordinator.call("bookGivenTime", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/professional_id")
    assert count(database, "appointments") == 0
    await say(doctor, CALLS)
    assert (await colleague.call("bookGivenTime", json=body)).status_code == 403
    booked = await coordinator.call("bookGivenTime", json=body)
    assert booked.status_code == 201, booked.text
    assert booked.json()["professional"]["id"] == str(doctor.professional_id)
    again = await coordinator.call("bookGivenTime", json=body)
    assert (again.status_code, again.json()["type"]) == (409, "slot_taken")
    assert count(database, "appointments") == 1


async def test_a_time_is_not_given_at_one_place_while_open_at_another(
    doctor: SignedIn, opens: Opens, connected: Database
) -> None:
    made = await opens(doctor)
    there = str(await second_practice(doctor))
    given = {
        "professional_id": str(doctor.professional_id),
        "practice_id": there,
        "starts_at": tomorrow_at(11, 50).isoformat(),
        "minutes": 15,
        "mode": "office",
        "person": PERSON,
    }
    refused = await doctor.call("bookGivenTime", json=given)
    assert (refused.status_code, refused.json()["type"]) == (409, "opening_overlaps")
    assert refused.json()["related_id"] == made["id"]
    assert "09:00-12:00" in refused.json()["detail"]
    assert count(connected, "appointments") == count(connected, "claims") == 0
    for fine in ({"practice_id": made["practice_id"]}, {"starts_at": tomorrow_at(12, 5).isoformat()}):
        assert (await doctor.call("bookGivenTime", json=given | fine)).status_code == 201


async def test_free_until_the_same_hour_twice_opens_once(doctor: SignedIn, connected: Database) -> None:
    answers = [await doctor.call("openUntil", json={"until": "17:00"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 422]
    assert answers[1].json()["errors"][0]["pointer"] == "/until"
    assert count(connected, "openings") == 1


async def test_a_quota_is_counted_when_booking_and_freed_by_a_cancellation(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor, quota_per_day=2)
    booked = [
        await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(*when))))
        for when in ((9, 0), (11, 0))
    ]
    assert [one.status_code for one in booked] == [201, 201]
    assert starts_of(await colleague.call("searchSlots")) == []
    refused = await colleague.call("createHold", json={"slot_id": slot(made, tomorrow_at(10))})
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    tomorrow = {"from_on": day_of(tomorrow_at(9)), "to_on": day_of(tomorrow_at(9))}
    [occurrence] = (await doctor.call("getAgenda", params=tomorrow)).json()["occurrences"]
    states = {one["state"] for one in occurrence["slots"]}
    assert (occurrence["free"], states) == (0, {"booked", "full"})
    await doctor.call("cancelAppointment", appointment_id=booked[0].json()["id"], json={"by": "professional"})
    assert len(starts_of(await colleague.call("searchSlots"))) == 8


async def test_an_opening_without_notice_and_one_with_more(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    today = {"on_day": "2026-11-24", "from_time": "14:10", "to_time": "15:10"}
    await opens(doctor, **today, min_delay_minutes=0)
    await opens(colleague, **today, min_delay_minutes=45)
    assert starts_of(await colleague.call("searchSlots")) == ["14:10", "14:30", "14:50", "14:50"]


async def test_the_agenda_names_the_public_holidays(doctor: SignedIn, opens: Opens) -> None:
    await opens(doctor, on_day=None, weekday=5)
    await opens(doctor, on_day=None, weekday=5, from_time="14:00", to_time="15:00", on_holidays=True)
    christmas = {"from_on": "2026-12-21", "to_on": "2026-12-27"}
    agenda = (await doctor.call("getAgenda", params=christmas)).json()
    assert agenda["holidays"] == [{"on_day": "2026-12-25", "name": "Noël"}]
    assert [one["opening"]["from_time"] for one in agenda["occurrences"]] == ["14:00"]


async def test_a_recurrence_is_read_back_as_it_was_written(doctor: SignedIn) -> None:
    body = opening_body(
        await practice_of(doctor), nth_of_month=["first", "last", "first"], max_delay_days=3, quota_per_day=4
    )
    made = await doctor.call("createOpening", json=body)
    assert made.status_code == 201, made.text
    assert (made.json()["nth_of_month"], made.json()["max_delay_days"]) == (["first", "last"], 3)
    read = await doctor.call("getOpening", opening_id=made.json()["id"])
    assert read.json() == made.json()
