"""Somebody without account asks for a doctor, takes the request back; the list of the CPAM is entered."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from api.seed.territories import VITRY
from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR
from tests.e2e.test_newcomers import looked_at

FORM = f"/sans-medecin/{VITRY.finess}"

LIST = """Nom;Prénom;Date de naissance;Sexe;Téléphone;Code INSEE;Ville;ALD;N° sécu
Aubrac;Solange;04/05/1944;F;0639980151;94081;Vitry;oui;
Berthier;Émile;15/11/1950;M;0639980152;94081;Vitry;non;
=Cohen;Rachel;02/02/1960;F;0639980153;94081;Vitry;;
Diallo;Awa;00/00/1958;F;0639980154;94081;Vitry;;
Esnault;Paul;01/07/1972;M;0639980155;;Vitry;;
"""


def fills_in(page: Page, *, given_name: str) -> None:
    """The form as one fills it in, but for the consent."""
    page.get_by_label("Nom", exact=True).fill("Lantier")
    page.get_by_label("Prénom").fill(given_name)
    page.get_by_label("Né·e le").fill("12031941")
    page.get_by_role("radio", name="F", exact=True).check()
    page.get_by_label(re.compile("éléphone$")).fill("06 39 98 01 61")
    page.get_by_label(re.compile("ommune")).select_option(label="Vitry-sur-Seine")
    page.get_by_role("radio", name="Non", exact=True).check()
    page.get_by_text("Parti à la retraite").click()


def test_a_person_asks_for_a_doctor_without_account_and_takes_it_back(at: At) -> None:
    somebody = at("phone")
    page = somebody.opens(FORM)
    expect(page.get_by_role("heading", name="Trouver un médecin traitant")).to_be_visible()
    looked_at(somebody)
    page.get_by_role("button", name="Envoyer la demande").click()
    summary = page.get_by_role("alert").filter(has_text="champs à reprendre")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Écrivez le nom.").click()
    expect(page.get_by_label("Nom", exact=True)).to_be_focused()
    looked_at(somebody)

    page.get_by_role("radio", name="Pour moi").check()
    fills_in(page, given_name="Zoé")
    page.get_by_label("Né·e le").fill("12032020")
    expect(page.get_by_text("Avant 16 ans")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer la demande")).to_have_count(0)
    looked_at(somebody)
    page.get_by_label("Né·e le").fill("12031941")
    page.get_by_label("Votre commune").select_option(label="Une autre commune")
    expect(page.get_by_text("demandez à votre CPAM")).to_be_visible()
    page.get_by_label("Votre commune").select_option(label="Vitry-sur-Seine")
    page.get_by_role("radio", name="Oui", exact=True).check()
    expect(page.get_by_text("Pour en changer")).to_be_visible()
    page.get_by_role("radio", name="Non", exact=True).check()
    page.get_by_text("Je suis en ALD").click()
    page.get_by_text("J’ai lu ces informations").click()
    page.get_by_role("button", name="Envoyer la demande").click()

    expect(page.get_by_role("heading", name="C’est envoyé")).to_be_focused()
    number = page.get_by_text(re.compile(r"^MT-\d{4}$")).inner_text()
    looked_at(somebody)
    link = page.locator("a[href*='/sans-medecin/retrait#']").get_attribute("href")
    assert link is not None

    coordinator = at("desk").signs_in(COORDINATOR)
    coordinator.opens(f"/medecin-traitant?q={number}")
    expect(
        coordinator.page.get_by_text("80 ans et plus").or_(coordinator.page.get_by_text("80 ans et +")).first
    ).to_be_visible()

    page = somebody.opens(link.partition("/sans-medecin")[1] + link.partition("/sans-medecin")[2])
    page.get_by_role("button", name="Retirer la demande").click()
    expect(page.get_by_text("Choisissez une réponse.")).to_be_visible()
    looked_at(somebody)
    page.get_by_text("Je m’oppose").click()
    page.get_by_role("button", name="Retirer la demande").click()
    expect(page.get_by_role("heading", name="C’est fait")).to_be_visible()
    expect(page.get_by_text("sont effacés")).to_be_visible()
    looked_at(somebody)


def test_a_carer_asks_at_a_desk_for_somebody_else(at: At) -> None:
    carer = at("desk")
    page = carer.opens(FORM)
    page.get_by_role("radio", name="Pour quelqu’un d’autre").check()
    page.get_by_label("Votre nom").fill("Mme Coste")
    page.get_by_label("Vous êtes").fill("sa fille")
    fills_in(page, given_name="Odette")
    page.get_by_text("Ne peut pas se déplacer").click()
    page.get_by_text("La personne a eu ces informations").click()
    looked_at(carer)
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", name="C’est envoyé")).to_be_visible()
    looked_at(carer)


def test_an_address_that_names_no_community_says_so(at: At) -> None:
    lost = at("phone")
    page = lost.opens("/sans-medecin/949999999")
    expect(page.get_by_role("heading", name="Ce formulaire n’existe pas")).to_be_visible()
    looked_at(lost)
    page = lost.opens("/sans-medecin/retrait#AAAA")
    page.get_by_text("Je ne cherche plus").click()
    page.get_by_role("button", name="Retirer la demande").click()
    expect(page.get_by_text("Ce lien n’a pas été copié en entier")).to_be_visible()


def test_the_list_of_the_cpam_is_looked_at_corrected_and_entered_once(at: At, tmp_path: Path) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/medecin-traitant")
    page.get_by_role("link", name="Importer la liste CPAM").click()
    expect(page.get_by_role("heading", name="Importer la liste CPAM")).to_be_visible()
    looked_at(coordinator)
    file = tmp_path / "liste.csv"
    file.write_bytes(LIST.encode("cp1252"))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("à saisir")).to_be_visible()
    expect(page.get_by_text("contient des numéros de sécurité sociale")).to_be_visible()
    table = page.get_by_role("table", name="Lignes refusées")
    expect(table.get_by_role("row")).to_have_count(4)
    looked_at(coordinator)
    with page.expect_download() as bringing:
        page.get_by_role("button", name="Lignes à corriger, pour Excel").click()
    brought = Path(bringing.value.path()).read_text(encoding="utf-8-sig")
    assert brought.count("\n") == 4
    assert "'=Cohen" in brought
    page.get_by_role("button", name="Saisir 2 personnes").click()
    expect(page.get_by_text("Écrivez la date comme")).to_be_visible()
    page.get_by_label("Courrier de la CPAM envoyé le").fill("02112026")
    page.get_by_role("button", name="Saisir 2 personnes").click()
    expect(page.get_by_text("2 personnes saisies.")).to_be_visible()
    looked_at(coordinator)

    page = coordinator.opens("/medecin-traitant/importer")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Personne à saisir dans ce fichier.")).to_be_visible()
