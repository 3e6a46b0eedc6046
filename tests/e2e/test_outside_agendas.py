"""A doctor lets Maillage read the agenda kept elsewhere, and lets that agenda read Maillage."""

import re
from datetime import UTC, timedelta

import pytest
from playwright.sync_api import expect

from api.core import clock
from tests.e2e.conftest import At
from tests.e2e.people import DEVICES, DOCTOR


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
    doctor.takes_picture(f"calendars-empty-{device}")
    page.get_by_role("button", name="Ajouter un agenda").click()
    page.get_by_text("Fichier", exact=True).click()
    page.get_by_label("Choisir un fichier .ics").set_input_files(file)
    page.get_by_label(re.compile("Nom pour vous")).fill("Cabinet")
    doctor.takes_picture(f"calendars-add-{device}")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_text("Fichier lu")).to_be_visible()

    page.get_by_role("button", name="Créer l’adresse").click()
    expect(page.get_by_text(re.compile(r"/ics/[\w-]{43}\.ics"))).to_be_visible()
    doctor.takes_picture(f"calendars-{device}")
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_role("button", name="Créer l’adresse")).to_be_visible()

    page = doctor.opens(f"/agenda?jour={at_noon:%Y-%m-%d}")
    doctor.takes_picture(f"calendars-agenda-{device}")
    expect(page.get_by_text("Occupé ailleurs").first).to_be_visible()
    assert "Ne doit jamais" not in doctor.was_told()

    page = doctor.opens("/mes-agendas")
    page.get_by_role("button", name="Ne plus lire Cabinet").click()
    expect(page.get_by_text("Cabinet", exact=True)).to_have_count(0)
