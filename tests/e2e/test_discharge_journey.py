"""A ward prepares a return home: three needs, two found, no nurse; the coordination calls the ward."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, NURSE, PHARMACIST, Someone
from tests.e2e.test_death_journey import looks_right

WARD = "hopital@vitry.demo"
SECRETS = ("Quintin", "Marguerite", "Saules", "06 39 98 44 12")
FRAGILE = ("repeated_hospital_stays", "Hospitalisations répétées")
"""What makes it complex: for the ward and the coordination."""


def day_of(somebody: Someone) -> str:
    """Today in the territory, as one types it."""
    now = datetime.fromisoformat(somebody.calls("GET", "/me")["server_time"])
    return now.astimezone(ZoneInfo("Europe/Paris")).strftime("%d/%m/%Y")


def goes_on(page: Page) -> None:
    page.get_by_role("button", name="Continuer").click()


def finds(page: Page, label: str, name: str) -> None:
    """Choose somebody of the directory by a few letters."""
    page.get_by_role("combobox", name=label).fill(name)
    page.get_by_role("option", name=name).first.click()


def prepares(ward: Someone) -> str:
    """Three steps on a phone, three needs, for today; the id of the discharge."""
    page, today = ward.opens("/"), day_of(ward)
    expect(page.get_by_role("heading", name="Sorties d’hôpital")).to_be_visible()
    looks_right(ward)
    page.get_by_role("link", name="Préparer").click()
    goes_on(page)  # nothing is typed: each field says so
    expect(page.get_by_role("alert")).to_contain_text("champs à reprendre")
    page.reload()
    page.get_by_label("Retour prévu le").fill(today)
    page.get_by_label("Nom", exact=True).fill("Quintin")
    page.get_by_label("Prénom").fill("Marguerite")
    page.get_by_label("Né·e le").fill("14/02/1941")
    page.get_by_text("F", exact=True).click()
    page.get_by_label("Téléphone").fill("06 39 98 44 12")
    page.get_by_label("Adresse du retour").fill("12 allée des Saules")
    looks_right(ward, "discharge-person")
    goes_on(page)
    expect(page.get_by_role("heading", name="Ce qu’il faut à domicile")).to_be_visible()
    for need in ("Infirmier", "Médecin sous 7 jours", "Pharmacien"):
        page.get_by_role("button", name=need, exact=True).click()
    page.get_by_text("2 fois par jour").click()
    finds(page, "Médecin traitant", "Aubertin")
    for usual in ("Delannoy", "Marchetti"):
        finds(page, "Ceux qui viennent déjà", usual)
    looks_right(ward, "discharge-needs")
    goes_on(page)
    page.get_by_text("La personne est informée").click()
    page.get_by_text("L’ordonnance est signée").click()
    page.get_by_label("Ordonnance du").fill(today)
    page.locator("#sortie-prescription-until").fill("31/12/2030")
    page.get_by_role("button", name="Isolée").click()
    page.get_by_role("button", name="Hospitalisations répétées").click()
    page.get_by_label("Ligne du service").fill("01 99 00 64 10")
    looks_right(ward)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.wait_for_url("**/sorties/*-*")
    expect(page.get_by_text("Pas d’infirmier, sortie aujourd’hui").first).to_be_visible()
    looks_right(ward, "discharge-page")
    return page.url.rpartition("/")[2]


def comes(somebody: Someone, need: str, as_what: str) -> None:
    """An anonymous card, one tap, then whom and where."""
    page = somebody.opens("/a-repondre")
    card = (
        page.get_by_role("article")
        .filter(has_text=f"Sortie d’hôpital : {need}")
        .filter(has_text="Retour à domicile aujourd’hui")
    )
    expect(card.first).to_be_visible()
    assert [secret for secret in SECRETS if secret in somebody.was_told()] == []
    looks_right(somebody)
    card.first.get_by_role("button", name="Accepter").click()
    page.wait_for_url("**/sorties/*-*")
    for known in ("Marguerite Quintin", "12 allée des Saules", "06 39 98 44 12"):
        expect(page.get_by_text(known).first).to_be_visible()
    looks_right(somebody, f"discharge-taken-{as_what}")
    expect(page.get_by_role("button", name="Changer la date")).to_have_count(0)
    assert [word for word in FRAGILE if word in somebody.was_told()] == []


def is_asked_and_told_nothing(nurse: Someone, request: str) -> None:
    """She comes already and is asked first, without an answer: what and when, and the page is not hers."""
    page = nurse.opens("/a-repondre")
    card = page.get_by_role("article").filter(has_text="Sortie d’hôpital : infirmier")
    expect(card.filter(has_text="Retour à domicile aujourd’hui").first).to_be_visible()
    page = nurse.opens(f"/sorties/{request}")
    expect(page.get_by_text("Page introuvable").first).to_be_visible()
    nurse.faults.clear()  # the browser notes that nothing is there, as it should
    assert [secret for secret in SECRETS if secret in nurse.was_told()] == []


def are_told(ward: Someone, doctor: Someone) -> None:
    """What the ward writes on the thread is read by who comes, and the ward is told so."""
    page, said = ward.page, "Départ vers 16 h, avec l’ambulance"
    page.get_by_label("Écrire sur le fil").fill(said)
    page.get_by_role("button", name="Envoyer le message").click()
    written = page.get_by_role("list", name="Fil").get_by_role("listitem").filter(has_text=said)
    expect(written).to_have_count(1)
    read = doctor.page.get_by_role("list", name="Fil").get_by_text(said)
    read.click()  # somebody is before the page
    looks_right(doctor)
    expect(written).to_contain_text("Lu par Dr Camille Aubertin")
    looks_right(ward)


def test_a_ward_finds_two_of_three_and_is_called_for_the_nurse(at: At) -> None:
    ward, coordinator = at("phone").signs_in(WARD), at("desk").signs_in(COORDINATOR)
    doctor, pharmacist = at("phone").signs_in(DOCTOR), at("phone").signs_in(PHARMACIST)
    request = prepares(ward)
    comes(doctor, "médecin", "doctor")
    comes(pharmacist, "pharmacien", "pharmacist")
    is_asked_and_told_nothing(at("phone").signs_in(NURSE), request)

    at_desk = at("desk").signs_in(WARD)
    page = at_desk.opens(f"/sorties/{request}")
    expect(page.get_by_text("2 trouvés sur 3", exact=True)).to_be_visible()
    expect(page.get_by_text("La coordination vous appelle.")).to_be_visible()
    expect(page.get_by_text("Dr Camille Aubertin").first).to_be_visible()
    looks_right(at_desk, "discharge-page")
    are_told(at_desk, doctor)

    page = coordinator.opens(f"/tableau?demande={request}")
    expect(page.get_by_text("pas d’infirmier · 2 trouvés sur 3").first).to_be_visible()
    looks_right(coordinator)
    on_phone = at("phone").signs_in(COORDINATOR)
    on_phone.opens(f"/sorties/{request}")
    looks_right(on_phone)
    page = coordinator.opens(f"/sorties/{request}")
    call = page.get_by_role("link", name="Appeler le service")
    expect(call).to_have_attribute("href", "tel:+33199006410")
    looks_right(coordinator)
    page.get_by_role("button", name="Service appelé").first.click()
    expect(page.get_by_text("Le service a été appelé.")).to_be_visible()
    page.get_by_role("button", name="Trouvé par téléphone").first.click()
    page.get_by_role("dialog").get_by_label("Qui vient").fill("SSIAD des Deux Rives")
    looks_right(coordinator)
    page.get_by_role("dialog").get_by_role("button", name="Trouvé par téléphone").click()
    expect(page.get_by_text("3 trouvés sur 3")).to_be_visible()

    page = ward.opens(f"/sorties/{request}")
    page.get_by_role("button", name="La personne est rentrée").click()
    looks_right(ward)
    page.get_by_role("dialog").get_by_role("button", name="Elle est rentrée").click()
    expect(page.get_by_text("Rentrée à domicile").first).to_be_visible()
    looks_right(ward)
