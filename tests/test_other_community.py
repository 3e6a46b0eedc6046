"""An id of another community: every operation that takes one answers as if the thing did not exist."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from api.contract.models import Role
from api.core.operations import Contract, Operation
from api.identity.rules import SCOPES
from tests.availability.builders import opening_body
from tests.availability.conftest import booking, practice_of, tomorrow_at
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.scene import a_request, file, read
from tests.elsewhere import BODIES, Elsewhere, a_whole_community
from tests.roles import AsRole, MakeCommunity, SignedIn
from tests.teleconsultations.bookings.scene import sent_at

NATIONAL = {
    "getProfessional": "the national directory is public; what one declared to one's community is not shown",
    "getOrganisation": "the same",
    "getProfessionalCard": "the same",
    "getOrganisationCard": "the same",
    "replaceOrganisationPage": "national too; refused outside its territory (test_structure_pages.py)",
    "replaceOpinionTemplate": "a specialty is national; each community writes its own questions for it",
    "readCalendarFeed": "its secret is the key, whoever comes with it",
    "getDeathFamilyPage": "its token is the key, whoever comes with it",
    "getAttendingDoctorForm": "the FINESS of its community is the address, whoever comes; it shows no person",
    "drawAttendingDoctorChallenge": "the same",
    "fileAttendingDoctorForm": "the same; what it answers says nothing of what is there",
    "readFhirSlot": "for machines of the SAS only: tests/fhir/test_reading.py",
    "readFhirSchedule": "the same",
    "readFhirPractitioner": "the same",
    "readFhirPractitionerRole": "the same",
    "readFhirHealthcareService": "the same",
    "readFhirOrganization": "the same",
}
"""operationId whose ids belong to no community -> why."""


@pytest.fixture
async def elsewhere(as_role: AsRole, make_community: MakeCommunity, database: Database) -> Elsewhere:
    """Another community, with a request, its search, an agenda and its messages."""
    return await a_whole_community(as_role, make_community, database)


@pytest.fixture
async def here(as_role: AsRole, elsewhere: Elsewhere) -> dict[Role, SignedIn]:
    """One person of each role, in a community of their own."""
    return {
        Role.professional: await as_role("professional"),
        Role.coordinator: await as_role("coordinator"),
        Role.requester: await as_role("requester", organisation_kind="hospital_ward"),
        Role.regulator: await as_role("regulator"),
        Role.admin: await as_role("admin"),
    }


def calls(contract: Contract, here: dict[Role, SignedIn]) -> Iterator[tuple[Operation, SignedIn]]:
    """Every operation that takes an id, with each of those whom its scopes let in."""
    for operation in contract.operations.values():
        if operation.parameters_in("path") and operation.id not in NATIONAL:
            needed = (operation.scopes or {})["session"]
            yield from ((operation, who) for role, who in here.items() if needed <= SCOPES[role])


def path_of(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    """The path parameters of the operation: each kind of request has an id of its own."""
    others = {
        "death_certifications": "death_id",
        "attending_doctor": "search_id",
        "second_opinion": "opinion_id",
        "hospital_discharge": "discharge_id",
    }
    other = others.get(operation.tag)
    if other is not None:
        given = given | {"request_id": given[other]}
    return {one["name"]: given[one["name"]] for one in operation.parameters_in("path")}


async def test_every_operation_with_an_id_answers_404_for_another_community_and_changes_nothing(
    elsewhere: Elsewhere, here: dict[Role, SignedIn], contract: Contract, connected: Database
) -> None:
    before, tried, told_apart = contents(connected), set(), []
    for operation, who in calls(contract, here):
        body = {"json": BODIES[operation.id]} if operation.body_media == "application/json" else {}
        unknown = dict.fromkeys(elsewhere.ids, uuid4()) | {"on_day": elsewhere.ids["on_day"]}
        said = []
        for given in (elsewhere.ids, unknown):
            named = path_of(operation, given)
            answer = await who.call(operation.id, headers={"If-Match": '"1"', **sent_at()}, **named, **body)
            said.append(answer.text)
            if answer.status_code != 404:
                told_apart.append(f"{operation.id} as {who.email}: {answer.status_code} {answer.text[:200]}")
        if said[0] != said[1]:
            told_apart.append(f"{operation.id} as {who.email}: {said}")
        tried.add(operation.id)
    assert told_apart == []
    assert len(tried) == sum(bool(one.parameters_in("path")) for one in contract.operations.values()) - len(
        NATIONAL
    )
    assert contents(connected) == before


async def test_an_id_of_another_community_in_a_body_is_refused_and_changes_nothing(
    elsewhere: Elsewhere, here: dict[Role, SignedIn], connected: Database
) -> None:
    doctor, coordinator = here[Role.professional], here[Role.coordinator]
    practice = await practice_of(elsewhere.doctor)
    absence = {
        "starts_at": tomorrow_at(9).isoformat(),
        "ends_at": tomorrow_at(10).isoformat(),
        "reason": "leave",
    }
    theirs = str(elsewhere.doctor.professional_id)
    before = contents(connected)
    for who, operation, body, status in (
        (coordinator, "createHold", {"slot_id": elsewhere.slot_id}, 409),
        (coordinator, "bookAppointment", booking(elsewhere.slot_id), 409),
        (
            coordinator,
            "createWaitingEntry",
            {"appointment_id": elsewhere.ids["appointment_id"], "scope": "anyone"},
            404,
        ),
        (doctor, "createOpening", opening_body(practice), 422),
        (coordinator, "createAbsence", absence | {"professional_id": theirs}, 422),
        (doctor, "createAbsence", absence | {"replacement_id": theirs}, 422),
        (doctor, "chooseCommunity", {"community_id": str(elsewhere.doctor.community_id)}, 404),
    ):
        answer = await who.call(operation, json=body)
        assert answer.status_code == status, f"{operation}: {answer.status_code} {answer.text}"
    assert contents(connected) == before


async def test_filters_by_an_id_of_another_community_find_nothing(
    elsewhere: Elsewhere, here: dict[Role, SignedIn]
) -> None:
    theirs = {"professional_id": str(elsewhere.doctor.professional_id)}
    coordinator = here[Role.coordinator]
    assert (await coordinator.call("listOpenings", params=theirs)).json()["items"] == []
    assert (await coordinator.call("searchSlots", params=theirs)).json()["items"] == []
    [alone] = (await coordinator.call("listNextSlots", params=theirs)).json()["items"]
    assert (alone["next"], alone["within_24_hours"]) == ([], 0)
    trail = {"subject_id": elsewhere.ids["case_id"]}
    assert (await here[Role.admin].call("listAuditEntries", params=trail)).json()["items"] == []
    assert (await coordinator.call("listCases", params={"view": "all"})).json()["items"] == []
    assert (await coordinator.call("listAppointments")).json()["items"] == []
    assert (await coordinator.call("listNoShowFollowUps")).json()["items"] == []
    of_theirs = {"appointment_id": elsewhere.ids["appointment_id"], "open": "false"}
    assert (await coordinator.call("listWaitingEntries", params=of_theirs)).json()["items"] == []
    assert (await coordinator.call("listAbsences")).json()["items"] == []


async def test_the_page_of_a_member_of_another_community_shows_what_is_public_only(
    elsewhere: Elsewhere, here: dict[Role, SignedIn]
) -> None:
    page = await here[Role.coordinator].call(
        "getProfessional", professional_id=elsewhere.ids["professional_id"]
    )
    assert page.status_code == 200, page.text
    shown = page.json()
    assert (shown["is_member"], shown["volunteering"], shown["mobile_phone"]) == (False, None, None)
    assert (shown["home_visits"], shown["accepts_new_patients"], shown["declared_on"]) == (None, None, None)


async def test_the_same_person_asked_for_in_two_communities_is_no_duplicate(
    elsewhere: Elsewhere, here: dict[Role, SignedIn]
) -> None:
    ours = await file(here[Role.requester], a_request())
    there = await read(elsewhere.requester, {"id": elsewhere.ids["request_id"]})
    assert ours["number"] == there["number"], "each community counts its own requests"
