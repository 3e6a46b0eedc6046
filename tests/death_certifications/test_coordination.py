"""What the coordination does: by phone, the SAMU, an end outside, two requests that are one."""

import asyncio

import pytest

from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import a_death, act, file, moved, offered, read
from tests.roles import AsRole, SignedIn


async def test_a_doctor_who_says_yes_on_the_phone_comes_at_an_hour(
    town_hall: SignedIn, coordinator: SignedIn, as_role: AsRole
) -> None:
    unlisted = await as_role("professional")
    request = await read(coordinator, (await file(town_hall))["id"])
    assert request["state"] == "nobody_found"
    assert request["waits_for"] == "coordinator"
    answer = await coordinator.call(
        "assignDispatch",
        dispatch_id=request["dispatch_id"],
        headers=await _version(coordinator, request["dispatch_id"]),
        json={"professional_id": str(unlisted.professional_id), "eta_minutes": 40},
    )
    assert answer.status_code == 200, answer.text
    assert (await read(town_hall, request["id"]))["state"] == "accepted"


async def test_a_nurse_whom_the_law_excludes_cannot_be_assigned(
    town_hall: SignedIn, coordinator: SignedIn, nurse: SignedIn
) -> None:
    request = await read(coordinator, (await file(town_hall, a_death(public_place="yes")))["id"])
    answer = await coordinator.call(
        "assignDispatch",
        dispatch_id=request["dispatch_id"],
        headers=await _version(coordinator, request["dispatch_id"]),
        json={"professional_id": str(nurse.professional_id), "eta_minutes": 40},
    )
    assert answer.status_code == 409
    assert answer.json()["type"] == "not_eligible"
    assert (await read(coordinator, request["id"]))["professional"] is None


