"""How the cookie of a session is called, by http and over https."""

import pytest

from api.core.settings import settings
from api.identity import cookies
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.test_sessions import EMAIL, account
from tests.roles import PASSWORD


@pytest.mark.parametrize("over", ["http", "https"])
async def test_over_https_the_cookie_has_the_prefix_that_no_neighbour_can_set_and_no_other_name_is_taken(
    client: ContractClient, connected: Database, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    await account()
    monkeypatch.setattr(settings(), "base_url", f"{over}://maillage.example")
    answer = await client.call("createSession", json={"email": EMAIL, "password": PASSWORD})
    names = ["maillage_session", "__Host-maillage_session"]
    right, other = names if over == "http" else reversed(names)
    [given] = [one for one in answer.headers.get_list("set-cookie") if "_session=" in one]
    name, _, token = given.partition(";")[0].partition("=")
    assert name == right
    assert "Path=/" in given.split("; ")
    assert "Domain" not in given
    csrf = {cookies.CSRF_HEADER: answer.json()["csrf_token"]}
    client.cookies.clear()
    by_other = {"Cookie": f"{other}={token}"}
    assert (await client.call("getMe", headers=by_other)).json()["type"] == "not_signed_in"
    assert (await client.call("deleteSession", headers=by_other | csrf)).status_code == 401
    assert connected.sql("SELECT ended_at FROM sessions") == [(None,)]
    by_right = {"Cookie": f"{right}={token}"}
    assert (await client.call("getMe", headers=by_right)).status_code == 200
    both = {"Cookie": f"{other}=never-was-one; {right}={token}"}
    left = await client.call("deleteSession", headers=both | csrf)
    assert left.status_code == 200
    [dropped] = [one for one in left.headers.get_list("set-cookie") if "_session=" in one]
    assert dropped.startswith(f'{right}=""')
    assert ("Secure" in dropped) is (over == "https"), "a browser heeds nothing else of that name"
