"""The accounts of regulators, kept by the platform: made, changed, closed, opened again; what is refused."""

import asyncio
import copy
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from api.contract.models import Role
from api.core.db import unit_of_work
from api.core.national_ids import PERSON_IDS, SAS_IDS, STRUCTURE_IDS, identifier
from api.identity import service
from api.identity.regulators import NationalIdentifier
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir import structure
from tests.fhir.conftest import Caller, refused
from tests.roles import AsRole

WRITE = frozenset({"fhir:read", "fhir:write"})


def regulator(value: str = "810999000111", *, system: str = PERSON_IDS, **changed: Any) -> dict[str, Any]:
    """A body of the platform's."""
    code = "INTRN" if system == SAS_IDS else "IDNPS"
    return {
        "resourceType": "Practitioner",
        "id": "constant",
        "meta": {"source": SAS_IDS},
        "identifier": [identifier(code, system, value)],
        "active": True,
        "name": [{"family": "Exemple", "given": ["Régine"]}],
        "telecom": [{"system": "email", "value": "regine.exemple@samu01.example"}],
        **changed,
    }


@pytest.fixture
async def platform(calling: Caller) -> ContractClient:
    """The national platform, which keeps the accounts."""
    return await calling(scopes=WRITE)


async def put(
    http: ContractClient, body: dict[str, Any], value: str = "810999000111", system: str = PERSON_IDS
) -> httpx.Response:
    return await http.put(f"/fhir/Practitioner?identifier={quote(f'{system}|{value}')}", json=body)


def accounts(database: Database) -> list[tuple[object, ...]]:
    return database.sql("SELECT id, is_active FROM accounts ORDER BY created_at")


def where(answer: httpx.Response) -> str:
    return answer.headers["location"].rsplit("/", 1)[1]


async def test_a_new_account_is_made_and_read_back(platform: ContractClient, connected: Database) -> None:
    made = await platform.post("/fhir/Practitioner", json=regulator())
    assert (made.status_code, made.headers["content-type"]) == (201, "application/json+fhir")
    assert structure.faults(made.json()) == []
    assert made.json()["id"] != "constant"
    read = await platform.get(f"/fhir/Practitioner/{where(made)}")
    assert read.json() == made.json()
    [(account_id, _)] = accounts(connected)
    async with unit_of_work() as db:
        known = await service.national_identifier(db, account_id)
    assert known == NationalIdentifier(PERSON_IDS, "810999000111")
    assert known.type_code == "IDNPS"
    [(name, closed)] = connected.sql("SELECT name_sealed, email_sealed FROM accounts")
    assert b"Exemple" not in name + closed  # type: ignore[operator]


async def test_the_same_account_a_second_time_is_refused_by_post_and_nothing_by_put(
    platform: ContractClient, connected: Database
) -> None:
    await platform.post("/fhir/Practitioner", json=regulator())
    again = await platform.post("/fhir/Practitioner", json=regulator())
    assert refused(again, 422) == [("duplicate", "Practitioner.identifier[0]")]
    other = regulator(telecom=[{"system": "email", "value": "autre@samu01.example"}])
    assert refused(await platform.post("/fhir/Practitioner", json=other), 422)
    kept = await put(platform, regulator())
    assert kept.status_code == 200
    assert await _email(platform, where(kept)) == "regine.exemple@samu01.example"
    assert len(accounts(connected)) == 1


async def test_put_makes_the_account_that_nobody_has_once_however_often(
    platform: ContractClient, connected: Database
) -> None:
    several = await asyncio.gather(*[put(platform, regulator()) for _ in range(4)])
    assert [answer.status_code for answer in several] == [200] * 4
    assert len({where(answer) for answer in several}) == 1
    assert len(accounts(connected)) == 1


async def test_an_address_may_be_another_account_s(
    platform: ContractClient, as_role: AsRole, connected: Database
) -> None:
    doctor = await as_role("professional")
    its = [{"system": "email", "value": doctor.email}]
    assert (await platform.post("/fhir/Practitioner", json=regulator(telecom=its))).status_code == 201
    second = regulator("810999000222", telecom=its)
    assert (await platform.post("/fhir/Practitioner", json=second)).status_code == 201
    assert len(accounts(connected)) == 3


async def test_identifiers_are_renamed_and_the_old_name_is_free_again(
    platform: ContractClient, connected: Database
) -> None:
    made = await put(platform, regulator())
    renamed = regulator("0b8e1f7e-9a0a-4f1c-9c39-2f4f6b1b6c11", system=SAS_IDS)
    changed = await put(platform, renamed)
    assert where(changed) == where(made)
    assert changed.json()["identifier"] == renamed["identifier"]
    # The answer was lost, and the platform sends the same again.
    assert where(await put(platform, renamed)) == where(made)
    other = await platform.post("/fhir/Practitioner", json=regulator())
    assert other.status_code == 201
    assert where(other) != where(made)
    taken = await put(platform, renamed)
    assert refused(taken, 422) == [("duplicate", "Practitioner.identifier[0]")]
    assert len(accounts(connected)) == 2


