"""The regulator's page on a desk and on a phone: found, kept, booked; and what the SAS sees of a doctor."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, REGULATOR

TIME = re.compile(r"\d{1,2}:\d\d$")
READ_AGAIN_MS = 30_000
"""The page reads the times again by itself every half minute."""


def fill(page: Page, name: str = "Maubert") -> None:
    """The person of the call."""
    page.get_by_label("Nom", exact=True).fill(name)
    page.get_by_label("Prénom").fill("Jeanne")
    page.get_by_label("Né·e le").fill("04091961")
    page.get_by_label("F", exact=True).check()
    page.get_by_label("Téléphone").fill("0639987412")
    page.get_by_label("Numéro de dossier SAS").fill("94-2611-08812")


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_a_regulator_books_in_three_taps(at: At, device: str) -> None:
    regulator = at(device).signs_in(REGULATOR)
    page = regulator.opens("/")
    expect(page).to_have_url(re.compile("/disponibilites"))
    if device == "phone":
        page.get_by_role("button", name=re.compile("^Demain")).click()
    time = page.get_by_role("button", name=TIME).locator("visible=true").first
    expect(time).to_be_visible()
    expect(page.get_by_text(re.compile("relu à"))).to_be_visible()
    regulator.takes_picture(f"regulation-{device}")
    time.click()
    panel = page.get_by_role("complementary", name="Réserver")
    expect(panel.get_by_role("timer")).to_be_visible()
    confirm = panel.get_by_role("button", name=re.compile("^Confirmer"))
    confirm.click()
    expect(panel.get_by_text("À remplir.").first).to_be_visible()
    fill(page)
    regulator.takes_picture(f"regulation-booking-{device}")
    confirm.click()
    done = page.get_by_role("complementary", name="Rendez-vous pris")
    expect(done.get_by_role("heading", name="Rendez-vous pris")).to_be_focused()
    done.get_by_role("button", name="Revenir à la liste").click()
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_a_time_is_given_back_and_one_taken_elsewhere_is_struck_through(at: At) -> None:
    one, other = at("desk").signs_in(REGULATOR), at("desk").signs_in(REGULATOR)
    one.page.clock.install()
    here, there = one.opens("/disponibilites"), other.opens("/disponibilites")
    time = there.get_by_role("button", name=TIME).nth(1)
    expect(time).to_be_visible()
    said = " ".join((time.text_content() or "").split())
    time = there.get_by_role("button", name=said, exact=True).locator("visible=true").first  # whatever leaves
    free = here.get_by_role("button", name=said, exact=True).locator("visible=true")
    expect(free.first).to_be_visible()
    before = free.count()
    time.click()
    expect(there.get_by_role("timer")).to_be_visible()
    here.get_by_role("button", name="Chercher").click()
    here.clock.fast_forward(READ_AGAIN_MS)
    expect(here.locator("s", has_text=said.split()[-1]).first).to_be_visible()
    expect(free).to_have_count(before - 1)
    with there.expect_response(re.compile("/api/v1/holds/")):
        there.get_by_role("button", name="Rendre le créneau").click()
    expect(there.get_by_role("complementary", name="Réserver")).to_have_count(0)
    here.get_by_role("button", name="Chercher").click()
    here.clock.fast_forward(READ_AGAIN_MS)
    expect(free).to_have_count(before)


def test_a_slot_of_the_platform_is_kept_at_once(at: At) -> None:
    regulator = at("desk").signs_in(REGULATOR)
    found = regulator.context.request.get(
        f"{regulator.instance.url}/api/v1/availability?commune_insee=94081"
    ).json()
    entry = next(one for one in found["items"] if any(day["slots"] for day in one["days"]))
    slot = next(day["slots"][0]["slot_id"] for day in entry["days"] if day["slots"])
    who = entry["professional"]
    page = regulator.opens(f"/sas/rdv?praticien={who['id']}&creneau={slot.replace('_', '.')}&origin=sas")
    panel = page.get_by_role("complementary", name="Réserver")
    expect(panel.get_by_role("timer")).to_be_visible()
    expect(panel.get_by_text(re.compile(re.escape(who["name"])))).to_be_visible()
    expect(page.locator("tbody th").first).to_contain_text(who["name"])


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_a_doctor_reads_what_the_sas_sees_and_the_hours_opened(at: At, device: str) -> None:
    doctor = at(device).signs_in(DOCTOR)
    page = doctor.opens("/moi/regulation")
    expect(page.get_by_role("heading", name="Ce que le SAS voit")).to_be_visible()
    expect(page.get_by_text("SAS, CPTS").first).to_be_visible()
    doctor.takes_picture(f"regulation-seen-{device}")
    page.get_by_role("link", name=re.compile("Mes heures ouvertes")).click()
    expect(page.get_by_role("heading", name=re.compile("Dr Camille Aubertin"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tableau pour Excel").click()
    assert download.value.suggested_filename.startswith("heures-ouvertes-")
    doctor.takes_picture(f"regulation-hours-{device}")


def test_the_coordination_reads_the_hours_of_every_member(at: At) -> None:
    page = at("desk").signs_in(COORDINATOR).opens("/charge")
    page.get_by_role("link", name="Heures ouvertes").click()
    expect(page.get_by_role("heading", name=re.compile("^Dr")).nth(3)).to_be_visible()
