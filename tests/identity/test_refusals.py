"""Requests that cannot be read, lack something or come without the token: refused, and nothing changes."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import AsRole, MakeCommunity

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("body", [b"{", b"", b"\xff", b'{"email": "a@b.example"'])
async def test_a_sign_in_that_is_not_json_is_refused(client: ContractClient, body: bytes) -> None:
    answer = await client.call("createSession", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert "set-cookie" not in answer.headers


async def test_a_form_of_another_site_cannot_sign_anybody_in(client: ContractClient) -> None:
    answer = await client.call("createSession", data={"email": "a@vitry.example", "password": "x"})
    assert (answer.status_code, answer.json()["type"]) == (400, "malformed_request")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"email": "a@vitry.example"}, "/password"),
        ({"email": "a@vitry.example", "password": ""}, "/password"),
        ({"email": "a@vitry.example", "password": "x" * 201}, "/password"),
        ({"email": "a@vitry.example", "password": "x\0y"}, "/password"),
        ({"email": ["a@vitry.example"], "password": "x"}, "/email"),
        ({"email": "a@vitry.example", "password": "x", "role": "admin"}, "/role"),
    ],
)
async def test_a_sign_in_with_a_wrong_field_names_it(
    client: ContractClient, connected: Database, body: dict[str, Any], pointer: str
) -> None:
    answer = await client.call("createSession", json=body)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
    assert connected.sql("SELECT count(*) FROM sign_in_failures") == [(0,)]


async def test_a_choice_that_cannot_be_read_leaves_one_where_one_was(
    as_role: AsRole, make_community: MakeCommunity, connected: Database
) -> None:
    gardanne = await make_community("Gardanne")
    nadia = await as_role("coordinator")
    wrong: tuple[tuple[dict[str, Any], int], ...] = (
        ({"content": b"{", "headers": JSON}, 400),
        ({"json": {"community_id": "Gardanne"}}, 422),
        ({"json": {"community_id": str(gardanne.id)}, "headers": {"X-CSRF-Token": ""}}, 403),
    )
    for arguments, status in wrong:
        assert (await nadia.call("chooseCommunity", **arguments)).status_code == status
    assert connected.sql("SELECT community_id FROM sessions") == [(nadia.community_id,)]


async def test_rules_that_cannot_be_read_change_nothing(as_role: AsRole) -> None:
    admin = await as_role("admin")
    broken = await admin.call("replaceCommunityRules", content=b"{", headers={**JSON, "If-Match": '"1"'})
    assert (broken.status_code, broken.json()["type"]) == (400, "malformed_request")
    assert (await admin.call("getCommunityRules")).json()["version"] == 1


async def test_a_schema_of_another_version_is_not_ready(client: ContractClient, connected: Database) -> None:
    connected.sql("UPDATE alembic_version SET version_num = '0000'")
    answer = await client.call("getReadiness")
    assert (answer.status_code, answer.json()["type"]) == (503, "not_ready")
    assert (await client.call("getHealth")).status_code == 200
