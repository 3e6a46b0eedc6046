"""Who calls too often waits; others do not. Time is a number here: nothing waits in a test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.core import pace
from api.core.pace import Pace
from api.core.settings import settings
from tests.conftest import Database
from tests.roles import AsRole

PUBLIC = "/api/v1/public"
"""A path that looks at no cookie."""


@dataclass
class Server:
    """What stands behind the limit: it knows some cookies and tokens, as the real one does."""

    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    now: float = 0.0
    answered: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and say who called."""
        self.answered += 1
        asked = HTTPConnection(scope)
        bearer = asked.headers.get("authorization", "")
        shown = bearer if bearer.startswith("Bearer ") else asked.cookies.get("session", "")
        if shown in self.known and scope["path"] != PUBLIC:
            kind, which = self.known[shown]
            scope.setdefault("state", {})["actor"] = SimpleNamespace(kind=kind, person_id=which)
        status = 401 if shown in self.ended and scope["path"] != PUBLIC else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def limit(server: Server) -> Pace:
    """Sixty calls a minute of an account: thirty at once, then one a second."""
    return Pace(server, a_minute=60, session="session", tick=lambda: server.now)


async def call(
    limit: Pace,
    path: str = "/api/v1/me",
    *,
    client: str = "198.51.100.7",
    again: Mapping[str, str] = MappingProxyType({}),
    **headers: str,
) -> tuple[int, dict[str, str]]:
    """The status and headers of one call. `again`: headers that are sent once more, after the others."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in (*headers.items(), *again.items())],
        "client": (client, 4000),
        "app": SimpleNamespace(state=SimpleNamespace()),
    }
    await limit(scope, receive, send)
    given = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], given


async def so_many(limit: Pace, times: int, **how: str) -> int:
    """How many of these calls were answered."""
    return [(await call(limit, **how))[0] for _ in range(times)].count(200)


async def test_who_calls_too_often_is_told_when_to_come_back_and_others_are_not(
    limit: Pace, server: Server
) -> None:
    server.known = {"one": ("account", "anna"), "two": ("account", "paul"), "Bearer k": ("client", "kiosk")}
    assert await so_many(limit, 40, cookie="session=one") == 31, "the first call was its address's"
    status, headers = await call(limit, cookie="session=one")
    assert (status, headers["retry-after"]) == (429, "2")
    assert await so_many(limit, 5, cookie="session=two") == 5
    server.now += 2
    assert await so_many(limit, 5, cookie="session=one") == 2
    assert await so_many(limit, 90, authorization="Bearer k", client="203.0.113.9") == 61


async def test_another_session_of_the_same_account_has_no_calls_of_its_own(
    limit: Pace, server: Server
) -> None:
    server.known = {"one": ("account", "anna"), "again": ("account", "anna")}
    assert await so_many(limit, 31, cookie="session=one") == 31
    assert await so_many(limit, 5, cookie="session=again", client="203.0.113.9") == 1


async def test_invented_cookies_and_tokens_are_counted_by_the_address_they_come_from(
    limit: Pace, server: Server
) -> None:
    tries = [(await call(limit, cookie=f"session={number}"))[0] for number in range(20)]
    assert tries.count(200) == 15
    assert (await call(limit, authorization="Bearer invented"))[0] == 429
    assert (await call(limit, cookie="session=1", client="198.51.100.8"))[0] == 200
    assert server.answered == 16, "what is refused works nobody"


@pytest.mark.parametrize(
    ("stolen", "owned", "who"),
    [
        ({"cookie": "session=stolen"}, {"cookie": "session=own"}, "account"),
        ({"authorization": "Bearer stolen"}, {"authorization": "Bearer own"}, "client"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/me", PUBLIC])
async def test_what_was_ended_spends_no_call_of_its_owner(
    limit: Pace, server: Server, stolen: dict[str, str], owned: dict[str, str], who: str, path: str
) -> None:
    names = [next(iter(one.values())).removeprefix("session=") for one in (stolen, owned)]
    server.known = dict.fromkeys(names, (who, "anna"))
    for shown in (stolen, owned):
        await call(limit, client="203.0.113.9", **shown)
    server.now += 60
    del server.known[names[0]]
    server.ended = {names[0]}
    stopped = [(await call(limit, path=path, **stolen))[0] for _ in range(200)]
    assert stopped[-1] == 429, "its calls are those of the address it comes from"
    assert len([status for status in stopped if status != 429]) <= 16
    at_once = 30 if who == "account" else 60
    assert await so_many(limit, at_once, client="203.0.113.9", **owned) == at_once
    server.now += 60
    server.known[names[0]], server.ended = (who, "anna"), set()
    assert await so_many(limit, 100, **stolen) == at_once + 1, "good again, it is known again"


async def test_calls_that_look_at_no_cookie_do_not_make_its_owner_unknown(
    limit: Pace, server: Server
) -> None:
    server.known = {"one": ("account", "anna")}
    await call(limit, cookie="session=one")
    assert await so_many(limit, 10, path=PUBLIC, cookie="session=one") == 10
    assert await so_many(limit, 40, cookie="session=one") == 30


async def test_credentials_of_another_kind_do_not_hide_who_is_signed_in(limit: Pace, server: Server) -> None:
    server.known = {"one": ("account", "anna")}
    await call(limit, cookie="session=one")
    answered = 0
    for n in range(40):
        headers = {"cookie": "session=one", "authorization": f"Basic {n}"}
        answered += (await call(limit, client=f"203.0.113.{n}", **headers))[0] == 200
    assert answered == 30


async def test_a_header_that_is_sent_twice_does_not_hide_who_is_signed_in(
    limit: Pace, server: Server
) -> None:
    server.known = {"one": ("account", "anna"), "Bearer k": ("client", "kiosk")}
    cookies = [
        await call(limit, client=f"203.0.113.{n}", cookie="session=one", again={"cookie": f"a={n}"})
        for n in range(40)
    ]
    assert [status for status, _ in cookies].count(200) == 31
    tokens = [
        await call(
            limit, client=f"192.0.2.{n}", authorization="Bearer k", again={"authorization": f"Bearer {n}"}
        )
        for n in range(90)
    ]
    assert [status for status, _ in tokens].count(200) == 61


async def test_who_is_known_by_a_certificate_has_the_calls_of_software(server: Server) -> None:
    limit = Pace(
        server, a_minute=60, session="session", known=lambda _: ("client", "sas"), tick=lambda: server.now
    )
    assert await so_many(limit, 90) == 60


async def test_an_ipv6_subscriber_is_one_address(limit: Pace) -> None:
    calls = [(await call(limit, client=f"2001:db8:1:2::{number:x}"))[0] for number in range(20)]
    assert calls.count(200) == 15


async def test_files_and_signs_of_life_are_not_counted(limit: Pace) -> None:
    assert await so_many(limit, 100, path="/assets/index.js") == 100
    assert await so_many(limit, 100, path="/healthz") == 100


async def test_callers_beyond_those_remembered_push_out_the_one_who_was_silent_the_longest(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "KNOWN_AT_ONCE", 3)
    limit = Pace(server, a_minute=60, session="session", tick=lambda: server.now)
    for number in range(9):
        await call(limit, client=f"198.51.100.{number}")
    assert limit.left.weight == 3


async def test_the_application_refuses_an_account_that_floods_it_and_nothing_is_done(
    as_role: AsRole, connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor = await as_role("professional")
    monkeypatch.setattr(settings(), "calls_a_minute", 60)
    transport = httpx.ASGITransport(app=create_app())
    options: dict[str, Any] = {"cookies": dict(doctor.cookies), "headers": dict(doctor.headers)}
    async with httpx.AsyncClient(transport=transport, base_url="http://maillage.example", **options) as http:
        while (answer := await http.get("/api/v1/me")).status_code == 200:
            continue
        assert (answer.status_code, answer.json()["type"]) == (429, "too_many_calls")
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (await http.delete("/api/v1/session")).status_code == 429
    assert connected.sql("SELECT ended_at FROM sessions") == [(None,)]
