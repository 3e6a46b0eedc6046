"""The rota of those who certify deaths: a gap seen and filled, a dossier brought in order."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, NURSE, RETIRED

OPEN_NIGHT = re.compile("jeudi .*, nuit")
"""Two days after the day of the demonstration, a Tuesday."""


def test_a_gap_of_the_rota_is_seen_and_filled(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/deces/astreinte")
    expect(page.get_by_text("Il manque quelqu’un d’astreinte.")).to_be_visible()
    coordinator.takes_picture("death-rota-desk")
    night = page.get_by_role("region", name=OPEN_NIGHT)
    expect(night.get_by_text("Personne")).to_be_visible()
    night.get_by_role("button", name="Ajouter").click()
    sheet = page.get_by_role("dialog", name="Ajouter à l’astreinte")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet.get_by_text("Choisissez une personne.")).to_be_visible()
    sheet.get_by_label("Qui").select_option(label="Dr Pauline Estève")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet).to_have_count(0)
    shift = night.get_by_role("button", name="Dr Pauline Estève")
    expect(shift).to_be_visible()
    expect(night.get_by_text("Personne")).to_have_count(0)
    night.get_by_role("button", name="Ajouter").click()
    sheet.get_by_label("Qui").select_option(label="Dr Pauline Estève")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet.get_by_role("alert")).to_contain_text("déjà d’astreinte")
    page.keyboard.press("Escape")
    shift.click()
    page.get_by_role("dialog", name="Astreinte").get_by_role("button", name=re.compile("^Retirer")).click()
    expect(night.get_by_text("Personne")).to_be_visible()


def test_a_week_is_copied_and_what_could_not_be_is_named(at: At) -> None:
    coordinator = at("phone").signs_in(COORDINATOR)
    page = coordinator.opens("/deces/astreinte")
    coordinator.takes_picture("death-rota-phone")
    for _ in range(2):
        page.get_by_role("button", name="Semaine suivante").click()
    expect(page.get_by_text("Personne").first).to_be_visible()
    page.get_by_role("button", name="Copier la semaine précédente").click()
    expect(page.get_by_text("3 astreintes copiées.").last).to_be_visible()


def test_a_dossier_that_grew_old_is_brought_in_order(at: At) -> None:
    for device in ("phone", "desk"):
        coordinator = at(device).signs_in(COORDINATOR)
        page = coordinator.opens("/deces/certificateurs")
        first = page.get_by_role("button", name="Liste de l’Ordre à revérifier.")
        expect(first).to_be_visible()
        name = first.locator("b").inner_text()
        first.click()
        coordinator.takes_picture(f"certifier-dossier-{device}")
    sheet = page.get_by_role("dialog", name=name)
    sheet.get_by_label("Date du diplôme").fill("8/7/2099")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet.get_by_text("Ce jour n’est pas encore venu.")).to_be_visible()
    sheet.get_by_label("Date du diplôme").fill("8/7/2014")
    sheet.get_by_role("button", name="Aujourd’hui").click()
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("button", name=name)).to_contain_text("En ordre.")


def test_a_doctor_without_a_practice_is_brought_in_and_signs_in_by_the_link(at: At) -> None:
    coordinator = at("phone").signs_in(COORDINATOR)
    page = coordinator.opens("/deces/certificateurs")
    page.get_by_role("button", name="Ajouter").click()
    sheet = page.get_by_role("dialog", name="Ajouter un médecin sans cabinet")
    sheet.get_by_role("button", name="Ajouter et inviter").click()
    expect(sheet.get_by_text("Onze chiffres.", exact=True)).to_be_visible()
    sheet.get_by_text("Étudiant de 3e cycle").click()
    sheet.get_by_label("Nom", exact=True).fill("Tassigny")
    sheet.get_by_label("Prénom").fill("Côme")
    sheet.get_by_label("Numéro RPPS").fill("10999 10991 0")
    sheet.get_by_label("Adresse e-mail").fill("come.tassigny@courriel.example")
    sheet.get_by_role("button", name="Ajouter et inviter").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("button", name="Côme Tassigny")).to_contain_text("N’est pas volontaire.")
    page = coordinator.opens("/annuaire/nouvelles")
    newcomer = page.get_by_role("listitem").filter(has_text="Côme Tassigny")
    link = newcomer.get_by_role("link", name="Ouvrir le lien").get_attribute("href")
    assert link is not None

    student = at("desk")
    page = student.opens("/invitation/" + link.rpartition("/")[2])
    page.get_by_label("Choisissez un mot de passe").fill("une thèse bien avancée")
    page.get_by_role("button", name="Accepter et entrer").click()
    expect(page.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()
    page = student.opens("/moi")
    expect(page.get_by_role("switch", name="Soins non programmés")).to_have_count(0)
    page.get_by_role("switch", name="Constatations de décès").click()
    own = page.get_by_role("region", name="Constatations de décès")
    expect(own.get_by_text("En ordre.")).to_be_visible()


def test_who_retired_is_in_order_and_sees_their_turns(at: At) -> None:
    retired = at("phone").signs_in(RETIRED)
    page = retired.opens("/moi")
    own = page.get_by_role("region", name="Constatations de décès")
    expect(own.get_by_text("Médecin retraité.")).to_be_visible()
    expect(own.get_by_text("En ordre.")).to_be_visible()
    expect(own.get_by_role("heading", name="Mes astreintes")).to_be_visible()
    expect(page.get_by_text("ne vous connaît aucun lieu d’exercice")).to_be_visible()


def test_everybody_sees_their_own_dossier_and_when_they_are_on(at: At) -> None:
    nurse = at("phone").signs_in(NURSE)
    page = nurse.opens("/moi")
    own = page.get_by_role("region", name="Constatations de décès")
    expect(own.get_by_text("En ordre.")).to_be_visible()
    expect(own.get_by_role("heading", name="Mes astreintes")).to_be_visible()
    own.scroll_into_view_if_needed()
    nurse.takes_picture("own-dossier-phone")


def test_the_rota_is_closed_to_who_may_not_write_it(at: At) -> None:
    page = at("desk").signs_in(DOCTOR).opens("/deces/astreinte")
    expect(page.get_by_role("heading", name="Astreinte décès")).to_have_count(0)
