"""An appointment is dragged to a free slot by mouse, finger or keys, or stays; a time is given in person."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import DOCTOR, Someone
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_calendar_editor import column, drag, is_kept, point
from tests.e2e.test_calendar_finger import Finger
from tests.e2e.test_earlier_times import PARIS, PERSON, now_of

SATURDAY = 5
NAMES = {"family_name": "Maurin-Tellier", "given_name": "Odile", "phone": "06 39 98 51 40"}


def saturday(person: Someone) -> datetime:
    """Midnight of the Saturday that comes: the demonstration's doctor opens it from 9:00 to 12:00."""
    now = now_of(person).astimezone(PARIS)
    day = now + timedelta(days=(SATURDAY - now.weekday()) % 7 or 7)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def slots(person: Someone) -> list[dict[str, Any]]:
    """The slots of that Saturday, as the server works them out."""
    day = f"{saturday(person):%Y-%m-%d}"
    agenda = person.calls("GET", f"/agenda?from_on={day}&to_on={day}")
    return [slot for occurrence in agenda["occurrences"] for slot in occurrence["slots"]]


def books(person: Someone, at: datetime) -> dict[str, Any]:
    """The doctor books somebody in one of their own slots."""
    [wanted] = [one for one in slots(person) if datetime.fromisoformat(one["starts_at"]) == at]
    body = {"slot_id": wanted["slot_id"], "mode": "office", "need": "digestive", "person": PERSON | NAMES}
    made: dict[str, Any] = person.calls("POST", "/appointments", body)
    return made


def taken(person: Someone) -> list[str]:
    """The hours of that Saturday that are taken."""
    return [
        f"{datetime.fromisoformat(one['starts_at']).astimezone(PARIS):%H:%M}"
        for one in slots(person)
        if one["appointment_id"] is not None
    ]


def frees(person: Someone) -> None:
    """All that was booked that Saturday is given back."""
    for one in slots(person):
        if one["appointment_id"] is not None:
            person.calls(
                "POST", f"/appointments/{one['appointment_id']}/cancellation", {"by": "professional"}
            )


@pytest.fixture
def doctor(at: At) -> Iterator[Someone]:
    """A doctor at a desk, with one person on Saturday at 9:00; nobody at the end."""
    yield from booked(at("desk"))


@pytest.fixture
def doctor_on_phone(at: At) -> Iterator[Someone]:
    """The same on a phone."""
    yield from booked(at("phone"))


def booked(person: Someone) -> Iterator[Someone]:
    """The doctor, with one person on Saturday at 9:00; nobody at the end, whatever happened."""
    person.signs_in(DOCTOR)
    books(person, saturday(person) + timedelta(hours=9))
    yield person
    frees(person)


def shows(person: Someone, view: str = "") -> Page:
    return person.opens(f"/agenda?jour={saturday(person):%Y-%m-%d}{view}")


def test_a_mouse_drags_it_to_a_free_slot_which_says_from_when_to_when_and_who_is_told(
    doctor: Someone,
) -> None:
    page = shows(doctor)
    drag(page, point(page, 9.2), point(page, 10.45), drop=False)
    expect(page.locator("[data-free]").first).to_be_visible()
    expect(page.locator("[data-draft]")).to_contain_text("10:20 à 10:40")
    doctor.takes_picture("appointment-drag-desk")
    page.mouse.up()
    question = page.get_by_role("group", name="Déplacer le rendez-vous")
    expect(question).to_contain_text(re.compile("9:00 .*10:20"))
    expect(question).to_contain_text("Convenez de l’heure avec la personne")
    assert barriers(page) == []
    assert taken(doctor) == ["09:00"]
    question.get_by_role("button", name=re.compile("^Déplacer à .*10:20")).click()
    moved = column(page, SATURDAY).get_by_role("button", name=re.compile("^10:20, "))
    expect(moved).to_be_focused()
    assert taken(doctor) == ["10:20"]


def test_escape_and_a_place_where_nothing_is_free_leave_it_where_it_was(doctor: Someone) -> None:
    page = shows(doctor)
    drag(page, point(page, 9.2), point(page, 10.45), drop=False)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("[data-draft]")).to_have_count(0)
    drag(page, point(page, 9.2), point(page, 16))
    expect(page.get_by_role("group", name="Déplacer le rendez-vous")).to_contain_text(
        "Pas de créneau libre à cette heure"
    )
    page.get_by_role("button", name="Annuler").click()
    drag(page, point(page, 9.2), point(page, 10.45))
    page.keyboard.press("Escape")
    expect(page.locator("[data-draft]")).to_have_count(0)
    assert taken(doctor) == ["09:00"]


