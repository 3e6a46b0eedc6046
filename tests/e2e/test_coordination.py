"""Nobody answers: the coordinator's board says so, and somebody is found by phone."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, Someone

ESTEVE = "Dr Pauline Estève"


def test_a_request_that_nobody_took_is_assigned_by_phone(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/")
    # On a slow machine another search of the demonstration may end without an answer meanwhile.
    unanswered = page.get_by_role("row").filter(has_text="Personne n’a répondu")
    row = unanswered.filter(has_text="Urinaire")
    expect(page.get_by_role("rowheader", name=re.compile("^À vous"))).to_be_visible()
    row.get_by_role("button", name=re.compile("Urinaire")).click()
    panel = page.get_by_role("complementary")
    expect(panel.get_by_text("Libres maintenant, d’après leurs agendas")).to_be_visible()
    coordinator.takes_picture("board-desk")

    row.get_by_role("button", name=re.compile("^Attribuer")).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Qui appeler").fill("Estève")
    expect(sheet.get_by_role("link", name=re.compile(f"^Appeler {ESTEVE}"))).to_have_attribute(
        "href", re.compile(r"^tel:\+?\d+$")
    )
    coordinator.takes_picture("assign-desk")
    sheet.get_by_role("button", name=f"{ESTEVE} dit oui").click()
    sheet.get_by_role("button", name=re.compile(r"^Attribuer, \d")).click()

    expect(sheet).to_be_hidden()
    expect(panel.get_by_text(f"Attribuée à {ESTEVE}")).to_be_visible()
    expect(row).to_have_count(0)


def test_the_load_of_each_member_is_read_beside_their_cap_and_sorted(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/charge")
    row = page.get_by_role("row").filter(has_text="Dr Camille Aubertin")
    expect(row).to_contain_text("Joignable")
    expect(row).to_contain_text(re.compile(r"\d+ sur \d+"))
    page.get_by_text("12 semaines").click()
    expect(row).to_be_visible()


def test_the_board_is_read_on_a_phone_too(at: At) -> None:
    coordinator = at("phone").signs_in(COORDINATOR)
    page = coordinator.opens("/tableau")
    coordinator.takes_picture("board-phone")
    page.get_by_role("row").filter(has_text="En pause").get_by_role("button").first.click()
    expect(page.get_by_role("list", name="Fil")).to_contain_text("Mise en pause")


def test_what_left_is_shown_without_any_identity(at: At) -> None:
    coordinator = at("desk").signs_in(COORDINATOR)
    page = coordinator.opens("/envois")
    page.get_by_role("row").nth(1).get_by_role("button").first.click()
    expect(page.get_by_role("complementary")).to_be_visible()
    coordinator.takes_picture("outbox-desk")
    told = coordinator.was_told().lower()
    assert "snp-" in told
    assert [name for name in names_known_to(coordinator) if name.lower() in told] == []


def names_known_to(coordinator: Someone) -> set[str]:
    """The family names of those whom the open requests for care are about, each read with its reason."""
    reason = {"reason": "Vérifier que rien ne part avec un nom."}
    names = set()
    for row in coordinator.calls("GET", "/cases?kind=unscheduled_care&limit=200")["items"]:
        person = coordinator.calls("GET", f"/unscheduled-care-requests/{row['id']}")["person_id"]
        identity = coordinator.calls("POST", f"/people/{person}/identity-readings", reason)
        names.add(identity["family_name"])
    assert len(names) > 3
    return names