async def test_the_samu_takes_over_and_the_coordination_closes_it(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    request = await read(coordinator, (await file(town_hall))["id"])
    handed = await moved(coordinator, "handDeathCertificationToSamu", request)
    assert handed["state"] == "samu_asked"
    assert await offered(doctor) == 0
    closed = await moved(coordinator, "closeDeathCertificationElsewhere", handed, json={"closed_by": "samu"})
    assert (closed["state"], closed["closed_by"]) == ("closed_externally", "samu")


async def test_a_requisition_ends_it_whoever_has_it(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    await doctors(1)
    request = await read(coordinator, (await file(town_hall))["id"])
    body = {"closed_by": "requisition"}
    ended = await moved(coordinator, "closeDeathCertificationElsewhere", request, json=body)
    assert ended["state"] == "requisitioned"


async def test_a_possible_duplicate_is_linked_and_still_searched_for(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    first, second = await file(town_hall), await file(town_hall)
    assert await offered(doctor) == 2
    seen = await read(coordinator, second["id"])
    assert [other["number"] for other in seen["possible_duplicates"]] == [first["number"]]
    assert (await read(town_hall, second["id"]))["possible_duplicates"] == []


async def test_the_same_address_alone_is_no_duplicate(town_hall: SignedIn, coordinator: SignedIn) -> None:
    await file(town_hall)
    another = {"family_name": "Vauquelin", "given_name": "Marcel", "birth_date": "1938-01-02", "sex": "male"}
    second = await file(town_hall, a_death(deceased=another))
    assert (await read(coordinator, second["id"]))["possible_duplicates"] == []


async def test_only_a_person_says_that_two_are_one_and_may_take_it_back(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    first, second = await file(town_hall), await file(town_hall)
    seen = await read(coordinator, second["id"])
    for of_id in (second["id"], "00000000-0000-7000-8000-000000000001"):
        wrong = await act(coordinator, "markDeathCertificationDuplicate", seen, json={"of_id": of_id})
        assert wrong.status_code == 422
    assert await offered(doctor) == 2
    one = {"of_id": first["id"]}
    marked = await moved(coordinator, "markDeathCertificationDuplicate", seen, json=one)
    assert (marked["state"], marked["duplicate_of"]["number"]) == ("duplicate", first["number"])
    assert await offered(doctor) == 1
    assert marked["actions"] == ["undo_duplicate"]
    undone = await moved(coordinator, "undoDeathCertificationDuplicate", marked)
    assert (undone["state"], undone["closed_at"], undone["duplicate_of"]) == ("volunteers_asked", None, None)
    assert await offered(doctor) == 2


@pytest.mark.parametrize("ended", ["duplicate", "cancelled"])
async def test_no_request_is_closed_as_a_duplicate_of_one_for_which_nobody_comes(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers, ended: str
) -> None:
    [doctor] = await doctors(1)
    first, second = await file(town_hall), await file(town_hall)
    if ended == "duplicate":
        one = {"of_id": first["id"]}
        seen = await read(coordinator, second["id"])
        await moved(coordinator, "markDeathCertificationDuplicate", seen, json=one)
    else:
        mistake = {"reason": "mistake"}
        await moved(town_hall, "cancelDeathCertificationRequest", second, json=mistake)
    left = await read(coordinator, first["id"])
    one = {"of_id": second["id"]}
    refused = await act(coordinator, "markDeathCertificationDuplicate", left, json=one)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/of_id"]
    assert (await read(coordinator, first["id"]))["version"] == left["version"]
    assert await offered(doctor) == 1


async def test_of_two_marked_at_once_as_duplicates_of_each_other_one_goes_on(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    filed = [await file(town_hall), await file(town_hall)]
    first, second = [await read(coordinator, one["id"]) for one in filed]
    marked = await asyncio.gather(
        act(coordinator, "markDeathCertificationDuplicate", first, json={"of_id": second["id"]}),
        act(coordinator, "markDeathCertificationDuplicate", second, json={"of_id": first["id"]}),
    )
    assert sorted(answer.status_code for answer in marked) == [200, 422]
    assert await offered(doctor) == 1


async def test_when_the_original_is_cancelled_the_coordination_looks_at_its_duplicate(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers, database: Database
) -> None:
    await doctors(1)
    first, second = await file(town_hall), await file(town_hall)
    seen, one = await read(coordinator, second["id"]), {"of_id": first["id"]}
    await moved(coordinator, "markDeathCertificationDuplicate", seen, json=one)
    told = "SELECT case_id::text FROM notifications WHERE kind = 'death_delay'"
    assert database.sql(told) == []
    await moved(town_hall, "cancelDeathCertificationRequest", first, json={"reason": "mistake"})
    assert database.sql(told) == [(second["id"],)]
    marked = await read(coordinator, second["id"])
    assert marked["actions"] == ["undo_duplicate"]


async def test_a_duplicate_that_was_to_complete_waits_for_its_answers_again(
    town_hall: SignedIn, coordinator: SignedIn
) -> None:
    first, second = await file(town_hall), await file(town_hall, a_death(violence="unknown"))
    seen = await read(coordinator, second["id"])
    one = {"of_id": first["id"]}
    marked = await moved(coordinator, "markDeathCertificationDuplicate", seen, json=one)
    undone = await moved(coordinator, "undoDeathCertificationDuplicate", marked)
    assert (undone["state"], undone["waits_for"]) == ("to_complete", "requester")


async def test_who_asked_cancels_and_those_asked_are_told(
    town_hall: SignedIn, doctors: Certifiers, database: Database
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    ended = await moved(
        town_hall, "cancelDeathCertificationRequest", request, json={"reason": "doctor_found"}
    )
    assert (ended["state"], ended["cancellation_reason"]) == ("request_cancelled", "doctor_found")
    assert await offered(doctor) == 0
    told = "SELECT count(*) FROM notifications WHERE kind = 'offer_withdrawn'"
    assert database.sql(told) == [(1,)]


async def _version(who: SignedIn, dispatch_id: str) -> dict[str, str]:
    answer = await who.call("getDispatch", dispatch_id=dispatch_id)
    return {"If-Match": f'"{answer.json()["version"]}"'}
