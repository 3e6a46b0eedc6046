"""Whatever deviates from what a correct provider says, or from the way that was begun, signs nobody in."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from api.core import clock
from api.core.settings import settings
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fake_host import Asked, Serve, endless, page, redirect
from tests.identity.psc.conftest import Browser, comes_back, goes_through, kept, leaves, query_of, why
from tests.identity.psc.fake_provider import (
    CLIENT,
    DISCOVERY,
    SECRET,
    Provider,
    forged,
    key,
    public_pem,
    signed,
)
from tests.roles import AsRole, ShiftClock, SignedIn

Deviation = Callable[[Provider], None]


def claims(**changes: Any) -> Deviation:
    """The id_token says otherwise; None: it does not say."""

    def deviate(provider: Provider) -> None:
        provider.claims = changes

    return deviate


def now() -> int:
    return int(clock.now().timestamp())


def unsigned(provider: Provider) -> None:
    provider.id_token = forged(provider.said_in_the_token(), {"alg": "none", "kid": provider.kid}, None)


def hmac_of_the_public_key(provider: Provider) -> None:
    header = {"alg": "HS256", "kid": provider.kid}
    provider.id_token = forged(provider.said_in_the_token(), header, public_pem(key("ours")))


def hmac_of_the_secret(provider: Provider) -> None:
    header = {"alg": "HS256", "kid": provider.kid}
    provider.id_token = forged(provider.said_in_the_token(), header, SECRET.encode())


def signed_by_another_key(provider: Provider) -> None:
    provider.signs_with = "another"


def a_key_id_that_nobody_published(provider: Provider) -> None:
    provider.id_token = signed(provider.said_in_the_token(), "essai-9", by="another")


def no_key_id(provider: Provider) -> None:
    provider.id_token = signed(provider.said_in_the_token(), None)


def a_key_for_encryption(provider: Provider) -> None:
    provider.publish(key("ours"), provider.kid, use="enc")


def a_key_of_another_kind(provider: Provider) -> None:
    provider.publish(key("ours"), provider.kid, kty="oct", k="essai")


def a_key_that_is_none(provider: Provider) -> None:
    provider.publish(key("ours"), provider.kid, n="!", e=7)


def altered_after_it_was_signed(provider: Provider) -> None:
    header, _, signature = signed(provider.said_in_the_token(), provider.kid).split(".")
    other = forged({**provider.said_in_the_token(), "sub": "f:x:810999000002"}, {}, None).split(".")[1]
    provider.id_token = f"{header}.{other}.{signature}"


def no_token_at_all(provider: Provider) -> None:
    provider.id_token = "n’importe quoi"


def of_another_access_token(provider: Provider) -> None:
    provider.claims = {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}


def a_signed_userinfo_of_another_key(provider: Provider) -> None:
    provider.id_token = signed(provider.said_in_the_token(), provider.kid)
    provider.signed_userinfo, provider.signs_with = True, "another"


def a_signed_userinfo_for_another_client(provider: Provider) -> None:
    provider.signed_userinfo, provider.userinfo = True, {"aud": "another"}


def a_signed_userinfo_of_another_issuer(provider: Provider) -> None:
    provider.signed_userinfo, provider.userinfo = True, {"iss": "https://mal.example"}


def a_userinfo_of_another_person(provider: Provider) -> None:
    provider.userinfo = {"sub": "f:550dc1c8:810999000002"}


DEVIATIONS: dict[str, Deviation] = {
    "wrong nonce": claims(nonce="n" * 43),
    "no nonce": claims(nonce=None),
    "another audience": claims(aud="another"),
    "audiences without us": claims(aud=["another", "a third"]),
    "several audiences and nobody who asked": claims(aud=[CLIENT, "another"]),
    "asked by another": claims(aud=[CLIENT, "another"], azp="another"),
    "asked by another, for us alone": claims(azp="another"),
    "no audience": claims(aud=None),
    "another issuer": claims(iss="https://mal.example"),
    "no issuer": claims(iss=None),
    "a weaker acr": claims(acr="eidas0"),
    "no acr": claims(acr=None),
    "no subject": claims(sub=None),
    "no end": claims(exp=None),
    "an end that is no time": claims(exp="plus tard"),
    "no beginning": claims(iat=None),
    "of the future": lambda provider: claims(iat=now() + 600, exp=now() + 900)(provider),
    "expired": lambda provider: claims(iat=now() - 600, exp=now() - 60)(provider),
    "unsigned": unsigned,
    "HMAC of the public key": hmac_of_the_public_key,
    "HMAC of the secret, when keys are expected": hmac_of_the_secret,
    "signed by another key": signed_by_another_key,
    "a key id that nobody published": a_key_id_that_nobody_published,
    "no key id": no_key_id,
    "a key for encryption": a_key_for_encryption,
    "a key of another kind": a_key_of_another_kind,
    "a key that is none": a_key_that_is_none,
    "altered after it was signed": altered_after_it_was_signed,
    "no token at all": no_token_at_all,
    "of another access token": of_another_access_token,
    "a signed userinfo of another key": a_signed_userinfo_of_another_key,
    "a signed userinfo for another client": a_signed_userinfo_for_another_client,
    "a signed userinfo of another issuer": a_signed_userinfo_of_another_issuer,
    "a userinfo of another person": a_userinfo_of_another_person,
}


async def refused(
    who: ContractClient, provider: Provider, database: Database, deviate: Deviation
) -> str | None:
    """Go there, let the provider deviate, come back: why nobody is signed in, and nothing has changed."""
    sent = await leaves(who, provider, "/agenda")
    before = kept(database)
    deviate(provider)
    back = await comes_back(who, sent["state"])
    assert kept(database) == before
    assert (await who.call("getMe")).status_code == 401
    assert not any(cookie.startswith("maillage_session") for cookie in back.headers.get_list("set-cookie"))
    assert query_of(back)["retour"] == "/agenda"
    return why(back)


@pytest.mark.parametrize("deviation", DEVIATIONS)
async def test_what_the_provider_must_not_say_signs_nobody_in(
    deviation: str, browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    assert await refused(await browser(), provider, connected, DEVIATIONS[deviation]) == "refuse"


NOT_OF_THE_RPPS: dict[str, dict[str, Any]] = {
    "no identifier": {"SubjectNameID": None, "preferred_username": None},
    "of another register": {"SubjectNameID": "3456780581/1", "preferred_username": "3456780581/1"},
    "too short": {"SubjectNameID": "81099900000", "preferred_username": "81099900000"},
    "two that differ": {"preferred_username": "810999000002"},
    "no text": {"SubjectNameID": 810999000001, "preferred_username": ["810999000001"]},
    "with other figures": {"SubjectNameID": "81099900000١", "preferred_username": None},
}


@pytest.mark.parametrize("identity", NOT_OF_THE_RPPS)
async def test_an_identity_without_rpps_number_signs_nobody_in(
    identity: str, browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    def deviate(provider: Provider) -> None:
        provider.userinfo = NOT_OF_THE_RPPS[identity]

    assert await refused(await browser(), provider, connected, deviate) == "sans-rpps"


async def test_a_professional_without_an_account_gets_none(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    provider.rpps = "10999000999"
    assert await refused(await browser(), provider, connected, lambda _: None) == "sans-acces"


async def test_a_closed_account_stays_closed(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", doctor.account_id)
    assert await refused(await browser(), provider, connected, lambda _: None) == "sans-acces"


async def test_an_account_without_any_role_is_not_opened(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    connected.sql("DELETE FROM grants WHERE account_id = %s", doctor.account_id)
    assert await refused(await browser(), provider, connected, lambda _: None) == "sans-acces"


async def test_a_state_that_came_back_does_not_come_again(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, thief = await browser(), await browser()
    sent = await leaves(who, provider)
    thief.cookies.update(who.cookies)
    assert why(await comes_back(who, sent["state"])) is None
    before = kept(connected)
    assert why(await comes_back(who, sent["state"], "another-code")) == "expire"
    assert why(await comes_back(thief, sent["state"], "another-code")) == "expire"
    assert kept(connected) == before


async def test_a_code_that_was_used_is_refused_by_the_provider(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, thief = await browser(), await browser()
    await goes_through(who, provider)
    sent = await leaves(thief, provider)
    before = kept(connected)
    assert why(await comes_back(thief, sent["state"], "a-code")) == "expire"
    assert kept(connected) == before


async def test_a_code_that_another_browser_asked_for_is_refused(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, thief = await browser(), await browser()
    mine = await leaves(who, provider)
    nonce, challenge = provider.nonce, provider.challenge
    theirs = await leaves(thief, provider)
    provider.nonce, provider.challenge = nonce, challenge
    before = kept(connected)
    assert why(await comes_back(thief, theirs["state"], "the-code-of-who")) == "expire"
    assert kept(connected) == before
    assert why(await comes_back(who, mine["state"], "the-code-of-who")) is None


async def test_the_state_of_another_browser_signs_nobody_in(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, victim = await browser(), await browser()
    mine, theirs = await leaves(who, provider), await leaves(victim, provider)
    asked, before = len(provider.host.asked), kept(connected)
    assert why(await comes_back(victim, mine["state"])) == "expire"
    [(name, value)] = [(one.name, one.value) for one in who.cookies.jar]
    renamed = name[: -len(mine["state"][:8])] + theirs["state"][:8]
    victim.cookies.clear()
    victim.cookies.set(renamed, value or "", domain="maillage.example", path="/")
    assert why(await comes_back(victim, theirs["state"])) == "expire"
    assert kept(connected) == before
    assert len(provider.host.asked) == asked, "the provider is not even asked"


@pytest.mark.parametrize("state", [None, "", "x", "é" * 43, "x" * 43, "x" * 5000, "a\0b"])
async def test_a_state_that_is_none_of_ours_signs_nobody_in(
    state: str | None, browser: Browser, provider: Provider
) -> None:
    given = {"code": "a-code"} | ({} if state is None else {"state": state})
    back = await (await browser()).call("returnFromProSanteConnect", params=given)
    assert why(back) == "expire"
    assert provider.host.asked == []


async def test_after_ten_minutes_one_begins_again(
    browser: Browser, provider: Provider, doctor: SignedIn, shift_clock: ShiftClock, connected: Database
) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    shift_clock(minutes=10)
    before = kept(connected)
    assert why(await comes_back(who, sent["state"])) == "expire"
    assert kept(connected) == before


async def test_who_gives_up_at_the_provider_is_told_so(browser: Browser, provider: Provider) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    back = await who.call(
        "returnFromProSanteConnect", params={"error": "access_denied", "state": sent["state"]}
    )
    assert why(back) == "abandon"


@pytest.mark.parametrize("given", [{"error": "server_error"}, {}, {"code": ""}, {"code": "x" * 3000}])
async def test_an_answer_without_a_code_signs_nobody_in(
    given: dict[str, str], browser: Browser, provider: Provider
) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    back = await who.call("returnFromProSanteConnect", params={**given, "state": sent["state"]})
    assert why(back) == "indisponible"


async def test_the_answer_of_another_issuer_is_not_followed(
    browser: Browser, provider: Provider, doctor: SignedIn
) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    asked = len(provider.host.asked)
    assert why(await comes_back(who, sent["state"], iss="https://mal.example")) == "refuse"
    assert len(provider.host.asked) == asked


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
