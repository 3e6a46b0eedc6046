"""A doctor names a secretary, who works for her under both names, until the doctor stops her."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import KERVELLA, Account, At
from tests.e2e.people import DEVICES, DOCTOR, NURSE, Someone
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_answers import AUBERTIN, ask, offer_of

PASSWORD = "un agenda bien tenu"
FOR_AUBERTIN = f"Pour {AUBERTIN}"


def works_for(page: Page, words: str) -> None:
    """The band over the page says for whom."""
    expect(page.get_by_role("note").filter(has_text=words)).to_be_visible()


def invites(doctor: Someone, name: str, email: str) -> str:
    """The doctor fills the form; where the link of the e-mail leads."""
    page = doctor.opens("/moi")
    page.get_by_role("link", name="Mon secrétariat").click()
    page.get_by_role("button", name="Inviter quelqu’un").click()
    sheet = page.get_by_role("dialog", name="Inviter quelqu’un à votre secrétariat")
    sheet.get_by_label("Prénom et nom").fill(name)
    sheet.get_by_label("Adresse e-mail").fill(email)
    sheet.get_by_text("Peut répondre aux demandes").click()
    assert barriers(page) == []
    sheet.get_by_role("button", name="Envoyer l’invitation").click()
    expect(sheet).to_have_count(0)
    card = page.get_by_role("region", name=name)
    expect(card.get_by_text(re.compile("^Invitation envoyée"))).to_be_visible()
    doctor.takes_picture(f"secretary-list-{doctor.device}")
    assert barriers(page) == []
    link = card.get_by_role("link", name="Ouvrir le lien de l’invitation").get_attribute("href")
    assert link is not None
    return "/invitation/" + link.rpartition("/")[2]


def accepts(secretary: Someone, link: str) -> Page:
    """The secretary chooses a password and is in, for the doctor."""
    page = secretary.opens(link)
    expect(page.get_by_role("heading", name=f"{AUBERTIN} vous invite")).to_be_visible()
    secretary.takes_picture(f"secretary-invitation-{secretary.device}")
    assert barriers(page) == []
    page.get_by_role("button", name="Accepter et entrer").click()
    expect(page.get_by_text("Écrivez au moins 12 caractères.")).to_be_visible()
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Accepter et entrer").click()
    works_for(page, FOR_AUBERTIN)
    secretary.settles()
    return page


def chooses_to_be_told(secretary: Someone, device: str) -> None:
    """By push, and at hours of hers."""
    page = secretary.opens("/moi/notifications")
    offers = page.get_by_role("region", name="Sollicitations de vos médecins")
    for way in ("E-mail", "Notification"):
        expect(offers.get_by_label(way)).not_to_be_checked()
    offers.get_by_text("Notification", exact=True).click()
    page.get_by_text("Ni SMS ni notification à certaines heures").click()
    expect(page.get_by_text("Ils attendent 8:00")).to_be_visible()
    secretary.until(lambda: calm_of(secretary) == {"from_time": "20:00", "to_time": "08:00"})
    kept = secretary.calls("GET", "/notification-preferences")
    assert (kept["families"], kept["choices"]["delegated_offers"]["push"]) == (["delegated_offers"], True)
    secretary.takes_picture(f"secretary-notifications-{device}")
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page, rule="color-contrast") == []
    page.emulate_media(color_scheme="light")


def calm_of(secretary: Someone) -> object:
    """The hours of hers, as the server keeps them: the last thing that she changed."""
    return secretary.calls("GET", "/notification-preferences")["quiet_hours"]


@pytest.mark.parametrize("device", DEVICES)
def test_a_secretary_is_invited_works_answers_is_stopped_and_told(at: At, device: str) -> None:
    other = "desk" if device == "phone" else "phone"
    name = f"Lise Bonnard-{device.title()}"
    doctor, secretary, nurse = at(device).signs_in(DOCTOR), at(other), at("desk").signs_in(NURSE)
    link = invites(doctor, name, f"lise.{device}@cabinet.example")
    page = accepts(secretary, link)

    secretary.opens("/agenda?libre=true")
    sheet = page.get_by_role("dialog", name="Je suis libre jusqu’à…")
    until = "23:30" if device == "phone" else "23:40"  # the same hour twice is refused
    sheet.get_by_label("Autre heure").fill(until)
    sheet.get_by_role("button", name="Libre", exact=True).click()
    expect(page.get_by_role("button", name=f"Libre jusqu’à {until}, arrêter")).to_be_visible()
    secretary.settles()
    assert until in {one["to_time"] for one in doctor.calls("GET", "/openings")["items"]}
    assert barriers(page) == []

    chooses_to_be_told(secretary, other)
    request = ask(nurse, f"Bonnard-{device}", "dermatology", doctor=AUBERTIN)
    secretary.opens(f"/a-repondre/{offer_of(doctor, request['number'])['id']}")
    page.get_by_role("button", name=re.compile("^Accepter")).first.click()
    expect(page.get_by_role("heading", name="C’est à vous")).to_be_visible()
    lines = nurse.calls("GET", f"/cases/{request['id']}/timeline")["items"]
    assert f"{name} pour {AUBERTIN}" in {line["actor_name"] for line in lines}

    page.goto(f"{secretary.instance.url}/moi/secretariat")
    expect(page.get_by_text("Page introuvable").first).to_be_visible()

    secretary.opens("/agenda")
    mine = doctor.opens("/moi/secretariat").get_by_role("region", name=name)
    expect(mine.get_by_text(re.compile("^Dernier geste pour vous"))).to_be_visible()
    mine.get_by_role("button", name="Arrêter maintenant").click()
    expect(mine).to_have_count(0)
    told = page.get_by_role("dialog", name=f"Vous n’agissez plus pour {AUBERTIN}")
    expect(told).to_be_visible()
    assert barriers(page) == []
    told.get_by_role("button", name="Fermer cette page").click()
    expect(page.get_by_role("heading", name="Vous n’agissez plus pour personne ici")).to_be_visible()
    assert barriers(page) == []
    used = at("phone").opens(link)
    expect(used.get_by_role("heading", name="Ce lien ne sert plus")).to_be_visible()
    assert barriers(used) == []


def test_two_tabs_for_two_doctors_never_mix(at: At, second_doctor: Account) -> None:
    doctor, colleague = at("desk").signs_in(DOCTOR), at("desk").signs_in(*second_doctor)
    email = "paul.deux@cabinet.example"
    secretary = at("desk")
    accepts(secretary, invites(doctor, "Paul Deux", email))
    second = invites(colleague, "Paul Deux", email)
    page = secretary.opens(second)
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Accepter et entrer").click()
    works_for(page, f"Pour {KERVELLA}")
    tab = secretary.context.new_page()
    tab.goto(f"{secretary.instance.url}/agenda")
    works_for(tab, f"Pour {KERVELLA}")
    tab.get_by_role("button", name=re.compile("votre compte$")).click()
    tab.get_by_role("menuitem", name=FOR_AUBERTIN).click()
    works_for(tab, FOR_AUBERTIN)

    page.get_by_role("link", name="Agenda").first.click()
    stale = page.get_by_role("dialog", name=f"Vous agissez maintenant pour {AUBERTIN}")
    expect(stale).to_be_visible()
    secretary.takes_picture("secretary-two-tabs-desk")
    assert barriers(page) == []
    stale.get_by_role("button", name=f"Revenir à {KERVELLA}").click()
    expect(stale).to_have_count(0)
    works_for(page, f"Pour {KERVELLA}")
