"""A coordinator sets a second factor up before anything else opens, then signs in with it."""

from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.contract.running import free_port
from tests.e2e.conftest import Account, account_made, devices
from tests.e2e.instance import Instance, running
from tests.e2e.people import Someone
from tests.e2e.test_accessibility import barriers
from tests.identity.authenticator import Phone


@pytest.fixture(scope="module")
def at_its_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance that people reach under the address that it knows: passkeys are good for that one alone."""
    port = free_port()
    address = f"http://localhost:{port}"
    log = tmp_path_factory.mktemp("factors") / "serve.log"
    with running(log=log, PORT=str(port), MAILLAGE_BASE_URL=address) as instance:
        yield replace(instance, url=address)


def coordinator_of(instance: Instance, email: str) -> Account:
    """A new coordinator, made as the operator makes accounts: no account of the demonstration."""
    return account_made(instance, email, "Nour Essai", role="coordinator")


def types_password(somebody: Someone, account: Account) -> Page:
    """At the door, an address and a password."""
    page = somebody.opens("/connexion")
    page.get_by_label("Adresse e-mail").fill(account.email)
    page.get_by_label("Mot de passe", exact=True).fill(account.password)
    page.get_by_role("button", name="Se connecter").click()
    return page


def sets_application_up(somebody: Someone, page: Page) -> tuple[Phone, list[str]]:
    """The telephone that shows the codes, and the recovery codes that were shown once."""
    expect(page.get_by_role("heading", name="Double authentification")).to_be_visible()
    somebody.takes_picture(f"factor-needed-{somebody.device}")
    assert barriers(page) == []
    page.goto(f"{somebody.instance.url}/tableau")
    expect(page.get_by_role("heading", name="Double authentification")).to_be_visible()
    page.get_by_role("button", name="Ajouter une application").click()
    expect(page.get_by_role("img", name="QR code à scanner")).to_be_visible()
    assert barriers(page) == []
    secret = page.get_by_text("Ou recopiez cette clé").locator("+ p").inner_text().replace(" ", "")
    phone = Phone(secret)
    page.get_by_label("Code à 6 chiffres").fill("1234")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Écrivez les 6 chiffres.")).to_be_visible()
    page.get_by_label("Code à 6 chiffres").fill(phone.code())
    page.get_by_role("button", name="Confirmer").click()
    sheet = page.get_by_role("dialog", name="Vos codes de secours")
    expect(sheet.get_by_role("listitem")).to_have_count(10)
    somebody.takes_picture(f"factor-codes-{somebody.device}")
    assert barriers(page) == []
    codes = sheet.get_by_role("listitem").all_inner_texts()
    sheet.get_by_role("button", name="C’est noté").click()
    expect(page.get_by_role("heading", name="Tableau")).to_be_visible()
    return phone, codes


def adds_passkey(somebody: Someone, phone: Phone) -> None:
    """Proves first who they are, since they have a factor already."""
    page = somebody.opens("/mes-connexions")
    page.get_by_role("link", name="Double authentification").click()
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    page.get_by_label("Nom de l’appareil").fill("Ordinateur du bureau")
    page.get_by_role("button", name="Continuer sur cet appareil").click()
    sheet = page.get_by_role("dialog", name="C’est bien vous ?")
    sheet.get_by_label("Code à 6 chiffres").fill(phone.code(1))
    assert barriers(page) == []
    sheet.get_by_role("button", name="Continuer").click()
    mine = page.get_by_role("list", name="Mes clés d’accès")
    expect(mine.get_by_text("Ordinateur du bureau")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_a_coordinator_sets_two_factors_up_and_signs_in_with_each(
    at_its_address: Instance, browser: Browser, request: pytest.FixtureRequest, device: str
) -> None:
    with devices(browser, at_its_address, request.node) as at:
        account = coordinator_of(at_its_address, f"nour-{device}@cpts.example")
        nour = at(device)
        authenticator = nour.context.new_cdp_session(nour.page)
        authenticator.send("WebAuthn.enable")
        made = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": made})
        phone, codes = sets_application_up(nour, types_password(nour, account))
        assert pyotp.TOTP(phone.secret).interval == 30
        adds_passkey(nour, phone)
        nour.context.clear_cookies()
        page = types_password(nour, account)
        page.get_by_role("button", name="Utiliser ma clé d’accès").wait_for()
        nour.takes_picture(f"factor-asked-{device}")
        assert barriers(page) == []
        page.get_by_role("button", name="Utiliser ma clé d’accès").click()
        expect(page.get_by_role("heading", name="Tableau")).to_be_visible()
        nour.context.clear_cookies()
        page = types_password(nour, account)
        page.get_by_role("button", name="Téléphone perdu : code de secours").click()
        page.get_by_label("Code de secours").fill("aaaaa-aaaaa")
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("alert")).to_contain_text("Ce n’est pas le bon.")
        page.get_by_label("Code de secours").fill(codes[0])
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("heading", name="Tableau")).to_be_visible()
