"""A doctor who practises nowhere and certifies deaths: asked for deaths, and for nothing else."""

from typing import Any

import pytest

from api.identity.tables import Community
from tests.availability.absent import book, work
from tests.availability.conftest import Opens, opens, tomorrow_at
from tests.certifiers.builders import EMPTY_DOSSIER, a_certifier, a_shift, if_match
from tests.conftest import Database
from tests.contract.contents import contents
from tests.death_certifications import scene as deaths
from tests.dispatch import scene as care
from tests.dispatch.conftest import awake, coordinator
from tests.identity.delegating import Office, named, office
from tests.roles import AsRole, SignedIn

__all__ = ["awake", "coordinator", "office", "opens"]

CATEGORIES = ("retired_doctor", "third_cycle_student", "padhue")


@pytest.fixture
async def town_hall(as_role: AsRole, awake: Community) -> SignedIn:
    """The registry office of a town hall."""
    return await as_role("requester", organisation_kind="town_hall")


@pytest.fixture
async def ward(as_role: AsRole, awake: Community) -> SignedIn:
    """A hospital ward that asks for care."""
    return await as_role("requester", organisation_kind="hospital_ward")


@pytest.fixture
async def doctor(as_role: AsRole, awake: Community) -> SignedIn:
    """A doctor who volunteers for deaths and for unscheduled care."""
    return await a_certifier(as_role)


def leaves(database: Database, who: SignedIn) -> None:
    """What an import writes of somebody who is no longer in the file."""
    for table, column in (("practices", "professional_id"), ("professionals", "id")):
        database.sql(f"UPDATE {table} SET is_active = false WHERE {column} = %s", who.professional_id)


