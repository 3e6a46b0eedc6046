"""A town hall asks for a death to be certified; a nurse may not, a doctor comes, the family knows when."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.conftest import At
from tests.e2e.instance import PARIS
from tests.e2e.people import COORDINATOR, DOCTOR, NURSE, Someone
from tests.e2e.test_accessibility import barriers

TOWN_HALL = "mairie@vitry.demo"
SECRETS = ("Vauquelin", "Augustine", "Cordiers", "B1142", "06 39 98 33 50")
KEPT = ("volunteering", "accepts_new_patients", "home_visits", "quiet_hours", "not_before", "weekly_cap")
ANSWERS = {
    "Rue ou lieu": "Non",
    "Traces de violence": "Non",
    "Connaît-on l’identité": "Oui",
    "plus de 18 ans": "Non",
    "attendu": "Oui",
}


def volunteers(somebody: Someone) -> str:
    """They say that they certify deaths; the id of the professional."""
    now = somebody.calls("GET", "/me/membership")
    body = {name: now[name] for name in KEPT}
    body["volunteering"] = body["volunteering"] | {"death_certification": True}
    somebody.calls("PUT", "/me/membership", body, version=now["version"])
    return str(somebody.calls("GET", "/me")["professional_id"])


def goes_on_rota(coordinator: Someone, professional: str) -> None:
    """On duty for deaths now, unless the demonstration says so already."""
    now = datetime.fromisoformat(coordinator.calls("GET", "/me")["server_time"])
    for shift in coordinator.calls("GET", "/death-rota")["shifts"]:
        starts, ends = (datetime.fromisoformat(shift[name]) for name in ("starts_at", "ends_at"))
        if shift["professional"]["id"] == professional and starts <= now + timedelta(hours=6) and now < ends:
            return
    shift = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=6)).isoformat()}
    coordinator.calls("POST", "/death-rota", {"professional_id": professional, **shift})


def looks_right(somebody: Someone, name: str | None = None) -> None:
    """No barrier in light nor in dark; a picture of the guide when it has a name."""
    somebody.settles()
    assert barriers(somebody.page) == []
    somebody.page.emulate_media(color_scheme="dark")
    assert barriers(somebody.page, rule="color-contrast") == []
    somebody.page.emulate_media(color_scheme="light")
    if name is not None:
        somebody.takes_picture(f"{name}-{somebody.device}")


def goes_on(page: Page) -> None:
    page.get_by_role("button", name="Continuer").click()


def is_stopped(town_hall: Someone) -> str:
    """Violence: the 17 at once, and the request is kept as closed without a tap; its id."""
    page = town_hall.page
    page.get_by_role("group", name="Traces de violence").get_by_text("Oui", exact=True).click()
    expect(page.get_by_role("link", name="Appeler le 17")).to_have_attribute("href", "tel:17")
    expect(page.get_by_text("Maillage n’envoie personne.")).to_contain_text(re.compile(r"close à \d+:\d\d\."))
    kept = page.get_by_role("link", name="Votre demande reste visible ici").get_attribute("href")
    looks_right(town_hall, "death-stop-17")
    return str(kept).rpartition("/")[2]


def asks_for_a_minor(town_hall: Someone) -> tuple[str, str]:
    """Four steps, and what the law stops; the ids of the request and of the one that was stopped."""
    page = town_hall.opens("/")
    expect(page.get_by_role("heading", name="Le décès est-il certain")).to_be_visible()
    looks_right(town_hall)
    page.get_by_text("Non, ou j’ai un doute").click()
    expect(page.get_by_role("link", name="Appeler le 15")).to_have_attribute("href", "tel:15")
    looks_right(town_hall)
    page.get_by_role("button", name="Coché par erreur").click()
    page.get_by_text("Oui, la personne est décédée").click()
    goes_on(page)
    stopped = is_stopped(town_hall)
    page.get_by_role("button", name="Coché par erreur").click()
    for question, answer in ANSWERS.items():
        page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()
    looks_right(town_hall, "death-circumstances")
    goes_on(page)
    page.get_by_label("Nom", exact=True).fill("Vauquelin")
    page.get_by_label("Prénom").fill("Augustine")
    page.reload()  # what is typed stays in the tab
    expect(page.get_by_label("Nom", exact=True)).to_have_value("Vauquelin")
    page.get_by_label("Date de naissance, ou âge").fill("16 ans")
    page.get_by_text("F", exact=True).click()
    page.get_by_text("Domicile", exact=True).click()
    page.get_by_label("Adresse").fill("8 rue des Cordiers")
    page.get_by_label("Étage, code").fill("3e, B1142")
    page.get_by_label("Trouvée vers").fill("7:30")
    page.get_by_role("button", name="Je ne sais pas").click()
    page.get_by_label("Qui est sur place").fill("Sa mère, 06 39 98 33 50")
    looks_right(town_hall)
    goes_on(page)
    page.get_by_label("Votre fonction").fill("État civil")
    page.get_by_label("À rappeler au").fill("01 99 00 42 18")
    page.get_by_label("Pour qui viendra").fill("Son numéro est 2 09 05 94 081 042 12")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_text("Un numéro de sécurité sociale ne peut pas être gardé").first).to_be_visible()
    page.get_by_label("Pour qui viendra").fill("Sonner deux fois.")
    looks_right(town_hall)
    page.get_by_role("button", name="Envoyer la demande").click()
    page.wait_for_url("**/deces/*-*")
    return page.url.rpartition("/")[2], stopped


def comes_and_certifies(doctor: Someone) -> None:
    """An anonymous card, when one is there, then one tap a step."""
    page = doctor.opens("/a-repondre")
    # Those of the demonstration are adults, whom nurses may certify too.
    cards = page.get_by_role("article", name="Décès à constater")
    card = cards.filter(has_text="Médecin seulement")
    expect(card).to_be_visible()
    assert [secret for secret in SECRETS if secret in doctor.was_told()] == []
    looks_right(doctor)
    card.get_by_role("button", name="Accepter").click()
    page.get_by_text("40 min", exact=True).click()
    looks_right(doctor, "death-arrival")
    page.get_by_role("dialog").get_by_role("button", name="Accepter").click()
    page.wait_for_url("**/deces/*-*")
    for known in ("Augustine Vauquelin", "8 rue des Cordiers", "B1142", "06 39 98 33 50"):
        expect(page.get_by_text(known).first).to_be_visible()
    looks_right(doctor, "death-sheet")
    page.get_by_role("button", name="En route", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="En route").click()
    expect(page.get_by_text("En route depuis").first).to_be_visible()


def test_a_town_hall_asks_a_nurse_may_not_and_a_doctor_certifies(at: At) -> None:
    town_hall, family = at("phone").signs_in(TOWN_HALL), at("phone")
    doctor, nurse = at("phone").signs_in(DOCTOR), at("phone").signs_in(NURSE)
    coordinator = at("desk").signs_in(COORDINATOR)
    on_rota, kept_out = volunteers(doctor), volunteers(nurse)
    goes_on_rota(coordinator, on_rota)

    request, stopped = asks_for_a_minor(town_hall)
    looks_right(town_hall)
    asked = coordinator.calls("GET", f"/death-certification-requests/{request}")
    assert asked["possible_duplicates"] == []
    closed = coordinator.calls("GET", f"/death-certification-requests/{stopped}")
    assert (closed["state"], closed["person_id"]) == ("out_of_scope", None)
    assert asked["profession_sought"] == "doctor"
    offers = nurse.calls("GET", "/offers?state=pending")["items"]
    assert [one for one in offers if one["case_number"] == asked["number"]] == []
    found = coordinator.calls("GET", f"/dispatches/{asked['dispatch_id']}/candidates?limit=200")["items"]
    assert [one for one in found if one["professional"]["id"] == kept_out and one["eligible"]] == []
    coordinator.opens(f"/tableau?demande={request}")
    looks_right(coordinator, "death-board")
    coordinator.opens(f"/deces/{request}")
    looks_right(coordinator)

    town_hall.page.get_by_role("button", name="Envoyer", exact=True).click()
    link = town_hall.page.get_by_text("/suivi/deces/").inner_text().split()[0]
    address = "/suivi/" + link.partition("/suivi/")[2]
    expect(family.opens(address).get_by_role("heading", name="Nous cherchons")).to_be_visible()

    comes_and_certifies(doctor)
    town_hall.opens(f"/deces/{request}")
    coming = datetime.fromisoformat(
        town_hall.calls("GET", f"/death-certification-requests/{request}")["eta_at"]
    )
    said = f"vers {coming.astimezone(PARIS):%-H:%M}"
    expect(town_hall.page.get_by_text(said).first).to_be_visible()
    looks_right(town_hall, "death-coming")
    expect(family.opens(address).get_by_role("heading", name="est en route")).to_be_visible()
    looks_right(family, "death-family")
    assert [secret for secret in (*SECRETS, "Aubertin") if secret in family.was_told()] == []

    page = doctor.page
    page.get_by_role("button", name="Sur place").click()
    expect(page.get_by_text("depuis").first).to_be_visible()
    page.get_by_role("button", name="Certificat fait").click()
    page.get_by_role("dialog").get_by_text("Mairie informée").click()
    looks_right(doctor)
    page.get_by_role("dialog").get_by_role("button", name="Certificat fait").click()
    expect(page.get_by_text("Les démarches peuvent commencer")).to_be_visible()
    looks_right(doctor)
    town_hall.opens(f"/deces/{request}")
    expect(town_hall.page.get_by_text("Les démarches peuvent commencer")).to_be_visible()
    expect(family.opens(address).get_by_role("heading", name="Le certificat est remis")).to_be_visible()
    town_hall.opens(f"/deces/{stopped}")
    expect(town_hall.page.get_by_role("link", name="Appeler le 17")).to_be_visible()
    looks_right(town_hall)


def test_a_link_of_a_family_that_leads_nowhere_says_so_and_nothing_more(at: At) -> None:
    family = at("phone")
    page = family.opens(f"/suivi/deces/{'A' * 43}")
    expect(page.get_by_role("heading", name="Ce lien ne sert plus")).to_be_visible()
    looks_right(family)


def test_the_first_step_and_the_person_read_well_at_a_desk(at: At) -> None:
    town_hall = at("desk").signs_in(TOWN_HALL)
    page = town_hall.opens("/deces/nouvelle")
    looks_right(town_hall)
    page.get_by_text("Oui, la personne est décédée").click()
    goes_on(page)
    goes_on(page)  # nothing is answered: each question says so
    expect(page.get_by_role("alert")).to_contain_text("5 champs à reprendre")
    looks_right(town_hall, "death-circumstances")
    is_stopped(town_hall)
