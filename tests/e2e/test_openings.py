"""A doctor says until when they are free, copies a week, accepts calls, and asks why an hour is not free."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.availability.conftest import PERSON
from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DEVICES, DOCTOR, NURSE
from tests.e2e.test_accessibility import barriers


def acts(page: Page, name: str) -> None:
    """One of the acts behind the three dots."""
    page.get_by_role("button", name="Autres actions de l’agenda").click()
    page.get_by_role("menuitem", name=name).click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("device", DEVICES)
def test_free_until_the_end_of_the_half_day_in_one_tap_and_taken_back(at: At, device: str) -> None:
    doctor = at(device).signs_in(NURSE)
    page = doctor.opens("/agenda")
    one_tap = page.get_by_role("button", name=re.compile(r"^Libre jusqu’à [\d:]+$"))
    expect(one_tap).to_be_visible()
    known = {one["id"] for one in doctor.calls("GET", "/openings")["items"]}
    one_tap.click()
    expect(page.get_by_role("button", name=re.compile("^Libre jusqu’à .*, arrêter$"))).to_be_visible()
    expect(one_tap).to_have_count(0)
    [opened] = [one for one in doctor.calls("GET", "/openings")["items"] if one["id"] not in known]
    assert opened["min_delay_minutes"] == 0
    page.get_by_role("button", name="Annuler").click()
    expect(one_tap).to_be_visible()
    doctor.settles()
    assert {one["id"] for one in doctor.calls("GET", "/openings")["items"]} == known


@pytest.mark.parametrize("device", DEVICES)
def test_free_until_another_hour_and_taken_back(at: At, device: str) -> None:
    doctor = at(device).signs_in(DOCTOR)
    page = doctor.opens("/agenda?libre=true")
    sheet = page.get_by_role("dialog", name="Je suis libre jusqu’à…")
    expect(sheet).to_be_visible()
    doctor.takes_picture(f"free-until-{device}")
    assert barriers(page) == []
    sheet.get_by_label("Autre heure").fill("23:00")
    sheet.get_by_role("button", name="Libre", exact=True).click()
    expect(page.get_by_text("Libre jusqu’à 23:00").first).to_be_visible()
    opened = [one for one in doctor.calls("GET", "/openings")["items"] if one["to_time"] == "23:00"]
    assert [(one["from_time"] >= "10:45", one["min_delay_minutes"]) for one in opened] == [(True, 0)]
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Libre jusqu’à 23:00")).to_have_count(0)
    doctor.settles()
    assert "23:00" not in {one["to_time"] for one in doctor.calls("GET", "/openings")["items"]}


@pytest.mark.parametrize("device", DEVICES)
def test_the_rarer_settings_of_an_opening_are_said_in_the_same_form(at: At, device: str) -> None:
    doctor = at(device).signs_in(DOCTOR)
    page = doctor.opens("/agenda?ouvrir=true")
    sheet = page.get_by_role("dialog", name="Ouvrir du temps")
    sheet.get_by_label("Répétition").select_option("Certaines semaines du mois")
    sheet.get_by_role("button", name="1er", exact=True).click()
    sheet.get_by_role("button", name="Dernier", exact=True).click()
    sheet.get_by_label("Jour", exact=True).select_option("Dimanche")
    if device == "desk":  # the very same opening again would be refused
        sheet.get_by_label("De", exact=True).fill("14:00")
        sheet.get_by_label("À", exact=True).fill("17:00")
    sheet.get_by_text("Délais, pauses et quota").click()
    sheet.get_by_label(re.compile("Rendez-vous par jour")).fill("6")
    sheet.get_by_label("Pause après").select_option("10\u00a0min")
    doctor.takes_picture(f"opening-form-{device}")
    assert barriers(page) == []
    sheet.get_by_role("button", name="Ouvrir", exact=True).click()
    expect(sheet).to_have_count(0)
    made = [one for one in doctor.calls("GET", "/openings")["items"] if one["quota_per_day"] == 6]
    assert {(*one["nth_of_month"], one["buffer_after_minutes"]) for one in made} == {("first", "last", 10)}


@pytest.mark.parametrize("device", DEVICES)
def test_a_week_is_copied_and_an_hour_explained(at: At, device: str) -> None:
    doctor = at(device).signs_in(DOCTOR)
    page = doctor.opens("/agenda")
    acts(page, "Copier la semaine")
    assert barriers(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Copier", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    acts(page, "Pourquoi une heure n’est pas libre")
    sheet = page.get_by_role("dialog", name="Pourquoi pas libre ?")
    sheet.get_by_label("Heure").fill("3:00")
    sheet.get_by_role("button", name="Voir").click()
    expect(sheet.get_by_text("Cette heure est passée.")).to_be_visible()
    expect(sheet.get_by_text("Prochain créneau libre")).to_be_visible()
    doctor.takes_picture(f"why-not-free-{device}")
    assert barriers(page) == []


@pytest.mark.parametrize("device", DEVICES)
def test_calls_beyond_the_agenda_are_said_and_shown_to_who_coordinates(at: At, device: str) -> None:
    doctor = at(device).signs_in(DOCTOR)
    page = doctor.opens("/agenda")
    acts(page, "Appels au-delà de l’agenda")
    sheet = page.get_by_role("dialog", name="Appels au-delà de l’agenda")
    sheet.get_by_label("Numéro à appeler").fill("0639981234")
    before = sheet.get_by_label("Jour", exact=True).count()
    sheet.get_by_role("button", name="Ajouter des heures").click()
    sheet.get_by_label("Jour", exact=True).nth(before).select_option("Mardi")
    sheet.get_by_label("De", exact=True).nth(before).fill("8:00" if device == "phone" else "20:00")
    sheet.get_by_label("À", exact=True).nth(before).fill("19:00" if device == "phone" else "21:00")
    assert barriers(page) == []
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet).to_have_count(0)
    coordinator = at(device).signs_in(COORDINATOR)
    offers = coordinator.calls("GET", "/call-offers")["items"]
    assert [one["phone"] for one in offers] == ["+33639981234"]


@pytest.mark.parametrize("device", DEVICES)
def test_one_day_of_an_opening_is_closed_and_taken_back(at: At, device: str) -> None:
    doctor = at(device).signs_in(DOCTOR)
    [practice, *_] = doctor.calls("GET", "/me/membership")["practices"]
    hours = ("21:00", "21:45") if device == "phone" else ("22:00", "22:45")
    made = doctor.calls(
        "POST",
        "/openings",
        {
            "practice_id": practice["id"],
            "kind": "range",
            "weekday": 2,
            "on_day": None,
            "from_time": hours[0],
            "to_time": hours[1],
            "slot_minutes": 15,
            "capacity": 3,
            "needs": [],
            "modes": ["office"],
            "audiences": [],
        },
    )
    page = doctor.opens("/agenda")
    line = page.get_by_role("button", name=re.compile(f"Sans rendez-vous, jusqu’à {hours[1]}"))
    line.click()
    page.get_by_role("dialog").get_by_role("button", name="Fermer ce jour seulement").click()
    expect(page.get_by_text("Plage fermée ce jour")).to_be_visible()
    expect(line).to_have_count(0)
    path = f"/openings/{made['id']}"
    assert len(doctor.calls("GET", path)["except_days"]) == 1, "the other Tuesdays stay"
    page.get_by_role("button", name="Annuler").click()
    expect(line).to_be_visible()
    assert doctor.calls("GET", path)["except_days"] == []


def test_a_doctor_reads_beforehand_which_appointments_a_change_leaves_outside_and_how_many_stay(
    at: At,
) -> None:
    doctor = at("desk").signs_in(DOCTOR)
    [practice, *_] = doctor.calls("GET", "/me/membership")["practices"]
    opening = {"practice_id": practice["id"], "kind": "range", "weekday": 2, "on_day": None}
    opening |= {"from_time": "19:00", "to_time": "19:45", "slot_minutes": 15, "capacity": 3}
    opening |= {"needs": [], "modes": ["office"], "audiences": ["cpts"]}
    made = doctor.calls("POST", "/openings", opening)
    place = next(
        one for one in doctor.calls("GET", "/slots?limit=200")["items"] if one["opening_id"] == made["id"]
    )
    doctor.calls("POST", "/appointments", {"slot_id": place["id"], "mode": "office", "person": PERSON})

    page = doctor.opens("/agenda")
    line = page.get_by_role("button", name=re.compile("Sans rendez-vous, jusqu’à 19:45"))
    line.click()
    sheet = page.get_by_role("dialog", name="Changer la plage")
    expect(sheet.get_by_text("Un rendez-vous à venir y est pris.")).to_be_visible()
    outside = sheet.get_by_text("Un rendez-vous pris n’entre plus dans cette plage.")
    expect(outside).to_have_count(0)
    sheet.get_by_label("À", exact=True).fill("19:30")
    expect(outside).to_be_visible()
    sheet.get_by_label("À", exact=True).fill("20:00")
    expect(outside).to_have_count(0)
    sheet.get_by_role("button", name="Fermer tous les mardis").click()
    expect(page.get_by_text("Plage fermée, un rendez-vous y reste")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(line).to_be_visible()
