"""Opening time, changing and closing it, over HTTP."""

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


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]


async def test_an_opening_is_read_back_as_it_was_written(doctor: SignedIn, opens: Opens) -> None:
    made = await opens(doctor, weekday=3, on_day=None, to_time="24:00", needs=["urinary", "urinary"])
    read = await doctor.call("getOpening", opening_id=made["id"])
    assert read.json() == made
    assert read.headers["etag"] == '"1"'
    assert (made["from_time"], made["to_time"], made["needs"]) == ("09:00", "24:00", ["urinary"])
    listed = await doctor.call("listOpenings")
    assert listed.json() == {"items": [made], "next_cursor": None}


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
