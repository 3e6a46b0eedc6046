"""The main job: a nurse asks for a child of Vitry, the child's own doctor takes it, the child comes."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from api.seed.accounts import PASSWORD
from tests.e2e.conftest import KERVELLA, Account, At
from tests.e2e.people import DOCTOR, NURSE, Someone

AUBERTIN = "Dr Camille Aubertin"
NOTE = "Prévenir le parent une demi-heure avant."
TITLE = "ORL · enfant de 4 à 6 ans"
SLOT = "11:00"

ANOUK = {"Nom": "Vasseur-Lebrun", "Prénom": "Anouk", "Né·e le": "14/05/2021", "Téléphone": "06 39 98 41 27"}
MALO = {"Nom": "Quénéhervé", "Prénom": "Malo", "Né·e le": "02/09/2021", "Téléphone": "06 39 98 42 55"}


def test_a_nurse_at_a_desk_asks_and_the_doctor_answers_on_a_phone(at: At) -> None:
    nurse, doctor = at("desk"), at("phone").signs_in(DOCTOR)
    comes_in(nurse)
    request = asks_for_a_child(nurse, ANOUK, AUBERTIN)
    sees_an_anonymous_offer(doctor, ANOUK)
    accepts_in_one_tap(doctor, ANOUK)
    sees_who_took_it(nurse, request, AUBERTIN)
    finds_it_in_the_agenda(doctor, ANOUK)
    says_that_the_child_came(doctor, ANOUK)
    reads_a_closed_thread(nurse, request)


def test_a_nurse_on_a_phone_asks_and_the_doctor_answers_at_a_desk(at: At, second_doctor: Account) -> None:
    nurse, doctor = at("phone"), at("desk").signs_in(*second_doctor)
    comes_in(nurse)
    request = asks_for_a_child(nurse, MALO, KERVELLA)
    sees_an_anonymous_offer(doctor, MALO)
    accepts_in_one_tap(doctor, MALO)
    sees_who_took_it(nurse, request, KERVELLA)
    finds_it_in_the_agenda(doctor, MALO)
    says_that_the_child_came(doctor, MALO)
    reads_a_closed_thread(nurse, request)


def comes_in(nurse: Someone) -> None:
    """Through the door, as anybody does."""
    page = nurse.opens("/")
    nurse.takes_picture(f"sign-in-{nurse.device}")
    page.get_by_label("Adresse e-mail").fill(NURSE)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()


def asks_for_a_child(nurse: Someone, child: Mapping[str, str], doctor: str) -> str:
    """No red flag, one page that a refresh does not lose, the plan before sending; the request's id."""
    page = nurse.page
    page.get_by_role("link", name="Demander", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Aucun de ces signes").click()
    for label, text in child.items():
        page.get_by_label(label, exact=True).press_sequentially(text.replace("/", "").replace(" ", ""))
    page.get_by_label("F", exact=True).check()
    page.get_by_role("combobox", name="Médecin traitant").press_sequentially(doctor.split()[-1])
    page.get_by_role("option", name=doctor).click()
    page.get_by_text("ORL", exact=True).click()
    page.get_by_label("Note pour le professionnel").fill(NOTE)
    expect(page.get_by_text("Brouillon gardé")).to_be_visible()
    nurse.settles()

    page.reload()
    for label in ("Nom", "Prénom", "Né·e le"):
        expect(page.get_by_label(label, exact=True)).to_have_value(child[label])
    expect(page.get_by_label("Note pour le professionnel")).to_have_value(NOTE)
    expect(page.get_by_text(doctor)).to_be_visible()

    page.get_by_label("La personne est informée et d’accord").check()
    plan = page.get_by_role("list", name="Ce qui va se passer").get_by_role("listitem")
    waves = ["Le médecin traitant, seul", "Le réseau proche", "Toute la CPTS", "La coordination vous appelle"]
    expect(plan).to_contain_text([*waves, "Délai de soins demandé"])
    nurse.takes_picture(f"request-form-{nurse.device}")

    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", name="Demande envoyée")).to_be_visible()
    nurse.takes_picture(f"request-sent-{nurse.device}")
    page.get_by_role("link", name="Suivre").click()
    page.wait_for_url(re.compile(r"/demandes/[0-9a-f-]{36}$"))
    expect(page.get_by_text("Médecin traitant sollicité").first).to_be_visible()
    return page.url.rpartition("/")[2]


def sees_an_anonymous_offer(doctor: Someone, child: Mapping[str, str]) -> None:
    """The doctor's card and its countdown. Nothing of what was answered or shown says who it is."""
    page = doctor.opens("/a-repondre")
    card = newest_card(page)
    expect(card).to_contain_text("Vous êtes le médecin traitant.")
    expect(card).to_contain_text(re.compile(r"encore 1[34]\smin"))
    doctor.takes_picture(f"inbox-{doctor.device}")
    told = doctor.was_told()
    assert TITLE in told
    assert [secret for secret in secrets_of(child) if secret.lower() in told.lower()] == []


def secrets_of(child: Mapping[str, str]) -> list[str]:
    """What nobody may read before having accepted, in each way of writing it."""
    digits = child["Téléphone"].replace(" ", "")
    day, month, year = child["Né·e le"].split("/")
    dates = [child["Né·e le"], f"{year}-{month}-{day}"]
    phones = [child["Téléphone"], digits, f"+33{digits[1:]}"]
    return [child["Nom"], child["Prénom"], *dates, *phones, "demi-heure"]


def newest_card(page: Page) -> Locator:
    """The last offer made of that title: another child's may be asked too."""
    return page.get_by_role("article", name=TITLE).last


def accepts_in_one_tap(doctor: Someone, child: Mapping[str, str]) -> None:
    """The first free slot is chosen already; then one knows who it is, calls, and confirms."""
    page = doctor.page
    newest_card(page).get_by_role("button", name=f"Accepter, {SLOT}").click()
    expect(page.get_by_role("heading", name="C’est à vous")).to_be_visible()
    for known in (child["Nom"], child["Prénom"], child["Né·e le"], NOTE, "Solène Marchetti"):
        expect(page.get_by_text(known).first).to_be_visible()
    assert child["Nom"] in doctor.was_told(), (
        "what was looked for before does come by the way that was watched"
    )
    call = page.get_by_role("link", name=f"Appeler {child['Téléphone']}")
    expect(call).to_have_attribute("href", f"tel:{child['Téléphone'].replace(' ', '')}")
    doctor.takes_picture(f"offer-accepted-{doctor.device}")
    page.get_by_role("button", name="C’est confirmé").click()
    expect(page.get_by_text("Heure confirmée avec la personne")).to_be_visible()


def sees_who_took_it(nurse: Someone, request: str, doctor: str) -> None:
    """The nurse's page follows by itself."""
    page = nurse.page
    assert page.url.endswith(request)
    expect(page.get_by_text(f"{doctor} accepte")).to_be_visible()
    expect(page.get_by_text("Rendez-vous confirmé")).to_be_visible()
    expect(page.get_by_text(f"Rendez-vous à {SLOT}").first).to_be_visible()
    nurse.takes_picture(f"thread-booked-{nurse.device}")


def finds_it_in_the_agenda(doctor: Someone, child: Mapping[str, str]) -> None:
    """At its hour, with the child's name: the doctor needs it now."""
    page = doctor.opens("/agenda")
    expect(line_of(page, child)).to_contain_text(SLOT)
    doctor.takes_picture(f"agenda-{doctor.device}")


def line_of(page: Page, child: Mapping[str, str]) -> Locator:
    """The child's line in the list of the day."""
    return page.get_by_role("listitem").filter(has_text=child["Nom"])


def says_that_the_child_came(doctor: Someone, child: Mapping[str, str]) -> None:
    """One tap, from a quarter of an hour before the slot; it leaves once it cannot be taken back."""
    line = line_of(doctor.page, child)
    line.get_by_role("button", name="Venu", exact=True).click()
    expect(line.get_by_role("button", name="Pas venu")).to_have_count(0)
    expect(line).to_contain_text("Venu")
    doctor.page.reload()
    expect(line).to_contain_text("Venu")
    expect(line.get_by_role("button", name="Pas venu")).to_have_count(0)


def reads_a_closed_thread(nurse: Someone, request: str) -> None:
    """Closed for the nurse too: how it ended, and nothing awaited any more."""
    page = nurse.page
    thread = page.get_by_role("region", name="Fil")
    expect(page.get_by_text("Venu", exact=True).first).to_be_visible()
    expect(thread.get_by_role("listitem").last).to_contain_text("La personne est venue")
    expect(thread.locator("[aria-current=step]")).to_have_count(0)
