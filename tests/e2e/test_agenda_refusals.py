"""What an agenda cannot be is refused in the words of the screen, at once, and nothing is changed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Account, At, account_made
from tests.e2e.instance import Instance
from tests.e2e.people import DOCTOR
from tests.e2e.test_earlier_times import PARIS, day_after, now_of, opens


@pytest.fixture(scope="module")
def coulibalya(instance: Instance) -> Account:
    """A doctor of Vitry with two practices, whom no other test asks."""
    return account_made(instance, "coulibalya@vitry.example", "Dr Coulibalya", rpps="10999101263")


def test_an_absence_in_the_past_is_refused_in_words(at: At) -> None:
    doctor = at("phone").signs_in(DOCTOR)
    before = doctor.calls("GET", "/absences")["items"]
    yesterday = now_of(doctor).astimezone(PARIS) - timedelta(days=1)
    page = doctor.opens("/absences")
    page.get_by_role("button", name="Absence", exact=True).click()
    sheet = page.get_by_role("dialog", name="Absence")
    for label in ("Au, compris", "Du"):
        sheet.get_by_label(label, exact=True).fill(f"{yesterday:%d/%m/%Y}")
    sheet.get_by_label("Au, compris", exact=True).fill(f"{yesterday:%d/%m/%Y}")
    expect(sheet.get_by_role("alert")).to_contain_text("Ce temps est passé")
    sheet.get_by_role("button", name="Enregistrer l’absence").click()
    expect(sheet.get_by_role("alert")).to_contain_text("Ce temps est passé")
    assert doctor.calls("GET", "/absences")["items"] == before


def test_openings_that_overlap_at_two_places_are_refused_in_words(at: At, coulibalya: Account) -> None:
    doctor = at("desk").signs_in(*coulibalya)
    day = day_after(now_of(doctor), 3)
    made = opens(doctor, day, "09:00", "12:00")
    before = doctor.calls("GET", "/openings")["items"]
    [other] = [
        practice
        for practice in doctor.calls("GET", "/me/membership")["practices"]
        if practice["id"] != made["practice_id"]
    ]
    page = doctor.opens(f"/agenda?jour={day:%Y-%m-%d}")
    page.get_by_role("button", name="Ouvrir du temps", exact=True).click()
    form = page.get_by_role("dialog", name="Ouvrir du temps")
    form.get_by_label("Lieu").select_option(other["id"])
    form.get_by_label("Répétition").select_option("once")
    form.get_by_label("Jour", exact=True).fill(f"{day:%d/%m/%Y}")
    form.get_by_label("De", exact=True).fill("11:00")
    form.get_by_label("À", exact=True).fill("13:00")
    form.get_by_role("button", name="Ouvrir", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("ouverte dans un autre lieu à cette heure")
    assert doctor.calls("GET", "/openings")["items"] == before
