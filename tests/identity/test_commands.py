"""The operator's commands: the first community and the first accounts of an empty instance."""

from typing import Any

import pytest

from api.core.db import unit_of_work
from api.core.operator import OptionRefused
from api.directory.tables import Organisation, Professional
from api.identity import commands
from api.identity.tables import Community
from tests.conftest import Database, Maillage
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.identity.authenticator import with_phone
from tests.identity.test_first_passwords import chosen
from tests.roles import AsRole, SignIn

pytestmark = pytest.mark.usefixtures("step_begins")

CPTS: dict[str, Any] = {
    "finess": "940000001",
    "name": "CPTS de Vitry-sur-Seine",
    "short_name": "Vitry",
    "time_zone": "Europe/Paris",
    "communes": ["94081"],
}


def refused_options(connected: Database) -> list[tuple[object, ...]]:
    return connected.sql("SELECT count(*) FROM communities") + connected.sql("SELECT count(*) FROM accounts")


async def test_an_empty_instance_gets_a_community_and_an_admin_who_signs_in(
    connected: Database, client: ContractClient, signed_in: SignIn
) -> None:
    await commands.create_community(**CPTS)
    made = await commands.create_account(
        email="admin@vitry.example", name="Ada Essai", role="admin", community="940000001"
    )
    assert await chosen(client, made.link) == 204
    admin = await signed_in("admin@vitry.example")
    assert (await admin.call("getMe")).json()["community"]["short_name"] == "Vitry"
    await with_phone(admin)  # the first thing that an administration is asked for
    assert (await admin.call("getCommunityRules")).json()["version"] == 1


async def test_an_account_that_exists_gets_one_role_more_and_keeps_its_password(
    connected: Database, client: ContractClient, signed_in: SignIn
) -> None:
    await commands.create_community(**CPTS)
    who = {"email": "ada@vitry.example", "name": "Ada Essai", "community": "940000001"}
    made = await commands.create_account(**who, role="admin")
    assert await chosen(client, made.link) == 204
    more = await commands.create_account(**{**who, "email": "ADA@vitry.example"}, role="coordinator")
    assert more.link is None
    ada = await signed_in("ada@vitry.example")
    assert (await ada.call("getMe")).json()["roles"] == ["coordinator", "admin"]


@pytest.mark.parametrize(
    ("change", "option"),
    [
        ({"finess": "94"}, "--finess"),
        ({"communes": ["94400 Vitry"]}, "--commune"),
        ({"time_zone": "Europe/Vitry"}, "--time-zone"),
        ({"time_zone": "../../etc/passwd"}, "--time-zone"),
        ({"name": " "}, "--name"),
        ({"short_name": ""}, "--short-name"),
    ],
)
async def test_a_community_with_a_wrong_option_is_refused_by_the_options_name(
    connected: Database, change: dict[str, Any], option: str
) -> None:
    with pytest.raises(OptionRefused, match=f"^{option} : "):
        await commands.create_community(**{**CPTS, **change})
    assert refused_options(connected) == [(0,), (0,)]


async def test_a_finess_serves_once(connected: Database) -> None:
    await commands.create_community(**CPTS)
    with pytest.raises(OptionRefused, match="^--finess : "):
        await commands.create_community(**CPTS)
    assert refused_options(connected) == [(1,), (0,)]


@pytest.mark.parametrize(
    ("change", "option"),
    [
        ({"role": "doctor"}, "--role"),
        ({"community": "940000009"}, "--community"),
        ({"email": "ada"}, "--email"),
        ({"name": ""}, "--name"),
        ({"role": "delegate"}, "--role"),
        ({"role": "professional"}, "--rpps"),
        ({"role": "professional", "rpps": "10999000000"}, "--rpps"),
        ({"role": "requester"}, "--organisation"),
        ({"role": "requester", "organisation": "Nulle part"}, "--organisation"),
    ],
)
async def test_an_account_with_a_wrong_option_is_refused_by_the_options_name(
    connected: Database, change: dict[str, str], option: str
) -> None:
    await commands.create_community(**CPTS)
    right = {"email": "ada@vitry.example", "name": "Ada", "role": "admin", "community": "940000001"}
    with pytest.raises(OptionRefused, match=f"^{option} : "):
        await commands.create_account(**{**right, **change})
    assert refused_options(connected) == [(1,), (0,)]


