"""A provider in place, a doctor whom it knows, and browsers that go there and back."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from httpx import Response

from api.core.actor import SYSTEM_ID
from api.core.operations import Contract
from api.core.settings import settings
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fake_host import fake_host
from tests.identity.psc.fake_provider import CLIENT, DISCOVERY, SECRET, Provider
from tests.roles import AsRole, SignedIn

Browser = Callable[[], Awaitable[ContractClient]]


@pytest.fixture
async def provider(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Provider]:
    """It knows the first doctor of a test."""
    async with fake_host() as host:
        monkeypatch.setattr(settings(), "psc_client_id", CLIENT)
        monkeypatch.setattr(settings(), "psc_client_secret", SECRET)
        monkeypatch.setattr(settings(), "psc_discovery_url", host.url(DISCOVERY))
        yield Provider(host)


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """Whom the provider names, signed in already on another device."""
    return await as_role("professional", name="Dr Anna Essai")


@pytest.fixture
async def browser(app: FastAPI, contract: Contract, connected: Database) -> AsyncIterator[Browser]:
    """`await browser()` -> a browser in which nobody is signed in."""
    async with AsyncExitStack() as stack:

        async def opened() -> ContractClient:
            return await stack.enter_async_context(ContractClient(app, contract, audit=connected.sql))

        yield opened


async def leaves(who: ContractClient, provider: Provider, page: str | None = None) -> dict[str, str]:
    """Go to the provider, which takes note; with what it must give back."""
    went = await who.call("startProSanteConnect", params={} if page is None else {"return_to": page})
    assert went.status_code == 302
    sent = query_of(went)
    provider.nonce, provider.challenge = sent["nonce"], sent["code_challenge"]
    return sent


async def comes_back(who: ContractClient, state: str, code: str = "a-code", **more: str) -> Response:
    """Come back from the provider with a code."""
    given = {"code": code, "state": state, **more}
    back = await who.call("returnFromProSanteConnect", params=given)
    assert back.status_code == 302
    return back


async def goes_through(who: ContractClient, provider: Provider, page: str | None = None) -> Response:
    """There and back."""
    sent = await leaves(who, provider, page)
    return await comes_back(who, sent["state"])


def query_of(answer: Response) -> dict[str, str]:
    """The parameters of where an answer leads."""
    return {name: value for name, [value] in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def why(answer: Response) -> str | None:
    """Why nobody was signed in; None when somebody was."""
    where = urlsplit(answer.headers["location"])
    return query_of(answer).get("motif") if where.path == "/pro-sante-connect" else None


def kept(database: Database) -> list[object]:
    """What there is of sessions, accounts and roles."""
    return [
        database.sql(f"SELECT * FROM {table} ORDER BY id")
        for table in ("sessions", "accounts", "grants", "invitations")
    ]


def traces(database: Database) -> list[tuple[object, ...]]:
    """The lines of the trail: what was done, by whom, to what, where and why."""
    said = "action, actor_kind, actor_id, subject_kind, subject_id, community_id, detail"
    return database.sql(f"SELECT {said} FROM audit_entries ORDER BY at, id")


def refusal(failure: str | None) -> tuple[object, ...]:
    """The line of who was not signed in: of nobody, and why."""
    return ("session.refused", "system", SYSTEM_ID, "account", None, None, {"refused": failure})
