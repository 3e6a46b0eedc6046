"""A death that does not go straight: handed over, given back, assigned, passed on, found twice, left open.

At each step: what the requester reads, and the family behind its link.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, NURSE, Someone
from tests.e2e.test_death_journey import TOWN_HALL, goes_on_rota, looks_right, volunteers

POLICE = "police@vitry.demo"
ESTEVE = "Dr Pauline Estève"
OVER = "Ce lien ne sert plus"


def asks(somebody: Someone, family_name: str, **said: str) -> dict[str, Any]:
    """They ask for the death of an adult at home to be certified; the request."""
    now = datetime.fromisoformat(somebody.calls("GET", "/me")["server_time"])
    body = {
        "certain": True,
        "public_place": "no",
        "violence": "no",
        "identified": "yes",
        "adult": "yes",
        "expected": "yes",
        "deceased": {
            "family_name": family_name,
            "given_name": "Honorine",
            "birth_date": "1938-04-17",
            "sex": "female",
        },
        "place": {
            "kind": "home",
            "address_line": "3 allée des Tilleuls",
            "access": "1er étage",
            "commune_insee": "94081",
        },
        "found_at": (now - timedelta(minutes=40)).isoformat(),
        "death_precision": "unknown",
        "people_present": "Son fils, 06 39 98 33 52",
        "attending_doctor_status": "unknown",
        "funeral_operator_waiting": "no",
        "requester": {
            "kind": "town_hall",
            "name": "Nadège Colombet",
            "function": "État civil",
            "phone": "0199006100",
        },
        **said,
    }
    made: dict[str, Any] = somebody.calls("POST", "/death-certification-requests", body)
    return made


def offered(somebody: Someone, request: dict[str, Any]) -> list[str]:
    """The addresses of what they are still asked about this request."""
    offers = somebody.calls("GET", "/offers?state=pending")["items"]
    return [f"/a-repondre/{one['id']}" for one in offers if one["case_number"] == request["number"]]


def accepts(somebody: Someone, request: dict[str, Any]) -> Page:
    """They say that they come, from the page of what they are asked; that of the request."""
    page = somebody.opens(offered(somebody, request)[0])
    page.get_by_role("button", name="Accepter").click()
    page.get_by_role("dialog").get_by_role("button", name="Accepter").click()
    page.wait_for_url("**/deces/*-*")
    somebody.settles()
    return page


def leaves(page: Page) -> None:
    page.get_by_role("button", name="En route", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="En route").click()
    expect(page.get_by_text("En route depuis").first).to_be_visible()


def arrives(page: Page) -> None:
    page.get_by_role("button", name="Sur place").click()
    expect(page.get_by_role("button", name="Certificat fait")).to_be_visible()


def family_of(requester: Someone) -> str:
    """The address sent to the family from the page of the request."""
    requester.page.get_by_role("button", name="Envoyer", exact=True).click()
    link = requester.page.get_by_text("/suivi/deces/").inner_text().split()[0]
    return "/suivi/" + link.partition("/suivi/")[2]


def stands(somebody: Someone) -> Locator:
    return somebody.page.get_by_role("region", name="Où en est la demande")


def family_reads(family: Someone, address: str, title: str) -> None:
    expect(family.opens(address).get_by_role("heading", name=title)).to_be_visible()


def test_a_nurse_hands_over_and_the_doctor_reports_an_obstacle_without_a_reason(at: At) -> None:
    town_hall, family = at("phone").signs_in(TOWN_HALL), at("phone")
    nurse, doctor = at("phone").signs_in(NURSE), at("phone").signs_in(DOCTOR)
    coordinator = at("desk").signs_in(COORDINATOR)
    for somebody in (nurse, doctor):
        goes_on_rota(coordinator, volunteers(somebody))
    request = asks(town_hall, "Delestrade")
    town_hall.opens(f"/deces/{request['id']}")
    expect(stands(town_hall)).to_contain_text("L’astreinte est sollicitée")
    address = family_of(town_hall)
    family_reads(family, address, "Nous cherchons qui peut venir")
    looks_right(family)

    page = accepts(nurse, request)
    expect(stands(town_hall)).to_contain_text("Arrivée prévue")
    family_reads(family, address, "Une personne infirmière va venir")
    leaves(page)
    arrives(page)
    looks_right(nurse, "death-nurse-on-site")
    expect(stands(town_hall)).to_contain_text("Sur place")
    family_reads(family, address, "Une personne infirmière est sur place")

    page.get_by_role("button", name="Passer à un médecin").click()
    looks_right(nurse)
    page.get_by_role("dialog").get_by_role("button", name="Passer à un médecin").click()
    expect(page.get_by_role("heading", name="Vous n’avez plus cette demande")).to_be_visible()
    expect(page.get_by_text("Delestrade")).to_have_count(0)
    looks_right(nurse)
    expect(stands(town_hall)).to_contain_text("L’astreinte est sollicitée")
    looks_right(town_hall)
    family_reads(family, address, "Nous cherchons qui peut venir")
    assert offered(nurse, request) == []

    page = accepts(doctor, request)
    leaves(page)
    arrives(page)
    family_reads(family, address, "Un médecin est sur place")
    looks_right(family)
    page.get_by_role("button", name="Obstacle médico-légal").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("textbox")).to_have_count(0)  # why is never kept
    looks_right(doctor, "death-obstacle")
    sheet.get_by_role("button", name="Police prévenue, fermer").click()
    expect(stands(doctor)).to_contain_text("Obstacle médico-légal")
    looks_right(doctor)
    expect(stands(town_hall)).to_contain_text("La police ou la gendarmerie est prévenue")
    expect(stands(town_hall)).to_contain_text("Ne déplacez rien")
    looks_right(town_hall)
    family_reads(family, address, OVER)


def test_who_withdraws_puts_the_request_back_at_once(at: At) -> None:
    town_hall, doctor = at("phone").signs_in(TOWN_HALL), at("phone").signs_in(DOCTOR)
    nurse, coordinator = at("phone").signs_in(NURSE), at("desk").signs_in(COORDINATOR)
    for somebody in (nurse, doctor):
        goes_on_rota(coordinator, volunteers(somebody))
    request = asks(town_hall, "Pommeret")
    page = accepts(doctor, request)
    leaves(page)
    town_hall.opens(f"/deces/{request['id']}")
    expect(stands(town_hall)).to_contain_text("En route depuis")
    assert offered(nurse, request) == []

    page.get_by_role("button", name="Me désister").click()
    looks_right(doctor)
    page.get_by_role("dialog").get_by_role("button", name="Me désister").click()
    expect(page.get_by_role("heading", name="Vous n’avez plus cette demande")).to_be_visible()
    expect(page.get_by_text("Pommeret")).to_have_count(0)
    looks_right(doctor)
    expect(stands(town_hall)).to_contain_text("Recherche en cours")
    expect(town_hall.page.get_by_role("list", name="Fil")).to_contain_text("Dr Camille Aubertin")
    assert offered(doctor, request) == []
    accepts(nurse, request)
    expect(stands(town_hall)).to_contain_text("Arrivée prévue")


def test_the_coordination_assigns_by_phone_with_the_hour_that_was_agreed(at: At) -> None:
    town_hall, family = at("phone").signs_in(TOWN_HALL), at("phone")
    request = asks(town_hall, "Barthelme")
    town_hall.opens(f"/deces/{request['id']}")
    address = family_of(town_hall)
    for device in ("phone", "desk"):
        coordinator = at(device).signs_in(COORDINATOR)
        page = coordinator.opens(f"/deces/{request['id']}")
        looks_right(coordinator)
        page.get_by_role("button", name="Attribuer", exact=True).click()
        sheet = page.get_by_role("dialog")
        sheet.get_by_label("Qui appeler").fill("Estève")
        expect(sheet.get_by_role("link", name=re.compile(f"^Appeler {ESTEVE}"))).to_be_visible()
        looks_right(coordinator)
        sheet.get_by_role("button", name=f"{ESTEVE} dit oui").click()
        sheet.get_by_text("40 min", exact=True).click()
        looks_right(coordinator, "death-assign-hour")
    sheet.get_by_role("button", name=f"Attribuer à {ESTEVE}").click()
    expect(sheet).to_have_count(0)
    expect(stands(coordinator)).to_contain_text(ESTEVE)
    looks_right(coordinator)
    expect(stands(town_hall)).to_contain_text(re.compile(r"vers \d\d:\d\d"))
    family_reads(family, address, "Un médecin va venir")
    looks_right(family)


def test_the_samu_takes_over_and_the_request_stays_open_until_its_end(at: At) -> None:
    town_hall, family = at("phone").signs_in(TOWN_HALL), at("phone")
    coordinator, nurse = at("desk").signs_in(COORDINATOR), at("phone").signs_in(NURSE)
    goes_on_rota(coordinator, volunteers(nurse))
    request = asks(town_hall, "Cazenave")
    town_hall.opens(f"/deces/{request['id']}")
    address = family_of(town_hall)
    assert len(offered(nurse, request)) == 1

    page = coordinator.opens(f"/deces/{request['id']}")
    page.get_by_role("button", name="Passer au SAMU").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("link", name="15")).to_have_attribute("href", "tel:15")
    looks_right(coordinator)
    sheet.get_by_role("button", name="Le 15 prend la suite").click()
    expect(stands(coordinator)).to_contain_text("Le SAMU s’en charge")
    looks_right(coordinator, "death-samu-asked")
    assert offered(nurse, request) == []
    expect(stands(town_hall)).to_contain_text("Le SAMU s’en charge")
    looks_right(town_hall, "death-samu-asked")
    family_reads(family, address, "Nous cherchons qui peut venir")

    page.get_by_role("button", name="Réglée autrement").click()
    looks_right(coordinator)
    page.get_by_role("dialog").get_by_text("Le SAMU s’en est chargé").click()
    coordinator.opens("/tableau")  # what could be taken back goes with the page
    expect(stands(town_hall)).to_contain_text("Le SAMU s’en est chargé")
    looks_right(town_hall)
    family_reads(family, address, OVER)


def test_a_death_asked_for_twice_is_found_closed_and_opened_again(at: At) -> None:
    town_hall, police = at("phone").signs_in(TOWN_HALL), at("phone").signs_in(POLICE)
    coordinator = at("desk").signs_in(COORDINATOR)
    first, second = asks(town_hall, "Kerjean"), asks(police, "Kerjean")
    page = coordinator.opens(f"/deces/{second['id']}")
    expect(page.get_by_text(f"Doublon possible de {first['number']}")).to_be_visible()
    expect(stands(coordinator)).to_contain_text("Recherche en cours")  # linked, and still searched
    looks_right(coordinator)
    police.opens(f"/deces/{second['id']}")
    assert [told for told in (first["id"], first["number"]) if told in police.was_told()] == []

    page = coordinator.opens("/tableau")
    page.get_by_role("button", name=f"Autres actions, {second['number']}").click()
    page.get_by_role("menuitem", name="C’est un doublon").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text(first["number"])).to_be_visible()  # the row does not know it: it is read
    page.keyboard.press("Escape")
    page = coordinator.opens(f"/deces/{second['id']}")
    page.get_by_role("button", name="C’est un doublon").click()
    looks_right(coordinator)
    sheet.get_by_text(first["number"]).click()
    page.reload()  # what could be taken back goes with the page
    expect(stands(coordinator)).to_contain_text("Déjà demandée")
    coordinator.settles()
    looks_right(coordinator)
    expect(stands(police)).to_contain_text("Déjà demandée")
    looks_right(police)
    assert [told for told in (first["id"], first["number"]) if told in police.was_told()] == []

    page.get_by_role("button", name="Ce n’est pas un doublon").click()
    expect(stands(coordinator)).to_contain_text("Recherche en cours")
    expect(stands(police)).to_contain_text("Recherche en cours")


def test_the_answers_left_open_are_given_and_the_search_starts_or_the_law_stops_it(at: At) -> None:
    police, coordinator = at("phone").signs_in(POLICE), at("desk").signs_in(COORDINATOR)
    request = asks(police, "Malaterre", public_place="unknown", violence="unknown")
    page = police.opens(f"/deces/{request['id']}")
    expect(stands(police)).to_contain_text("Des réponses manquent")
    send = page.get_by_role("button", name="Répondre et lancer la recherche")
    expect(send).to_be_disabled()
    looks_right(police)
    board = coordinator.opens("/tableau")
    board.get_by_role("button", name=f"Compléter, {request['number']}").click()
    board.wait_for_url(f"**/deces/{request['id']}")
    expect(board.get_by_role("button", name="Passer au SAMU")).to_be_visible()
    looks_right(coordinator)
    for question in ("Rue ou lieu", "Traces de violence"):
        page.get_by_role("group", name=question).get_by_text("Non", exact=True).click()
    send.click()
    expect(stands(police)).to_contain_text("Recherche en cours")
    expect(stands(coordinator)).to_contain_text("Recherche en cours")

    other = asks(police, "Sauvageot", violence="unknown")
    page = police.opens(f"/deces/{other['id']}")
    page.get_by_role("group", name="Traces de violence").get_by_text("Oui", exact=True).click()
    send.click()
    expect(stands(police).get_by_role("link", name="Appeler le 17")).to_have_attribute("href", "tel:17")
    looks_right(police)
    assert coordinator.calls("GET", f"/death-certification-requests/{other['id']}")["dispatch_id"] is None
