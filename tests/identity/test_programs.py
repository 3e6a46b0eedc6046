"""The operator lists machine clients, closes one, and changes the secret of one."""

import pytest

from api.core.db import unit_of_work
from api.core.operator import OptionRefused
from api.identity import commands, programs, service
from api.identity.service import PLATFORM
from api.identity.tables import Community
from tests.conftest import Database, Maillage
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.identity.test_machine_clients import GRANT, kiosk, token_for, who

__all__ = ["kiosk"]
"""A fixture of other tests."""


@pytest.fixture
async def other(community: Community) -> dict[str, str]:
    """The credentials of another program of the community, of whom nobody speaks."""
    made = await commands.create_client(name="Voisine", role="kiosk", community=community.finess)
    return {"client_id": made.client_id, "client_secret": made.secret}


async def asks(client: ContractClient, credentials: dict[str, str]) -> tuple[int, str | None]:
    """What the token endpoint answers to these credentials."""
    answer = await client.call("createAccessToken", data={**GRANT, **credentials})
    return answer.status_code, answer.json().get("error")


def traced(connected: Database) -> list[tuple[object, ...]]:
    return connected.sql(
        "SELECT e.action, c.client_id, e.community_id = c.community_id FROM audit_entries e"
        " JOIN machine_clients c ON c.id = e.subject_id"
        " WHERE e.action IN ('client.closed', 'client.secret_changed') ORDER BY e.id"
    )


async def test_the_token_of_a_client_that_was_closed_stops_at_once(
    client: ContractClient, kiosk: dict[str, str], other: dict[str, str], connected: Database
) -> None:
    token, neighbour = await token_for(client, kiosk), await token_for(client, other)
    assert await programs.close_client(kiosk["client_id"]) == "Borne de test"
    assert (await who(client, token))[0] == 401
    assert await asks(client, kiosk) == (401, "invalid_client")
    assert (await who(client, neighbour))[0] == 200
    assert await asks(client, other) == (200, None)
    assert traced(connected) == [("client.closed", kiosk["client_id"], True)]
    refused = "SELECT count(*) FROM audit_entries WHERE action = 'client.token_refused'"
    assert connected.sql(refused) == [(1,)]


async def test_another_secret_ends_the_earlier_one_and_every_token_given_for_it(
    client: ContractClient, kiosk: dict[str, str], other: dict[str, str], connected: Database
) -> None:
    """At the same instant of the clock: a token is of its secret, not of a time."""
    token, neighbour = await token_for(client, kiosk), await token_for(client, other)
    changed = kiosk | {"client_secret": await programs.rotate_secret(kiosk["client_id"])}
    assert (await who(client, token))[0] == 401
    assert await asks(client, kiosk) == (401, "invalid_client")
    first = await token_for(client, changed)
    assert (await who(client, first))[0] == 200
    again = kiosk | {"client_secret": await programs.rotate_secret(kiosk["client_id"])}
    assert (await who(client, first))[0] == 401
    assert await asks(client, changed) == (401, "invalid_client")
    assert (await who(client, await token_for(client, again)))[0] == 200
    assert (await who(client, neighbour))[0] == 200
    assert traced(connected) == [("client.secret_changed", kiosk["client_id"], True)] * 2
    kept = str(connected.sql("SELECT * FROM machine_clients") + connected.sql("SELECT * FROM audit_entries"))
    assert changed["client_secret"] not in kept


async def test_a_token_given_for_an_earlier_secret_opens_no_search_of_the_platform(
    client: ContractClient, connected: Database
) -> None:
    """Which is read without a transaction: the one path where nothing else would undo it."""
    made = await commands.create_client(name="SAS", role="regulator", scopes=["fhir:read"])
    token = await token_for(client, {"client_id": made.client_id, "client_secret": made.secret})
    await programs.rotate_secret(made.client_id)
    search = await client.get("/fhir/Slot", headers={"Authorization": f"Bearer {token}"})
    assert search.status_code == 401


async def test_what_cannot_be_closed_or_changed_is_said_and_nothing_changes(
    kiosk: dict[str, str], connected: Database
) -> None:
    await programs.close_client(kiosk["client_id"])
    async with unit_of_work() as db:
        assert await service.platform_actor(db) is not None
    before, lines = contents(connected), traced(connected)
    for act in (programs.close_client, programs.rotate_secret):
        with pytest.raises(OptionRefused, match="^--client-id : aucun programme n’est kiosk-0"):
            await act("kiosk-0")
        with pytest.raises(OptionRefused, match="déjà fermé"):
            await act(kiosk["client_id"])
    with pytest.raises(OptionRefused, match="certificat"):
        await programs.rotate_secret(PLATFORM)
    assert (contents(connected), traced(connected)) == (before, lines)


async def test_the_door_of_the_platform_is_closed_by_its_client_too(connected: Database) -> None:
    async with unit_of_work() as db:
        assert await service.platform_actor(db) is not None
    await programs.close_client(PLATFORM)
    async with unit_of_work() as db:
        assert await service.platform_actor(db) is None


async def test_the_list_says_who_each_is_and_where_the_closed_ones_last(
    kiosk: dict[str, str], other: dict[str, str], community: Community
) -> None:
    await commands.create_client(
        name="Logiciel du SAS", role="regulator", scopes=["fhir:read"], department="94"
    )
    await programs.close_client(kiosk["client_id"])
    found = await programs.list_clients()
    assert [(one.name, one.role, one.where, one.is_active) for one in found] == [
        ("Logiciel du SAS", "regulator", "département 94", True),
        ("Voisine", "kiosk", community.short_name, True),
        ("Borne de test", "kiosk", community.short_name, False),
    ]
    assert found[0].scopes == ("fhir:read",)


def test_the_command_line_closes_a_client_and_shows_another_secret_once(maillage: Maillage) -> None:
    assert maillage("client", "list")[1] == ["Aucun programme. Pour en créer un : maillage client create …"]
    made = ["--name", "Logiciel du SAS", "--role", "regulator", "--scope", "fhir:read", "--departement", "94"]
    _, out, _ = maillage("client", "create", *made)
    client_id, secret = (line.split()[1] for line in out[:2])
    code, out, err = maillage("client", "rotate-secret", "--client-id", client_id)
    assert (code, out[0].split(), len(out)) == (0, ["client_id", client_id], 2)
    assert out[1].split()[1] != secret
    assert err[0] == "L’ancien secret et ses jetons sont refusés dès maintenant."
    said = "regulator, département 94  Logiciel du SAS  fhir:read"
    assert maillage("client", "list")[1] == [f"{client_id}  ouvert  {said}"]
    code, out, _ = maillage("client", "close", "--client-id", client_id)
    assert (code, out[0].split(" (")[0]) == (0, "Programme fermé : Logiciel du SAS")
    assert maillage("client", "list")[1] == [f"{client_id}  fermé   {said}"]
    code, out, err = maillage("client", "rotate-secret", "--client-id", client_id)
    assert (code, out, err) == (2, [], [f"--client-id : le programme {client_id} est déjà fermé."])
