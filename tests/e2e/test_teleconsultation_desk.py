"""A lunch of teleconsultations, seen by whoever assists and by the doctor: arrived, agreed, begun, broken
off, over, its report sent, late, absent."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from api.seed.territories import VITRY
from tests.e2e.conftest import RESULTS, account_made, devices
from tests.e2e.instance import coming_tuesday, running
from tests.e2e.people import COORDINATOR, PHARMACIST, Someone
from tests.e2e.test_accessibility import barriers

ASKED = (
    ("Odile", "Tavernay", "1957-02-11", "06 39 98 77 04", True),
    ("Blanche", "Quérouil", "1984-07-30", "06 39 98 77 05", True),
    ("Fatou", "Sandoval", "1990-05-02", "06 39 98 77 06", False),
)
"""Who comes at 12:30, 12:45 and 13:00, and whether they agreed to the video when they booked."""
SECOND = timedelta(seconds=1)


def books_three(pharmacist: Someone) -> tuple[dict[str, Any], list[str]]:
    """The first times of one doctor at the pharmacy: who that is, and the numbers."""
    sites = pharmacist.calls("GET", "/teleconsultation-sites")["sites"]
    site = next(one["id"] for one in sites if one["is_mine"] and one["bookable"])
    times = pharmacist.calls("GET", f"/teleconsultation-sites/{site}/kiosk/times")["times"]
    doctor = times[0]["professional"]
    own = [time for time in times if time["professional"] == doctor]
    numbers = [books(pharmacist, site, time, *who) for time, who in zip(own, ASKED, strict=False)]
    return doctor, numbers


def books(
    who: Someone,
    site: str,
    time: dict[str, Any],
    given: str,
    family: str,
    born: str,
    phone: str,
    agrees: bool,
) -> str:
    """Book a time for somebody without a usual doctor; the number."""
    held = who.calls("POST", "/teleconsultation-holds", {"slot_id": time["slot_id"], "site_id": site})
    person = {"given_name": given, "family_name": family, "birth_date": born, "sex": "female"}
    body = {
        "hold_token": held["token"],
        "reason": "dermatology",
        "person": person | {"phone": phone, "commune_insee": VITRY.communes[0]},
        "attending_doctor_status": "none",
    }
    consent = {"consent": {"by": "person", "video": True, "data": True}} if agrees else {}
    return str(who.calls("POST", "/teleconsultations", body | consent)["number"])


def row(page: Page, group: str, number: str) -> Locator:
    """One booking in a group of the waiting room: the act named after it tells which one it is."""
    rows = page.get_by_role("region", name=group).get_by_role("listitem")
    return rows.filter(has=page.locator(f"[aria-label$='{number}']"))


def touches(page: Page, act: str, number: str) -> None:
    """One tap on the list."""
    page.get_by_role("button", name=f"{act}, {number}").click()


def test_a_lunch_of_teleconsultations_ends_with_every_person_accounted_for(
    browser: Browser, folder: Path, request: pytest.FixtureRequest
) -> None:
    morning = coming_tuesday(10, 45, 5, after=datetime.now(UTC))
    log = RESULTS / "lunch.log"
    with (
        running(lives_at=morning, on=folder, log=log) as served,
        devices(browser, served, request.node) as at,
    ):
        doctor, numbers = books_three(at("desk").signs_in(PHARMACIST))
        rpps = at("desk").signs_in(COORDINATOR).calls("GET", f"/professionals/{doctor['id']}")["rpps"]
        account = account_made(served, "midi@vitry.example", doctor["name"], rpps=rpps)
    lunch = coming_tuesday(12, 46, 5, after=morning - SECOND)
    with running(lives_at=lunch, on=folder, log=log) as served, devices(browser, served, request.node) as at:
        pharmacist = at("phone").signs_in(PHARMACIST)
        physician = at("desk").signs_in(*account)
        coordinator = at("desk").signs_in(COORDINATOR)
        meets(pharmacist, physician, *numbers[1:])
        counted(coordinator)


def meets(pharmacist: Someone, doctor: Someone, broken: str, done: str) -> None:
    """At 12:46: one never came, one is late and the call breaks, one ends as it should."""
    page = pharmacist.opens("/teleconsultations")
    late = page.get_by_role("region", name="En retard")
    expect(late.get_by_text(re.compile(r"En retard de \d.min, gardée jusqu’à 12:55"))).to_be_visible()
    past = page.get_by_role("region", name="Passées")
    expect(past.get_by_text("Non venue")).to_be_visible()  # after 15 minutes, the platform notes it itself
    assert barriers(page) == []
    touches(page, "Arrivée", broken)
    expect(row(page, "Sur place", broken).get_by_text("Blanche Quérouil")).to_be_visible()

    seen = doctor.opens("/teleconsultations")
    expect(row(seen, "Sur place", broken).get_by_text("Arrivée, attend")).to_be_visible()
    touches(seen, "Commencer", broken)
    expect(row(seen, "Sur place", broken).get_by_text("En cours")).to_be_visible()
    seen.get_by_role("link", name="Blanche Quérouil").click()
    expect(seen.get_by_role("heading", name=broken)).to_be_visible()
    assert barriers(seen) == []
    seen.get_by_role("button", name="Vidéo coupée").click()
    sheet = seen.get_by_role("dialog", name="La vidéo s’est coupée")
    sheet.get_by_role("button", name="Voir un médecin en personne").click()
    expect(sheet).to_have_count(0)
    expect(seen.get_by_text("Voir un médecin en personne")).to_be_visible()
    expect(seen.get_by_role("button", name="Vidéo coupée")).to_have_count(0)

    agrees(pharmacist, page, done)
    touches(page, "Arrivée", done)
    expect(row(page, "Sur place", done).get_by_text("Fatou Sandoval")).to_be_visible()
    doctor.opens("/teleconsultations")
    touches(seen, "Commencer", done)
    touches(seen, "Terminer", done)
    to_send = seen.get_by_role("region", name="Compte rendu à envoyer")
    expect(row(seen, "Compte rendu à envoyer", done).get_by_text("Terminée")).to_be_visible()
    touches(seen, "Compte rendu envoyé", done)
    expect(to_send).to_have_count(0)
    expect(seen.get_by_text(re.compile(r"En \d{4}, 1\s+téléconsultation faite"))).to_be_visible()

    pharmacist.opens("/teleconsultations")
    expect(late).to_have_count(0)
    expect(past.get_by_role("listitem")).to_have_count(3)


def agrees(pharmacist: Someone, page: Page, number: str) -> None:
    """Nobody begins before the person agreed: who noted it, and when, is kept."""
    missing = row(page, "À venir", number).get_by_text("Accord pour la vidéo à noter")
    expect(missing).to_be_visible()
    touches(page, "Noter l’accord", number)
    sheet = page.get_by_role("dialog", name="Accord de la personne")
    sheet.get_by_role("button", name="Noter").click()
    expect(sheet).to_have_count(0)
    expect(missing).to_have_count(0)
    page.get_by_role("link", name="Fatou Sandoval").click()
    noted = re.compile("Vidéo et données, par la personne, noté par Hugo Delannoy")
    expect(page.get_by_text(noted)).to_be_visible()
    assert barriers(page) == []
    page.go_back()


def counted(coordinator: Someone) -> None:
    """The coordination reads how each of them ended."""
    page = coordinator.opens("/teleconsultations/chiffres")
    expect(page.get_by_role("row", name=re.compile("^par un médecin du territoire 100"))).to_be_visible()
    outcomes = page.get_by_role("table", name="Comment cela a-t-il fini")
    for word in ("Non venue", "Terminée", "Orientée en présentiel"):
        expect(outcomes.get_by_role("row", name=re.compile(word))).to_be_visible()
    assert barriers(page) == []
