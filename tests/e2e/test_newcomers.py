"""A newcomer is greeted from the directory, invited by the coordination, and comes in with their page."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, Someone
from tests.e2e.test_accessibility import barriers

PASSWORD = "une tournée bien tenue"


def looked_at(somebody: Someone, name: str | None = None) -> None:
    """A picture when it has a name; by day and by night, nothing in the way of anybody."""
    page = somebody.page
    if name is not None:
        somebody.takes_picture(f"{name}-{somebody.device}")
    page.emulate_media(color_scheme="dark")
    assert barriers(page, rule="color-contrast") == []
    page.emulate_media(color_scheme="light")
    assert barriers(page) == []


def invited_line(page: Page, name: str) -> None:
    expect(
        page.get_by_role("listitem").filter(has_text=name).get_by_text(re.compile("^Invitation envoyée"))
    ).to_be_visible()


def test_a_newcomer_is_greeted_invited_and_comes_in_with_their_page(at: At) -> None:
    doctor = at("phone").signs_in(DOCTOR)
    page = doctor.opens("/annuaire")
    card = page.get_by_text(re.compile("^Arrivée dans la CPTS"))
    card.scroll_into_view_if_needed()
    looked_at(doctor, "newcomer-card")
    page.get_by_role("button", name="Lui souhaiter la bienvenue").click()
    expect(page.get_by_text("Bienvenue dite.")).to_be_visible()

    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/annuaire/nouvelles")
    button = page.get_by_role("button", name=re.compile("^Inviter .* à rejoindre la CPTS")).first
    label = button.get_attribute("aria-label")
    assert label is not None
    name = label.removeprefix("Inviter ").removesuffix(" à rejoindre la CPTS")
    button.click()
    sheet = page.get_by_role("dialog", name=f"Inviter {name}")
    sheet.get_by_role("button", name="Envoyer l’invitation").click()
    expect(sheet.get_by_text("Écrivez l’adresse e-mail entière.")).to_be_visible()
    sheet.get_by_label("Adresse e-mail").fill(DOCTOR)
    sheet.get_by_role("button", name="Envoyer l’invitation").click()
    expect(sheet.get_by_text(re.compile("Cette adresse sert déjà"))).to_be_visible()
    looked_at(coordinator)
    sheet.get_by_label("Adresse e-mail").fill("nouvelle.venue@cabinet.example")
    sheet.get_by_role("button", name="Envoyer l’invitation").click()
    expect(sheet).to_have_count(0)
    invited_line(page, name)
    looked_at(coordinator, "newcomers")
    first = page.get_by_role("link", name="Ouvrir le lien de l’invitation").get_attribute("href")
    page.get_by_role("button", name=f"Renvoyer l’invitation à {name}").click()
    expect(page.get_by_role("link", name="Ouvrir le lien de l’invitation")).not_to_have_attribute(
        "href", first or ""
    )
    link = page.get_by_role("link", name="Ouvrir le lien de l’invitation").get_attribute("href")
    assert link is not None
    on_phone = at("phone").signs_in(COORDINATOR)
    on_phone.opens("/annuaire/nouvelles")
    looked_at(on_phone)

    newcomer = at("phone")
    page = newcomer.opens("/invitation/" + link.rpartition("/")[2])
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    looked_at(newcomer)
    page.get_by_role("button", name="Accepter et entrer").click()
    expect(page.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()
    page = newcomer.opens("/moi/fiche")
    expect(page.get_by_role("heading", name=re.compile("fiche", re.IGNORECASE)).first).to_be_visible()
    coordinator.opens("/annuaire/nouvelles")
    line = coordinator.page.get_by_role("listitem").filter(has_text=name)
    expect(line.get_by_role("button", name=re.compile("^(Inviter|Renvoyer)"))).to_have_count(0)


def drawn_on(shown: Locator) -> int:
    """How many answers the points of a map stand for."""
    points = shown.locator(".leaflet-marker-icon[title]")
    numbers = points.evaluate_all("all => all.map((one) => Number(one.textContent.trim() || 1))")
    return sum(numbers)


def test_the_map_shows_everybody_whom_the_search_finds_and_not_the_first_page(at: At) -> None:
    doctor = at("desk").signs_in(DOCTOR)
    page = doctor.opens("/annuaire?profession=60")
    shown = page.get_by_role("region", name="Carte du territoire")
    found = doctor.calls("GET", "/professional-points?profession_code=60")["items"]
    listed = page.get_by_role("link", name=re.compile("Infirmi")).count()
    assert len(found) > listed
    structures = len(doctor.calls("GET", "/organisations?limit=200")["items"])
    # What is found and what is near are drawn as each is read.
    doctor.until(lambda: len(found) <= drawn_on(shown) <= len(found) + structures + 1)
    looked_at(doctor)
    on_phone = at("phone").signs_in(DOCTOR)
    on_phone.opens("/annuaire?vue=carte")
    looked_at(on_phone)