async def test_a_closed_account_leaves_its_identifier_and_is_opened_again(
    platform: ContractClient, connected: Database
) -> None:
    made = await put(platform, regulator())
    closed = await put(platform, regulator(active=False))
    assert (where(closed), closed.json()["active"]) == (where(made), False)
    assert [active for _, active in accounts(connected)] == [False]
    async with unit_of_work() as db:
        assert await service.national_identifier(db, accounts(connected)[0][0]) is None
    opened = await put(platform, regulator())
    assert (where(opened), opened.json()["active"]) == (where(made), True)
    await put(platform, regulator(active=False))
    assert (await platform.post("/fhir/Practitioner", json=regulator())).status_code == 201
    # The one that is open is meant from now on; the other stays closed.
    assert where(await put(platform, regulator())) != where(made)
    assert [active for _, active in accounts(connected)] == [False, True]


def _without(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def take(body: Any) -> None:
        for step in path[:-1]:
            body = body[step]
        del body[path[-1]]

    return take


def _with(value: Any, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def put_in(body: Any) -> None:
        for step in path[:-1]:
            body = body[step]
        body[path[-1]] = value

    return put_in


WRONG = [
    (_without("identifier"), "required", "identifier"),
    (_with([], "identifier"), "required", "identifier"),
    (_with(["810999000111"], "identifier"), "structure", "identifier[0]"),
    (_without("identifier", 0, "system"), "required", "identifier[0].system"),
    (_with("urn:oid:1.2.3", "identifier", 0, "system"), "code-invalid", "identifier[0].system"),
    (_with(["x"], "identifier", 0, "system"), "code-invalid", "identifier[0].system"),
    (_without("identifier", 0, "type"), "required", "identifier[0].type"),
    (_with("MB", "identifier", 0, "type", "coding", 0, "code"), "code-invalid", "identifier[0].type"),
    (_without("identifier", 0, "value"), "required", "identifier[0].value"),
    (_with("9" * 101, "identifier", 0, "value"), "too-long", "identifier[0].value"),
    (_with(81099, "identifier", 0, "value"), "value", "identifier[0].value"),
    *[
        (_with(wrong, "identifier", 0, "value"), "value", "identifier[0].value")
        for wrong in ("ABC", "8", "81099900011", "8109990001111", "81099900011a", "8１0999000111")
    ],
    (_without("active"), "required", "active"),
    (_with("true", "active"), "value", "active"),
    (_without("name"), "required", "name"),
    (_without("name", 0, "family"), "required", "name[0].family"),
    (_with("Ex\0emple", "name", 0, "family"), "value", "name[0].family"),
    (_with("\ud800", "name", 0, "family"), "value", "name[0].family"),
    (_without("name", 0, "given"), "required", "name[0].given"),
    (_with(["Régine", "Anne"], "name", 0, "given"), "required", "name[0].given"),
    (_without("telecom"), "required", "telecom"),
    (_with("phone", "telecom", 0, "system"), "value", "telecom[0].system"),
    (_without("telecom", 0, "value"), "required", "telecom[0].value"),
    (_with("nobody", "telecom", 0, "value"), "value", "telecom[0].value"),
    (_with("urn:oid:1.2.3", "meta", "source"), "value", "meta.source"),
    (_with([], "modifierExtension"), "extension", "modifierExtension"),
]


@pytest.mark.parametrize(
    ("break_it", "code", "place"), WRONG, ids=[f"{place}-{code}" for _, code, place in WRONG]
)
async def test_a_body_that_does_not_hold_the_profile_names_its_element(
    platform: ContractClient,
    connected: Database,
    break_it: Callable[[dict[str, Any]], None],
    code: str,
    place: str,
) -> None:
    body = copy.deepcopy(regulator())
    break_it(body)
    sent = {"content": json.dumps(body), "headers": {"Content-Type": "application/fhir+json"}}
    assert refused(await platform.post("/fhir/Practitioner", **sent), 422) == [
        (code, f"Practitioner.{place}")
    ]
    query = quote(f"{PERSON_IDS}|810999000111")
    assert refused(await platform.put(f"/fhir/Practitioner?identifier={query}", **sent), 422)
    assert accounts(connected) == []


async def test_everything_that_is_wrong_is_said_at_once(platform: ContractClient) -> None:
    empty = await platform.post("/fhir/Practitioner", json={"resourceType": "Practitioner"})
    assert [place for _, place in refused(empty, 422)] == [
        f"Practitioner.{name}" for name in ("identifier", "active", "name", "telecom")
    ]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"resourceType": "Patient"}', b"\xff\xfe", b"[" * 100_000, b"NaN"]
)
async def test_what_is_no_practitioner_in_json_is_refused(
    platform: ContractClient, connected: Database, body: bytes
) -> None:
    sent = {"content": body, "headers": {"Content-Type": "application/json+fhir"}}
    [(code, place)] = refused(await platform.post("/fhir/Practitioner", **sent), 400)
    assert (code, str(place).split(".")[0]) == ("structure", "Practitioner")
    query = quote(f"{PERSON_IDS}|810999000111")
    assert refused(await platform.put(f"/fhir/Practitioner?identifier={query}", **sent), 400)
    assert accounts(connected) == []


