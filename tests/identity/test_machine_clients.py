"""Machine clients: how they get a token, and which tokens do not do."""

import base64
import hmac
import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from jose import jwt

from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.crypto import derived_secret
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity import service
from api.identity.rules import MACHINE_SCOPES
from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import ShiftClock

GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
async def kiosk(community: Community) -> dict[str, str]:
    """The credentials of a kiosk of the community."""
    async with unit_of_work(community.id) as db:
        client, secret = await service.create_client(
            db,
            system_actor(community.id),
            name="Borne de test",
            role=Role.kiosk,
            scopes=MACHINE_SCOPES,
            community_id=community.id,
            at=clock.now(),
        )
    return {"client_id": client.client_id, "client_secret": secret}


async def token_for(client: ContractClient, credentials: dict[str, str], **more: str) -> str:
    answer = await client.call("createAccessToken", data={**GRANT, **credentials, **more})
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["access_token"]
    return token


async def who(client: ContractClient, token: str) -> tuple[int, dict[str, Any]]:
    answer = await client.call("getMe", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.json()


async def test_a_client_gets_a_token_and_is_itself_with_it(
    client: ContractClient, kiosk: dict[str, str], community: Community
) -> None:
    answer = await client.call("createAccessToken", data={**GRANT, **kiosk})
    said = answer.json()
    assert (said["token_type"], said["expires_in"]) == ("Bearer", 600)
    assert set(said["scope"].split()) == MACHINE_SCOPES
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
    status, me = await who(client, said["access_token"])
    assert (status, me["kind"], me["name"], me["roles"]) == (200, "client", "Borne de test", ["kiosk"])
    assert (me["community"]["id"], me["csrf_token"], me["idle_minutes"]) == (str(community.id), None, None)


async def test_credentials_may_come_by_http_basic(client: ContractClient, kiosk: dict[str, str]) -> None:
    basic = (kiosk["client_id"], kiosk["client_secret"])
    assert (await client.call("createAccessToken", data=GRANT, auth=basic)).status_code == 200
    twice = await client.call("createAccessToken", data={**GRANT, **kiosk}, auth=basic)
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")
    wrong = await client.call("createAccessToken", data=GRANT, auth=(basic[0], "wrong"))
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert wrong.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": "no\0body"}, 400, "invalid_request"),
        ({"client_secret": "x" * 201}, 400, "invalid_request"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"scope": "rules:write"}, 400, "invalid_scope"),
    ],
)
async def test_what_is_wrong_is_said_in_the_words_of_oauth(
    client: ContractClient,
    kiosk: dict[str, str],
    change: dict[str, str],
    status: int,
    error: str,
) -> None:
    answer = await client.call("createAccessToken", data={**GRANT, **kiosk, **change})
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"grant_type=client_credentials&grant_type=client_credentials", None),
        (b"grant_type=client_credentials&client_id=%FF", None),
        (b"a&" * 50, None),
        (b'{"grant_type": "client_credentials"}', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    ],
)
async def test_an_unreadable_form_is_an_invalid_request(
    client: ContractClient, body: bytes, media: str | None
) -> None:
    headers = {"Content-Type": media or "application/x-www-form-urlencoded"}
    answer = await client.call("createAccessToken", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_fields_that_oauth_does_not_know_are_ignored(
    client: ContractClient, kiosk: dict[str, str]
) -> None:
    assert (await who(client, await token_for(client, kiosk, audience="x")))[0] == 200


async def test_a_narrower_scope_is_all_that_the_token_opens(
    client: ContractClient, kiosk: dict[str, str]
) -> None:
    token = await token_for(client, kiosk, scope="availability:read")
    assert (await who(client, token))[1]["scopes"] == ["availability:read"]


async def test_a_token_is_good_for_ten_minutes(
    client: ContractClient, kiosk: dict[str, str], shift_clock: ShiftClock
) -> None:
    token = await token_for(client, kiosk)
    shift_clock(minutes=9, seconds=58)
    assert (await who(client, token))[0] == 200
    shift_clock(seconds=3)
    assert (await who(client, token))[0] == 401


async def test_a_scope_taken_from_the_client_is_taken_from_its_tokens(
    client: ContractClient, kiosk: dict[str, str], connected: Database
) -> None:
    token = await token_for(client, kiosk)
    connected.sql("UPDATE machine_clients SET scopes = '{directory:read}'")
    assert (await who(client, token))[1]["scopes"] == ["directory:read"]


async def test_the_secret_is_kept_nowhere(kiosk: dict[str, str], connected: Database) -> None:
    assert kiosk["client_secret"] not in str(connected.sql("SELECT * FROM machine_clients"))
    assert kiosk["client_secret"] not in str(connected.sql("SELECT * FROM audit_entries"))


def forged(claims: dict[str, Any], key: str, header: dict[str, str]) -> str:
    """A token that no library would make: header and claims as given, signed with HMAC-SHA256."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    text = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    signature = hmac.digest(key.encode(), text.encode(), sha256) if key else b""
    return f"{text}.{part(signature)}"


BROKEN: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "elsewhere"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "expired": {"exp": -1},
    "no expiry": {"exp": None},
    "an expiry in words": {"exp": "tomorrow"},
    "good for a year": {"exp": 31_536_000},
    "no subject": {"sub": None},
    "a subject that is no client": {"sub": str(UUID(int=7))},
    "a subject that is no id": {"sub": "kiosk"},
    "no secret that it was given for": {"secret": None},
    "given for a secret of another": {"secret": "0" * 32},
    "issued tomorrow": {"iat": 86_400, "exp": 86_900},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
async def test_a_well_signed_token_with_one_claim_wrong_is_nobody(
    client: ContractClient, kiosk: dict[str, str], change: dict[str, Any]
) -> None:
    token = await token_for(client, kiosk)
    claims = jwt.get_unverified_claims(token)
    key = derived_secret("access tokens of machine clients")
    assert (await who(client, jwt.encode(claims, key, algorithm="HS256")))[0] == 200
    now = int(clock.now().timestamp())
    for name, value in change.items():
        claims[name] = now + value if isinstance(value, int) else value
    claims = {name: value for name, value in claims.items() if value is not None}
    assert (await who(client, forged(claims, key, {"alg": "HS256", "typ": "JWT"})))[0] == 401


@pytest.mark.parametrize("algorithm", ["none", "None", "HS384", "RS256", "dir", ""])
async def test_a_token_under_another_algorithm_is_nobody(
    client: ContractClient, kiosk: dict[str, str], algorithm: str
) -> None:
    claims = jwt.get_unverified_claims(await token_for(client, kiosk))
    key = derived_secret("access tokens of machine clients")
    for signed_with in (key, ""):
        status, said = await who(client, forged(claims, signed_with, {"alg": algorithm, "typ": "JWT"}))
        assert (status, said["type"]) == (401, "not_signed_in")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", "é", "." * 3000, "bm90 anNvbg"])
async def test_rubbish_is_nobody(client: ContractClient, token: str) -> None:
    answer = await client.call("getMe", headers={"Authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401


async def test_a_token_of_another_instance_is_nobody(
    client: ContractClient, kiosk: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await token_for(client, kiosk)
    monkeypatch.setattr(settings(), "base_url", "https://another.example")
    assert (await who(client, token))[0] == 401


async def test_a_machine_cannot_open_what_only_people_may(
    client: ContractClient, kiosk: dict[str, str]
) -> None:
    token = await token_for(client, kiosk)
    answer = await client.call("getCommunityRules", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["type"]) == (403, "not_allowed")


async def test_a_scope_that_machines_never_hold_cannot_be_given(community: Community) -> None:
    async with unit_of_work(community.id) as db:
        with pytest.raises(ValueError, match="identity:read"):
            await service.create_client(
                db,
                system_actor(),
                name="x",
                role=Role.kiosk,
                scopes={"identity:read"},
                at=clock.now(),
            )
