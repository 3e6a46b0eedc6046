"""Sites of teleconsultation: a lack is seen and mended, a pharmacy keeps its own, a nurse volunteers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DEVICES, DOCTOR, NURSE, PHARMACIST, Someone
from tests.e2e.test_accessibility import barriers

SITES = "/teleconsultation/sites"


def site_of(somebody: Someone, name: str) -> dict[str, Any]:
    """A site by its name, as the server tells it to this person."""
    sites = somebody.calls("GET", "/teleconsultation-sites")["sites"]
    return next(one for one in sites if one["name"] == name)


def row(page: Page | Locator, name: str) -> Locator:
    """The line of a site in the list."""
    return page.get_by_role("link", name=re.compile(f"^{name}"))


def with_an_old_otoscope(coordinator: Someone) -> None:
    """The Mariniers as the demonstration has them, whatever a first try did there."""
    site = site_of(coordinator, "Pharmacie des Mariniers")
    tuesday = site["kit"][0]["checked_on"]
    days = dict.fromkeys(("stethoscope", "oximeter", "blood_pressure", "thermometer"), tuesday)
    items = [{"item": item, "checked_on": day} for item, day in days.items()]
    items.append({"item": "otoscope", "checked_on": "2024-03-05"})
    path = f"/teleconsultation-sites/{site['id']}/kit"
    coordinator.calls("PUT", path, {"items": items}, version=site["version"])


def test_the_coordination_sees_at_one_glance_what_each_site_lacks_and_mends_it(at: At) -> None:
    for device in DEVICES:
        coordinator = at(device).signs_in(COORDINATOR)
        with_an_old_otoscope(coordinator)
        page = coordinator.opens(SITES)
        expect(page.get_by_text(re.compile(r"^\d réservables · \d à compléter · \d fermé"))).to_be_visible()
        to_mend = page.get_by_role("region", name="À compléter")
        expect(row(to_mend, "Centre municipal de santé")).to_have_count(0)
        expect(row(page, "Pharmacie des Mariniers")).to_contain_text("Otoscope à revérifier")
        expect(row(page, "Pharmacie des Aiguilleurs")).to_contain_text("et 1 autre")
        coordinator.takes_picture(f"sites-{device}")
        row(page, "Pharmacie des Mariniers").click()
        expect(page.get_by_role("heading", name="Pas réservable")).to_be_visible()
        coordinator.takes_picture(f"site-{device}")
        assert barriers(page) == []
    page.get_by_role("button", name="Otoscope vérifié aujourd’hui").click()
    expect(page.get_by_role("button", name="Otoscope vérifié aujourd’hui")).to_have_count(0)
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("button", name="Otoscope vérifié aujourd’hui")).to_be_visible()
    page.get_by_role("button", name="Otoscope vérifié aujourd’hui").click()
    page.get_by_role("button", name="Oxymètre vérifié aujourd’hui").click()
    coordinator.until(lambda: bool(site_of(coordinator, "Pharmacie des Mariniers")["bookable"]))
    expect(page.get_by_text("Réservable", exact=True)).to_be_visible()
    page.get_by_label("Ajouter un appareil").select_option(label="Pèse-personne")
    page.get_by_role("button", name="Retirer Pèse-personne").click()

    def checked() -> bool:
        kit = site_of(coordinator, "Pharmacie des Mariniers")["kit"]
        days = {line["item"]: line["checked_on"] for line in kit}
        return days["otoscope"] == days["oximeter"] != days["stethoscope"] and days["scales"] is None

    coordinator.until(checked)


@pytest.mark.parametrize("device", DEVICES)
def test_a_pharmacy_keeps_its_own_site_and_reads_the_others(at: At, device: str) -> None:
    pharmacist = at(device).signs_in(PHARMACIST)
    page = pharmacist.opens(SITES)
    mine = page.get_by_role("region", name="Chez moi")
    expect(mine.get_by_role("link")).to_have_count(1)
    mine.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Pharmacie des Trois Peupliers")).to_be_visible()
    expect(page.get_by_role("button", name="Modifier")).to_have_count(0)
    pharmacist.takes_picture(f"site-pharmacy-{device}")
    page.get_by_role("button", name="Noter un essai").click()
    sheet = page.get_by_role("dialog", name="Essai de connexion")
    sheet.get_by_role("button", name="Noter l’essai").click()
    expect(sheet.get_by_text("Écrivez un nombre.")).to_have_count(2)
    sheet.get_by_label("Débit reçu").fill("3,5")
    sheet.get_by_label("Débit envoyé").fill("8")
    assert barriers(page) == []
    sheet.get_by_role("button", name="Noter l’essai").click()
    expect(page.get_by_text("Connexion trop lente")).to_be_visible()
    page.get_by_role("button", name="Noter un essai").click()
    sheet.get_by_label("Débit reçu").fill("48,5")
    sheet.get_by_label("Débit envoyé").fill("9")
    sheet.get_by_role("button", name="Noter l’essai").click()
    expect(page.get_by_text("Réservable", exact=True)).to_be_visible()
    page.get_by_role("button", name="Changer").click()
    opening = page.get_by_role("dialog", name="Ouverture du site")
    opening.get_by_role("button", name="Ajouter des heures, dimanche").click()
    opening.get_by_role("button", name="Enregistrer").click()
    expect(opening.get_by_text("Une heure.").first).to_be_visible()
    assert barriers(page) == []
    opening.get_by_role("button", name="Retirer dimanche, plage 1").click()
    opening.get_by_role("button", name="Enregistrer").click()
    expect(opening).to_have_count(0)
    page = pharmacist.opens(SITES)
    row(page, "Centre municipal de santé").click()
    expect(page.get_by_role("heading", name="Appareils")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("vérifié aujourd’hui"))).to_have_count(0)


def test_a_nurse_volunteers_in_one_tap_and_the_coordination_notes_the_training(at: At) -> None:
    nurse = at("phone").signs_in(NURSE)
    page = nurse.opens(SITES)
    said = page.get_by_role("switch", name="Je suis volontaire")
    expect(said).to_be_checked()
    nurse.takes_picture("volunteer-assist-phone")
    said.click()
    expect(said).not_to_be_checked()
    coordinator = at("phone").signs_in(COORDINATOR)
    census = coordinator.opens("/teleconsultation/recensement")
    hers = census.get_by_role("button", name=re.compile("^Solène Marchetti"))
    expect(hers).to_contain_text("N’est pas volontaire.")
    said.click()
    expect(said).to_be_checked()
    coordinator = at("desk").signs_in(COORDINATOR)
    census = coordinator.opens("/teleconsultation/recensement")
    hers = census.get_by_role("button", name=re.compile("^Solène Marchetti"))
    expect(hers).to_contain_text("En ordre, jusqu’au")
    coordinator.takes_picture("census-desk")
    untrained = census.get_by_role("button", name=re.compile("À former")).first
    name = untrained.locator("b").inner_text()
    untrained.click()
    sheet = census.get_by_role("dialog", name=name)
    sheet.get_by_label("Faite le").fill("8/7/2099")
    sheet.get_by_label("Valable jusqu’au").fill("8/7/2100")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet.get_by_text("Ce jour n’est pas encore venu.")).to_be_visible()
    assert barriers(census) == []
    sheet.get_by_label("Faite le").fill("8/7/2026")
    sheet.get_by_label("Valable jusqu’au").fill("8/7/2028")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet).to_have_count(0)
    trained = census.get_by_role("button", name=re.compile(f"^{name}"))
    expect(trained).not_to_contain_text("À former")


def test_a_new_site_says_what_it_lacks_and_names_no_nurse_in_a_pharmacy(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens(SITES)
    page.get_by_role("button", name="Ajouter").click()
    sheet = page.get_by_role("dialog", name="Nouveau site")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet.get_by_text("Choisissez la structure.")).to_be_visible()
    sheet.get_by_label("Structure de l’annuaire").select_option(label="Pharmacie du Lys")
    expect(sheet.get_by_label("Nom du site")).to_have_value("Pharmacie du Lys")
    sheet.get_by_label("Adresse du fournisseur de vidéo").fill("http://video.demo")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet.get_by_text("L’adresse commence par https://.").last).to_be_visible()
    assert barriers(page) == []
    sheet.get_by_label("Adresse du fournisseur de vidéo").fill("https://video.demo/lys")
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Pharmacie du Lys")).to_be_visible()
    expect(page.get_by_text("Stéthoscope manquant")).to_be_visible()
    expect(page.get_by_text("Personne de formé")).to_be_visible()
    page.get_by_role("button", name="Choisir").click()
    people = page.get_by_role("dialog", name="Qui assiste")
    adding = people.get_by_label("Ajouter", exact=True)
    expect(adding.locator("option").filter(has_text="En ordre").first).to_be_attached()
    offered = adding.locator("option").all_inner_texts()
    assert not any("Marchetti" in one for one in offered), "a nurse is offered in a pharmacy"
    trained = next(one for one in offered if "En ordre" in one)
    adding.select_option(label=trained)
    people.get_by_text("À certaines heures").click()
    people.get_by_role("button", name="Ajouter des heures, lundi").click()
    expect(people.get_by_role("group", name="lundi, plage 1")).to_be_visible()
    assert barriers(page) == []
    people.get_by_text("Toute l’ouverture").click()
    people.get_by_role("button", name="Enregistrer").click()
    expect(people).to_have_count(0)
    expect(page.get_by_text("Personne de formé")).to_have_count(0)
    page.get_by_role("button", name="Modifier").click()
    sheet = page.get_by_role("dialog", name="Modifier le site")
    sheet.get_by_text("Fermé", exact=True).click()
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_text("Rouvrez le site dans « Modifier ».")).to_be_visible()
    doctor = at("phone").signs_in(DOCTOR)
    seen = doctor.opens(SITES)
    expect(row(seen, "Pharmacie du Cours")).to_have_count(0)
    expect(row(seen, "Pharmacie du Lys")).to_have_count(0)
    expect(seen.get_by_role("switch")).to_have_count(0)
