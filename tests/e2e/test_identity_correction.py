"""A birth date that was typed wrong is put right by who asked; everybody sees that it was."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DEVICES, NURSE
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_answers import AUBERTIN, ask


@pytest.mark.parametrize("device", DEVICES)
def test_who_asked_puts_a_birth_date_right_and_the_thread_says_so(at: At, device: str) -> None:
    nurse, coordinator = at(device).signs_in(NURSE), at("desk").signs_in(COORDINATOR)
    request = ask(nurse, "Thibaudeau", "urinary", doctor=AUBERTIN)
    page = nurse.opens(f"/demandes/{request['id']}")
    page.get_by_role("button", name="Afficher l’identité").click()
    expect(page.get_by_text("né·e le", exact=False)).to_contain_text("/1957")
    page.get_by_role("button", name="Corriger").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("Nom", exact=True)).to_have_value("Thibaudeau")
    born = sheet.get_by_label("Né·e le")
    born.fill("03/12/2157")
    sheet.get_by_role("button", name="Corriger").click()
    expect(sheet.get_by_text("Cette date est à venir.")).to_be_visible()
    born.fill("03/12/1975")
    assert barriers(page) == []
    nurse.takes_picture(f"identity-correct-{device}")
    sheet.get_by_role("button", name="Corriger").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_text("né·e le 03/12/1975")).to_be_visible()
    expect(page.get_by_text("Identité corrigée par Solène Marchetti")).to_be_visible()
    expect(page.get_by_text("Date de naissance", exact=True)).to_be_visible()

    board = coordinator.opens(f"/tableau?demande={request['id']}")
    expect(board.get_by_text("Identité corrigée par Solène Marchetti")).to_be_visible()
    assert "1975" not in coordinator.was_told()
