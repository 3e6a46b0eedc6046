"""A provider that is down, slow, endless or talks nonsense signs nobody in, and one may try again."""

import asyncio
import json
from typing import Any

import pytest

from api.core.settings import settings
from tests.conftest import Database
from tests.fake_host import Asked, Serve, endless, page, redirect
from tests.identity.psc.conftest import Browser, comes_back, leaves, query_of, why
from tests.identity.psc.deviations import refused
from tests.identity.psc.fake_provider import (
    DISCOVERY,
    Provider,
)
from tests.roles import AsRole, SignedIn

NONSENSE = {
    "down": page(status=503),
    "not there": page(status=404),
    "refused": page('{"error": "invalid_client"}', status=401, media="application/json"),
    "another page": page("<h1>Maintenance</h1>", media="text/html"),
    "a list": page("[1, 2]", media="application/json"),
    "an empty object": page("{}", media="application/json"),
    "deep": page("[" * 100_000, media="application/json"),
    "endless": endless(10_000_000),
    "elsewhere": redirect("https://mal.example/"),
}


@pytest.mark.parametrize("path", ["/token", "/certs", "/userinfo"])
@pytest.mark.parametrize("said", NONSENSE)
async def test_a_provider_that_is_down_or_talks_nonsense_changes_nothing_and_one_may_try_again(
    said: str, path: str, browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, right = await browser(), provider.host.pages[path]

    def deviate(provider: Provider) -> None:
        provider.host.pages[path] = NONSENSE[said]

    assert await refused(who, provider, connected, deviate) in {"indisponible", "refuse"}
    provider.host.pages[path] = right
    sent = await leaves(who, provider)
    assert why(await comes_back(who, sent["state"], "another-code")) is None


@pytest.mark.parametrize("said", NONSENSE)
async def test_without_discovery_nobody_is_sent_anywhere(
    said: str, browser: Browser, provider: Provider
) -> None:
    provider.host.pages[DISCOVERY] = NONSENSE[said]
    went = await (await browser()).call("startProSanteConnect", params={"return_to": "/agenda"})
    assert (why(went), query_of(went)["retour"]) == ("indisponible", "/agenda")
    assert "set-cookie" not in went.headers


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://mal.example"},
        {"token_endpoint": "http://mal.example/token"},
        {"token_endpoint": 7},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"userinfo_endpoint": "https://10.0.0.1/"},
        {"jwks_uri": None},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_discovery_document_of_another_issuer_or_with_odd_addresses_is_not_taken(
    change: dict[str, Any], browser: Browser, provider: Provider
) -> None:
    odd = json.dumps(provider.document | change)
    provider.host.pages[DISCOVERY] = page(odd, media="application/json")
    assert why(await (await browser()).call("startProSanteConnect")) == "indisponible"


@pytest.mark.parametrize("path", ["/token", "/userinfo"])
async def test_a_provider_that_is_slow_is_not_waited_for(
    path: str,
    browser: Browser,
    provider: Provider,
    doctor: SignedIn,
    connected: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "psc_seconds", 0.5)

    def deviate(provider: Provider) -> None:
        provider.host.pages[path] = endless(100_000, chunk=1000, pause=0.1)

    assert await refused(await browser(), provider, connected, deviate) == "indisponible"


async def test_three_answers_that_are_each_in_time_are_one_wait(
    browser: Browser, provider: Provider, doctor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "psc_seconds", 0.5)
    who = await browser()
    sent = await leaves(who, provider)
    for path in ("/token", "/certs", "/userinfo"):
        provider.host.pages[path] = _late(provider.host.pages[path])
    assert why(await comes_back(who, sent["state"])) == "indisponible"
    assert "/userinfo" not in {one.path for one in provider.host.asked}


def _late(right: Serve) -> Serve:
    async def serve(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        await right(asked, writer)

    return serve


async def test_nobody_answering_at_all_is_said_as_such(
    browser: Browser, provider: Provider, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "psc_discovery_url", f"http://127.0.0.1:9{DISCOVERY}")
    monkeypatch.setattr(settings(), "outgoing_allows", "127.0.0.1:9")
    assert why(await (await browser()).call("startProSanteConnect")) == "indisponible"
