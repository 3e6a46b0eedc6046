"""Where one is signed in, and signing out from afar."""

import pytest

from api.identity.rules import device_of
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import AsRole, ShiftClock, SignedIn, SignIn

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"


@pytest.mark.parametrize(
    ("browser", "device"),
    [
        (EDGE, "Edge, Windows"),
        (IPHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.10.1", None),
        ("", None),
        (None, None),
    ],
)
def test_a_device_is_named_as_people_call_it(browser: str | None, device: str | None) -> None:
    assert device_of(browser) == device


async def sessions(who: ContractClient) -> list[tuple[str | None, bool]]:
    """The device of each session that somebody is told, and whether it is the one that asks."""
    items = (await who.call("listMySessions")).json()["items"]
    return [(one["device"], one["current"]) for one in items]


@pytest.fixture
async def twice(as_role: AsRole, signed_in: SignIn) -> tuple[ContractClient, ContractClient, SignedIn]:
    """Somebody signed in on two devices, and somebody else."""
    first = await as_role("professional", password="une phrase de passe")
    second = await signed_in(first.email, "une phrase de passe")
    return first, second, await as_role("admin")


async def test_one_sees_where_one_is_signed_in_this_session_first(
    twice: tuple[ContractClient, ContractClient, SignedIn],
) -> None:
    first, second, other = twice
    assert [here for _, here in await sessions(first)] == [True, False]
    assert [here for _, here in await sessions(second)] == [True, False]
    assert await sessions(other) == [(None, True)]


async def test_the_browser_that_signed_in_is_named(as_role: AsRole, client: ContractClient) -> None:
    somebody = await as_role("professional", password="une phrase de passe")
    body = {"email": somebody.email, "password": "une phrase de passe"}
    assert (await client.call("createSession", json=body, headers={"user-agent": EDGE})).status_code == 201
    assert await sessions(client) == [("Edge, Windows", True), (None, False)]


async def test_who_has_a_password_of_their_own_is_told_so(as_role: AsRole) -> None:
    own, none = await as_role("admin", password="une phrase de passe"), await as_role("admin")
    told = [(await who.call("listMySessions")).json()["own_password"] for who in (own, none)]
    assert told == [True, False]


async def test_a_session_is_ended_from_another_one_at_once_and_traced(
    twice: tuple[ContractClient, ContractClient, SignedIn], connected: Database
) -> None:
    first, second, _ = twice
    [_, theirs] = (await first.call("listMySessions")).json()["items"]
    assert (await first.call("endMySession", session_id=theirs["id"])).status_code == 204
    assert (await second.call("getMe")).status_code == 401
    assert len(await sessions(first)) == 1
    assert (await first.call("endMySession", session_id=theirs["id"])).status_code == 404
    traced = "SELECT subject_id::text FROM audit_entries WHERE action = 'session.ended'"
    assert connected.sql(traced) == [(theirs["id"],)]


async def test_all_others_are_ended_in_one_call_and_this_one_goes_on(
    twice: tuple[ContractClient, ContractClient, SignedIn], connected: Database
) -> None:
    first, second, other = twice
    for ended in (1, 0):
        assert (await second.call("endMyOtherSessions")).status_code == 204
        traced = (
            "SELECT detail FROM audit_entries WHERE action = 'session.others_ended' ORDER BY at DESC LIMIT 1"
        )
        assert connected.sql(traced) == [({"sessions": ended},)]
    assert (await first.call("getMe")).status_code == 401
    assert (await second.call("getMe")).status_code == 200
    assert (await other.call("getMe")).status_code == 200


async def test_nobody_sees_or_ends_the_session_of_somebody_else(
    twice: tuple[ContractClient, ContractClient, SignedIn],
) -> None:
    first, _, other = twice
    [mine, *_] = (await first.call("listMySessions")).json()["items"]
    assert (await other.call("endMySession", session_id=mine["id"])).status_code == 404
    assert len(await sessions(first)) == 2


async def test_a_session_that_ended_by_itself_is_not_told(
    twice: tuple[ContractClient, ContractClient, SignedIn], shift_clock: ShiftClock
) -> None:
    first, second, _ = twice
    shift_clock(minutes=10)
    await first.call("getMe")
    shift_clock(minutes=10)
    assert [here for _, here in await sessions(first)] == [True]
    assert (await second.call("getMe")).status_code == 401


async def test_without_a_csrf_token_nothing_is_ended(
    twice: tuple[ContractClient, ContractClient, SignedIn],
) -> None:
    first, second, _ = twice
    [_, theirs] = (await first.call("listMySessions")).json()["items"]
    token = first.headers.pop("x-csrf-token")
    assert (await first.call("endMyOtherSessions")).status_code == 403
    assert (await first.call("endMySession", session_id=theirs["id"])).status_code == 403
    first.headers["x-csrf-token"] = token
    assert (await second.call("getMe")).status_code == 200


async def test_what_cannot_be_read_is_refused_by_name_and_nothing_is_ended(
    twice: tuple[ContractClient, ContractClient, SignedIn],
) -> None:
    first, second, _ = twice
    refused = [
        await first.call("endMySession", session_id="telephone"),
        await first.call("endMyOtherSessions", headers={"Idempotency-Key": "x" * 300}),
    ]
    assert [(one.status_code, one.json()["errors"][0]["pointer"]) for one in refused] == [
        (422, "/path/session_id"),
        (422, "/header/Idempotency-Key"),
    ]
    assert (await second.call("getMe")).status_code == 200
