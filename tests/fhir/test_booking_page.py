"""The address of a slot, followed by a person: with and without origin, signed in or not."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.availability.conftest import Opens
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir.conftest import asked, national_id, of, search
from tests.roles import AsRole, SignedIn


@pytest.fixture
async def address(doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database) -> str:
    """What the `comment` of a slot says, without the host."""
    await opens(doctor, audiences=["snp"])
    [first, *_] = of(await search(platform, asked(national_id(doctor, connected))), "Slot")
    parts = urlsplit(first["comment"])
    assert parts.query, "the platform appends &origin=… to what has a query"
    return f"{parts.path}?{parts.query}"


async def test_nobody_signed_in_is_led_to_the_sign_in_and_then_to_the_professional(
    client: ContractClient, address: str, doctor: SignedIn
) -> None:
    answer = await client.get(address)
    page = urlsplit(answer.headers["location"])
    assert (answer.status_code, page.path) == (302, "/connexion")
    back = parse_qs(page.query)
    assert "origin" not in back
    assert back["retour"][0].startswith(f"/annuaire/{doctor.professional_id}?creneau=")


@pytest.mark.parametrize("origin", ["sas", "sas-preprod", "sas-rui"])
async def test_who_comes_from_the_platform_keeps_that_origin(
    client: ContractClient, as_role: AsRole, address: str, doctor: SignedIn, origin: str
) -> None:
    asked_for = urlsplit((await client.get(f"{address}&origin={origin}")).headers["location"])
    sent = parse_qs(asked_for.query)
    assert (asked_for.path, sent["origin"]) == ("/connexion", [origin])
    assert sent["retour"][0].endswith(f"&origin={origin}")
    regulator = await as_role("regulator")
    at_once = urlsplit((await regulator.get(f"{address}&origin={origin}")).headers["location"])
    assert at_once.path == f"/annuaire/{doctor.professional_id}"
    assert parse_qs(at_once.query)["origin"] == [origin]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?praticien=nobody",
        "?praticien=https://elsewhere.example",
        "?creneau=../../x&origin=sas%0d%0aSet-Cookie:x",
        "?praticien=%00&origin=//elsewhere.example",
        "?utm_source=x",
    ],
)
async def test_an_address_that_is_not_ours_leads_home_and_nowhere_else(
    client: ContractClient, as_role: AsRole, query: str
) -> None:
    assert (await client.get(f"/sas/rdv{query}")).headers["location"] == "/connexion?retour=%2F"
    regulator = await as_role("regulator")
    assert (await regulator.get(f"/sas/rdv{query}")).headers["location"] == "/"
