"""Opening time, changing and closing it, over HTTP."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.availability.builders import opening_body
from tests.availability.conftest import (
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
from tests.roles import AsRole, MakeCommunity, SignedIn
from tests.statements import statements

IF_FIRST = {"If-Match": '"1"'}


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]


async def test_an_opening_is_read_back_as_it_was_written(doctor: SignedIn, opens: Opens) -> None:
    made = await opens(doctor, weekday=3, on_day=None, to_time="24:00", needs=["urinary", "urinary"])
    read = await doctor.call("getOpening", opening_id=made["id"])
    assert read.json() == made
    assert read.headers["etag"] == '"1"'
    assert (made["from_time"], made["to_time"], made["needs"]) == ("09:00", "24:00", ["urinary"])
    listed = await doctor.call("listOpenings")
    assert listed.json() == {
        "items": [made | {"shares_time_with": None, "appointments_ahead": None}],
        "next_cursor": None,
    }


async def test_openings_are_listed_in_pages(doctor: SignedIn, opens: Opens) -> None:
    made = [await opens(doctor, weekday=day, on_day=None) for day in (5, 2, 4)]
    first = (await doctor.call("listOpenings", params={"limit": 2})).json()
    second = (await doctor.call("listOpenings", params={"cursor": first["next_cursor"]})).json()
    assert [one["weekday"] for one in first["items"] + second["items"]] == [2, 4, 5]
    assert second["next_cursor"] is None
    assert len(made) == 3


async def test_one_opens_time_at_ones_own_practices_only(
    doctor: SignedIn, colleague: SignedIn, database: Database
) -> None:
    for practice in (await practice_of(colleague), uuid4()):
        refused = await doctor.call("createOpening", json=opening_body(practice))
        assert (refused.status_code, pointers(refused)) == (422, ["/practice_id"])
    assert count(database, "openings") == 0


async def test_an_opening_that_ends_before_it_starts_is_refused_and_not_written(
    doctor: SignedIn, database: Database
) -> None:
    body = opening_body(await practice_of(doctor), from_time="12:00", to_time="09:00")
    refused = await doctor.call("createOpening", json=body)
    assert (refused.status_code, pointers(refused)) == (422, ["/to_time"])
    assert count(database, "openings") == 0


async def test_a_doctor_is_not_open_at_two_places_at_once(
    doctor: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    elsewhere = await second_practice(doctor)
    body = opening_body(elsewhere, on_day=day_of(tomorrow_at(9)), from_time="11:30", to_time="13:00")
    refused = await doctor.call("createOpening", json=body)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("opening_overlaps")
    assert refused.json()["related_id"] == made["id"]
    assert count(database, "openings") == 1
    after = await doctor.call("createOpening", json=body | {"from_time": "12:00"})
    assert after.status_code == 201
    moved = await doctor.call(
        "replaceOpening",
        opening_id=after.json()["id"],
        json=body,
        headers={"If-Match": after.headers["etag"]},
    )
    assert moved.status_code == 409
    assert (await doctor.call("getOpening", opening_id=after.json()["id"])).json() == after.json()


async def test_an_opening_says_which_others_at_the_same_place_share_its_time_and_how(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    """What it says is what happens: each appointment takes a place, a place closes the slots of the range."""
    slots = await opens(doctor, slot_minutes=60)
    assert slots["shares_time_with"] == []
    walk_in = await opens(doctor, kind="range", capacity=3, from_time="10:00", to_time="14:00")
    [met] = walk_in["shares_time_with"]
    assert met == {
        "opening_id": slots["id"],
        "kind": "slots",
        "from_time": "09:00",
        "to_time": "12:00",
        "effect": "range_and_slots",
    }
    finer = await opens(doctor, slot_minutes=20, from_time="09:00", to_time="10:00")
    assert [one["effect"] for one in finer["shares_time_with"]] == ["same_minute_once"]
    other = await opens(doctor, kind="range", capacity=2, from_time="12:00", to_time="13:00")
    assert [one["effect"] for one in other["shares_time_with"]] == ["two_ranges"]
    listed = await doctor.call("listOpenings")
    assert {one["shares_time_with"] for one in listed.json()["items"]} == {None}
    for who, shown in ((doctor, finer["shares_time_with"]), (colleague, None)):
        read = await who.call("getOpening", opening_id=finer["id"])
        assert read.json()["shares_time_with"] == shown

    taken = booking(slot(slots, tomorrow_at(10)))
    assert (await colleague.call("bookAppointment", json=taken)).status_code == 201
    assert await places_left(colleague, walk_in) == 2
    place = booking(slot(walk_in, tomorrow_at(10)))
    assert (await colleague.call("bookAppointment", json=place)).status_code == 201
    refused = await colleague.call("bookAppointment", json=booking(slot(slots, tomorrow_at(11))))
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")


async def places_left(who: SignedIn, opening: dict[str, Any]) -> int:
    """How many places are left in a range."""
    at = {"from_at": tomorrow_at(0).isoformat(), "to_at": tomorrow_at(23).isoformat(), "limit": 200}
    found = (await who.call("searchSlots", params=at)).json()["items"]
    return next(one["places_left"] for one in found if one["opening_id"] == opening["id"])


async def test_the_very_same_opening_is_refused_a_second_time_and_a_different_one_is_not(
    doctor: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    body = opening_body(made["practice_id"], on_day=made["on_day"], weekday=None, audiences=["cpts", "pro"])
    for operation, extra in (
        ("createOpening", {}),
        ("replaceOpening", {"opening_id": (await opens(doctor, slot_minutes=10))["id"], "headers": IF_FIRST}),
    ):
        again = await doctor.call(operation, json=body, **extra)
        assert (again.status_code, again.json()["related_id"]) == (422, made["id"])
        [error] = again.json()["errors"]
        assert error["pointer"] == "/from_time"
        assert "change its hours or its days" in error["message"]
    assert count(database, "openings") == 2
    assert (await doctor.call("createOpening", json=body | {"audiences": ["snp"]})).status_code == 201


async def test_of_two_taps_at_once_on_open_one_opens(doctor: SignedIn, database: Database) -> None:
    body = opening_body(await practice_of(doctor))
    answers = await asyncio.gather(*(doctor.call("createOpening", json=body) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert count(database, "openings") == 1


async def test_a_weekly_opening_is_the_same_again_from_another_day_on_unless_the_first_is_over(
    doctor: SignedIn, database: Database
) -> None:
    body = opening_body(await practice_of(doctor), weekday=2)
    ends = {"valid_to": day_of(tomorrow_at(9, days=60))}
    assert (await doctor.call("createOpening", json=body | ends)).status_code == 201
    for from_day, status in ((30, 422), (61, 201)):
        later = body | {"valid_from": day_of(tomorrow_at(9, days=from_day))}
        answer = await doctor.call("createOpening", json=later)
        assert answer.status_code == status, answer.text
    assert count(database, "openings") == 2


async def test_a_stale_version_of_an_opening_changes_nothing(doctor: SignedIn, opens: Opens) -> None:
    made = await opens(doctor)
    body = opening_body(made["practice_id"], on_day=made["on_day"], slot_minutes=30)
    changed = await doctor.call(
        "replaceOpening", opening_id=made["id"], json=body, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    for operation, extra in (
        ("replaceOpening", {"json": body | {"slot_minutes": 10}}),
        ("deleteOpening", {}),
    ):
        stale = await doctor.call(operation, opening_id=made["id"], headers={"If-Match": '"1"'}, **extra)
        assert (stale.status_code, stale.json()["type"]) == (412, "stale_version")
    assert (await doctor.call("getOpening", opening_id=made["id"])).json()["slot_minutes"] == 30


async def test_its_owner_is_told_how_many_appointments_are_to_come_in_an_opening_and_they_stay(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made, elsewhere = await opens(doctor), await opens(doctor, from_time="14:00", to_time="16:00")
    for opening, hour in ((made, 9), (made, 10), (elsewhere, 14)):
        booked = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(hour))))
        assert booked.status_code == 201, booked.text
    given_back = {"appointment_id": booked.json()["id"], "json": {"by": "person"}}
    assert (await colleague.call("cancelAppointment", **given_back)).status_code == 200

    body = opening_body(made["practice_id"], on_day=made["on_day"], from_time="10:00")
    changed = await doctor.call("replaceOpening", opening_id=made["id"], json=body, headers=IF_FIRST)
    assert (changed.status_code, changed.json()["appointments_ahead"]) == (200, 2)
    for opening, ahead in ((made, 2), (elsewhere, 0)):
        read = await doctor.call("getOpening", opening_id=opening["id"])
        assert read.json()["appointments_ahead"] == ahead
    other = await colleague.call("getOpening", opening_id=made["id"])
    assert other.json().get("appointments_ahead") is None
    listed = (await doctor.call("listAppointments")).json()["items"]
    standing = {datetime.fromisoformat(one["starts_at"]) for one in listed if one["state"] == "booked"}
    assert standing == {tomorrow_at(9), tomorrow_at(10)}


async def test_only_its_owner_changes_or_closes_an_opening(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    made = await opens(doctor)
    body = opening_body(made["practice_id"], on_day=made["on_day"], slot_minutes=30)
    version = {"If-Match": '"1"'}
    for operation, extra in (("replaceOpening", {"json": body}), ("deleteOpening", {})):
        answer = await colleague.call(operation, opening_id=made["id"], headers=version, **extra)
        assert answer.status_code == 404
        coordinator = await as_role("coordinator")
        answer = await coordinator.call(operation, opening_id=made["id"], headers=version, **extra)
        assert answer.status_code == 403
    assert (await doctor.call("getOpening", opening_id=made["id"])).json() == made


async def test_an_opening_without_audience_is_its_owners_alone(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor, audiences=[])
    assert (await colleague.call("getOpening", opening_id=made["id"])).status_code == 404
    theirs = await colleague.call("listOpenings", params={"professional_id": str(doctor.professional_id)})
    assert theirs.json()["items"] == []
    assert (await colleague.call("searchSlots")).json()["items"] == []
    assert len((await doctor.call("searchSlots")).json()["items"]) == 9


async def test_another_community_sees_nothing_of_an_opening(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, opens: Opens
) -> None:
    made = await opens(doctor, audiences=["public", "pro", "cpts", "snp"])
    there = await make_community("Gardanne")
    stranger = await as_role("professional", community_id=there.id)
    assert (await stranger.call("getOpening", opening_id=made["id"])).status_code == 404
    assert (await stranger.call("searchSlots")).json()["items"] == []
    at = tomorrow_at(9)
    refused = await stranger.call("createHold", json={"slot_id": slot(made, at)})
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    assert "Free nearby" not in refused.json()["detail"]


async def test_closing_an_opening_leaves_the_appointments(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor)
    booked = await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))
    assert booked.status_code == 201, booked.text
    closed = await doctor.call("deleteOpening", opening_id=made["id"], headers={"If-Match": '"1"'})
    assert closed.status_code == 204
    assert (await doctor.call("getOpening", opening_id=made["id"])).status_code == 404
    assert (await colleague.call("searchSlots")).json()["items"] == []
    kept = await doctor.call("getAppointment", appointment_id=booked.json()["id"])
    assert kept.json()["state"] == "booked"
    gone = await colleague.call("createHold", json={"slot_id": slot(made, tomorrow_at(10))})
    assert gone.status_code == 409


async def test_a_closure_hides_what_it_touches_and_can_be_opened_again(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor)
    await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9, 40))))
    times = {"starts_at": tomorrow_at(9, 50).isoformat(), "ends_at": tomorrow_at(11, 20).isoformat()}
    closed = await doctor.call("createClosure", json={**times, "reason": "training"})
    assert closed.status_code == 201
    assert closed.json()["appointments_inside"] == 1
    assert starts_of(await colleague.call("searchSlots")) == ["09:00", "09:20", "11:20", "11:40"]
    refused = await colleague.call("createHold", json={"slot_id": slot(made, tomorrow_at(10))})
    assert refused.status_code == 409
    assert (await colleague.call("deleteClosure", closure_id=closed.json()["id"])).status_code == 404
    assert (await doctor.call("deleteClosure", closure_id=closed.json()["id"])).status_code == 204
    assert len((await colleague.call("searchSlots")).json()["items"]) == 8


@pytest.mark.parametrize(
    ("start", "end"), [((11, 0), (9, 0)), ((9, 0), (9, 0))], ids=["ends before it starts", "empty"]
)
async def test_a_closure_must_last(
    doctor: SignedIn, database: Database, start: tuple[int, int], end: tuple[int, int]
) -> None:
    body = {"starts_at": tomorrow_at(*start).isoformat(), "ends_at": tomorrow_at(*end).isoformat()}
    refused = await doctor.call("createClosure", json={**body, "reason": "other"})
    assert (refused.status_code, pointers(refused)) == (422, ["/ends_at"])
    past = {"starts_at": tomorrow_at(9, days=-2).isoformat(), "ends_at": tomorrow_at(9, days=-1).isoformat()}
    refused = await doctor.call("createClosure", json={**past, "reason": "other"})
    assert (refused.status_code, pointers(refused)) == (422, ["/ends_at"])
    assert count(database, "closures") == 0


async def test_openings_of_nobody_and_of_somebody_unknown(as_role: AsRole) -> None:
    coordinator = await as_role("coordinator")
    assert pointers(await coordinator.call("listOpenings")) == ["/query/professional_id"]
    unknown = await coordinator.call("listOpenings", params={"professional_id": str(uuid4())})
    assert unknown.status_code == 404


async def test_the_other_openings_are_read_once_for_each_that_is_written(
    doctor: SignedIn, opens: Opens
) -> None:
    """One reading decides whether it meets another, is there already, and shares its time."""
    made = await opens(doctor)
    with statements() as asked:
        other = await opens(doctor, from_time="13:00", to_time="14:00")
    assert other["shares_time_with"] == []
    assert len([one for one in asked if "FROM openings" in one]) == 1
    body = opening_body(made["practice_id"], on_day=made["on_day"], audiences=["pro"])
    with statements() as asked:
        changed = await doctor.call("replaceOpening", opening_id=made["id"], json=body, headers=IF_FIRST)
    assert changed.status_code == 200, changed.text
    replaced = [one for one in asked if "FROM openings" in one]
    assert len(replaced) == 2, "the opening itself, and the others"
