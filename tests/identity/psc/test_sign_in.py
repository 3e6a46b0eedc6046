"""Signing in by Pro Santé Connect when everything is as it must be."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from api.core.operations import Contract
from api.core.settings import settings
from api.identity.factor_rules import BEFORE_PRACTICE
from api.identity.psc import attempts
from api.identity.service.forgetting import forget_old_sessions
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fake_host import page
from tests.identity.held_back import NOT_TRIED, open_to
from tests.identity.psc.conftest import Browser, comes_back, goes_through, kept, leaves, query_of, traces, why
from tests.identity.psc.fake_provider import CLIENT, DISCOVERY, SECRET, Provider, forged, key, practice
from tests.roles import ShiftClock, SignedIn

TWO = {
    "exercices": [
        practice(raisonSocialeSite="CABINET ESSAI", codePostal="94400"),
        practice("10", "SM02", raisonSocialeSite="CLINIQUE DES ESSAIS", codePostal="94000"),
    ]
}


async def test_the_browser_is_sent_with_all_that_the_national_reference_asks(
    browser: Browser, provider: Provider
) -> None:
    who = await browser()
    went = await who.call("startProSanteConnect")
    assert went.headers["location"].startswith(f"{provider.document['authorization_endpoint']}?")
    sent = query_of(went)
    assert (sent["scope"], sent["acr_values"]) == ("openid scope_all", "eidas1")
    assert (sent["response_type"], sent["client_id"]) == ("code", CLIENT)
    assert sent["redirect_uri"] == f"{settings().base_url}/api/v1/session/pro-sante-connect/return"
    assert sent["code_challenge_method"] == "S256"
    assert all(len(sent[name]) == 43 for name in ("state", "nonce", "code_challenge"))
    [cookie] = went.headers.get_list("set-cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Path={attempts.PATH}" in cookie
    assert "Max-Age=600" in cookie
    assert not any(secret in cookie for secret in (sent["state"], sent["nonce"]))


async def test_behind_https_the_cookie_of_the_way_is_one_that_no_neighbour_can_set(
    browser: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "base_url", "https://vitry.maillage.example")
    who = await browser()
    went = await who.call("startProSanteConnect")
    cookie = went.headers["set-cookie"]
    assert cookie.startswith("__Host-maillage_psc_")
    assert {"Secure", "Path=/", "HttpOnly"} <= set(cookie.split("; "))
    name, _, value = cookie.partition(";")[0].partition("=")
    state = query_of(went)["state"]
    who.cookies.clear()
    planted = {"Cookie": f"{name.removeprefix('__Host-')}={value}"}
    back = await who.call("returnFromProSanteConnect", params={"code": "x", "state": state}, headers=planted)
    assert why(back) == "expire", "what a neighbour under the same domain can set is not looked at"


async def test_the_account_of_the_professional_is_signed_in_and_led_to_the_page_they_came_for(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who = await browser()
    back = await goes_through(who, provider, "/agenda?jour=2030-01-07")
    assert back.headers["location"] == "/agenda?jour=2030-01-07"
    me = (await who.call("getMe")).json()
    assert (me["name"], me["professional_id"]) == ("Dr Anna Essai", str(doctor.professional_id))
    practice_told = {"number": 1, "profession": "Médecine générale", "place": "CABINET ESSAI, 94400"}
    assert (me["practice"], me["practices"]) == (practice_told, [practice_told])
    here, *_ = (await who.call("listMySessions")).json()["items"]
    assert (here["pro_sante_connect"], here["practice"]) == (True, practice_told)
    assert connected.sql("SELECT proved_by FROM sessions ORDER BY created_at DESC LIMIT 1") == [
        ("pro_sante_connect",)
    ]
    created = "SELECT count(*) FROM audit_entries WHERE action = 'session.created'"
    assert connected.sql(created) == [(1,)]


async def test_of_what_the_provider_gave_the_id_token_alone_is_kept_and_sealed(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    await goes_through(await browser(), provider)
    [(row,)] = connected.sql("SELECT to_jsonb(s)::text FROM sessions s WHERE practice_number = 1")
    for said in ("810999000001", "CABINET ESSAI", provider.issuer, "eyJ"):
        assert said not in str(row)
        assert said.encode().hex() not in str(row)
    assert json.loads(str(row))["pro_sante_connect_sealed"] is not None


@pytest.mark.parametrize(
    "page_said", ["//mal.example", "https://mal.example", "/\\mal.example", "/\t/mal", ""]
)
async def test_nobody_is_led_elsewhere_after_signing_in(
    browser: Browser, provider: Provider, doctor: SignedIn, page_said: str
) -> None:
    assert (await goes_through(await browser(), provider, page_said)).headers["location"] == "/"


async def test_a_signed_userinfo_is_read_as_well(
    browser: Browser, provider: Provider, doctor: SignedIn
) -> None:
    who, provider.signed_userinfo = await browser(), True
    assert why(await goes_through(who, provider)) is None
    assert (await who.call("getMe")).json()["name"] == "Dr Anna Essai"


async def test_an_audience_of_several_names_us_as_the_one_who_asked(
    browser: Browser, provider: Provider, doctor: SignedIn
) -> None:
    provider.claims = {"aud": ["another", CLIENT], "azp": CLIENT}
    assert why(await goes_through(await browser(), provider)) is None


async def test_a_provider_that_signs_with_the_secret_is_believed_when_the_settings_say_so(
    browser: Browser, provider: Provider, doctor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "psc_algorithm", "HS256")
    who = await browser()
    sent = await leaves(who, provider)
    provider.id_token = forged(provider.said_in_the_token(), {"alg": "HS256"}, SECRET.encode())
    assert why(await comes_back(who, sent["state"])) is None


async def test_the_addresses_of_the_settings_stand_for_discovery(
    browser: Browser, provider: Provider, doctor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "psc_endpoints", provider.document)
    del provider.host.pages[DISCOVERY]
    assert why(await goes_through(await browser(), provider)) is None


async def test_a_new_key_of_the_provider_is_known_at_once(
    browser: Browser, provider: Provider, doctor: SignedIn
) -> None:
    who = await browser()
    assert why(await goes_through(who, provider)) is None
    provider.publish(key("new"), "essai-2")
    provider.kid, provider.signs_with = "essai-2", "new"
    sent = await leaves(who, provider)
    assert why(await comes_back(who, sent["state"], "another-code")) is None


async def test_two_tabs_do_not_undo_each_other(
    browser: Browser, provider: Provider, doctor: SignedIn
) -> None:
    who = await browser()
    first = await leaves(who, provider, "/agenda")
    nonce, challenge = provider.nonce, provider.challenge
    await leaves(who, provider, "/tableau")
    provider.nonce, provider.challenge = nonce, challenge
    assert (await comes_back(who, first["state"])).headers["location"] == "/agenda"


async def test_the_session_before_ends_with_what_it_kept(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who = await browser()
    await goes_through(who, provider)
    sent = await leaves(who, provider)
    await comes_back(who, sent["state"], "another-code")
    still = (
        "SELECT ended_at IS NULL, pro_sante_connect_sealed IS NULL FROM sessions WHERE practice_number = 1"
    )
    assert sorted(connected.sql(still)) == [(False, True), (True, False)]


@pytest.fixture
async def with_two(browser: Browser, provider: Provider, doctor: SignedIn) -> ContractClient:
    """Somebody whom the provider gave two practices, and who chose none yet."""
    who, provider.userinfo = await browser(), {"SubjectRefPro": TWO}
    assert why(await goes_through(who, provider)) is None
    who.headers["X-CSRF-Token"] = who.cookies["maillage_csrf"]
    return who


async def test_of_several_practices_one_is_chosen_before_anything_else_is_opened(
    with_two: ContractClient,
) -> None:
    me = (await with_two.call("getMe")).json()
    assert (me["practice_missing"], me["practice"], [one["place"] for one in me["practices"]]) == (
        True,
        None,
        ["CABINET ESSAI, 94400", "CLINIQUE DES ESSAIS, 94000"],
    )
    chosen = await with_two.call("choosePractice", json={"number": 2})
    assert (chosen.status_code, chosen.json()["practice"]["place"]) == (200, "CLINIQUE DES ESSAIS, 94000")
    assert chosen.json()["practice_missing"] is False
    here, *_ = (await with_two.call("listMySessions")).json()["items"]
    assert here["practice"] == me["practices"][1]
    assert (await with_two.call("getMyMembership")).status_code == 200


async def test_until_one_is_chosen_nothing_is_open_but_choosing_leaving_and_knowing_where_one_is(
    with_two: ContractClient, contract: Contract
) -> None:
    """Every operation of the contract, one by one."""
    assert await open_to(with_two, contract, "practice_not_chosen") == BEFORE_PRACTICE - NOT_TRIED


async def test_the_address_of_a_slot_is_followed_before_a_practice_is_chosen(
    browser: Browser, provider: Provider, with_two: ContractClient
) -> None:
    landed = await with_two.call("openBookingPage", params={"praticien": "10999100075", "origin": "sas"})
    assert landed.status_code == 302
    who = await browser()
    sent = await leaves(who, provider, "/sas/rdv?praticien=10999100075&origin=sas")
    back = await comes_back(who, sent["state"], "another-code")
    assert urlsplit(back.headers["location"]).path == "/pro-sante-connect"
    assert query_of(back) == {"retour": "/sas/rdv?praticien=10999100075&origin=sas"}


async def test_a_practice_that_was_not_told_cannot_be_chosen(
    with_two: ContractClient, doctor: SignedIn, connected: Database
) -> None:
    before, traced = kept(connected), traces(connected)
    assert (await with_two.call("choosePractice", json={"number": 3})).status_code == 404
    assert (await with_two.call("choosePractice", json={"number": 0})).status_code == 422
    assert (await with_two.call("choosePractice", content=b"{")).status_code in (400, 422)
    csrf = {"X-CSRF-Token": "0" * 64}
    assert (await with_two.call("choosePractice", json={"number": 1}, headers=csrf)).status_code == 403
    assert (await doctor.call("choosePractice", json={"number": 1})).status_code == 404
    assert (kept(connected), traces(connected)) == (before, traced)


async def test_nobody_chooses_a_practice_without_a_session(client: ContractClient) -> None:
    assert (await client.call("choosePractice", json={"number": 1})).status_code == 401


async def test_signing_out_is_here_at_once_then_at_the_provider(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database
) -> None:
    who = await browser()
    await goes_through(who, provider)
    for path in list(provider.host.pages):
        provider.host.pages[path] = page(status=503)
    left = await who.call("deleteSession", headers={"X-CSRF-Token": who.cookies["maillage_csrf"]})
    assert left.status_code == 200
    goes_to = urlsplit(left.json()["continue_at"])
    assert f"{goes_to.scheme}://{goes_to.netloc}{goes_to.path}" == f"{provider.issuer}/logout"
    sent = parse_qs(goes_to.query)
    assert sent["post_logout_redirect_uri"] == [f"{settings().base_url}/connexion"]
    assert sent["id_token_hint"][0].startswith("ey")
    assert "state" in sent
    assert (await who.call("getMe")).status_code == 401
    assert connected.sql("SELECT count(*) FROM sessions WHERE pro_sante_connect_sealed IS NOT NULL") == [(0,)]


async def test_a_provider_without_end_of_session_is_left_alone(
    browser: Browser, provider: Provider, doctor: SignedIn
) -> None:
    del provider.document["end_session_endpoint"]
    provider.host.pages[DISCOVERY] = page(json.dumps(provider.document), media="application/json")
    who = await browser()
    await goes_through(who, provider)
    left = await who.call("deleteSession", headers={"X-CSRF-Token": who.cookies["maillage_csrf"]})
    assert left.json() == {"continue_at": "/connexion"}


async def test_what_an_idle_session_kept_of_the_provider_goes_in_the_night(
    browser: Browser, provider: Provider, doctor: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    await goes_through(await browser(), provider)
    held = "SELECT count(*) FROM sessions WHERE pro_sante_connect_sealed IS NOT NULL"
    await forget_old_sessions(0)
    assert connected.sql(held) == [(1,)]
    assert connected.sql("SELECT count(*) FROM pro_sante_connect_returns") == [(1,)]
    shift_clock(hours=25)
    await forget_old_sessions(0)
    assert connected.sql(held) == [(0,)]
    assert connected.sql("SELECT count(*) FROM pro_sante_connect_returns") == [(0,)]


async def test_the_sign_in_page_learns_whether_the_door_is_there(
    client: ContractClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.call("getInstance")).json()["pro_sante_connect"] is True
    monkeypatch.setattr(settings(), "psc_client_id", None)
    assert (await client.call("getInstance")).json()["pro_sante_connect"] is False
    assert why(await client.call("startProSanteConnect")) == "indisponible"


async def test_who_signs_in_otherwise_has_no_practice_to_choose(doctor: SignedIn) -> None:
    me = (await doctor.call("getMe")).json()
    assert (me["practice_missing"], me["practice"], me["practices"]) == (False, None, [])
    [here] = (await doctor.call("listMySessions")).json()["items"]
    assert (here["pro_sante_connect"], here["practice"]) == (False, None)
