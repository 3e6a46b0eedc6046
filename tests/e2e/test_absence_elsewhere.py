"""An absence is said from where one thinks of it: one's own settings, or time that was just closed."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Account, At, account_made
from tests.e2e.instance import Instance
from tests.e2e.people import COORDINATOR, DEVICES
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_earlier_times import PERSON, day_after, now_of, opens

DAYS_AHEAD = {"phone": 15, "desk": 16}


@pytest.fixture(scope="module")
def escalier(instance: Instance) -> Account:
    """A doctor of Vitry whom no other test asks."""
    return account_made(instance, "escalier@vitry.example", "Dr Myriam Escalier", rpps="10999101404")


@pytest.mark.parametrize("device", DEVICES)
def test_what_stands_in_time_that_was_closed_is_followed_up_by_an_absence(
    at: At, escalier: Account, device: str
) -> None:
    coordinator, doctor = at("desk").signs_in(COORDINATOR), at(device).signs_in(*escalier)
    day = day_after(now_of(doctor), DAYS_AHEAD[device])
    made = opens(doctor, day, "14:00", "15:00")
    start = (day + timedelta(hours=14)).astimezone(ZoneInfo("UTC"))
    booking = {"slot_id": f"{made['id']}_{start:%Y%m%dT%H%MZ}", "mode": "office"}
    name = {"given_name": "Léonie", "family_name": "Castaing"}
    coordinator.calls("POST", "/appointments", booking | {"person": PERSON | name})
    page = doctor.opens(f"/agenda?jour={day:%Y-%m-%d}")
    page.get_by_role("button", name="Fermer du temps").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("Dites une absence")).to_be_visible()
    for gone in ("Maladie", "Congé"):
        expect(sheet.get_by_text(gone, exact=True)).to_have_count(0)
    assert barriers(page) == []
    sheet.get_by_role("button", name="Fermer l’après-midi").click()
    expect(sheet.get_by_text("1 rendez-vous reste dedans")).to_be_visible()
    if device == "phone":
        doctor.takes_picture("closed-with-somebody-phone")
    assert barriers(page) == []
    sheet.get_by_role("button", name="Le replacer, ou appeler").click()
    sheet = page.get_by_role("dialog", name="Absence")
    expect(sheet.get_by_text(re.compile("^1 rendez-vous et"))).to_be_visible()
    sheet.get_by_role("button", name="Enregistrer l’absence").click()
    expect(page.get_by_role("heading", name="Absences", level=1)).to_be_visible()
    expect(page.get_by_text("Léonie Castaing").first).to_be_visible()
    window = f"from_on={day:%Y-%m-%d}&to_on={day:%Y-%m-%d}"
    [closure] = doctor.calls("GET", f"/agenda?{window}")["closures"]
    assert closure["absence_id"] is not None, "the absence stands in the place of what was closed"


@pytest.mark.parametrize("device", DEVICES)
def test_moi_says_an_absence_as_the_agenda_does(at: At, escalier: Account, device: str) -> None:
    doctor = at(device).signs_in(*escalier)
    day = day_after(now_of(doctor), DAYS_AHEAD[device] + 5)
    page = doctor.opens("/moi")
    page.get_by_role("button", name="Absence", exact=True).click()
    sheet = page.get_by_role("dialog", name="Absence")
    for label in ("Du", "Au, compris"):
        sheet.get_by_label(label, exact=True).fill(f"{day:%d/%m/%Y}")
    assert barriers(page) == []
    sheet.get_by_role("button", name="Enregistrer l’absence").click()
    expect(page.get_by_role("heading", name="Absences", level=1)).to_be_visible()
    [absence] = [
        one
        for one in doctor.calls("GET", "/absences")["items"]
        if one["starts_at"].startswith(f"{day.astimezone(ZoneInfo('UTC')):%Y-%m-%d}")
    ]
    assert absence["reason"] == "illness"
