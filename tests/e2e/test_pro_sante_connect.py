"""Signing in by Pro Santé Connect in a browser, against a real OpenID Connect provider, and out of both."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.seed.territories import VITRY
from tests.contract.running import free_port
from tests.e2e.conftest import RESULTS, At, devices
from tests.e2e.instance import Instance, running
from tests.e2e.people import COORDINATOR, DEVICES, Someone
from tests.e2e.provider import CLIENT, SECRET, pro_sante_connect
from tests.e2e.test_accessibility import barriers


def exercice(specialty: str, place: str, postcode: str) -> dict[str, Any]:
    """One of a doctor's."""
    place_of = {"raisonSocialeSite": place, "codePostal": postcode}
    return {"codeProfession": "10", "codeSavoirFaire": specialty, "activities": [place_of]}


def person(rpps: str, given: str, family: str, *exercices: dict[str, Any]) -> dict[str, Any]:
    """As the provider knows them."""
    names = {"given_name": given, "family_name": family}
    return {"national": f"8{rpps}", **names, "SubjectRefPro": {"exercices": list(exercices)}}


ACCOUNT = re.compile("^compte|compte$", re.IGNORECASE)
"""What opens the menu of one's account."""

CABINET = exercice("SM54", "CABINET MEDICAL DES TROIS PEUPLIERS", "94400")
CENTRE = exercice("SM26", "CENTRE DE SANTE DU PORT", "94400")
PEOPLE = (
    person("10999100075", "CAMILLE", "AUBERTIN", CABINET),
    person(
        "10999100422", "THOMAS", "KERVELLA", CABINET, exercice("SM26", "CENTRE DE SANTE DU PORT", "94400")
    ),
    person("10999199999", "INES", "INCONNUE", CABINET),
)


@pytest.fixture(scope="module")
def known() -> Iterator[Instance]:
    """The demonstration, at the hour of the provider, which keeps the real time."""
    RESULTS.mkdir(exist_ok=True)
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    with pro_sante_connect(base_url, PEOPLE, RESULTS / "provider.log") as provider:
        settings = {
            "PORT": str(port),
            "MAILLAGE_BASE_URL": base_url,
            "MAILLAGE_OUTGOING_ALLOWS": f"127.0.0.1:{provider}",
            "MAILLAGE_PSC_CLIENT_ID": CLIENT,
            "MAILLAGE_PSC_CLIENT_SECRET": SECRET,
            "MAILLAGE_PSC_DISCOVERY_URL": f"http://127.0.0.1:{provider}/.well-known/openid-configuration",
        }
        with running(log=RESULTS / "psc.log", **settings) as served:
            served.maillage(
                *("account", "create", "--email", "kervella@vitry.example", "--name", "Dr Thomas Kervella"),
                *("--role", "professional", "--rpps", "10999100422", "--community", VITRY.finess),
            )
            yield served


@pytest.fixture
def at(browser: Browser, known: Instance, request: pytest.FixtureRequest) -> Iterator[At]:
    """Devices in front of that instance."""
    with devices(browser, known, request.node) as somebody:
        yield somebody


def shows_card(page: Page, name: str) -> None:
    """To the provider from the sign-in page, where one shows one's card."""
    page.get_by_role("link", name="S’identifier avec Pro Santé Connect").click()
    page.get_by_role("link", name=name).click()


def says_what_they_are(who: Someone, words: str) -> None:
    """On the page of one's connections."""
    here = who.opens("/mes-connexions").get_by_role("list", name="Mes connexions")
    expect(here).to_contain_text(words)
    expect(here).to_contain_text("par Pro Santé Connect")


@pytest.mark.parametrize("device", DEVICES)
def test_a_doctor_signs_in_with_a_card_and_out_of_both(at: At, device: str) -> None:
    doctor = at(device)
    page = doctor.opens("/agenda")
    expect(page).to_have_url(re.compile(r"/connexion\?retour="))
    assert barriers(page) == []
    doctor.takes_picture(f"sign-in-psc-{device}")
    shows_card(page, "CAMILLE AUBERTIN")
    expect(page).to_have_url(re.compile(r"/agenda"))
    doctor.settles()
    says_what_they_are(doctor, "Médecine générale, CABINET MEDICAL DES TROIS PEUPLIERS, 94400")
    assert barriers(page) == []
    page.get_by_role("button", name=ACCOUNT).locator("visible=true").click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    page.get_by_role("button", name="Terminer").click()
    expect(page).to_have_url(re.compile(r"/connexion"))
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
    assert doctor.context.request.get(f"{doctor.instance.url}/api/v1/me").status == 401
    page.get_by_role("link", name="S’identifier avec Pro Santé Connect").click()
    expect(page.get_by_role("heading", name="Votre carte")).to_be_visible()


