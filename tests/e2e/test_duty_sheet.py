"""The sheet of who is on duty: written on a screen, read on paper; and a map that asks nobody outside."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
MOST_SIDES = 2


def test_a_duty_is_written_and_the_sheet_is_two_sides_of_paper_at_most(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/feuille-de-garde")
    expect(page.get_by_role("heading", name="Feuille de garde")).to_be_visible()
    before = page.get_by_role("button", name=re.compile("^Retirer")).count()
    page.get_by_label("Nature").select_option(label="SAMI, maison de garde")
    page.get_by_label("Qui").select_option(label="SAMI de Vitry")
    page.get_by_role("button", name="Inscrire").click()
    expect(page.get_by_role("button", name="Retirer SAMI de Vitry").first).to_be_visible()
    page.get_by_role("heading", name="Feuille de garde").scroll_into_view_if_needed()
    coordinator.takes_picture("duty-sheet-desk")
    printed = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(PAGE_OF_PDF.findall(printed)) <= MOST_SIDES
    page.get_by_role("button", name="Retirer SAMI de Vitry").first.click()
    expect(page.get_by_role("button", name=re.compile("^Retirer"))).to_have_count(before)


def test_the_sheet_is_read_on_a_phone_by_who_may_not_write_it(at: At) -> None:
    doctor = at("phone").signs_in(DOCTOR)
    page = doctor.opens("/feuille-de-garde")
    expect(page.get_by_role("heading", name=re.compile("^Aujourd’hui"))).to_be_visible()
    expect(page.get_by_role("button", name="Inscrire")).to_have_count(0)


def test_the_directory_and_its_map_ask_nothing_outside(at: At) -> None:
    doctor = at("desk").signs_in(DOCTOR)
    asked: list[str] = []
    doctor.page.on("request", lambda request: asked.append(request.url))
    page = doctor.opens("/annuaire")
    expect(page.get_by_role("region", name="Carte du territoire").locator("[title]").first).to_be_visible()
    page.get_by_role("button", name="Agrandir la carte").click()
    page.get_by_role("searchbox").fill("esteev")
    expect(page.get_by_role("heading", name=re.compile("réponse"))).to_be_visible()
    outside = [url for url in asked if not url.startswith((doctor.instance.url, "data:", "blob:"))]
    assert asked
    assert outside == []
