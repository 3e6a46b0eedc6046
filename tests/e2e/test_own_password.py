"""Somebody chooses their first password, then another: the device that they lost is out, and signs in with
the new one only."""

import pytest
from playwright.sync_api import Browser, expect

from api.seed.territories import VITRY
from tests.e2e.conftest import Account, devices
from tests.e2e.instance import Instance
from tests.e2e.people import Someone
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_second_factor import types_password
from tests.roles import PASSWORD

CHOSEN = "sept bateaux et une marmotte"


def link_of(instance: Instance, email: str) -> str:
    """The path that the operator gives to a doctor who is new here."""
    said = instance.maillage(
        *("account", "create", "--email", email, "--name", "Dr Lou Essai"),
        *("--role", "professional", "--rpps", "10999101479", "--community", VITRY.finess),
    )
    return "/mot-de-passe/" + said.strip().rpartition("/")[2]


def chooses_first(somebody: Someone, link: str) -> None:
    """By the link, after one that anybody would guess."""
    page = somebody.opens(link)
    page.get_by_label("Choisissez un mot de passe").fill("motdepasse2024")
    expect(page.get_by_text("Trop facile à deviner")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("button", name="Enregistrer")).to_be_enabled()
    expect(page.get_by_text("Trop facile à deviner")).to_have_count(1)
    assert barriers(page) == []
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    expect(page.get_by_text("Solide.")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Se connecter").click()
    expect(page.get_by_label("Adresse e-mail")).to_be_visible()


def test_a_password_is_chosen_then_changed_and_the_other_device_is_out(
    instance: Instance, browser: Browser, request: pytest.FixtureRequest
) -> None:
    with devices(browser, instance, request.node) as at:
        lost, lou = at("phone"), at("desk")
        # Of each run its own: a first password is chosen once.
        account = Account(f"lou-{getattr(request.node, 'execution_count', 1)}@cpts.example", PASSWORD)
        chooses_first(lost, link_of(instance, account.email))
        for somebody in (lost, lou):
            types_password(somebody, account)
            expect(somebody.page.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()
        page = lou.opens("/mes-connexions")
        page.get_by_role("link", name="Changer de mot de passe").click()
        page.get_by_label("Mot de passe actuel").fill("celui d’avant, je crois")
        page.get_by_label("Nouveau mot de passe").fill(CHOSEN)
        page.get_by_role("button", name="Changer").click()
        expect(page.get_by_text("Ce n’est pas votre mot de passe.")).to_be_visible()
        assert barriers(page) == []
        page.get_by_label("Mot de passe actuel").fill(account.password)
        page.get_by_role("button", name="Changer").click()
        expect(page.get_by_text("Mot de passe changé.")).to_be_visible()
        assert lost.opens("/mes-connexions").url.startswith(f"{instance.url}/connexion")
        types_password(lost, Account(account.email, CHOSEN))
        expect(lost.page.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()