async def test_a_professional_and_a_structure_are_found_by_number_and_by_name(
    as_role: AsRole, community: Community, client: ContractClient, signed_in: SignIn, connected: Database
) -> None:
    doctor = await as_role("professional")
    ward = await as_role("requester", organisation_kind="hospital_ward")
    async with unit_of_work() as db:
        rpps = (await db.get_one(Professional, doctor.professional_id)).rpps
        name = (await db.get_one(Organisation, ward.organisation_id)).name
    asked: dict[str, Any] = {
        "email": "dr@vitry.example",
        "name": "Dr Essai",
        "role": "professional",
        "community": community.finess,
        "rpps": rpps,
        "organisation": name.upper(),
    }
    before = contents(connected)
    with pytest.raises(OptionRefused, match="^--rpps : ce professionnel a un compte"):
        await commands.create_account(**asked)
    assert contents(connected) == before
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", doctor.account_id)
    made = await commands.create_account(**asked)
    assert await chosen(client, made.link) == 204
    me = (await (await signed_in("dr@vitry.example")).call("getMe")).json()
    assert me["professional_id"] == str(doctor.professional_id)
    assert me["organisation_id"] == str(ward.organisation_id)


async def test_a_kiosk_gets_its_secret_once_and_a_token_with_it(
    client: ContractClient, community: Community
) -> None:
    made = await commands.create_client(
        name="Borne", role="kiosk", community=community.finess, scopes=["directory:read"]
    )
    answer = await client.call(
        "createAccessToken",
        data={
            "grant_type": "client_credentials",
            "client_id": made.client_id,
            "client_secret": made.secret,
        },
    )
    assert answer.json()["scope"] == "directory:read"


async def test_only_a_national_client_keeps_accounts_of_regulators_and_only_when_it_is_said(
    community: Community,
) -> None:
    said = await commands.create_client(name="Plateforme", role="regulator", scopes=["fhir:write"])
    assert said.scopes == ("fhir:write",)
    for limits in ({}, {"department": "94"}, {"community": community.finess}):
        made = await commands.create_client(name="Logiciel du SAS", role="regulator", **limits)
        assert "fhir:read" in made.scopes
        assert "fhir:write" not in made.scopes


@pytest.mark.parametrize(
    ("change", "option"),
    [
        ({"role": "admin"}, "--role"),
        ({"scopes": ["identity:read"]}, "--scope"),
        ({"scopes": ["fhir:write"]}, "--scope"),
        ({"role": "regulator", "scopes": ["fhir:write"]}, "--scope"),
        (
            {"role": "regulator", "community": None, "department": "94", "scopes": ["fhir:write"]},
            "--scope",
        ),
        ({"community": None}, "--community"),
        ({"name": " "}, "--name"),
        ({"role": "regulator", "community": None, "organisation": "SAS"}, "--organisation"),
        ({"department": "94"}, "--departement"),
        ({"role": "regulator", "community": None, "department": "99"}, "--departement"),
    ],
)
async def test_a_client_with_a_wrong_option_is_refused_by_the_options_name(
    connected: Database, change: dict[str, Any], option: str
) -> None:
    await commands.create_community(**CPTS)
    right: dict[str, Any] = {"name": "Borne", "role": "kiosk", "community": "940000001"}
    with pytest.raises(OptionRefused, match=f"^{option} : "):
        await commands.create_client(**{**right, **change})
    assert connected.sql("SELECT count(*) FROM machine_clients") == [(0,)]


def test_the_command_line_says_what_to_change_in_one_line(
    maillage: Maillage,
) -> None:
    options = ["--finess", "940000001", "--name", "Vitry", "--short-name", "Vitry", "--commune"]
    code, out, err = maillage("community", "create", *options, "9408")
    assert (code, out) == (2, [])
    assert err == ["--commune : 9408 n’est pas un code INSEE (Vitry-sur-Seine : 94081)."]
    assert maillage("community", "create", *options, "94081")[0] == 0
    who = ["--email", "a@vitry.example", "--name", "Ada", "--role", "admin", "--community", "940000001"]
    code, out, err = maillage("account", "create", *who)
    assert (code, out[1].split(" : ")[0]) == (0, "Choisir son mot de passe, une fois et pendant 7 jours")
    code, out, err = maillage(
        "client", "create", "--name", "Borne", "--role", "kiosk", "--community", "940000001"
    )
    assert (code, [line.split()[0] for line in out]) == (0, ["client_id", "client_secret", "scope"])