def test_a_slot_taken_meanwhile_is_refused_with_the_cause(doctor: Someone) -> None:
    page = shows(doctor)
    drag(page, point(page, 9.2), point(page, 11.2))
    books(doctor, saturday(doctor) + timedelta(hours=11))
    page.get_by_role("button", name=re.compile("^Déplacer à .*11:00")).click()
    expect(page.get_by_role("alert")).to_contain_text(
        re.compile("reste à 9:00. Ce créneau vient d’être pris")
    )
    page.get_by_role("button", name="Laisser").click()
    assert taken(doctor) == ["09:00", "11:00"]


def test_keys_take_it_from_one_free_slot_to_the_next(doctor: Someone) -> None:
    page = shows(doctor)
    column(page, SATURDAY).get_by_role("button", name=re.compile("de 9:00 à 12:00")).focus()
    page.keyboard.press("ArrowDown")
    mine = column(page, SATURDAY).get_by_role("button", name=re.compile("^9:00, "))
    expect(mine).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-draft]")).to_contain_text("9:40 à 10:00")
    expect(page.get_by_role("status").filter(has_text="9:40 à 10:00")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(mine).to_be_focused()
    assert taken(doctor) == ["09:00"]
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Déplacer à .*9:20"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(column(page, SATURDAY).get_by_role("button", name=re.compile("^9:20, "))).to_be_focused()
    assert taken(doctor) == ["09:20"]


def test_a_finger_presses_then_drags_it(doctor_on_phone: Someone) -> None:
    page = shows(doctor_on_phone, "&vue=jour")
    expect(page.locator("[data-headless] [data-column]")).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")
    finger = Finger(page)
    finger.presses(point(page, 9.2, 0))
    finger.slides(point(page, 9.2, 0), point(page, 10.1, 0))
    expect(page.locator("[data-draft]")).to_contain_text("10:00 à 10:20")
    finger.lifts()
    assert barriers(page) == []
    page.get_by_role("button", name=re.compile("^Déplacer à .*10:00")).click()
    is_kept(page)
    expect(page.get_by_role("button", name=re.compile("^10:00, "))).to_be_visible()
    assert taken(doctor_on_phone) == ["10:00"]


def test_a_free_slot_is_given_to_somebody_who_then_waits_for_an_earlier_one(doctor: Someone) -> None:
    page = shows(doctor)
    page.get_by_role("button", name="Donner 11:40").click()
    sheet = page.get_by_role("dialog", name=re.compile("^Donner .*11:40"))
    sheet.get_by_role("button", name="Donner cette heure").click()
    expect(sheet.get_by_text("Écrivez le nom.")).to_be_visible()
    expect(sheet.get_by_label("Nom", exact=True)).to_be_focused()
    sheet.get_by_label("Nom", exact=True).fill("Garrigue-Pons")
    sheet.get_by_label("Prénom").fill("Lucien")
    sheet.get_by_label("Né·e le").fill("14/05/1949")
    sheet.get_by_text("M", exact=True).click()
    sheet.get_by_label("Téléphone").fill("06 39 98 51 41")
    assert barriers(page) == []
    sheet.get_by_role("button", name="Donner cette heure").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_text("Lucien Garrigue-Pons")).to_be_visible()
    assert taken(doctor) == ["09:00", "11:40"]

    page.get_by_role("button", name="Autre, 11:40").click()
    page.get_by_role("button", name="Prévenir si plus tôt").click()
    page.get_by_role("button", name="Me prévenir").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page = doctor.opens("/suivi")
    # Whether a time of that week is proposed already depends on the round of the worker.
    expect(page.get_by_role("listitem").filter(has_text="11:40, Dr Camille Aubertin")).to_be_visible()


def test_a_time_outside_the_slots_is_given_too_and_taken_back(doctor: Someone) -> None:
    page = shows(doctor)
    drag(page, point(page, 13), point(page, 13.5))
    page.get_by_role("button", name="Donner…").click()
    sheet = page.get_by_role("dialog", name="Donner une heure")
    expect(sheet.get_by_label("Heure", exact=True)).to_have_value("13:00")
    sheet.get_by_label("Nom", exact=True).fill("Garrigue-Pons")
    sheet.get_by_label("Prénom").fill("Lucien")
    sheet.get_by_label("Né·e le").fill("14/05/1949")
    sheet.get_by_text("M", exact=True).click()
    sheet.get_by_label("Téléphone").fill("06 39 98 51 41")
    sheet.get_by_role("button", name="Donner cette heure").click()
    expect(page.get_by_text("Lucien Garrigue-Pons")).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Lucien Garrigue-Pons")).to_have_count(0)
