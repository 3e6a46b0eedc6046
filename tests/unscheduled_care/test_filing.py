"""Filing a request: what ends on the 15, what waits, what is refused, what the card says."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from api.cases.service.retention import ERASURES
from api.cases.tables import Case
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.people.tables import Person
from api.unscheduled_care.tables import UnscheduledCareRequest
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    PERSON,
    a_request,
    accept,
    act,
    file,
    kinds,
    no_quiet_hours,
    offers_of,
    read,
    thread,
    tick,
    whose_doctor_is,
)
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

NIR = "2 85 05 78 006 084 36"


async def count(community_id: UUID, table: type) -> int:
    """How many rows of a table the community has."""
    async with unit_of_work(community_id) as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def test_a_red_flag_ends_on_the_15_and_keeps_nobody(requester: SignedIn, doctors: Doctors) -> None:
    [doctor] = await doctors(1)
    request = await file(requester, a_request(red_flags=["chest_pain"], note="Mme Castaing, 12 rue du Fort"))
    assert (request["state"], request["person_id"], request["need"]) == ("redirected_15", None, None)
    assert (request["waits_for"], request["actions"]) == ("nobody", [])
    assert request["note"] is None
    assert await offers_of(doctor, None) == []
    assert await count(requester.community_id, Person) == 0
    assert kinds(await thread(requester, request)) == ["red_flag_redirected"]


async def test_a_red_flag_told_by_phone_keeps_no_name_of_the_caller(coordinator: SignedIn) -> None:
    called = {"requested_for": "Mme Coste, la fille", "requested_for_phone": "06 39 98 41 07"}
    request = await file(coordinator, a_request(red_flags=["stroke_signs"], **called))
    assert "Coste" not in request["requester_name"]
    assert request["requester_phone"] != "+33639984107"


async def test_nobody_is_asked_before_the_person_is_informed(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester, a_request(informed=False))
    assert (request["state"], request["waits_for"]) == ("to_complete", "requester")
    assert request["actions"][0] == "complete"
    assert await offers_of(doctor, None) == []

    still = await act(requester, "completeUnscheduledCareRequest", request, informed=False)
    assert still.status_code == 422
    assert (await read(requester, request))["state"] == "to_complete"

    shift_clock(minutes=91)
    await tick(awake.id)
    forgotten = await read(coordinator, request)
    assert (forgotten["state"], forgotten["waits_for"]) == ("to_complete", "coordinator")

    done = await act(requester, "completeUnscheduledCareRequest", request, informed=True)
    assert done.status_code == 200, done.text
    assert done.json()["state"] == "wave_1"
    assert done.json()["wished_before"] == request["wished_before"], "the deadline is absolute"
    assert len(await offers_of(doctor)) == 1


@pytest.mark.parametrize(
    ("given", "pointers"),
    [
        (
            dict.fromkeys(["person", "need", "urgency", "mobility", "attending_doctor_status", "informed"]),
            ["/person", "/need", "/urgency", "/mobility", "/attending_doctor_status", "/informed"],
        ),
        ({"person": PERSON | {"birth_date": "2199-01-01"}}, ["/person/birth_date"]),
        ({"person": PERSON | {"birth_date": "1901-01-01"}}, ["/person/birth_date"]),
        ({"person": PERSON | {"phone": "06 39 98 41 0"}}, ["/person/phone"]),
        ({"person": PERSON | {"commune_insee": "94034"}}, ["/person/commune_insee"]),
        ({"note": f"son numéro {NIR}"}, ["/note"]),
        ({"note": "suivie pour un cancer"}, ["/note"]),
        ({"interpreter": NIR}, ["/interpreter"]),
        ({"attending_doctor_status": "known"}, ["/attending_professional_id"]),
        (
            {"attending_professional_id": "0199a8c2-7c1e-7000-8000-000000000000"},
            ["/attending_professional_id", "/attending_professional_id"],
        ),
        (
            {"usual_professional_ids": ["0199a8c2-7c1e-7000-8000-000000000000"]},
            ["/usual_professional_ids/0"],
        ),
        ({"requested_for": "Mairie"}, ["/requested_for"]),
    ],
)
async def test_what_is_wrong_is_named_field_by_field_and_nothing_is_kept(
    requester: SignedIn, given: dict[str, Any], pointers: list[str]
) -> None:
    body = {name: value for name, value in a_request(**given).items() if value is not None}
    refused = await requester.call("createUnscheduledCareRequest", json=body)
    assert refused.status_code == 422, refused.text
    assert [error["pointer"] for error in refused.json()["errors"]] == pointers
    assert await count(requester.community_id, Case) == 0
    assert await count(requester.community_id, Person) == 0


async def test_words_that_look_medical_are_shown_back_and_may_be_confirmed(
    requester: SignedIn, coordinator: SignedIn
) -> None:
    body = a_request(note="Habite derrière la clinique du Cancer")
    refused = await requester.call("createUnscheduledCareRequest", json=body)
    assert refused.status_code == 422
    assert "Cancer" in refused.json()["errors"][0]["message"]
    request = await file(requester, body | {"note_confirmed_not_medical": True})
    assert (await read(coordinator, request))["note_flagged"] is True


async def test_a_second_request_for_the_same_person_and_need_is_joined_instead(
    requester: SignedIn, as_role: AsRole, doctors: Doctors
) -> None:
    await doctors(1)
    pharmacist = await as_role("requester", organisation_kind="pharmacy")
    request = await file(requester)
    same = a_request(person=PERSON | {"family_name": "CASTAING  MOREAU", "phone": "06 39 98 00 11"})
    refused = await pharmacist.call("createUnscheduledCareRequest", json=same)
    assert refused.status_code == 409
    assert refused.json()["type"] == "duplicate_request"
    assert refused.json()["related_id"] == request["id"]
    assert "castaing" not in refused.text.lower(), "the answer names nobody"
    assert await count(requester.community_id, Case) == 1

    unseen = await pharmacist.call("getUnscheduledCareRequest", request_id=request["id"])
    assert unseen.status_code == 404
    joined = await pharmacist.call("followUnscheduledCareRequest", request_id=request["id"])
    assert joined.status_code == 200, joined.text
    again = await pharmacist.call("followUnscheduledCareRequest", request_id=request["id"])
    assert again.json()["followers"] == 1
    followed = await read(pharmacist, request)
    assert (followed["is_mine"], followed["may_read_identity"]) == (False, False)
    mine = await pharmacist.call("listUnscheduledCareRequests", params={"view": "mine"})
    assert [item["id"] for item in mine.json()["items"]] == [request["id"]]

    other_need = await file(pharmacist, same | {"need": "sick_note"})
    assert other_need["id"] != request["id"]


async def test_a_request_that_ended_does_not_stand_in_the_way_of_a_new_one(requester: SignedIn) -> None:
    request = await file(requester)
    gone = await act(requester, "cancelUnscheduledCareRequest", request, reason="person_better")
    assert gone.status_code == 200, gone.text
    assert (await file(requester))["id"] != request["id"]
    late = await requester.call("followUnscheduledCareRequest", request_id=request["id"])
    assert (late.status_code, late.json()["type"]) == (409, "case_closed")


async def test_the_same_request_sent_twice_is_one_request(requester: SignedIn) -> None:
    key = {"Idempotency-Key": "tab-one-0001"}
    first = await requester.call("createUnscheduledCareRequest", json=a_request(), headers=key)
    second = await requester.call("createUnscheduledCareRequest", json=a_request(), headers=key)
    assert first.json() == second.json()
    assert await count(requester.community_id, Case) == 1


async def test_a_town_hall_files_nothing(as_role: AsRole, awake: Community) -> None:
    mayor = await as_role("requester", organisation_kind="town_hall")
    refused = await mayor.call("createUnscheduledCareRequest", json=a_request())
    assert refused.status_code == 403
    assert await count(awake.id, Case) == 0


async def test_a_request_of_another_community_does_not_exist(
    requester: SignedIn, as_role: AsRole, make_community: MakeCommunity
) -> None:
    request = await file(requester)
    elsewhere = await make_community("Provence", communes=("13041",))
    stranger = await as_role("coordinator", community_id=elsewhere.id)
    for operation in ("getUnscheduledCareRequest", "followUnscheduledCareRequest"):
        assert (await stranger.call(operation, request_id=request["id"])).status_code == 404
    assert (await read(requester, request))["followers"] == 0


async def test_a_request_taken_by_phone_says_who_called(coordinator: SignedIn, doctors: Doctors) -> None:
    [doctor] = await doctors(1)
    called = a_request(requested_for="EHPAD Les Glycines", requested_for_phone="01 99 00 12 34")
    request = await file(coordinator, called)
    assert (request["requester_name"], request["requester_phone"], request["origin"]) == (
        "EHPAD Les Glycines",
        "+33199001234",
        "coordinator",
    )
    [offer] = await offers_of(doctor)
    assert offer["card"]["requester_profession"] == "coordination"


@pytest.mark.parametrize(
    ("role", "kind", "origin", "said"),
    [
        ("professional", None, "doctor", "médecin"),
        ("requester", "pharmacy", "pharmacist", "pharmacie"),
        ("requester", "nursing_home", "organisation", "EHPAD"),
        ("requester", "unscheduled_care_centre", "unscheduled_care_centre", "CAMI"),
        ("regulator", None, "sas", "SAS"),
    ],
)
async def test_the_card_says_what_the_requester_is_and_never_who(
    as_role: AsRole, doctors: Doctors, role: str, kind: str | None, origin: str, said: str
) -> None:
    [doctor] = await doctors(1)
    someone = await as_role(role, organisation_kind=kind)
    request = await file(someone, whose_doctor_is(doctor))
    assert request["origin"] == origin
    [offer] = await offers_of(doctor)
    assert offer["card"]["requester_profession"] == said


async def test_an_offer_holds_no_identity_before_it_is_accepted(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    person = PERSON | {"address_line": "12 rue du Fort", "phone_of": "Mère, Mme Coste"}
    request = await file(requester, a_request(person=person, note="Troisième étage", informed=True))
    answer = await doctor.call("listOffers")
    for secret in ("Castaing", "Lina", "2021", "39984107", "39 98 41 07", "rue du Fort", "Coste", "étage"):
        assert secret not in answer.text
    assert (await offers_of(doctor))[0]["request_id"] is None
    hidden = await doctor.call("getUnscheduledCareRequest", request_id=request["id"])
    assert hidden.status_code == 404
    identity = await doctor.call("readIdentity", person_id=request["person_id"], json={})
    assert identity.status_code == 404

    assert (await accept(doctor)).status_code == 200
    shown = await doctor.call("readIdentity", person_id=request["person_id"], json={})
    assert shown.json()["family_name"] == "Castaing-Moreau"


async def test_a_request_in_quiet_hours_goes_to_the_coordination_at_once(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community
) -> None:
    [doctor] = await doctors(1)
    here = clock.now().astimezone(ZoneInfo("Europe/Paris"))
    around = {"from_time": here - timedelta(hours=1), "to_time": here + timedelta(hours=2)}
    await no_quiet_hours(awake.id, quiet_hours={name: f"{at:%H:%M}" for name, at in around.items()})
    request = await file(requester, whose_doctor_is(doctor))
    assert (request["state"], request["waits_for"]) == ("no_solution", "coordinator")
    lines = await thread(coordinator, request)
    assert kinds(lines)[:2] == ["requested", "first_resort_skipped"]
    assert lines[1]["skip_reason"] == "quiet"
    told = (await coordinator.call("listNotifications")).json()["items"]
    assert [item["kind"] for item in told] == ["request_needs_coordinator"]


async def test_the_note_is_forgotten_with_the_person(requester: SignedIn, awake: Community) -> None:
    request = await file(requester, a_request(note="Troisième étage", interpreter="tamoul"))
    async with unit_of_work(awake.id) as db:
        case = await db.get_one(Case, UUID(request["id"]))
        for forget in ERASURES:
            await forget(db, case, clock.now())
    async with unit_of_work(awake.id) as db:
        row = await db.get_one(UnscheduledCareRequest, case.id)
        assert (row.note, row.interpreter) == (None, None)
