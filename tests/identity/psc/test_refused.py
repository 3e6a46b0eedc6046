"""Whatever deviates from what a correct provider says, or from the way that was begun, signs nobody in."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.identity.psc.conftest import Browser, comes_back, goes_through, kept, leaves, refusal, traces, why
from tests.identity.psc.deviations import DEVIATIONS, refused
from tests.identity.psc.fake_provider import Provider
from tests.roles import AsRole, ShiftClock, SignedIn


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


async def test_of_several_accounts_of_one_professional_none_is_opened_until_one_is_closed(
    browser: Browser, provider: Provider, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    other = await as_role("requester", professional_id=doctor.professional_id, name="Ève Ailleurs")
    assert await refused(await browser(), provider, connected, lambda _: None) == "sans-acces"
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", other.account_id)
    who = await browser()
    sent = await leaves(who, provider)
    assert why(await comes_back(who, sent["state"], "another-code")) is None
    assert (await who.call("getMe")).json()["name"] == "Dr Anna Essai"


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
    before, traced = kept(connected), traces(connected)
    assert why(await comes_back(who, sent["state"], "another-code")) == "expire"
    assert why(await comes_back(thief, sent["state"], "another-code")) == "expire"
    assert kept(connected) == before
    assert traces(connected) == [*traced, refusal("expire")], "the thief's alone: who began it kept nothing"


async def test_a_code_that_was_used_is_refused_by_the_provider(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, thief = await browser(), await browser()
    await goes_through(who, provider)
    sent = await leaves(thief, provider)
    before, traced = kept(connected), traces(connected)
    assert why(await comes_back(thief, sent["state"], "a-code")) == "expire"
    assert kept(connected) == before
    assert traces(connected) == [*traced, refusal("expire")]


async def test_a_code_that_another_browser_asked_for_is_refused(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, thief = await browser(), await browser()
    mine = await leaves(who, provider)
    nonce, challenge = provider.nonce, provider.challenge
    theirs = await leaves(thief, provider)
    provider.nonce, provider.challenge = nonce, challenge
    before, traced = kept(connected), traces(connected)
    assert why(await comes_back(thief, theirs["state"], "the-code-of-who")) == "expire"
    assert kept(connected) == before
    assert traces(connected) == [*traced, refusal("expire")]
    assert why(await comes_back(who, mine["state"], "the-code-of-who")) is None


async def test_the_state_of_another_browser_signs_nobody_in(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who, victim = await browser(), await browser()
    mine, theirs = await leaves(who, provider), await leaves(victim, provider)
    asked, before, traced = len(provider.host.asked), kept(connected), traces(connected)
    assert why(await comes_back(victim, mine["state"])) == "expire"
    [(name, value)] = [(one.name, one.value) for one in who.cookies.jar]
    renamed = name[: -len(mine["state"][:8])] + theirs["state"][:8]
    victim.cookies.clear()
    victim.cookies.set(renamed, value or "", domain="maillage.example", path="/")
    assert why(await comes_back(victim, theirs["state"])) == "expire"
    assert kept(connected) == before
    assert traces(connected) == traced, "whoever invents states fills no trail"
    assert len(provider.host.asked) == asked, "the provider is not even asked"


@pytest.mark.parametrize("state", [None, "", "x", "é" * 43, "x" * 43, "x" * 5000, "a\0b"])
async def test_a_state_that_is_none_of_ours_signs_nobody_in(
    state: str | None, browser: Browser, provider: Provider, connected: Database
) -> None:
    given = {"code": "a-code"} | ({} if state is None else {"state": state})
    back = await (await browser()).call("returnFromProSanteConnect", params=given)
    assert why(back) == "expire"
    assert provider.host.asked == []
    assert traces(connected) == []


async def test_after_ten_minutes_one_begins_again(
    browser: Browser, provider: Provider, doctor: SignedIn, shift_clock: ShiftClock, connected: Database
) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    shift_clock(minutes=10)
    before, traced = kept(connected), traces(connected)
    assert why(await comes_back(who, sent["state"])) == "expire"
    assert (kept(connected), traces(connected)) == (before, traced)


async def test_who_gives_up_at_the_provider_is_told_so(
    browser: Browser, provider: Provider, connected: Database
) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    back = await who.call(
        "returnFromProSanteConnect", params={"error": "access_denied", "state": sent["state"]}
    )
    assert why(back) == "abandon"
    assert traces(connected) == [refusal("abandon")]


@pytest.mark.parametrize("given", [{"error": "server_error"}, {}, {"code": ""}, {"code": "x" * 3000}])
async def test_an_answer_without_a_code_signs_nobody_in(
    given: dict[str, str], browser: Browser, provider: Provider, connected: Database
) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    back = await who.call("returnFromProSanteConnect", params={**given, "state": sent["state"]})
    assert why(back) == "indisponible"
    assert traces(connected) == [refusal("indisponible")]


async def test_the_answer_of_another_issuer_is_not_followed(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who = await browser()
    sent = await leaves(who, provider)
    asked, before, traced = len(provider.host.asked), kept(connected), traces(connected)
    assert why(await comes_back(who, sent["state"], iss="https://mal.example")) == "refuse"
    assert len(provider.host.asked) == asked
    assert kept(connected) == before
    assert traces(connected) == [*traced, refusal("refuse")]
