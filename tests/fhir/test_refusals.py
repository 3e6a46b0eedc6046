"""What the FHIR side refuses: always an OperationOutcome, with its status and its place; never a crash."""

import httpx
import pytest

from api.contract.models import Role
from api.core.national_ids import PERSON_IDS
from tests.availability.conftest import Opens
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir.conftest import Caller, asked, national_id, refused
from tests.roles import AsRole, SignedIn

PEOPLE = "schedule.actor:Practitioner.identifier"
SOMEBODY = "810999000028"
NOBODY = "00000000-0000-0000-0000-000000000000"
READ = ("Slot", "Schedule", "Practitioner", "PractitionerRole", "HealthcareService", "Organization")


async def test_a_query_that_makes_no_sense_names_its_parameter(platform: ContractClient) -> None:
    too_many = asked(*[f"8109990{n:05d}" for n in range(26)])
    assert refused(await platform.get(f"/fhir/Slot?{too_many}"), 400) == [("too-costly", f"http.{PEOPLE}")]
    assert refused(await platform.get(f"/fhir/Slot?{asked('rpps')}"), 400) == [("value", f"http.{PEOPLE}")]
    year = asked(SOMEBODY, days=400)
    assert refused(await platform.get(f"/fhir/Slot?{year}"), 400) == [("too-costly", "http.start")]
    empty = refused(await platform.get("/fhir/Slot"), 400)
    assert empty == [("required", f"http.{PEOPLE}"), ("required", "http.start"), ("required", "http.start")]
    many = "&".join(f"x{n}=1" for n in range(300))
    assert refused(await platform.get(f"/fhir/Slot?{many}"), 400) == [("too-costly", None)]


async def test_unknown_parameters_are_refused_to_who_asks_for_strictness(platform: ContractClient) -> None:
    query = asked(SOMEBODY, more="&status=free&colour=blue")
    assert (await platform.get(f"/fhir/Slot?{query}")).status_code == 200
    lenient = {"Prefer": "handling=lenient"}
    assert (await platform.get(f"/fhir/Slot?{query}", headers=lenient)).status_code == 200
    strict = {"Prefer": "return=representation; handling=strict"}
    twice = [("Prefer", "return=representation"), ("Prefer", "handling=strict")]
    for headers in (strict, twice, {"Prefer": 'Handling="strict"'}):
        answer = await platform.get(f"/fhir/Slot?{query}", headers=headers)
        assert refused(answer, 400) == [("not-supported", "http.colour")]


@pytest.mark.parametrize(
    "path", ["/fhir/metadata", "/fhir/Slot?{query}", *[f"/fhir/{k}/{NOBODY}" for k in READ]]
)
async def test_xml_is_not_served(platform: ContractClient, path: str) -> None:
    path = path.format(query=asked(SOMEBODY))
    answer = await platform.get(path, headers={"Accept": "application/fhir+xml"})
    assert refused(answer, 406) == [("not-supported", "http.Accept")]
    also = await platform.get(f"{path}{'&' if '?' in path else '?'}_format=xml")
    assert refused(also, 406) == [("not-supported", "http._format")]


async def test_a_search_by_post_wants_a_form(platform: ContractClient) -> None:
    answer = await platform.post("/fhir/Slot/_search", json={"status": "free"})
    assert refused(answer, 400) == [("structure", "http.Content-Type")]
    xml = {"Accept": "application/fhir+xml", "Content-Type": "application/x-www-form-urlencoded"}
    answer = await platform.post("/fhir/Slot/_search", content=asked(SOMEBODY), headers=xml)
    assert refused(answer, 406) == [("not-supported", "http.Accept")]
    answer = await platform.post("/fhir/Slot/_search", content=b"x" * 1_000_001)
    assert refused(answer, 413) == [("too-long", None)]


@pytest.mark.parametrize("raw", [b"%ff%fe", b"start=%00", b"&&&;;=", b"%", b"start=ge%C3%28"])
async def test_bytes_that_are_no_text_are_refused_and_crash_nothing(
    platform: ContractClient, raw: bytes
) -> None:
    assert refused(await platform.get(httpx.URL("/fhir/Slot").copy_with(query=raw)), 400)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert refused(await platform.post("/fhir/Slot/_search", content=raw, headers=form), 400)


@pytest.mark.parametrize("kind", READ)
async def test_an_id_that_nothing_has_is_not_found(platform: ContractClient, kind: str) -> None:
    for wrong in (
        NOBODY,
        "nobody",
        "x" * 300,
        f"{NOBODY}.20261128T0900Z",
        f"{NOBODY}.20269999T9999Z",
        "_search",
    ):
        assert refused(await platform.get(f"/fhir/{kind}/{wrong}"), 404) == [("not-found", None)]
    assert refused(await platform.get(f"/fhir/{kind}/%00"), 400) == [("invalid", "http.path")]


async def test_what_is_not_served_is_said_in_the_same_words(platform: ContractClient) -> None:
    assert refused(await platform.get("/fhir/Patient"), 404) == [("not-found", None)]
    for path in ("/fhir", "/fhir/"):
        assert refused(await platform.get(path), 404) == [("not-found", None)]
        batch = {"resourceType": "Bundle", "type": "batch"}
        assert refused(await platform.post(path, json=batch), 404) == [("not-found", None)]
    wrong = await platform.request("DELETE", "/fhir/Slot")
    assert (refused(wrong, 405), wrong.headers["allow"]) == ([("not-supported", None)], "GET")


async def test_only_a_regulator_s_machine_with_the_scope_is_answered(
    client: ContractClient,
    calling: Caller,
    as_role: AsRole,
    doctor: SignedIn,
    opens: Opens,
    connected: Database,
) -> None:
    await opens(doctor)
    query = asked(national_id(doctor, connected))
    paths = [f"/fhir/Slot?{query}", *[f"/fhir/{kind}/{NOBODY}" for kind in READ]]
    without = await calling(scopes=frozenset({"availability:read"}))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for who, status, code in (
        (client, 401, "login"),
        (without, 403, "forbidden"),
        (await as_role("regulator"), 403, "forbidden"),
        (await as_role("coordinator"), 403, "forbidden"),
    ):
        for path in paths:
            assert refused(await who.get(path), status) == [(code, None)], path
        assert refused(await who.post("/fhir/Slot/_search", content=query, headers=form), status)
    bad = await client.get(paths[0], headers={"Authorization": "Bearer nonsense"})
    assert refused(bad, 401) == [("login", None)]
    assert bad.headers["www-authenticate"].startswith("Bearer")
    # A kiosk that was given the scope by mistake sees nobody's time.
    kiosk = await calling(role=Role.kiosk)
    assert (await kiosk.get(paths[0])).json()["total"] == 0
    assert PERSON_IDS in query
