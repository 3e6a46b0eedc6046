"""A GP asks a group of cardiologists; one takes it without knowing of whom, needs to know more, answers."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, Someone
from tests.e2e.test_accessibility import barriers

CARDIOLOGIST = "cardiologue@vitry.demo"
OKONJIA = "Dr Lina Okonjia"
GROUP = "Filière cardiologie"
PATIENT = {"Nom": "Brancourt", "Prénom": "Josiane", "Né·e le": "03/02/1958", "Téléphone": "06 39 98 52 33"}
TITLE = "Avis, cardiologie et maladies vasculaires · adulte 60–69 ans"
QUESTION = "Palpitations nocturnes sous bisoprolol, ECG normal : faut-il un Holter ?"
DETAIL, REPLY = "Y a-t-il un antécédent de syncope ?", "Non, aucun malaise."
OPINION = "Holter de 24 heures d’abord, sans arrêter le bisoprolol. Je la revois s’il y a des pauses."


def test_a_doctor_on_a_phone_asks_a_group_and_reads_the_answer_of_a_cardiologist(at: At) -> None:
    doctor, cardiologist = at("phone").signs_in(DOCTOR), at("desk").signs_in(CARDIOLOGIST)
    request = asks_the_group(doctor)
    takes_it_without_knowing_of_whom(cardiologist, request)
    asks_for_a_detail(cardiologist)
    gives_the_detail(doctor)
    answers(cardiologist)
    reads_the_answer(doctor)
    finds_it_among_the_answered(cardiologist, request)


def asks_the_group(doctor: Someone) -> str:
    """Whom, what, about whom; the id of the request."""
    page = doctor.opens("/mes-avis")
    doctor.takes_picture("opinions-phone")
    page.get_by_role("link", name="Demander un avis").click()
    expect(page.get_by_role("heading", name="Demander un avis")).to_be_visible()
    page.get_by_role("radio", name=re.compile(GROUP)).check()
    page.get_by_text("Dans la journée", exact=True).click()
    for answer in ("Palpitations", "Fait, normal"):
        page.get_by_text(answer, exact=True).click()
    page.get_by_role("group", name="Traitement anticoagulant").get_by_text("Non", exact=True).click()
    page.get_by_role("button", name="Envoyer la demande d’avis").click()
    expect(page.get_by_role("alert").first).to_contain_text("Écrivez votre question")
    page.get_by_label("Votre question").fill(QUESTION)
    for label, text in PATIENT.items():
        typed = text.replace("/", "").replace(" ", "")
        page.get_by_label(label, exact=True).press_sequentially(typed)
    page.get_by_label("F", exact=True).check()
    page.get_by_role("button", name="C’est moi").click()
    page.get_by_label("La personne est informée et ne s’y oppose pas").check()
    assert barriers(page) == []
    doctor.takes_picture("opinion-form-phone")
    page.get_by_role("button", name="Envoyer la demande d’avis").click()
    page.wait_for_url(re.compile(r"/avis/[0-9a-f-]{36}$"))
    expect(page.get_by_text("Groupe sollicité").first).to_be_visible()
    doctor.takes_picture("opinion-asked-phone")
    return page.url.rpartition("/")[2]


def takes_it_without_knowing_of_whom(cardiologist: Someone, request: str) -> None:
    """The closed answers and nothing else; then who it is, on demand."""
    page = cardiologist.opens("/a-repondre")
    card = page.get_by_role("article", name=TITLE).filter(has_text="dans la journée")
    expect(card).to_contain_text("Votre groupe est sollicité.")
    expect(card).to_contain_text("Motif : palpitations")
    cardiologist.takes_picture("opinion-offer-desk")
    told = cardiologist.was_told()
    assert [secret for secret in (*PATIENT.values(), QUESTION) if secret in told] == []
    card.get_by_role("button", name="Accepter", exact=True).click()
    page.wait_for_url(re.compile(rf"/avis/{request}$"))
    expect(page.get_by_text(QUESTION)).to_be_visible()
    page.get_by_role("button", name="Afficher l’identité").click()
    expect(page.get_by_text(re.compile(PATIENT["Nom"], re.IGNORECASE)).first).to_be_visible()


def asks_for_a_detail(cardiologist: Someone) -> None:
    """The clock stands still until it is there."""
    page = cardiologist.page
    page.get_by_role("button", name="Il manque une précision").click()
    page.get_by_label("Ce qui manque pour répondre").fill(DETAIL)
    page.get_by_role("button", name="Demander la précision").click()
    expect(page.get_by_text("Précision demandée").first).to_be_visible()


def gives_the_detail(doctor: Someone) -> None:
    """The page of who asked follows by itself."""
    page = doctor.page
    expect(page.get_by_role("region", name="Précision")).to_contain_text(DETAIL)
    page.get_by_label("La précision demandée").fill(REPLY)
    page.get_by_role("button", name="Envoyer la précision").click()
    expect(page.get_by_text("Prise, réponse à venir").first).to_be_visible()


def answers(cardiologist: Someone) -> None:
    """In writing."""
    page = cardiologist.page
    expect(page.get_by_text(REPLY)).to_be_visible()
    page.get_by_label("Votre avis").fill(OPINION)
    cardiologist.takes_picture("opinion-answer-desk")
    assert barriers(page) == []
    page.get_by_role("button", name="Rendre l’avis").click()
    expect(page.get_by_text("Avis rendu").first).to_be_visible()


def reads_the_answer(doctor: Someone) -> None:
    """And says so, which ends it."""
    page = doctor.page
    expect(page.get_by_text(OPINION)).to_be_visible()
    doctor.takes_picture("opinion-read-phone")
    page.get_by_role("button", name="J’ai lu la réponse").click()
    expect(page.get_by_text("Close", exact=True).first).to_be_visible()


def finds_it_among_the_answered(cardiologist: Someone, request: str) -> None:
    """The page « Avis » of the specialist."""
    page = cardiologist.opens("/mes-avis")
    answered = page.get_by_role("region", name="Avis rendus")
    expect(answered.locator(f"a[href$='{request}']")).to_have_count(1)
    assert barriers(page) == []
    cardiologist.takes_picture("opinions-desk")


def test_the_coordination_keeps_the_groups_and_sees_no_medical_word(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/avis/filieres")
    page.get_by_role("button", name="Nouvelle filière").click()
    sheet = page.get_by_role("dialog", name="Nouvelle filière")
    sheet.get_by_label("Nom").fill("Filière plaies")
    sheet.get_by_label("Spécialité").select_option("Dermatologie et Vénéréologie")
    sheet.get_by_role("combobox", name="Ajouter un membre").press_sequentially("Okonjia")
    page.get_by_role("option", name=OKONJIA).click()
    assert barriers(page) == []
    sheet.get_by_role("button", name="Enregistrer la filière").click()
    expect(page.get_by_text("Filière plaies")).to_be_visible()
    coordinator.takes_picture("opinion-groups-desk")
    page.get_by_role("button", name="Modifier les questions, Gériatrie").click()
    asked = page.get_by_role("dialog", name="Questions, Gériatrie")
    expect(asked.get_by_label("Question 1", exact=True)).to_have_value("Motif")
    assert barriers(page) == []
    asked.get_by_role("button", name="Enregistrer les questions").click()
    expect(asked).to_have_count(0)

    [row, *_] = coordinator.calls("GET", "/cases?kind=second_opinion")["items"]
    page = coordinator.opens(f"/tableau?demande={row['id']}")
    expect(page.get_by_text("Spécialité", exact=True)).to_be_visible()
    coordinator.takes_picture("opinion-board-desk")
    told = coordinator.was_told()
    assert [word for word in ("bêtabloquant", "orthopnée", "chutes en deux mois") if word in told] == []
    coordinator.opens(f"/avis/{row['id']}")
    assert barriers(coordinator.page) == []
