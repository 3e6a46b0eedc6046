"""Who may read the figures, what counts as a call, and a proxy that nobody named."""

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import HTTPConnection
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.app import create_app
from api.core import proxies
from api.core.settings import settings
from tests.conftest import Database
from tests.contract.client import ContractClient

FAR, NEAR, PROXY = "203.0.113.9", "127.0.0.1", "10.0.0.5"
TOKEN = "t" * 24


def calling(app: FastAPI, address: str, *, trusted: str = NEAR) -> httpx.AsyncClient:
    """Who calls from that address, through the server's own reading of what proxies say."""
    behind = ProxyHeadersMiddleware(app, trusted)  # type: ignore[arg-type]  # as uvicorn wraps it
    transport = httpx.ASGITransport(app=behind, client=(address, 40_000))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://maillage.example")


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("10.1.2.3", True),
        ("172.31.0.1", True),
        ("172.32.0.1", False),
        ("192.168.4.4", True),
        ("::1", True),
        ("::ffff:10.0.0.1", True),
        ("::ffff:203.0.113.9", False),
        ("fd12::1", True),
        ("2001:db8::1", False),
        ("198.51.100.7", False),
        ("0.0.0.0", False),
        ("", False),
        ("unix", False),
    ],
)
def test_near_is_the_machine_and_networks_that_the_internet_does_not_route(address: str, near: bool) -> None:
    scope = {"type": "http", "client": (address, 1), "headers": []}
    assert proxies.comes_from_near(HTTPConnection(scope)) is near
    assert not proxies.comes_from_near(HTTPConnection(scope | {"client": None}))


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        (NEAR, {}, 200),
        (PROXY, {}, 200),
        (FAR, {}, 403),
        (FAR, {"X-Forwarded-For": NEAR}, 403),
        (NEAR, {"X-Forwarded-For": FAR}, 403),
        (NEAR, {"X-Forwarded-For": NEAR}, 403),
        (PROXY, {"X-Forwarded-For": FAR}, 403),
        (PROXY, {"Forwarded": f"for={FAR}"}, 403),
        (FAR, {"Authorization": f"Bearer {TOKEN}"}, 403),
    ],
)
async def test_without_a_token_figures_are_read_from_near_and_for_nobody_else(
    app: FastAPI, connected: Database, address: str, headers: dict[str, str], status: int
) -> None:
    async with calling(app, address) as http:
        answer = await http.get("/metrics", headers=headers)
        assert (answer.status_code, "maillage_http" in answer.text) == (status, status == 200)
        assert (await http.get("/healthz", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [(f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 200), (f"Bearer {TOKEN}x", 403), ("Bearer é", 403)],
)
@pytest.mark.parametrize("address", [FAR, NEAR])
async def test_once_a_token_is_set_it_alone_opens_them(
    app: FastAPI, connected: Database, monkeypatch: pytest.MonkeyPatch, address: str, sent: str, status: int
) -> None:
    monkeypatch.setattr(settings(), "metrics_token", TOKEN)
    async with calling(app, address) as http:
        assert (await http.get("/metrics", headers={"Authorization": sent.encode()})).status_code == status
        assert (await http.get("/metrics")).status_code == 403


async def test_figures_that_are_refused_are_said_so_in_the_contracts_words(
    client: ContractClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "metrics_token", TOKEN)
    refused = await client.call("getMetrics")
    assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")
    assert TOKEN not in repr(settings())


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
async def test_what_reads_the_database_for_anybody_is_counted_by_address(
    connected: Database, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(settings(), "calls_a_minute", 60)
    app = create_app()
    async with calling(app, FAR) as flooding, calling(app, NEAR) as watching:
        statuses = [(await flooding.get(path)).status_code for _ in range(20)]
        assert statuses[-1] == 429
        assert (await flooding.get("/healthz")).status_code == 200
        assert (await watching.get(path)).status_code == 200


def told(caplog: pytest.LogCaptureFixture) -> int:
    return sum("proxy.not_believed" in str(one.msg) for one in caplog.records)


async def test_a_proxy_that_nobody_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(("audit", "identity"))
    async with calling(app, NEAR) as believed, calling(app, PROXY) as unheard, calling(app, FAR) as alone:
        for http, headers, times in (
            (alone, {}, 0),
            (believed, {"X-Forwarded-For": FAR}, 0),
            (believed, {"X-Forwarded-For": f"198.51.100.1, [2001:db8::7]:443, {NEAR}"}, 0),
            (unheard, {"X-Forwarded-For": " "}, 0),
            (unheard, {"X-Forwarded-For": FAR}, 1),
            (unheard, {"X-Forwarded-For": FAR}, 1),
        ):
            assert (await http.get("/healthz", headers=headers)).status_code == 200
            assert told(caplog) == times
    assert FAR not in caplog.text
    assert PROXY not in caplog.text


async def test_a_proxy_that_is_named_is_believed_and_nothing_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with calling(create_app(("audit", "identity")), PROXY, trusted="10.0.0.0/24") as http:
        await http.get("/healthz", headers={"X-Forwarded-For": FAR})
    assert told(caplog) == 0