@pytest.mark.parametrize("device", DEVICES)
def test_who_has_several_practices_says_which_one_before_anything_else(at: At, device: str) -> None:
    doctor = at(device)
    page = doctor.opens("/agenda")
    shows_card(page, "THOMAS KERVELLA")
    expect(page.get_by_role("heading", name="Vous exercez en tant que…")).to_be_visible()
    assert barriers(page) == []
    doctor.takes_picture(f"psc-practice-{device}")
    page.goto(f"{doctor.instance.url}/annuaire")
    expect(page.get_by_role("heading", name="Vous exercez en tant que…")).to_be_visible()
    page.get_by_role("button", name="CENTRE DE SANTE DU PORT").click()
    expect(page).to_have_url(re.compile(r"/annuaire$"))
    doctor.settles()
    if device == "desk":
        expect(page.get_by_text("Médecine générale, CENTRE DE SANTE DU PORT, 94400")).to_be_visible()
    says_what_they_are(doctor, "Médecine générale, CENTRE DE SANTE DU PORT, 94400")
    page.get_by_role("link", name="Changer d’exercice").click()
    page.get_by_role("button", name="CABINET MEDICAL DES TROIS PEUPLIERS").click()
    expect(page).to_have_url(f"{doctor.instance.url}/mes-connexions")
    doctor.settles()
    says_what_they_are(doctor, "Médecine générale, CABINET MEDICAL DES TROIS PEUPLIERS, 94400")


@pytest.mark.parametrize("device", DEVICES)
def test_who_has_no_access_is_told_whom_to_ask_and_gets_nothing(at: At, device: str) -> None:
    somebody = at(device)
    page = somebody.opens("/connexion")
    shows_card(page, "INES INCONNUE")
    expect(page.get_by_role("heading", name="Maillage ne vous est pas ouvert")).to_be_visible()
    expect(page.get_by_text("Demandez une invitation à la coordination")).to_be_visible()
    assert barriers(page) == []
    somebody.takes_picture(f"psc-no-access-{device}")
    assert somebody.context.request.get(f"{somebody.instance.url}/api/v1/me").status == 401
    page.get_by_role("link", name="Se connecter autrement").click()
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()


def test_who_gives_up_at_the_provider_may_try_again_or_use_a_password(at: At) -> None:
    somebody = at("phone")
    page = somebody.opens("/agenda")
    shows_card(page, "Annuler")
    expect(page.get_by_role("heading", name="Vous n’êtes pas connecté")).to_be_visible()
    page.get_by_role("link", name="Réessayer").click()
    page.get_by_role("link", name="CAMILLE AUBERTIN").click()
    expect(page).to_have_url(re.compile(r"/agenda"))


def test_coming_back_by_the_same_address_signs_nobody_in(at: At) -> None:
    doctor = at("desk")
    page = doctor.opens("/connexion")
    came_back: list[str] = []
    page.on("request", lambda request: came_back.append(request.url) if "/return?" in request.url else None)
    shows_card(page, "CAMILLE AUBERTIN")
    expect(page).to_have_url(f"{doctor.instance.url}/a-repondre")
    doctor.settles()
    [address] = came_back
    thief = at("desk")
    thief.page.goto(address)
    expect(thief.page.get_by_role("heading", name="Cette identification ne sert plus")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="Cette identification ne sert plus")).to_be_visible()


def test_a_password_still_opens_and_ends_at_the_sign_in_page(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/mes-connexions")
    expect(page.get_by_role("list", name="Mes connexions")).not_to_contain_text("Pro Santé Connect")
    page.get_by_role("button", name=ACCOUNT).locator("visible=true").click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    expect(page).to_have_url(f"{coordinator.instance.url}/connexion")


def test_a_session_that_ended_under_a_page_is_opened_again_in_another_tab(at: At) -> None:
    doctor = at("desk")
    page = doctor.opens("/demander")
    shows_card(page, "CAMILLE AUBERTIN")
    expect(page).to_have_url(re.compile("/demander"))
    doctor.settles()
    here = doctor.calls("GET", "/me/sessions")["items"]
    other = at("phone")
    shows_card(other.opens("/connexion"), "CAMILLE AUBERTIN")
    expect(other.page).to_have_url(f"{other.instance.url}/a-repondre")
    other.settles()
    current = next(one["id"] for one in here if one["current"])
    other.calls("DELETE", f"/me/sessions/{current}")
    page.evaluate("window.typed = 'what only this page holds'")
    page.get_by_role("link", name="Annuaire").first.click()
    again = page.get_by_role("dialog", name="Votre session a été fermée ailleurs")
    expect(again).to_be_visible()
    assert barriers(page) == []
    with doctor.context.expect_page() as opened:
        again.get_by_role("link", name="S’identifier avec Pro Santé Connect").click()
    tab = opened.value
    expect(tab).to_have_url(f"{doctor.instance.url}/a-repondre")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(again).to_have_count(0)
    expect(page).to_have_url(re.compile("/annuaire"))
    assert page.evaluate("window.typed") == "what only this page holds", "it is the page that one left"
    assert page.evaluate("fetch('/api/v1/me/sessions').then((answer) => answer.status)") == 200
