"""Answers that go otherwise: declined and taken back, for good, two doctors at once, a request given back."""

import itertools
import re
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import KERVELLA, Account, At
from tests.e2e.people import DOCTOR, NURSE, Someone

AUBERTIN = "Dr Camille Aubertin"
LAST_SLOT = "11:40"
"""Of the three of the morning that a card shows; the first one is for the journey of a request."""


BIRTHDAYS = (date(1957, 1, 1) + timedelta(days) for days in itertools.count())
"""A journey that is run again asks for another person: of the first one, a request is open already."""


def professional(somebody: Someone, name: str) -> str:
    """The id of a professional of the directory."""
    found = somebody.calls("GET", f"/professionals?q={name.split()[-1]}&profession_code=10")["items"]
    return str(next(hit["professional"]["id"] for hit in found if hit["professional"]["name"] == name))


def ask(nurse: Someone, family_name: str, need: str, *, doctor: str, usual: tuple[str, ...] = ()) -> Any:
    """A request filed by the API, for a person born in 1957."""
    body = {
        "red_flags": [],
        "person": {
            "family_name": family_name,
            "given_name": "Odile",
            "birth_date": next(BIRTHDAYS).isoformat(),
            "sex": "female",
            "phone": "06 39 98 70 13",
            "commune_insee": "94081",
        },
        "need": need,
        "urgency": "within_24_hours",
        "mobility": "can_travel",
        "attending_doctor_status": "known",
        "attending_professional_id": professional(nurse, doctor),
        "attending_contact": "not_called",
        "usual_professional_ids": [professional(nurse, name) for name in usual],
        "informed": True,
    }
    return nurse.calls("POST", "/unscheduled-care-requests", body)


def offer_of(doctor: Someone, number: str) -> Any:
    """That doctor's offer for the request of this number."""
    listed = doctor.calls("GET", "/offers?limit=200")["items"]
    return next(offer for offer in listed if offer["case_number"] == number)


def test_a_declined_offer_can_be_taken_back_then_leaves_for_good(at: At) -> None:
    nurse, doctor = at("desk").signs_in(NURSE), at("phone").signs_in(DOCTOR)
    number = ask(nurse, "Lescure-Blot", "sick_note", doctor=AUBERTIN)["number"]
    page = doctor.opens("/a-repondre")
    card = page.get_by_role("article", name="Arrêt de travail · adulte 60–69 ans")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/decline" in request.url else None)

    card.get_by_role("button", name="Décliner").click()
    doctor.takes_picture("decline-phone")
    page.get_by_role("button", name="Pas de place dans le délai").click()
    expect(card).to_be_hidden()
    page.get_by_role("status").get_by_role("button", name="Annuler").click()
    expect(card).to_be_visible()
    assert sent == []
    assert offer_of(doctor, number)["state"] == "pending"

    card.get_by_role("button", name="Décliner").click()
    page.get_by_role("button", name="Pas de place dans le délai").click()
    expect(card).to_be_hidden()
    with page.expect_request(re.compile("/decline$")):
        page.reload()  # leaving sends at once what still waited
    doctor.settles()
    expect(card).to_be_hidden()
    assert offer_of(doctor, number)["state"] == "declined"


def test_of_two_doctors_who_accept_the_first_wins_and_the_other_is_told(
    at: At, second_doctor: Account
) -> None:
    nurse = at("desk").signs_in(NURSE)
    first, late = at("phone").signs_in(*second_doctor), at("phone").signs_in(DOCTOR)
    request = ask(nurse, "Tessier-Kaba", "urinary", doctor=AUBERTIN, usual=(KERVELLA,))
    title = "Urinaire · adulte 60–69 ans"
    accept = f"Accepter, {LAST_SLOT}"
    pages: list[Page] = [doctor.opens("/a-repondre") for doctor in (first, late)]
    for page in pages:
        page.get_by_role("article", name=title).get_by_text(LAST_SLOT).click()

    pages[1].route("**/api/v1/offers?*", lambda route: route.abort())  # has not heard of it yet
    pages[0].get_by_role("article", name=title).get_by_role("button", name=accept).click()
    expect(pages[0].get_by_role("heading", name="C’est à vous")).to_be_visible()
    pages[1].get_by_role("article", name=title).get_by_role("button", name=accept).click()
    told = pages[1].get_by_role("listitem").filter(has_text=title)
    expect(told).to_contain_text(re.compile(r"Déjà pourvue à \d+:\d\d\. Merci\."))
    expect(pages[1].get_by_role("heading", name="C’est à vous")).to_have_count(0)

    taken = nurse.calls("GET", f"/unscheduled-care-requests/{request['id']}")
    assert taken["professional"]["name"] == KERVELLA
    assert offer_of(late, request["number"])["request_id"] is None


def test_a_doctor_who_gave_a_request_back_keeps_nothing_of_it_on_screen(at: At) -> None:
    nurse, doctor = at("desk").signs_in(NURSE), at("desk").signs_in(DOCTOR)
    request = ask(nurse, "Roquelaure", "digestive", doctor=AUBERTIN)
    offer = offer_of(doctor, request["number"])
    doctor.calls("POST", f"/offers/{offer['id']}/acceptance", {})
    page = doctor.opens(f"/demandes/{request['id']}")
    page.get_by_role("button", name="Afficher l’identité").click()
    expect(page.get_by_text("Roquelaure")).to_be_visible()

    page.get_by_role("button", name="Je ne peux plus").click()
    page.get_by_role("dialog").get_by_role("button", name="Je ne peux plus").click()
    expect(page.get_by_role("heading", name="Vous n’avez plus cette demande")).to_be_visible()
    expect(page.get_by_text("Roquelaure")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile(request["number"]))).to_have_count(0)
    page.get_by_role("link", name="Voir les autres").click()
    expect(page.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()
