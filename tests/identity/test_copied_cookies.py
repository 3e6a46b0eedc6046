"""A copy of a session's cookie, when the session gains rights or its owner changes the password."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI

from api.core.operations import Contract
from api.core.settings import settings
from api.identity import cookies
from api.identity.rules import ProvedBy
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import Phone, SoftKey, proved, with_passkey, with_phone
from tests.identity.test_own_password import CHOSEN
from tests.roles import PASSWORD, AsRole, SignedIn

pytestmark = pytest.mark.usefixtures("step_begins")

Copy = Callable[[SignedIn], ContractClient]

SESSIONS = "SELECT id, token_hash, proved_by, ended_at FROM sessions"


@pytest.fixture
def copied(app: FastAPI, contract: Contract, connected: Database) -> Copy:
    """Another browser with the cookies and the CSRF token of this one."""

    def copy(who: SignedIn) -> ContractClient:
        csrf = {cookies.CSRF_HEADER: who.headers[cookies.CSRF_HEADER]}
        return ContractClient(app, contract, audit=connected.sql, cookies=who.cookies, headers=csrf)

    return copy


async def by_phone(who: SignedIn) -> None:
    await with_phone(who)


async def by_passkey(who: SignedIn) -> None:
    await with_passkey(who)


async def by_password(who: SignedIn) -> None:
    """Nothing better is set: the password is the proof."""
    await proved(who)


async def by_another_password(who: SignedIn) -> None:
    body = {"present": PASSWORD, "chosen": CHOSEN}
    assert (await who.call("changePassword", json=body)).status_code == 204


@pytest.mark.parametrize("done", [by_phone, by_passkey, by_password, by_another_password])
async def test_what_gives_a_session_rights_or_defends_it_leaves_a_copy_of_its_cookie_nothing(
    as_role: AsRole, connected: Database, copied: Copy, done: Callable[[SignedIn], Awaitable[None]]
) -> None:
    anna = await as_role("professional", password=PASSWORD)
    copy = copied(anna)
    assert (await copy.call("getMe")).status_code == 200
    [(before, hash_before, _, _)] = connected.sql(SESSIONS)
    await done(anna)
    [(after, hash_after, _, ended)] = left = connected.sql(SESSIONS)
    assert (after, ended) == (before, None), "the same session goes on"
    assert hash_after != hash_before
    assert (await anna.call("getMe")).status_code == 200
    assert (await copy.call("getMe")).json()["type"] == "not_signed_in"
    assert (await copy.call("deleteSession")).status_code == 401
    assert connected.sql(SESSIONS) == left
    assert (await anna.call("endMyOtherSessions")).status_code == 204, "its page writes on"


async def test_a_copy_of_a_session_that_owes_a_factor_does_not_gain_by_the_factor_of_its_owner(
    as_role: AsRole, connected: Database, copied: Copy
) -> None:
    anna = await as_role("coordinator", password=PASSWORD, proved_by=ProvedBy.password)
    copy = copied(anna)
    assert (await copy.call("getMe")).json()["second_factor_owed"] is True
    _, codes = await with_phone(anna)
    assert (await anna.call("getMe")).json()["second_factor_owed"] is False
    assert (await copy.call("listMySessions")).json()["type"] == "not_signed_in"
    again = copied(anna)
    await proved(anna, {"code": codes[0]})
    assert (await again.call("startTotp")).status_code == 401, "the proof is of who gave it"
    assert connected.sql("SELECT purpose FROM factor_requests") == []
    assert (await anna.call("startTotp")).status_code == 201


async def test_what_is_refused_draws_no_other_token(as_role: AsRole, connected: Database) -> None:
    anna = await as_role("professional", password=PASSWORD)
    before = connected.sql(SESSIONS)
    secret = (await anna.call("startTotp")).json()["secret"]
    wrong = "000000" if Phone(secret).code() != "000000" else "111111"
    challenge = (await anna.call("startPasskey")).json()
    answers = [
        await anna.call("confirmTotp", json={"code": wrong}),
        await anna.call("addPasskey", json=SoftKey(site="https://ailleurs.example").made(challenge)),
        await anna.call("proveAgain", json={"password": "quatre autres mots"}),
        await anna.call("changePassword", json={"present": "quatre autres mots", "chosen": CHOSEN}),
    ]
    assert [one.status_code for one in answers] == [403] * 4
    assert not any("set-cookie" in one.headers for one in answers)
    assert connected.sql(SESSIONS) == before


@pytest.mark.parametrize("over", ["http", "https"])
async def test_the_next_token_comes_in_the_cookie_of_the_session_alone(
    as_role: AsRole, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    anna = await as_role("professional", password=PASSWORD)
    token = anna.cookies[cookies.SESSION]
    monkeypatch.setattr(settings(), "base_url", f"{over}://maillage.example")
    anna.headers["Cookie"] = f"{cookies.of_this_host(cookies.SESSION)}={token}"
    answer = await anna.call("proveAgain", json={"password": PASSWORD})
    [given] = answer.headers.get_list("set-cookie")
    assert given.startswith(f"{cookies.of_this_host(cookies.SESSION)}=")
    assert token not in given
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(given.split("; "))
    assert ("Secure" in given.split("; ")) is (over == "https")
