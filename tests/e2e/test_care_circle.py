"""The care circle: with their agreement, those who follow a person know each other; else nothing is kept."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import DOCTOR, NURSE
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_answers import AUBERTIN, ask

BUTTON = "Qui suit cette personne"


def test_those_who_follow_a_person_know_each_other_once_the_person_agreed(at: At) -> None:
    nurse, doctor = at("desk").signs_in(NURSE), at("phone").signs_in(DOCTOR)
    request = ask(nurse, "Vaillant-Cordier", "dermatology", doctor=AUBERTIN)
    page = nurse.opens(f"/demandes/{request['id']}")
    page.get_by_role("button", name=BUTTON).click()
    panel = page.get_by_role("region", name=BUTTON)
    expect(panel).to_contain_text("si elle est d’accord")

    panel.get_by_role("button", name="Demander son accord").click()
    sheet = page.get_by_role("dialog")
    nurse.takes_picture("circle-consent-desk")
    sheet.get_by_role("button", name="Elle est d’accord").click()
    panel.get_by_role("button", name="J’en fais partie").click()
    sheet.get_by_role("button", name="Entrer dans le cercle").click()
    expect(sheet.get_by_text("Choisissez un rôle.")).to_be_visible()
    sheet.get_by_label("Ce que vous êtes pour elle").select_option("Médecin traitant")
    sheet.get_by_role("button", name="Entrer dans le cercle").click()
    expect(sheet.get_by_text("Ce n’est pas la profession de cette personne.")).to_be_visible()
    sheet.get_by_label("Ce que vous êtes pour elle").select_option("Infirmière ou infirmier")
    sheet.get_by_role("button", name="Entrer dans le cercle").click()
    expect(panel.get_by_role("listitem")).to_contain_text(["Solène Marchetti (vous)"])

    panel.get_by_role("button", name="Ajouter quelqu’un").click()
    sheet.get_by_role("combobox", name="Son nom").fill("Aubertin")
    sheet.get_by_role("option", name=re.compile(AUBERTIN)).click()
    sheet.get_by_label("Son rôle auprès d’elle").select_option("Médecin traitant")
    sheet.get_by_role("button", name="Ajouter").click()
    expect(panel.get_by_role("listitem")).to_have_count(2)

    names_a_pharmacy(page)
    expect(panel.get_by_role("listitem")).to_have_count(3)
    phone = panel.get_by_role("listitem").filter(has_text="Pharmacie").get_by_role("link")
    expect(phone).to_have_attribute("href", re.compile("^tel:"))
    nurse.takes_picture("circle-desk")

    inbox = doctor.opens("/messages")
    inbox.get_by_role("button", name=re.compile("Un cercle de soins a changé")).first.click()
    own = inbox.get_by_role("region", name="Médecin traitant").first
    expect(own).to_contain_text("ajouté aujourd’hui par Solène Marchetti")
    assert "Vaillant" not in doctor.was_told()
    own.get_by_role("button", name="Afficher l’identité").click()
    expect(own).to_contain_text("Vaillant-Cordier")
    own.get_by_role("button", name=BUTTON).click()
    expect(own.get_by_role("listitem")).to_have_count(3)
    doctor.takes_picture("circle-own-phone")

    own.get_by_role("button", name="Quitter ce cercle").click()
    expect(inbox.get_by_text("Vaillant-Cordier")).to_have_count(0)


def names_a_pharmacy(page: Page) -> None:
    """A structure, which has no part of a doctor; a town hall is not among those that follow a person."""
    page.get_by_role("region", name=BUTTON).get_by_role("button", name="Ajouter quelqu’un").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Une structure").click()
    expect(sheet.get_by_role("option", name="Médecin traitant")).to_have_count(0)
    sheet.get_by_role("combobox", name="Son nom").fill("mairie")
    expect(sheet.get_by_text("Aucune structure de ce nom")).to_be_visible()
    sheet.get_by_role("combobox", name="Son nom").fill("pharmacie")
    sheet.get_by_role("listbox").get_by_role("option", name=re.compile("Pharmacie")).first.click()
    sheet.get_by_label("Son rôle auprès d’elle").select_option("Pharmacie")
    assert barriers(page) == []
    sheet.get_by_role("button", name="Ajouter").click()
    expect(sheet).to_have_count(0)


def test_a_person_who_takes_their_agreement_back_empties_the_circle(at: At) -> None:
    nurse = at("phone").signs_in(NURSE)
    request = ask(nurse, "Sauvaget", "sick_note", doctor=AUBERTIN)
    person = nurse.calls("GET", f"/unscheduled-care-requests/{request['id']}")["person_id"]
    agreed = {"decision": "given", "given_by": "person", "means": "in_person"}
    nurse.calls("PUT", f"/people/{person}/care-circle/consent", agreed)
    nurse.calls("POST", f"/people/{person}/care-circle/members", {"role": "nurse"})
    page = nurse.opens(f"/demandes/{request['id']}")
    page.get_by_role("button", name=BUTTON).click()
    panel = page.get_by_role("region", name=BUTTON)
    expect(panel.get_by_role("listitem")).to_have_count(1)
    panel.scroll_into_view_if_needed()
    nurse.takes_picture("circle-phone")
    panel.get_by_role("button", name="La personne retire son accord").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Par téléphone").click()
    sheet.get_by_role("button", name="Vider le cercle").click()
    expect(panel).to_contain_text("La personne ne le souhaite pas. Rien n’est gardé.")
    expect(panel).to_contain_text("Accord retiré aujourd’hui, par téléphone")
    expect(panel.get_by_role("listitem")).to_have_count(0)
    assert person not in [mine["person_id"] for mine in nurse.calls("GET", "/care-circles")["items"]]
