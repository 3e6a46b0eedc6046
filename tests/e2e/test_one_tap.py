"""The link of a message, in a browser: it shows nothing before sign-in, and two devices give one answer."""

import re

from playwright.sync_api import Page, expect

from api.seed.accounts import PASSWORD
from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, NURSE, Someone
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_answers import AUBERTIN, ask

PERSON = "Lenoir-Diop"
TITLE = "Dermatologie · adulte 60–69 ans"


def link_of(coordinator: Someone, number: str) -> str:
    """Where the e-mail of the only doctor asked leads, as the sendings show it."""
    sent = coordinator.calls("GET", "/deliveries?channel=email&limit=200")["items"]
    found = [re.search(r"/r/[\w-]{36}", one["text"]) for one in sent if number in one["text"]]
    [link] = [match[0] for match in found if match]
    return link


def comes_in_from_the_link(page: Page) -> None:
    """Through the door, which leads back to the link."""
    page.get_by_role("link", name="Se connecter").click()
    page.get_by_label("Adresse e-mail").fill(DOCTOR)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"/a-repondre/[0-9a-f-]{36}$"))


def test_a_link_shows_nothing_before_sign_in_and_two_devices_give_one_answer(at: At) -> None:
    nurse, coordinator = at("desk").signs_in(NURSE), at("desk").signs_in(COORDINATOR)
    request = ask(nurse, PERSON, "dermatology", doctor=AUBERTIN)
    link = link_of(coordinator, request["number"])

    devices = [at("phone"), at("desk")]
    pages = []
    for doctor in devices:
        asked: list[str] = []
        doctor.page.on("request", lambda sent, asked=asked: asked.append(sent.url))
        page = doctor.opens(link)
        expect(page.get_by_role("heading", name="Connectez-vous pour répondre")).to_be_visible()
        assert barriers(page) == []
        told = doctor.was_told().lower()
        assert [word for word in (request["number"], PERSON, "dermato") if word.lower() in told] == []
        assert {url.partition("/api/v1")[2] for url in asked if "/api/" in url} <= {"/me"}
        doctor.takes_picture(f"one-tap-door-{doctor.device}")
        comes_in_from_the_link(page)
        expect(page.get_by_role("article", name=TITLE)).to_be_visible()
        doctor.takes_picture(f"one-tap-offer-{doctor.device}")
        assert PERSON not in doctor.was_told()
        pages.append(page)

    phone, desk = pages
    desk.route("**/api/v1/offers/*", lambda route: route.abort())  # has not heard of it yet
    phone.get_by_role("article", name=TITLE).get_by_role("button", name=re.compile("^Accepter")).click()
    expect(phone.get_by_role("heading", name="C’est à vous")).to_be_visible()
    desk.get_by_role("article", name=TITLE).get_by_role("button", name="Décliner").click()
    desk.get_by_role("button", name="Pas de place dans le délai").click()
    desk.unroute("**/api/v1/offers/*")
    expect(desk.get_by_text("Vous avez déjà répondu, sur un autre appareil.")).to_be_visible()
    expect(desk.get_by_role("heading", name="C’est à vous")).to_be_visible()
    assert barriers(desk) == []

    taken = nurse.calls("GET", f"/unscheduled-care-requests/{request['id']}")
    assert (taken["professional"]["name"], taken["state"]) == (AUBERTIN, "slot_held")
    again = at("phone").signs_in(DOCTOR).opens(link)
    expect(again.get_by_role("heading", name="C’est à vous")).to_be_visible()


def test_a_link_opened_again_says_what_was_answered(at: At) -> None:
    nurse, coordinator = at("desk").signs_in(NURSE), at("desk").signs_in(COORDINATOR)
    number = ask(nurse, "Lenoir-Ba", "dermatology", doctor=AUBERTIN)["number"]
    link = link_of(coordinator, number)
    doctor = at("phone").signs_in(DOCTOR)
    offers = doctor.calls("GET", "/offers?limit=200")["items"]
    offer = next(one for one in offers if one["case_number"] == number)
    doctor.calls("POST", f"/offers/{offer['id']}/decline", {"reason": "no_room"})
    page = doctor.opens(link)
    expect(page.get_by_text(re.compile(r"Vous avez décliné à \d+:\d\d\."))).to_be_visible()
    assert barriers(page) == []


def test_a_link_of_somebody_else_says_so_and_nothing_more(at: At) -> None:
    nurse, coordinator = at("desk").signs_in(NURSE), at("desk").signs_in(COORDINATOR)
    number = ask(nurse, "Lenoir-Sy", "dermatology", doctor=AUBERTIN)["number"]
    page = nurse.opens(link_of(coordinator, number))
    expect(page.get_by_role("heading", name="Ce lien n’est pas pour ce compte")).to_be_visible()
    assert number not in page.content()
