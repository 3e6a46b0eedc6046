"""A silent group is widened: one of the specialty gives a time, which the médecin traitant reads too."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import KERVELLA, RESULTS, At, account_made, devices
from tests.e2e.instance import Instance, coming_tuesday, running
from tests.e2e.people import COORDINATOR, DOCTOR, Someone
from tests.e2e.test_death_journey import looks_right
from tests.e2e.test_opinion_journey import CARDIOLOGIST, OKONJIA

ASKER = "kervella@vitry.example"
SILENT = "Dr Cyril Hervouin"
GROUP = "Filière rythmologie"
PATIENT = {"Nom": "Delcambre", "Prénom": "Roland", "Né·e le": "17091949", "Téléphone": "0639985318"}
TITLE = "Avis, cardiologie et maladies vasculaires · 70–79 ans"
QUESTION = "Fibrillation découverte ce matin, 110 par minute, bien tolérée : la voir avant d’anticoaguler ?"
SECRETS = ("Delcambre", "Roland", "06 39 98 53 18", "Fibrillation découverte")
ALONE = timedelta(hours=3)
"""Half of the six hours in which « dans la journée » is answered: the group is asked alone until then."""


@contextmanager
def lived(folder: Path, at: datetime) -> Iterator[Instance]:
    """The same data, at that time of the clock."""
    with running(lives_at=at, on=folder, log=RESULTS / "opinion.log") as instance:
        yield instance


def account_of_who_asks(instance: Instance) -> str:
    """A doctor who signs in; their password."""
    return account_made(instance, ASKER, KERVELLA, rpps="10999100422").password


def keeps_a_group_of_one(coordinator: Someone) -> None:
    """One cardiologist, who will not answer."""
    found = coordinator.calls("GET", f"/professionals?q={SILENT.split()[-1]}")["items"]
    [member] = [hit["professional"]["id"] for hit in found if hit["professional"]["name"] == SILENT]
    body = {"name": GROUP, "specialty_code": "SM04", "member_ids": [member]}
    coordinator.calls("POST", "/second-opinion-groups", body)


def asks(doctor: Someone) -> str:
    """For a patient of another doctor; the id of the request."""
    page = doctor.opens("/avis/nouveau")
    page.get_by_role("radio", name=re.compile(GROUP)).check()
    page.get_by_text("Dans la journée", exact=True).click()
    page.get_by_text("Palpitations", exact=True).click()
    page.get_by_text("Fait, à discuter", exact=True).click()
    page.get_by_role("group", name="Traitement anticoagulant").get_by_text("Non", exact=True).click()
    page.get_by_label("Votre question").fill(QUESTION)
    for label, text in PATIENT.items():
        page.get_by_label(label, exact=True).press_sequentially(text)
    page.get_by_label("M", exact=True).check()
    page.get_by_role("combobox", name="Médecin traitant").press_sequentially("Aubertin")
    page.get_by_role("option", name=re.compile("Aubertin")).click()
    page.get_by_label("La personne est informée et ne s’y oppose pas").check()
    looks_right(doctor)
    page.get_by_role("button", name="Envoyer la demande d’avis").click()
    page.wait_for_url(re.compile(r"/avis/[0-9a-f-]{36}$"))
    expect(page.get_by_text("Groupe sollicité").first).to_be_visible()
    return page.url.rpartition("/")[2]


def answers_by_a_time(cardiologist: Someone, request: str) -> str:
    """Nothing of whom, then a slot of her own; the words of the time."""
    page = cardiologist.opens("/a-repondre")
    card = page.get_by_role("article", name=TITLE)
    expect(card).to_contain_text("dans la journée")
    assert [secret for secret in SECRETS if secret in cardiologist.was_told()] == []
    looks_right(cardiologist)
    card.get_by_role("button", name="Accepter", exact=True).click()
    page.wait_for_url(re.compile(rf"/avis/{request}$"))
    expect(page.get_by_text(QUESTION)).to_be_visible()
    looks_right(cardiologist)
    page.get_by_role("button", name="Donner un rendez-vous").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text(re.compile(r"\d:\d\d$")).first.click()
    looks_right(cardiologist)
    give = sheet.get_by_role("button", name=re.compile("^Donner "))
    time = give.inner_text().removeprefix("Donner ")
    give.click()
    expect(page.get_by_text(re.compile("^La personne est vue"))).to_contain_text(time)
    looks_right(cardiologist)
    return time


def test_a_silent_group_is_widened_and_the_time_given_reaches_who_asked_and_the_attending_doctor(
    browser: Browser, request: pytest.FixtureRequest, folder: Path
) -> None:
    start = coming_tuesday(10, 45, 5, after=datetime.now(UTC))
    with lived(folder, start) as instance, devices(browser, instance, request.node) as at:
        password = account_of_who_asks(instance)
        keeps_a_group_of_one(at("desk").signs_in(COORDINATOR))
        asked = asks(at("desk").signs_in(ASKER, password))
        other = at("phone").signs_in(CARDIOLOGIST).opens("/a-repondre")
        expect(other.get_by_role("article", name=TITLE)).to_have_count(0)

    later = start + ALONE + timedelta(minutes=5)
    with (
        lived(folder, later) as instance,
        devices(browser, instance, request.node) as at,
    ):
        is_answered(at, asked, password)


def is_answered(at: At, asked: str, password: str) -> None:
    """Three hours later, nobody of the group having said a word."""
    doctor, coordinator = at("desk").signs_in(ASKER, password), at("desk").signs_in(COORDINATOR)
    page = doctor.opens(f"/avis/{asked}")
    expect(page.get_by_text("Toute la spécialité sollicitée").first).to_be_visible()
    looks_right(doctor)

    time = answers_by_a_time(at("phone").signs_in(CARDIOLOGIST), asked)

    seen = page.get_by_role("region", name="La réponse")
    expect(seen).to_contain_text(f"La personne est vue {time}, par {OKONJIA}")
    looks_right(doctor)
    page.get_by_role("button", name="La personne est prévenue").click()
    expect(page.get_by_role("button", name="La personne est prévenue")).to_have_count(0)

    attending = at("phone").signs_in(DOCTOR)
    page = attending.opens("/mes-avis")
    received = page.get_by_role("region", name="Reçus, pour mes patients").locator(f"a[href$='{asked}']")
    expect(received).to_have_count(1)
    looks_right(attending)
    received.click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_role("region", name="La réponse")).to_contain_text(time)
    looks_right(attending)
    assert [
        said for said in attending.calls("GET", "/notifications")["items"] if "Delcambre" in str(said)
    ] == []

    page = coordinator.opens(f"/avis/{asked}")
    expect(page.get_by_text(KERVELLA).first).to_be_visible()
    looks_right(coordinator)
    assert [secret for secret in SECRETS if secret in coordinator.was_told()] == []
