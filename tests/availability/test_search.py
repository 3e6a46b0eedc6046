"""Free slots across the territory, over HTTP."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.availability.conftest import (
    Opens,
    booking,
    second_practice,
    slot,
    starts_of,
    tomorrow_at,
)
from tests.roles import AsRole, SignedIn


async def test_slots_are_found_soonest_first_with_whom_and_where(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor)
    later = await opens(colleague, from_time="09:10", to_time="09:30", slot_minutes=10)
    found = (await colleague.call("searchSlots")).json()
    assert [item["starts_at"][:16] for item in found["items"]][:4] == [
        f"{at:%Y-%m-%dT%H:%M}" for at in (tomorrow_at(9), *[tomorrow_at(9, m) for m in (10, 20, 20)])
    ]
    first = found["items"][0]
    assert first["id"] == slot(made, tomorrow_at(9))
    assert first["professional"]["id"] == str(doctor.professional_id)
    assert (first["places_left"], first["distance_km"]) == (1, None)
    assert {item["opening_id"] for item in found["items"]} == {made["id"], later["id"]}


async def test_pages_follow_each_other_without_gap_or_repeat(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    for weekday in range(1, 8):
        for who in (doctor, colleague):
            await opens(who, weekday=weekday, on_day=None, slot_minutes=60)
    whole = (await doctor.call("searchSlots", params={"limit": 200})).json()
    assert whole["next_cursor"] is None
    ids, cursor = [], None
    while True:
        page = (
            await doctor.call("searchSlots", params={"limit": 5} | ({"cursor": cursor} if cursor else {}))
        ).json()
        ids += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert ids == [item["id"] for item in whole["items"]]
    assert len(ids) == len(set(ids)) >= 36
    refused = await doctor.call("searchSlots", params={"cursor": "nonsense"})
    assert refused.status_code == 422


async def test_need_mode_place_and_person_narrow_the_search(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    elsewhere = await second_practice(colleague)
    ears = await opens(doctor, needs=["ear_nose_throat"], modes=["office", "video"])
    any_need = await opens(colleague, practice_id=str(elsewhere), modes=["home_visit"])

    async def openings(**params: Any) -> set[str]:
        answer = await doctor.call("searchSlots", params=params)
        assert answer.status_code == 200, answer.text
        return {item["opening_id"] for item in answer.json()["items"]}

    both = {ears["id"], any_need["id"]}
    assert await openings() == await openings(need="ear_nose_throat") == both
    assert await openings(need="urinary") == await openings(mode="home_visit") == {any_need["id"]}
    assert await openings(mode="video") == await openings(commune_insee="94081") == {ears["id"]}
    assert await openings(professional_id=[str(doctor.professional_id)]) == {ears["id"]}
    assert await openings(specialty_code="SM54") == both
    assert await openings(specialty_code="SM40") == set()
    ivry = {"latitude": 48.8122, "longitude": 2.3872}
    assert await openings(**ivry) == both
    assert await openings(**ivry, radius_km=1) == {any_need["id"]}
    found = (await doctor.call("searchSlots", params=ivry | {"radius_km": 1})).json()["items"]
    assert {item["distance_km"] for item in found} == {0}


async def test_the_times_asked_for_are_half_open(doctor: SignedIn, opens: Opens) -> None:
    await opens(doctor)
    window = {"from_at": tomorrow_at(9, 20).isoformat(), "to_at": tomorrow_at(10).isoformat()}
    assert starts_of(await doctor.call("searchSlots", params=window)) == ["09:20", "09:40"]


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"from_at": "2026-12-01T10:00:00Z", "to_at": "2026-12-01T09:00:00Z"}, "/query/to_at"),
        ({"from_at": "2026-12-01T10:00:00Z", "to_at": "2027-02-01T09:00:00Z"}, "/query/to_at"),
        ({"latitude": 48.8}, "/query/longitude"),
        ({"radius_km": 5}, "/query/radius_km"),
        ({"need": "cancer"}, "/query/need"),
    ],
)
async def test_a_search_that_makes_no_sense_names_its_field(
    doctor: SignedIn, params: dict[str, Any], pointer: str
) -> None:
    refused = await doctor.call("searchSlots", params=params)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("professional", {"public", "pro", "cpts"}),
        ("coordinator", {"public", "pro", "cpts"}),
        ("regulator", {"public", "pro", "cpts", "snp"}),
        ("kiosk", {"public", "cpts"}),
    ],
)
async def test_each_role_sees_the_time_that_is_meant_for_it(
    doctor: SignedIn, as_role: AsRole, opens: Opens, role: str, seen: set[str]
) -> None:
    for hour, audience in enumerate(("public", "pro", "cpts", "snp"), start=14):
        await opens(doctor, audiences=[audience], from_time=f"{hour}:00", to_time=f"{hour + 1}:00")
    await opens(doctor, audiences=[])
    who = await as_role(role)
    found = (await who.call("searchSlots", params={"limit": 200})).json()["items"]
    assert {word for item in found for word in item["audiences"]} == seen
    assert all(item["audiences"] for item in found)


async def test_a_slot_too_near_or_too_far_is_not_shown(
    doctor: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    made = await opens(doctor, weekday=None, on_day=tomorrow_at(9, days=70).date().isoformat())
    far = {
        "from_at": tomorrow_at(0, days=69).isoformat(),
        "to_at": tomorrow_at(0, days=72).isoformat(),
    }
    assert (await doctor.call("searchSlots", params=far)).json()["items"] == []
    refused = await doctor.call("createHold", json={"slot_id": slot(made, tomorrow_at(9, days=70))})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/slot_id")


async def test_next_slots_come_in_the_order_asked_with_the_count_of_a_day(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor, from_time="00:00", to_time="24:00", slot_minutes=30)
    await opens(doctor, from_time="00:00", to_time="24:00", slot_minutes=60)  # the same hours, said twice
    await opens(doctor, on_day=tomorrow_at(9, days=5).date().isoformat())
    nobody = uuid4()
    ids = [str(nobody), str(colleague.professional_id), str(doctor.professional_id)]
    found = (await colleague.call("listNextSlots", params={"professional_id": ids})).json()
    assert [item["professional_id"] for item in found["items"]] == ids
    assert [len(item["next"]) for item in found["items"]] == [0, 0, 12]
    mine = found["items"][2]
    assert mine["next"][0]["slot_id"] == slot(made, tomorrow_at(0))
    a_day_later = datetime.fromisoformat(found["as_of"]) + timedelta(hours=24)
    starts = [tomorrow_at(0) + timedelta(minutes=30 * n) for n in range(48)]
    assert mine["within_24_hours"] == sum(1 for start in starts if start <= a_day_later)


async def test_times_that_meet_count_for_as_many_people_as_can_be_seen(
    as_role: AsRole, opens: Opens, clock_at: Any
) -> None:
    clock_at(tomorrow_at(18, days=0))
    doctor, colleague = await as_role("professional"), await as_role("professional")
    await opens(doctor, from_time="00:00", to_time="03:00", slot_minutes=20)
    await opens(doctor, from_time="00:10", to_time="03:00", slot_minutes=30)
    await opens(doctor, from_time="04:00", to_time="05:00", slot_minutes=20, buffer_after_minutes=10)
    asked = {"professional_id": str(doctor.professional_id)}
    [mine] = (await colleague.call("listNextSlots", params=asked)).json()["items"]
    # Nine of twenty minutes until 3:00; at 4:00 and at 4:40, as each wants ten minutes after it.
    assert mine["within_24_hours"] == 11


async def test_the_hour_that_two_openings_give_is_found_once_in_the_one_for_the_most(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    await opens(doctor, to_time="10:00", audiences=["pro"])
    wide = await opens(doctor, to_time="10:00", slot_minutes=30)
    video = await opens(doctor, to_time="09:20", modes=["video"])
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 1}
    while True:
        found = (await colleague.call("searchSlots", params=params)).json()
        seen += [item["id"] for item in found["items"]]
        if found["next_cursor"] is None:
            break
        params["cursor"] = found["next_cursor"]
    narrow = [one for one in seen if not one.startswith((wide["id"], video["id"]))]
    assert set(seen) - set(narrow) == {
        slot(wide, tomorrow_at(9)),
        slot(wide, tomorrow_at(9, 30)),
        slot(video, tomorrow_at(9)),
    }
    assert [one.rpartition("_")[2] for one in narrow] == [
        f"{tomorrow_at(9, minute):%Y%m%dT%H%MZ}" for minute in (20, 40)
    ]
    assert len(seen) == len(set(seen)) == 5


async def test_a_booked_slot_leaves_every_list(doctor: SignedIn, colleague: SignedIn, opens: Opens) -> None:
    made = await opens(doctor, to_time="10:00")
    booked = await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9, 20))))
    assert booked.status_code == 201, booked.text
    assert starts_of(await colleague.call("searchSlots")) == ["09:00", "09:40"]
    asked = {"professional_id": str(doctor.professional_id)}
    [mine] = (await colleague.call("listNextSlots", params=asked)).json()["items"]
    assert [time["slot_id"] for time in mine["next"]] == [
        slot(made, tomorrow_at(9)),
        slot(made, tomorrow_at(9, 40)),
    ]
