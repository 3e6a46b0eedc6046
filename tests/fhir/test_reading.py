"""Reading by id: everything that a search returns, as long as it is there and for the client to see."""

from urllib.parse import urlsplit

from tests.availability.conftest import Opens, booking, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir import structure
from tests.fhir.conftest import INDIVIDUAL, Caller, asked, codes, national_id, of, refused, search
from tests.roles import AsRole, MakeCommunity, SignedIn


async def test_everything_that_a_search_returns_is_read_by_its_id_the_same(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, audiences=["snp", "cpts"])
    bundle = await search(platform, asked(national_id(doctor, connected)))
    assert len({entry["resource"]["resourceType"] for entry in bundle["entry"]}) == 6
    for entry in bundle["entry"]:
        answer = await platform.get(urlsplit(entry["fullUrl"]).path)
        assert (answer.status_code, answer.json()) == (200, entry["resource"])
        assert answer.headers["content-type"] == "application/json+fhir"


async def test_a_slot_for_individuals_is_read_in_their_profile(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, audiences=["public"], to_time="09:20")
    [found] = of(await search(platform, asked(national_id(doctor, connected), flow=INDIVIDUAL)), "Slot")
    answer = await platform.get(f"/fhir/Slot/{found['id']}", headers={"Accept": "application/fhir+json"})
    assert (answer.json(), answer.headers["content-type"]) == (found, "application/fhir+json")
    assert structure.faults(answer.json()) == []


async def test_a_slot_is_gone_as_soon_as_it_is_taken(
    doctor: SignedIn, as_role: AsRole, opens: Opens, platform: ContractClient
) -> None:
    made = await opens(doctor, audiences=["snp", "cpts"])
    coordinator = await as_role("coordinator")
    name = slot(made, tomorrow_at(9))
    address = f"/fhir/Slot/{name.replace('_', '.')}"
    assert codes((await platform.get(address)).json()) == {"SNP", "CPTS"}
    assert (await coordinator.call("bookAppointment", json=booking(name))).status_code == 201
    assert refused(await platform.get(address), 404) == [("not-found", None)]
    between = slot(made, tomorrow_at(9, 25)).replace("_", ".")
    assert refused(await platform.get(f"/fhir/Slot/{between}"), 404) == [("not-found", None)]


async def test_time_without_an_audience_is_nobody_s_to_read(
    doctor: SignedIn, opens: Opens, platform: ContractClient
) -> None:
    made = await opens(doctor, audiences=[])
    address = f"/fhir/Slot/{slot(made, tomorrow_at(9)).replace('_', '.')}"
    assert refused(await platform.get(address), 404) == [("not-found", None)]


async def test_a_client_of_one_community_reads_nothing_of_another(
    doctor: SignedIn, opens: Opens, make_community: MakeCommunity, calling: Caller, connected: Database
) -> None:
    made = await opens(doctor, audiences=["snp", "cpts"])
    there = await make_community("Ailleurs")
    here, elsewhere = await calling(community_id=doctor.community_id), await calling(community_id=there.id)
    slot_path = f"/fhir/Slot/{slot(made, tomorrow_at(9)).replace('_', '.')}"
    for path in (
        slot_path,
        f"/fhir/HealthcareService/{doctor.community_id}",
        f"/fhir/Organization/{doctor.community_id}",
    ):
        assert (await here.get(path)).status_code == 200
        assert refused(await elsewhere.get(path), 404) == [("not-found", None)]
    assert (await search(elsewhere, asked(national_id(doctor, connected))))["total"] == 0


async def test_the_server_says_to_anybody_what_it_does(client: ContractClient) -> None:
    answer = await client.get("/fhir/metadata?_format=json")
    said = answer.json()
    assert (answer.status_code, said["resourceType"], said["fhirVersion"]) == (
        200,
        "CapabilityStatement",
        "4.0.1",
    )
    assert "application/json+fhir" in said["format"]
    served = {one["type"]: {i["code"] for i in one["interaction"]} for one in said["rest"][0]["resource"]}
    assert served.pop("Slot") == {"read", "search-type"}
    assert served == dict.fromkeys(
        ("Schedule", "Practitioner", "PractitionerRole", "HealthcareService", "Organization"), {"read"}
    )