@pytest.mark.parametrize(
    ("system", "value"),
    [
        (PERSON_IDS, "810002673899"),
        (PERSON_IDS, "3456780581/11242343"),
        (PERSON_IDS, "3620100057/70326SR"),
        (PERSON_IDS, "0940012345"),
        (STRUCTURE_IDS, "3456780581/11242343"),
        (SAS_IDS, "whatever the platform likes"),
    ],
)
async def test_each_kind_of_identifier_makes_an_account(
    platform: ContractClient, connected: Database, system: str, value: str
) -> None:
    body = regulator(value, system=system)
    marked = b"\xef\xbb\xbf" + json.dumps(body).encode()  # as the files of the guide begin
    sent = {"content": marked, "headers": {"Content-Type": "application/fhir+json"}}
    made = await platform.post("/fhir/Practitioner", **sent)
    assert (made.status_code, made.json()["identifier"]) == (201, body["identifier"])
    assert where(await put(platform, body, value, system)) == where(made)
    assert len(accounts(connected)) == 1


async def test_xml_is_neither_read_nor_written(platform: ContractClient, connected: Database) -> None:
    query = quote(f"{PERSON_IDS}|810999000111")
    for method, path in (("POST", "/fhir/Practitioner"), ("PUT", f"/fhir/Practitioner?identifier={query}")):
        xml = {"Content-Type": "application/fhir+xml"}
        answer = await platform.request(method, path, content=b"<Practitioner/>", headers=xml)
        assert refused(answer, 415) == [("not-supported", "http.Content-Type")]
        wanted = {"Accept": "application/fhir+xml"}
        answer = await platform.request(method, path, json=regulator(), headers=wanted)
        assert refused(answer, 406) == [("not-supported", "http.Accept")]
    assert accounts(connected) == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "required"),
        ("identifier=", "required"),
        (f"identifier={PERSON_IDS}|1&identifier={PERSON_IDS}|2", "required"),
        ("identifier=810999000111", "value"),
        (f"identifier={PERSON_IDS}|", "value"),
        (f"identifier={PERSON_IDS}|1,{PERSON_IDS}|2", "value"),
        ("identifier=urn:oid:1.2.3|810999000111", "code-invalid"),
        ("identifier=|810999000111", "code-invalid"),
        (f"identifier={PERSON_IDS}|ABC", "value"),
        (f"identifier={PERSON_IDS}|81099900011", "value"),
    ],
)
async def test_a_put_without_a_right_token_is_refused(
    platform: ContractClient, connected: Database, query: str, code: str
) -> None:
    answer = await platform.put(f"/fhir/Practitioner?{quote(query, safe='=&')}", json=regulator())
    assert refused(answer, 400) == [(code, "http.identifier")]
    assert accounts(connected) == []


async def test_unknown_parameters_are_refused_to_who_asks_for_strictness(platform: ContractClient) -> None:
    path = f"/fhir/Practitioner?identifier={quote(f'{PERSON_IDS}|810999000111')}&colour=blue"
    assert (await platform.put(path, json=regulator())).status_code == 200
    answer = await platform.put(path, json=regulator(), headers={"Prefer": "handling=strict"})
    assert refused(answer, 400) == [("not-supported", "http.colour")]
    hostile = path.replace("colour", "%3Cb%3E%0D%0A" + "x" * 500)
    answer = await platform.put(hostile, json=regulator(), headers={"Prefer": "handling=strict"})
    assert refused(answer, 400) == [("not-supported", f"http.?b???{'x' * 75}")]


async def test_only_the_national_platform_keeps_accounts(
    client: ContractClient, platform: ContractClient, calling: Caller, as_role: AsRole, connected: Database
) -> None:
    made = where(await platform.post("/fhir/Practitioner", json=regulator()))
    before = accounts(connected)
    person = await as_role("regulator")
    local = await calling(scopes=WRITE, community_id=person.community_id)
    for who, status in (
        (client, 401),
        (await calling(), 403),
        (local, 403),
        (await calling(scopes=WRITE, department="94"), 403),
        (await calling(role=Role.kiosk, scopes=WRITE), 403),
        (person, 403),
    ):
        other = regulator("810999000222")
        assert refused(await who.post("/fhir/Practitioner", json=other), status)
        assert refused(await put(who, regulator(active=False)), status)
    for reader in (local, await calling(), await calling(scopes=WRITE, department="94")):
        assert refused(await reader.get(f"/fhir/Practitioner/{made}"), 404) == [("not-found", None)]
    assert (await platform.get(f"/fhir/Practitioner/{person.account_id}")).status_code == 404
    assert [row for row in accounts(connected) if row in before] == before
    assert len(accounts(connected)) == len(before) + 1, "the person of the test, and nobody else"


async def _email(http: ContractClient, account_id: str) -> str:
    return (await http.get(f"/fhir/Practitioner/{account_id}")).json()["telecom"][0]["value"]
