"""A doctor moves an appointment, a nurse is proposed an earlier time, somebody who did not come is called."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Account, At, account_made
from tests.e2e.instance import Instance
from tests.e2e.people import COORDINATOR, DEVICES, NURSE, Someone
from tests.e2e.test_accessibility import barriers

ROUVIER = "Dr Agnès Rouvier"
PARIS = ZoneInfo("Europe/Paris")
NEED = "sick_note"
"""What nobody of the demonstration asks for."""
SWEPT_WITHIN_MS = 120_000
"""The worker looks at the waiting list every minute; this machine may be slow."""

PERSON: dict[str, Any] = {
    "birth_date": "1958-03-02",
    "sex": "female",
    "phone": "06 39 98 43 18",
    "commune_insee": "94081",
}
NAMES = {
    "phone": {"family_name": "Delorme-Ruiz", "given_name": "Aline"},
    "desk": {"family_name": "Pasquet", "given_name": "Nadège"},
}
MISSED = {"family_name": "Ferrandi", "given_name": "Solange"}


@pytest.fixture(scope="module")
def rouvier(instance: Instance) -> Account:
    """A doctor of Vitry whom no other test asks: one takes five requests a week, then is left in peace."""
    return account_made(instance, "rouvier@vitry.example", ROUVIER, rpps="10999100562")


def now_of(somebody: Someone) -> datetime:
    """What the clock of the instance says."""
    return datetime.fromisoformat(somebody.calls("GET", "/slots?limit=1")["as_of"])


def day_after(now: datetime, days: int) -> datetime:
    """Midnight of a day of the territory."""
    return (now.astimezone(PARIS) + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)


def opens(doctor: Someone, day: datetime, from_time: str, to_time: str) -> dict[str, Any]:
    """The doctor opens time on a day, for the professionals of the territory."""
    practice = doctor.calls("GET", "/me/membership")["practices"][0]["id"]
    body = {
        "practice_id": practice,
        "kind": "slots",
        "weekday": None,
        "on_day": f"{day:%Y-%m-%d}",
        "from_time": from_time,
        "to_time": to_time,
        "slot_minutes": 20,
        "capacity": 1,
        "needs": [],
        "modes": ["office"],
        "audiences": ["pro", "cpts"],
    }
    return doctor.calls("POST", "/openings", body)


def closes_all(doctor: Someone) -> None:
    """The doctor has no open time left: none that the sweep could propose before the test opens some."""
    for opening in doctor.calls("GET", "/openings?limit=100")["items"]:
        doctor.calls("DELETE", f"/openings/{opening['id']}", version=opening["version"])


def an_appointment(nurse: Someone, doctor: Someone, person: dict[str, Any], at: datetime) -> dict[str, Any]:
    """A request of the nurse that the doctor took and confirmed for that time."""
    me = doctor.calls("GET", "/me")["professional_id"]
    body = {
        "red_flags": [],
        "person": PERSON | person,
        "need": NEED,
        "urgency": "within_48_hours",
        "mobility": "can_travel",
        "attending_doctor_status": "known",
        "attending_professional_id": me,
        "informed": True,
    }
    request = nurse.calls("POST", "/unscheduled-care-requests", body)
    offers = doctor.calls("GET", "/offers?state=pending")["items"]
    [offer] = [one for one in offers if one["card"]["need"] == NEED and one["reason"] == "attending_doctor"]
    doctor.calls("POST", f"/offers/{offer['id']}/acceptance", {"starts_at": at.isoformat()})
    return nurse.calls("GET", f"/unscheduled-care-requests/{request['id']}")


@pytest.mark.parametrize("device", DEVICES)
def test_a_doctor_moves_an_appointment_and_takes_it_back_before_it_leaves(
    at: At, device: str, rouvier: Account
) -> None:
    nurse, doctor = at("desk").signs_in(NURSE), at(device).signs_in(*rouvier)
    day = day_after(now_of(nurse), 1)
    hour = 19 if device == "phone" else 20
    request = an_appointment(nurse, doctor, NAMES[device], day.replace(hour=hour))

    page = doctor.opens(f"/agenda?jour={day:%Y-%m-%d}")
    page.get_by_role("button", name=f"Autre, {hour}:00").click()
    page.get_by_role("button", name="Déplacer", exact=True).click()
    sheet = page.get_by_role("dialog", name=re.compile("^Déplacer"))
    expect(sheet.get_by_text("Vos créneaux libres")).to_be_visible()
    sheet.get_by_text("Une autre heure").click()
    sheet.get_by_label("Heure", exact=True).fill(f"{hour}:30")
    doctor.takes_picture(f"move-{device}")
    sheet.get_by_role("button", name=re.compile(rf"^Déplacer à .*{hour}:30$")).click()
    toast = page.get_by_role("status").filter(has_text=re.compile(rf"{hour}:00, déplacé à"))
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("button", name=f"Autre, {hour}:00")).to_be_visible()

    page.get_by_role("button", name=f"Autre, {hour}:00").click()
    page.get_by_role("button", name="Déplacer", exact=True).click()
    sheet.get_by_text("Une autre heure").click()
    sheet.get_by_label("Heure", exact=True).fill(f"{hour}:30")
    sheet.get_by_role("button", name=re.compile(rf"^Déplacer à .*{hour}:30$")).click()
    expect(page.get_by_role("button", name=f"Autre, {hour}:30")).to_be_visible()
    page.reload()  # what could be taken back leaves with the page
    seen = nurse.opens(f"/demandes/{request['id']}")
    expect(seen.get_by_role("list", name="Fil de la demande")).to_contain_text("Rendez-vous déplacé")
    leads_to_what_was_accepted(doctor, request["number"])
    ends(nurse, request)


def leads_to_what_was_accepted(doctor: Someone, number: str) -> None:
    """The message that once asked for an answer says what became of it, and leads there."""
    page = doctor.opens("/messages")
    asked = page.get_by_role("button", name=re.compile(rf"Une demande.*{number}"))
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text("Une demande que vous avez acceptée")
    assert barriers(page) == []
    asked.click()
    expect(page.get_by_role("heading", name="C’est à vous")).to_be_visible()


@pytest.mark.parametrize("device", DEVICES)
def test_a_nurse_is_proposed_a_time_that_becomes_free_and_takes_it(
    at: At, device: str, rouvier: Account
) -> None:
    nurse, doctor = at(device).signs_in(NURSE), at("desk").signs_in(*rouvier)
    now = now_of(nurse)
    closes_all(doctor)
    request = an_appointment(nurse, doctor, NAMES[device], day_after(now, 2).replace(hour=9))

    page = nurse.opens(f"/demandes/{request['id']}")
    if device == "phone":
        page.get_by_role("button", name="Autres actions").click()
    wait = page.get_by_role("button", name=re.compile("^Prévenir si plus tôt"))
    wait.or_(page.get_by_role("menuitem", name="Prévenir si plus tôt")).locator("visible=true").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("Avec le même professionnel")).to_be_visible()
    sheet.get_by_role("button", name="Me prévenir").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("list", name="Fil de la demande")).to_contain_text("est recherché")

    nurse.opens("/suivi")
    expect(page.get_by_text("Rien ne s’est encore libéré")).to_be_visible()
    opens(doctor, day_after(now, 1), "20:00" if device == "phone" else "21:00", "21:20")
    take = page.get_by_role("button", name=re.compile("^Prendre, "))
    expect(take).to_be_visible(timeout=SWEPT_WITHIN_MS)
    nurse.takes_picture(f"earlier-{device}")
    take.click()
    expect(page.get_by_text("Personne n’attend")).to_be_visible()
    after = nurse.calls("GET", f"/unscheduled-care-requests/{request['id']}")
    assert after["appointment"]["starts_at"] < request["appointment"]["starts_at"]
    page = nurse.opens(f"/demandes/{request['id']}")
    expect(page.get_by_role("list", name="Fil de la demande")).to_contain_text("Rendez-vous déplacé")
    ends(nurse, request)


def test_the_coordination_calls_a_person_who_did_not_come(at: At, rouvier: Account) -> None:
    doctor = at("desk").signs_in(*rouvier)
    practice = doctor.calls("GET", "/me/membership")["practices"][0]["id"]
    me = doctor.calls("GET", "/me")["professional_id"]
    at_once = now_of(doctor) + timedelta(seconds=5)  # what is past when it arrives is refused
    body = {
        "professional_id": me,
        "practice_id": practice,
        "starts_at": at_once.isoformat(),
        "minutes": 5,
        "mode": "office",
        "need": "digestive",
        "person": PERSON | MISSED,
    }
    appointment = doctor.calls("POST", "/given-times", body)
    while now_of(doctor) <= at_once:
        doctor.page.wait_for_timeout(500)
    doctor.calls("POST", f"/appointments/{appointment['id']}/no-show")

    for device in DEVICES:
        coordinator = at(device).signs_in(COORDINATOR)
        page = coordinator.opens("/suivi")
        card = page.get_by_role("listitem").filter(has_text="Non venue").filter(has_text=ROUVIER)
        assert MISSED["family_name"] not in coordinator.was_told()
        card.get_by_role("button", name="Afficher l’identité").click()
        expect(card.get_by_text(MISSED["family_name"])).to_be_visible()
        coordinator.takes_picture(f"follow-up-{device}")
        if device == "phone":
            assert barriers(page) == []
            expect(card.get_by_role("button", name="Jointe")).to_have_count(0)
            card.get_by_role("button", name=re.compile("^Plus, ")).click()
            expect(page.get_by_role("menuitem")).to_have_text(["Jointe", "Pas de réponse"])
            assert all(
                size >= 44 for size in heights(page.get_by_role("menuitem"), card.get_by_role("button"))
            )
    card.get_by_role("button", name="Pas de réponse").click()
    expect(page.get_by_role("status").filter(has_text="Pas de réponse, notée")).to_be_visible()
    expect(card.get_by_text("1 appel sans réponse")).to_be_visible()
    card.get_by_role("button", name="Jointe").click()
    expect(page.get_by_role("status").filter(has_text="Personne jointe")).to_be_visible()
    expect(card).to_have_count(0)


def heights(*of: Locator) -> list[float]:
    """How high each of these is, in pixels."""
    return [box["height"] for one in of for each in one.all() if (box := each.bounding_box()) is not None]


def ends(nurse: Someone, request: dict[str, Any]) -> None:
    """Leave the demonstration as it was for the next device."""
    version = nurse.calls("GET", f"/unscheduled-care-requests/{request['id']}")["version"]
    csrf = next(c["value"] for c in nurse.context.cookies() if "csrf" in c["name"].lower())
    answer = nurse.context.request.post(
        f"{nurse.instance.url}/api/v1/unscheduled-care-requests/{request['id']}/cancellation",
        data={"reason": "mistake"},
        headers={"X-CSRF-Token": csrf, "If-Match": f'"{version}"'},
    )
    assert answer.ok, answer.text()
