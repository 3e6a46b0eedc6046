"""Finding a colleague: a misspelt name, what they accept, their next free slots."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DEVICES, DOCTOR


def test_a_newcomer_is_welcomed_by_a_colleague_and_told_once(at: At) -> None:
    doctor = at("phone").signs_in(DOCTOR)
    page = doctor.opens("/annuaire/nouvelles")
    page.get_by_role("button", name="Souhaiter la bienvenue à Dr Lucie Thévenin").click()
    expect(page.get_by_text("Bienvenue dite", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("Bienvenue dite par .* \\(aujourd’hui\\)"))).to_be_visible()
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/annuaire/nouvelles")
    expect(page.get_by_text("Bienvenue dite par")).to_be_visible()
    expect(page.get_by_role("region", name="Ce qui a changé").get_by_text("importé")).to_be_visible()
    coordinator.takes_picture("news-desk")
    assert doctor.faults == []
    assert coordinator.faults == []


@pytest.mark.parametrize("device", DEVICES)
def test_only_those_who_can_see_somebody_within_a_day_stay_and_the_others_are_one_tap_away(
    at: At, device: str
) -> None:
    coordinator = at(device).signs_in(COORDINATOR)
    page = coordinator.opens("/annuaire")
    page.get_by_role("searchbox").fill("médecin")
    page.get_by_role("button", name="Libre sous 24 h").click()
    expect(page.get_by_role("heading", name=re.compile("libres sous 24"))).to_be_visible()
    # Those on duty today stand under the list, whatever is asked for.
    rows = page.locator("li:not([aria-labelledby=on-duty] li)").filter(
        has=page.get_by_role("link", name=re.compile("^.*Dr "))
    )
    expect(rows.filter(has_not_text=re.compile(r"sous\s24"))).to_have_count(0)
    expect(rows.first.get_by_text(re.compile(r"sous\s24"))).to_be_visible()
    coordinator.takes_picture(f"directory-within-a-day-{device}")
    page.get_by_role("button", name="Les montrer").click()
    expect(page.get_by_role("heading", name=re.compile("libres sous 24"))).to_have_count(0)
    assert coordinator.faults == []


@pytest.mark.parametrize("device", DEVICES)
def test_a_colleague_is_found_by_a_misspelt_name_and_shows_their_slots(at: At, device: str) -> None:
    doctor = at(device).signs_in(DOCTOR)
    page = doctor.opens("/annuaire")
    doctor.takes_picture(f"directory-{device}")
    page.get_by_role("searchbox").fill("esteve paulin")
    page.get_by_role("link", name=re.compile("Pauline Estève")).first.click()
    expect(page.get_by_role("heading", name="Dr Pauline Estève")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Prochains créneaux"))).to_be_visible()
    if device == "desk":
        expect(
            page.get_by_role("region", name="Carte du territoire").locator("[title]").first
        ).to_be_visible()
    doctor.takes_picture(f"profile-{device}")
