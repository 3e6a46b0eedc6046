"""Words that say what is so: of hours opened twice, of where one's work is, of a session that is over."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from api.identity import cookies
from api.seed.accounts import PASSWORD
from tests.e2e.conftest import At
from tests.e2e.people import ADMIN, COORDINATOR, DEVICES, DOCTOR, NURSE
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_earlier_times import day_after, now_of

FRIDAY_FORTNIGHT = 17
"""Days from the Tuesday of the demonstration to one that no other journey looks at."""


@pytest.mark.parametrize("device", DEVICES)
def test_opening_a_walk_in_over_slots_says_what_they_do_to_each_other_and_shows_both(
    at: At, device: str
) -> None:
    doctor = at(device).signs_in(DOCTOR)
    day = day_after(now_of(doctor), FRIDAY_FORTNIGHT + (device == "desk"))
    practice = doctor.calls("GET", "/me/membership")["practices"][0]["id"]
    slots = {
        "practice_id": practice,
        "kind": "slots",
        "weekday": None,
        "on_day": f"{day:%Y-%m-%d}",
        "from_time": "18:00",
        "to_time": "20:00",
        "slot_minutes": 20,
        "capacity": 1,
        "needs": [],
        "modes": ["office"],
        "audiences": ["cpts"],
    }
    doctor.calls("POST", "/openings", slots)
    page = doctor.opens(f"/agenda?jour={day:%Y-%m-%d}&ouvrir=true")
    sheet = page.get_by_role("dialog", name="Ouvrir du temps")
    sheet.get_by_label("Répétition").select_option("Un seul jour")
    sheet.get_by_label("De", exact=True).fill("19:00")
    sheet.get_by_label("À", exact=True).fill("21:00")
    sheet.get_by_text("Sans rendez-vous").click()
    sheet.get_by_role("button", name="Ouvrir", exact=True).click()
    told = page.get_by_role("dialog", name="Enregistré, avec d’autres plages aux mêmes heures")
    expect(told.get_by_role("alert")).to_contain_text("Avec 18:00 à 20:00")
    expect(told.get_by_role("alert")).to_contain_text("une place prise ferme les créneaux")
    assert barriers(page) == []
    told.get_by_role("button", name="Changer les heures").click()
    sheet = page.get_by_role("dialog", name="Changer la plage")
    sheet.get_by_label("De", exact=True).fill("19:20")
    sheet.get_by_role("button", name="Enregistrer", exact=True).click()
    told.get_by_role("button", name="C’est bien cela").click()
    expect(told).to_have_count(0)
    if device == "phone":
        page.get_by_text("Grille", exact=True).click()
    one, other = (
        page.get_by_role("button", name=re.compile(hours)).bounding_box()
        for hours in ("de 18:00 à 20:00", "de 19:20 à 21:00")
    )
    assert one is not None
    assert other is not None
    assert one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"], "side by side"
    assert barriers(page) == []

    again = doctor.opens(f"/agenda?jour={day:%Y-%m-%d}&ouvrir=true").get_by_role("dialog")
    again.get_by_label("Répétition").select_option("Un seul jour")
    again.get_by_label("De", exact=True).fill("19:20")
    again.get_by_label("À", exact=True).fill("21:00")
    again.get_by_text("Sans rendez-vous").click()
    again.get_by_role("button", name="Ouvrir", exact=True).click()
    expect(again.get_by_text("Cette plage est déjà ouverte, toute pareille")).to_be_visible()
    for known in doctor.calls("GET", "/openings?limit=100")["items"]:
        if known["on_day"] == f"{day:%Y-%m-%d}":
            doctor.calls("DELETE", f"/openings/{known['id']}", version=known["version"])


@pytest.mark.parametrize(
    ("email", "home"),
    [(DOCTOR, "/a-repondre"), (COORDINATOR, "/tableau"), (NURSE, "/a-repondre"), (ADMIN, "/envois")],
)
def test_whoever_types_the_first_page_of_others_comes_to_their_own(at: At, email: str, home: str) -> None:
    somebody = at("phone").signs_in(email)
    somebody.opens("/accueil")
    expect(somebody.page).to_have_url(f"{somebody.instance.url}{home}")


@pytest.mark.parametrize("device", DEVICES)
def test_a_session_that_was_ended_elsewhere_says_so_and_goes_on_after_signing_in(at: At, device: str) -> None:
    nurse = at(device).signs_in(NURSE)
    page = nurse.opens("/mes-demandes")
    mine = {one["name"]: one["value"] for one in nurse.context.cookies()}
    ended = httpx.delete(
        f"{nurse.instance.url}/api/v1/session",
        headers={cookies.CSRF_HEADER: mine[cookies.CSRF]},
        cookies=mine,
    )
    assert ended.status_code == 200
    page.get_by_role("link", name="Agenda").first.click()
    door = page.get_by_role("dialog", name="Votre session a été fermée ailleurs")
    expect(door).to_be_visible()
    assert barriers(page) == []
    expect(door.get_by_text("après 15")).to_have_count(0)
    door.get_by_label("Adresse e-mail").fill(NURSE)
    door.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    door.get_by_role("button", name="Se connecter").click()
    expect(door).to_have_count(0)
