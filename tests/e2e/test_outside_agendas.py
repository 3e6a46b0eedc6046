"""A doctor lets Maillage read the agenda kept elsewhere, and lets that agenda read Maillage."""

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from api.core import clock
from api.seed.agendas import ELSEWHERE
from tests.e2e.caldav import PASSWORD, Account, served
from tests.e2e.conftest import At
from tests.e2e.instance import Instance
from tests.e2e.people import DEVICES, DOCTOR, Someone
from tests.e2e.test_accessibility import barriers


@pytest.fixture
def account(instance: Instance) -> Iterator[Account]:
    """The CalDAV account of the doctor, elsewhere."""
    with served(instance.elsewhere) as account:
        yield account


@pytest.mark.parametrize("device", DEVICES)
def test_an_agenda_is_read_from_a_file_shown_as_busy_elsewhere_and_forgotten(
    at: At, device: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    doctor = at(device).signs_in(DOCTOR)
    at_noon = (clock.now().astimezone(UTC) + timedelta(days=8)).replace(hour=11, minute=0)
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//essai//", "BEGIN:VEVENT", "UID:1@ailleurs.example"),
        *(f"DTSTART:{at_noon:%Y%m%d}T110000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=9"),
        *("SUMMARY:Ne doit jamais paraître", "END:VEVENT", "END:VCALENDAR", ""),
    ]
    file = tmp_path_factory.mktemp("agenda") / "cabinet.ics"
    file.write_text("\r\n".join(lines))

    page = doctor.opens("/moi")
    page.get_by_role("link", name="Mes agendas, ici et ailleurs").click()
    expect(page.get_by_role("heading", name="Mes agendas", level=1)).to_be_visible()
    page.get_by_role("button", name="Ajouter un agenda").click()
    page.get_by_role("dialog").get_by_text("Fichier", exact=True).click()
    page.get_by_label("Choisir un fichier .ics").set_input_files(file)
    page.get_by_label(re.compile("Nom pour vous")).fill("Cabinet")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="Cabinet")).to_contain_text("Fichier lu")

    page.get_by_role("button", name="Créer l’adresse").click()
    expect(page.get_by_text(re.compile(r"/ics/[\w-]{43}\.ics"))).to_be_visible()
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_role("button", name="Créer l’adresse")).to_be_visible()

    page = doctor.opens(f"/agenda?jour={at_noon:%Y-%m-%d}")
    expect(page.get_by_text("Occupé ailleurs").first).to_be_visible()
    assert "Ne doit jamais" not in doctor.was_told()

    page = doctor.opens("/mes-agendas")
    page.get_by_role("button", name="Modifier Cabinet").click()
    page.get_by_role("dialog").get_by_label("Nom pour vous").fill("Cabinet du Fort")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Cabinet du Fort", exact=True)).to_be_visible()
    page.get_by_role("button", name="Ne plus lire Cabinet du Fort").click()
    expect(page.get_by_text("Cabinet du Fort", exact=True)).to_have_count(0)
    page.reload()  # who leaves cannot take it back any more
    doctor.until(lambda: added(doctor) == [])


@pytest.mark.parametrize("device", DEVICES)
def test_the_agendas_of_an_account_are_found_chosen_changed_and_said_to_be_lost(
    at: At, account: Account, device: str
) -> None:
    doctor = at(device).signs_in(DOCTOR)
    page = doctor.opens("/mes-agendas")
    page.get_by_role("button", name="Ajouter un agenda").click()
    page.get_by_text("CalDAV", exact=True).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="Adresse").fill(account.url)
    sheet.get_by_label(re.compile("^Identifiant")).fill("camille")
    sheet.get_by_label("Mot de passe d’application", exact=True).fill("faux")
    sheet.get_by_role("button", name="Chercher mes agendas").click()
    expect(sheet.get_by_text("L’identifiant ou le mot de passe est refusé.")).to_be_visible()
    sheet.get_by_label("Mot de passe d’application", exact=True).fill(PASSWORD)
    sheet.get_by_role("button", name="Chercher mes agendas").click()
    expect(sheet.get_by_label("Maison")).to_be_checked()
    sheet.get_by_label("Maison").uncheck()
    assert barriers(page) == []
    sheet.get_by_role("button", name="Ajouter", exact=True).click()
    expect(sheet).to_be_hidden()
    line = page.get_by_role("listitem").filter(has_text="Cabinet")
    expect(line).to_contain_text("Dernière lecture réussie")
    expect(page.get_by_text("Maison", exact=True)).to_have_count(0)

    account.lost = True
    line.get_by_role("button", name="Modifier Cabinet").click()
    sheet.get_by_label("Nom pour vous").fill("Cabinet du Fort")
    sheet.get_by_role("button", name="Enregistrer").click()
    line = page.get_by_role("listitem").filter(has_text="Cabinet du Fort")
    expect(line).to_be_visible()
    doctor.until(lambda: the_only_one(doctor)["state"] == "failing")  # its reading is a job of the worker
    page = doctor.opens("/mes-agendas")
    expect(line).to_contain_text("Il n’y a plus rien à cette adresse.")
    expect(line).to_contain_text("Vos heures prises restent telles que lues alors, jusqu’au")
    assert barriers(page) == []
    line.get_by_role("button", name="Ne plus lire Cabinet du Fort").click()
    expect(line).to_have_count(0)
    page.reload()  # who leaves cannot take it back any more
    doctor.until(lambda: added(doctor) == [])


def added(doctor: Someone) -> list[dict[str, Any]]:
    """The outside agendas of the doctor, beside the one that the demonstration begins with."""
    known = doctor.calls("GET", "/outside-calendars")["items"]
    return [dict(calendar) for calendar in known if calendar["name"] != ELSEWHERE]


def the_only_one(doctor: Someone) -> dict[str, Any]:
    """The outside agenda that was added."""
    [calendar] = added(doctor)
    return calendar