async def write(coordinator: SignedIn, about: SignedIn, category: str | None) -> dict[str, Any]:
    """The coordination writes the category of a doctor; the dossier after it."""
    before = await coordinator.call("getCertifier", professional_id=about.professional_id)
    answer = await coordinator.call(
        "replaceCertifier",
        professional_id=about.professional_id,
        json={**EMPTY_DOSSIER, "category": category},
        headers=if_match(before.json()["version"]),
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.parametrize("category", CATEGORIES)
async def test_a_wave_asks_who_stays_without_a_practice_and_they_accept(
    category: str, coordinator: SignedIn, town_hall: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    leaves(connected, doctor)
    written = await write(coordinator, doctor, category)
    assert (written["category"], written["lacks"]) == (category, [])
    request = await deaths.file(town_hall)
    assert await deaths.offered(doctor) == 1
    assert (await deaths.accept(doctor)).status_code == 200
    assert (await deaths.read(town_hall, request["id"]))["state"] == "accepted"


@pytest.mark.parametrize("category", [None, "active_doctor"], ids=str)
async def test_who_left_is_asked_for_no_death_when_nobody_wrote_that_they_stay(
    category: str | None, coordinator: SignedIn, town_hall: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    leaves(connected, doctor)
    assert "left" in (await write(coordinator, doctor, category))["lacks"]
    await deaths.file(town_hall)
    assert await deaths.offered(doctor) == 0


async def test_who_stays_without_a_practice_is_never_asked_for_unscheduled_care(
    coordinator: SignedIn, ward: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    leaves(connected, doctor)
    await write(coordinator, doctor, "retired_doctor")
    asked = [await care.file(ward, care.whose_doctor_is(doctor))]
    await care.tick(ward.community_id)
    assert await care.offers_of(doctor, None) == []
    before = contents(connected)
    given = {"professional_id": str(doctor.professional_id), "starts_at": care.soon(2)}
    refused = await care.steer(coordinator, "assignDispatch", asked[0], **given)
    assert (refused.status_code, refused.json()["type"]) == (409, "not_eligible")
    assert contents(connected) == before


async def test_who_retires_while_asked_keeps_the_death_and_gives_the_care_back(
    coordinator: SignedIn, town_hall: SignedIn, ward: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    await write(coordinator, doctor, "retired_doctor")
    await deaths.file(town_hall)
    await care.file(ward)
    leaves(connected, doctor)
    care_offer = await offer_of(doctor, "unscheduled_care")
    refused = await doctor.call("acceptOffer", offer_id=care_offer["id"], json={"starts_at": care.soon(2)})
    assert (refused.status_code, refused.json()["type"]) == (409, "not_eligible")
    await care.tick(doctor.community_id)
    care_offer = await offer_of(doctor, "unscheduled_care")
    assert (care_offer["state"], care_offer["withdrawn_because"]) == ("withdrawn", "left")
    assert (await offer_of(doctor, "death_certification"))["state"] == "pending"

    await write(coordinator, doctor, "active_doctor")
    await care.tick(doctor.community_id)
    death_offer = await offer_of(doctor, "death_certification")
    assert (death_offer["state"], death_offer["withdrawn_because"]) == ("withdrawn", "left")


async def offer_of(who: SignedIn, kind: str) -> dict[str, Any]:
    """The only offer of that kind that somebody ever had."""
    [offer] = [one for one in await care.offers_of(who, None) if one["card"]["kind"] == kind]
    return offer


async def test_the_attending_doctor_who_retired_is_asked_as_a_volunteer_alone(
    coordinator: SignedIn, town_hall: SignedIn, as_role: AsRole, doctor: SignedIn, connected: Database
) -> None:
    unwilling = await a_certifier(as_role, volunteers=False)
    for one in (unwilling, doctor):
        leaves(connected, one)
        await write(coordinator, one, "retired_doctor")
        attending = {
            "attending_doctor_status": "known",
            "attending_professional_id": str(one.professional_id),
        }
        person = {**deaths.DECEASED, "given_name": f"Augustine {one.email[:4]}"}
        await deaths.file(town_hall, deaths.a_death(deceased=person, **attending))
    assert await deaths.offered(unwilling) == 0
    assert await deaths.offered(doctor) == 2


async def test_who_stays_is_on_the_load_of_members_and_in_no_search_of_the_directory(
    coordinator: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    at_work = await as_role("professional")
    leaves(connected, doctor)
    assert await loaded(coordinator) == {str(at_work.professional_id)}
    await write(coordinator, doctor, "padhue")
    assert await loaded(coordinator) == {str(at_work.professional_id), str(doctor.professional_id)}
    for query in ({"q": "essai"}, {"unscheduled_care": "true"}):
        found = await coordinator.call("searchProfessionals", params=query)
        ids = {item["professional"]["id"] for item in found.json()["items"]}
        assert str(doctor.professional_id) not in ids
        assert str(at_work.professional_id) in ids
    entries = await coordinator.call("listDirectoryEntries")
    assert {item["id"] for item in entries.json()["items"]} == {str(at_work.professional_id)}


async def loaded(coordinator: SignedIn) -> set[str]:
    """The ids of the members whose load the coordination sees."""
    items = (await coordinator.call("listMemberLoad")).json()["items"]
    return {item["professional"]["id"] for item in items}


async def test_who_retires_closes_their_time_and_stays_on_the_rota(
    coordinator: SignedIn, doctor: SignedIn, opens: Opens, connected: Database
) -> None:
    await book(coordinator, await opens(doctor), tomorrow_at(9))
    await write(coordinator, doctor, "retired_doctor")
    put = await coordinator.call("putOnDeathRota", json=a_shift(doctor.professional_id))
    assert put.status_code == 201, put.text
    leaves(connected, doctor)
    await work(coordinator)
    [absence] = (await coordinator.call("listAbsences")).json()["items"]
    assert (absence["has_left"], absence["to_call"]) == (True, 1)
    [shift] = (await coordinator.call("getDeathRota", params={"weeks": 2})).json()["shifts"]
    assert (shift["away"], shift["lacks"]) == (False, [])
    quiet = contents(connected)
    await work(coordinator)
    assert contents(connected) == quiet, "it is said once"


async def test_who_comes_without_any_practice_is_not_told_as_a_departure(
    coordinator: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    leaves(connected, doctor)
    await write(coordinator, doctor, "retired_doctor")
    before = contents(connected)
    await work(coordinator)
    assert contents(connected) == before


async def test_the_secretary_of_who_stays_goes_on_and_that_of_who_left_does_not(
    coordinator: SignedIn, doctor: SignedIn, office: Office, connected: Database
) -> None:
    nadia = await office.accept(await named(doctor))
    leaves(connected, doctor)
    refused = await nadia.call("listOpenings")
    assert (refused.status_code, refused.json()["type"]) == (403, "delegation_ended")
    await write(coordinator, doctor, "retired_doctor")
    assert (await nadia.call("listOpenings")).status_code == 200
