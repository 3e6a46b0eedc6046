"""Somebody without a doctor, from the form on their phone to the declaration, over seven weeks that pass.

The same data are served again at later dates, with the worker and the database of a real instance: the doctor
asked first lets the seven days pass, the second one accepts.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import RESULTS
from tests.e2e.instance import coming_tuesday
from tests.e2e.people import Someone
from tests.e2e.test_newcomers import looked_at
from tests.e2e.test_public_form import FORM
from tests.e2e.weeks import Day, Weeks

LOOKING = {
    "Nom": "Rosenthal",
    "Prénom": "Hortense",
    "Né·e le": "23/04/1941",
    "Téléphone": "06 39 98 71 04",
    "Adresse": "3 allée des Tilleuls",
}
"""81 or more, in a long-term illness, with the C2S, seen at home only: first on any list."""
FOUND_ELSEWHERE = {"Nom": "Vasseur", "Prénom": "Armand", "Né·e le": "02/09/1988", "Téléphone": "0639987105"}
CARD = "80 ans et plus"
"""What distinguishes her among those whom a doctor is asked to take."""

WRITTEN = "Je l’appelle ce soir."

SOON = timedelta(seconds=8)
"""Before something happens by itself: it does so as the instance starts, or a moment later."""


@pytest.fixture
def weeks(browser: Browser, folder: Path, request: pytest.FixtureRequest) -> Weeks:
    """Data of their own, on which days pass."""
    RESULTS.mkdir(exist_ok=True)
    return Weeks(folder, browser, request.node)


def test_a_person_finds_a_doctor_after_the_first_one_asked_let_seven_days_pass(weeks: Weeks) -> None:
    tuesday = coming_tuesday(10, 45, 5, after=datetime.now(UTC))
    with weeks.on(tuesday) as day:
        hers, _ = asks_by_the_form(day, LOOKING, fragile=True)
        his, link = asks_by_the_form(day, FOUND_ELSEWHERE)
        coordinator = day.coordinator()
        request, first = is_checked_and_proposed(day, coordinator, hers, looks=True)
        other, asked = is_checked_and_proposed(day, coordinator, his)
        offered_at = is_asked_without_knowing_of_whom(day, first)
    with weeks.on(offered_at + timedelta(days=3) - SOON) as day:
        is_reminded(day, first)
        takes_it_back(day, link)
        is_asked_no_more(day, asked, other)
    with weeks.on(offered_at + timedelta(days=7) - SOON) as day:
        lets_it_lapse(day, first, request)
        second = accepts(day, first, request)
    with weeks.on(offered_at + timedelta(days=16)) as day:
        declared_at = declares(day, second, request)
    with weeks.on(declared_at + timedelta(days=30) - SOON) as day:
        is_closed_by_itself(day, second, request)


def asks_by_the_form(day: Day, who: dict[str, str], *, fragile: bool = False) -> tuple[str, str]:
    """On a phone, without account; the number to say on the phone, and the link that takes it back."""
    somebody = day.at("phone")
    page = somebody.opens(FORM)
    page.get_by_role("radio", name="Pour moi").check()
    for label, text in who.items():
        page.get_by_label(re.compile(f"^{label}(?! e-mail)")).fill(text)
    page.get_by_role("radio", name="F" if fragile else "M", exact=True).check()
    page.get_by_label("Votre commune").select_option(label="Vitry-sur-Seine")
    page.get_by_role("radio", name="Non", exact=True).check()
    page.get_by_text("Parti à la retraite").click()
    page.get_by_text("J’ai lu ces informations").click()
    if fragile:
        for flag in ("Je suis en ALD", "Je ne peux pas me déplacer", "J’ai la C2S ou l’AME"):
            page.get_by_text(flag).click()
        looked_at(somebody)
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", name="C’est envoyé")).to_be_focused()
    number = page.get_by_text(re.compile(r"^MT-\d{4}$")).inner_text()
    link = page.locator("a[href*='/sans-medecin/retrait#']").get_attribute("href")
    assert link is not None
    if fragile:
        looked_at(somebody, "attending-form-sent")
    return number, link[link.index("/sans-medecin") :]


def is_checked_and_proposed(
    day: Day, coordinator: Someone, number: str, *, looks: bool = False
) -> tuple[str, str]:
    """On the waiting list, in two acts, each screen looked at when told so; the id, and who is asked."""
    page = coordinator.opens(f"/medecin-traitant?q={number}")
    page.get_by_role("button", name=re.compile(number)).click()
    panel = page.get_by_role("complementary")
    expect(panel.get_by_text("Pourquoi priorité")).to_be_visible()
    if looks:
        looked_at(coordinator)
    page.wait_for_url(re.compile("demande="))
    [request] = re.findall(r"demande=([0-9a-f-]{36})", page.url)
    panel.get_by_role("button", name=f"Vérifier, {number}").click()
    sheet = page.get_by_role("dialog", name=f"Vérifier {number}")
    if looks:
        looked_at(coordinator)
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(panel.get_by_text(re.compile("encore une place"))).to_be_visible()
    if looks:
        looked_at(coordinator, "attending-to-propose")
    first = read(coordinator, request)["next_doctors"][0]
    day.doctor(first["professional"]["name"], "desk")  # is told by the page, and by a message
    panel.get_by_role("button", name=f"Proposer à un médecin, {number}").click()
    expect(page.get_by_role("status").filter(has_text=f"{number} proposée à")).to_be_visible()
    coordinator.until(lambda: read(coordinator, request)["asked_doctor"] is not None)  # once not taken back
    expect(panel.get_by_text("Proposée", exact=False).first).to_be_visible()
    if looks:
        looked_at(coordinator)
    asked = read(coordinator, request)["asked_doctor"]["name"]
    assert asked == first["professional"]["name"]
    return request, asked


def row_of(page: Page) -> Locator:
    """The line of « À répondre » by which a doctor is asked for her: there are days to answer."""
    return page.get_by_role("link").filter(has_text="Médecin traitant").filter(has_text=CARD)


def opens_hers(doctor: Someone) -> Locator:
    """The card that the line leads to."""
    page = doctor.opens("/a-repondre")
    row_of(page).click()
    return page.get_by_role("article", name="Médecin traitant").filter(has_text=CARD)


def secrets_told_to(doctor: Someone) -> list[str]:
    """What no doctor is told before they accept: who it is."""
    told = doctor.was_told()
    return [secret for secret in LOOKING.values() if secret in told] + weighed_in(told)


def weighed_in(told: str) -> list[str]:
    """What no doctor is ever told: social cover, and the points of the priority."""
    return re.findall(r"\b(?:C2S|AME)\b|\"social_cover\":true|\"(?:points|rules_version)\":", told)


def reads_as_a_doctor(doctor: Someone, request: str) -> dict[str, Any]:
    """The request as who takes the person reads it: neither score, nor social cover, nor who asked."""
    seen = read(doctor, request)
    hidden = ("score", "social_cover", "source", "requester_name", "requester_phone", "absence_reason")
    assert {name: seen[name] for name in hidden if seen[name]} == {}
    assert weighed_in(doctor.was_told()) == []
    expect(doctor.page.get_by_text("Demandé par")).to_have_count(0)
    return seen


def read(somebody: Someone, request: str) -> dict[str, Any]:
    """The request as they read it by the API."""
    found: dict[str, Any] = somebody.calls("GET", f"/attending-doctor-requests/{request}")
    return found


def is_asked_without_knowing_of_whom(day: Day, name: str) -> datetime:
    """On a phone and at a desk: the level, an age band, a sector; when it was asked."""
    for device in ("phone", "desk"):
        doctor = day.doctor(name, device)
        card = opens_hers(doctor)
        expect(card).to_contain_text("Oui, seulement")
        expect(card).to_contain_text("Haute")
        looked_at(doctor, "attending-asked")
        assert secrets_told_to(doctor) == []
    [offer] = [one for one in doctor.calls("GET", "/offers?state=pending")["items"] if hers_is(one)]
    return datetime.fromisoformat(offer["offered_at"])


def hers_is(offer: dict[str, Any]) -> bool:
    """Whether an offer is about her."""
    card = offer["card"]
    return bool(card["kind"] == "attending_doctor" and card["age_band"] == "years_80_and_over")


def is_reminded(day: Day, name: str) -> None:
    """On the third day, once; the card is still there."""
    doctor = day.doctor(name, "phone")
    page = doctor.opens("/messages")
    reminder = page.get_by_text(re.compile(r"Rappel\s: un patient cherche un médecin traitant"))
    expect(reminder.first).to_be_visible(timeout=120_000)
    looked_at(doctor)
    told = [one for one in doctor.calls("GET", "/notifications")["items"] if one["kind"] == "offer_reminder"]
    [hers] = [offer for offer in doctor.calls("GET", "/offers?state=pending")["items"] if hers_is(offer)]
    assert [one["offer_id"] for one in told].count(hers["id"]) == 1
    expect(opens_hers(doctor)).to_be_visible()
    looked_at(doctor)
    assert secrets_told_to(doctor) == []


def takes_it_back(day: Day, link: str) -> None:
    """Who asked found somebody: by the link of their receipt, without account."""
    somebody = day.at("phone")
    page = somebody.opens(link)
    page.get_by_text("J’ai trouvé un médecin traitant").click()
    page.get_by_role("button", name="Retirer la demande").click()
    expect(page.get_by_role("heading", name="C’est fait")).to_be_visible()
    looked_at(somebody)


def is_asked_no_more(day: Day, name: str, request: str) -> None:
    """The doctor who was thinking about him has nothing left to answer."""
    ended = read(day.coordinator(), request)
    assert (ended["state"], ended["asked_doctor"]) == ("found_elsewhere", None)
    doctor = day.doctor(name, "phone")
    offers = doctor.calls("GET", "/offers?state=pending")["items"]
    assert [one for one in offers if one["case_number"] == ended["number"]] == []


def lets_it_lapse(day: Day, name: str, request: str) -> None:
    """The seventh day ends, nobody presses anything: the next doctor is asked, and the first one no more."""
    coordinator = day.coordinator()
    page = coordinator.opens(f"/medecin-traitant?onglet=proposed&demande={request}")
    lapsed = page.get_by_role("complementary").get_by_text("Sans réponse à temps")
    expect(lapsed).to_be_visible(timeout=120_000)
    looked_at(coordinator, "attending-second")
    seen = read(coordinator, request)
    assert (seen["state"], seen["refused"]) == ("proposed", 1)
    doctor = day.doctor(name, "phone")
    page = doctor.opens("/a-repondre")
    expect(page.get_by_text(re.compile("passée au médecin suivant")).first).to_be_visible()
    expect(row_of(page)).to_have_count(0)
    looked_at(doctor)


def accepts(day: Day, first: str, request: str) -> str:
    """The next one is asked alone, says yes, and reads then whom to call; their name."""
    coordinator = day.coordinator()
    second: str = read(coordinator, request)["asked_doctor"]["name"]
    assert second != first
    doctor = day.doctor(second, "phone")
    card, page = opens_hers(doctor), doctor.page
    expect(card).to_be_visible()
    assert secrets_told_to(doctor) == []
    card.get_by_role("button", name="Accepter", exact=True).click()
    page.wait_for_url(re.compile(rf"/medecin-traitant/{request}$"))
    page.get_by_role("button", name="Afficher l’identité").click()
    expect(page.get_by_text(re.compile(LOOKING["Nom"], re.IGNORECASE)).first).to_be_visible()
    looked_at(doctor, "attending-accepted")
    page.get_by_label("Écrire sur le fil").fill(WRITTEN)
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_role("list", name="Fil")).to_contain_text(WRITTEN)
    page.get_by_role("button", name="Premier rendez-vous").click()
    looked_at(doctor)
    sheet = page.get_by_role("dialog")
    in_nine_days = datetime.fromisoformat(doctor.calls("GET", "/me")["server_time"]) + timedelta(days=9)
    sheet.get_by_label("Jour").fill(in_nine_days.strftime("%d/%m/%Y"))
    sheet.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Premier rendez-vous fixé").first).to_be_visible()
    at_desk = day.doctor(second, "desk")
    at_desk.opens(f"/medecin-traitant/{request}")
    looked_at(at_desk, "attending-accepted")
    for who in (doctor, at_desk):
        assert reads_as_a_doctor(who, request)["state"] == "first_appointment"
    page = coordinator.opens(f"/medecin-traitant?onglet=found&demande={request}")
    expect(page.get_by_role("complementary").get_by_text(second).first).to_be_visible()
    expect(page.get_by_role("complementary").get_by_role("list", name="Fil")).to_contain_text(WRITTEN)
    looked_at(coordinator)
    return second


def declares(day: Day, name: str, request: str) -> datetime:
    """The appointment took place, the declaration is made: one tap; when."""
    doctor = day.doctor(name, "phone")
    page = doctor.opens(f"/medecin-traitant/{request}")
    looked_at(doctor)
    page.get_by_role("button", name="Déclaration faite").click()
    expect(page.get_by_role("list", name="Fil")).to_contain_text("Déclaration faite")
    looked_at(doctor)
    said = reads_as_a_doctor(doctor, request)
    assert said["state"] == "declared"
    return datetime.fromisoformat(said["declared_at"])


def is_closed_by_itself(day: Day, name: str, request: str) -> None:
    """A month later nothing is left to do for anybody."""
    coordinator = day.coordinator()
    page = coordinator.opens(f"/medecin-traitant?onglet=found&demande={request}")
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("list", name="Fil")).to_contain_text("Fil fermé", timeout=120_000)
    looked_at(coordinator)
    doctor = day.doctor(name, "phone")
    page = doctor.opens(f"/medecin-traitant/{request}")
    expect(page.get_by_text("Médecin trouvé").first).to_be_visible()
    expect(page.get_by_role("button", name="Déclaration faite")).to_have_count(0)
    looked_at(doctor)
    closed = reads_as_a_doctor(doctor, request)
    assert (closed["state"], closed["is_mine"]) == ("doctor_found", False)
    assert read(coordinator, request)["refused"] == 1
