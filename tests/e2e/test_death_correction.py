"""What was said wrong of a death is corrected once it has ended: by who certified, by the coordination."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, Someone
from tests.e2e.test_death_coordination import accepts, arrives, asks
from tests.e2e.test_death_journey import TOWN_HALL, goes_on_rota, looks_right, volunteers


def corrects(somebody: Someone) -> Page:
    """They open the sheet; what it asks is on the page."""
    somebody.page.get_by_role("button", name="Corriger").first.click()
    expect(somebody.page.get_by_role("dialog").get_by_label("Pourquoi")).to_be_visible()
    return somebody.page


def confirm(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Corriger", exact=True).click()


def minutes_later(at: str, minutes: int) -> str:
    """An hour as one types it, so long after an instant."""
    then = datetime.fromisoformat(at).astimezone(ZoneInfo("Europe/Paris")) + timedelta(minutes=minutes)
    return f"{then:%H:%M}"


def test_the_hour_of_a_certificate_is_corrected_and_the_old_one_stays_on_the_thread(at: At) -> None:
    doctor, coordinator = at("phone").signs_in(DOCTOR), at("desk").signs_in(COORDINATOR)
    mine = doctor.calls("GET", "/death-certification-requests?view=taken")["items"]
    request = next(one for one in mine if one["state"] == "certified")
    page = doctor.opens(f"/deces/{request['id']}")
    expect(page.get_by_text("saisi après coup").first).to_be_visible()
    corrects(doctor)
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("Comment s’est-elle terminée")).to_have_count(0)
    confirm(page)
    expect(sheet.get_by_text("Choisissez pourquoi.")).to_be_visible()
    sheet.get_by_label("Certificat fait à", exact=True).fill("0:01")
    sheet.get_by_label("Pourquoi").select_option(label="Erreur de saisie")
    confirm(page)
    expect(sheet.get_by_text("C’est avant « Sur place à")).to_be_visible()
    after = minutes_later(request["certified_at"], 3)
    sheet.get_by_label("Certificat fait à", exact=True).fill(after)
    sheet.get_by_label("Précision").fill("Montre lue de travers, cancer")
    confirm(page)
    expect(sheet.get_by_text("Ces mots semblent dire une cause")).to_contain_text("cancer")
    sheet.get_by_label("Précision").fill("Montre lue de travers")
    looks_right(doctor, "death-correct")
    confirm(page)
    expect(sheet).to_have_count(0)  # which says the same words as the thread
    line = page.get_by_text("erreur de saisie")
    expect(line).to_contain_text(f"Certificat {after.lstrip('0')} au lieu de")
    expect(page.get_by_text("Montre lue de travers")).to_be_visible()
    line.scroll_into_view_if_needed()
    looks_right(doctor, "death-corrected")
    seen = coordinator.opens(f"/deces/{request['id']}")
    expect(seen.get_by_text("Montre lue de travers")).to_be_visible()


def test_the_coordination_says_how_a_death_really_ended(at: At) -> None:
    town_hall, doctor = at("phone").signs_in(TOWN_HALL), at("phone").signs_in(DOCTOR)
    coordinator = at("desk").signs_in(COORDINATOR)
    goes_on_rota(coordinator, volunteers(doctor))
    request = asks(town_hall, "Rochemaure")
    page = accepts(doctor, request)
    arrives(page)
    page.get_by_role("button", name="Certificat fait").click()
    page.get_by_role("dialog").get_by_role("button", name="Certificat fait").click()
    expect(page.get_by_text("Les démarches peuvent commencer")).to_be_visible()

    board = coordinator.opens(f"/tableau?vue=closes&demande={request['id']}")
    corrects(coordinator)
    sheet = board.get_by_role("dialog")
    sheet.get_by_label("Comment s’est-elle terminée").select_option(label="Obstacle médico-légal")
    expect(sheet.get_by_label("Certificat fait à", exact=True)).to_have_count(0)
    sheet.get_by_label("Pourquoi").select_option(label="Mauvais bouton")
    looks_right(coordinator, "death-correct")
    confirm(board)
    expect(sheet).to_have_count(0)
    line = board.get_by_text("mauvais bouton")
    expect(line).to_contain_text("obstacle signalé au lieu de")
    line.scroll_into_view_if_needed()
    looks_right(coordinator, "death-corrected")

    town_hall.opens(f"/deces/{request['id']}")
    expect(town_hall.page.get_by_text("le procureur décide de la suite")).to_be_visible()
    expect(town_hall.page.get_by_text("mauvais bouton")).to_be_visible()
    expect(town_hall.page.get_by_role("button", name="Corriger")).to_have_count(0)
