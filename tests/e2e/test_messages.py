"""Messages on a request: told where one looks, read when they are on screen, refused where they are typed."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR, NURSE
from tests.e2e.test_answers import AUBERTIN, ask, offer_of

WRITTEN = "Le portail est à gauche de la pharmacie."


def test_a_message_is_found_read_and_its_author_sees_by_whom(at: At) -> None:
    nurse, doctor = at("desk").signs_in(NURSE), at("phone").signs_in(DOCTOR)
    request = ask(nurse, "Marcadet-Oury", "dermatology", doctor=AUBERTIN)
    doctor.calls("POST", f"/offers/{offer_of(doctor, request['number'])['id']}/acceptance", {})
    page = nurse.opens(f"/demandes/{request['id']}")
    page.get_by_label(re.compile("^Écrire à")).fill(WRITTEN)
    page.get_by_role("button", name="Envoyer le message").click()
    thread = page.get_by_role("list", name="Fil")
    expect(thread).to_contain_text(WRITTEN)
    expect(thread.get_by_text(re.compile("^Lu par"))).to_have_count(0)

    inbox = doctor.opens("/a-repondre")
    row = inbox.get_by_role("link", name=re.compile(f"1 message non lu, {request['number']}"))
    expect(row).to_be_visible()
    row.scroll_into_view_if_needed()
    doctor.takes_picture("messages-unread-phone")
    row.click()
    new = inbox.get_by_role("list", name="Fil").get_by_role("listitem").filter(has_text=WRITTEN)
    expect(new.get_by_text("Nouveau")).to_be_visible()
    expect(thread.get_by_text(re.compile(rf"^Lu par {AUBERTIN}, \d+:\d\d$"))).to_be_visible()
    nurse.takes_picture("message-read-desk")

    inbox.get_by_label(re.compile("^Écrire à")).fill("Merci, je trouverai.")
    inbox.get_by_role("button", name="Envoyer le message").click()
    expect(thread).to_contain_text("Merci, je trouverai.")
    expect(inbox.get_by_text(re.compile(r"^Lu par Solène Marchetti, \d+:\d\d$"))).to_be_visible()
    doctor.takes_picture("message-read-phone")
    doctor.opens("/a-repondre")
    expect(row).to_have_count(0)


def test_the_board_counts_what_the_coordination_has_not_read(at: At) -> None:
    nurse, coordinator = at("desk").signs_in(NURSE), at("desk").signs_in(COORDINATOR)
    request = ask(nurse, "Bellonte", "sick_note", doctor=AUBERTIN)
    nurse.calls("POST", f"/cases/{request['id']}/messages", {"text": "Elle ne peut pas attendre demain."})
    board = coordinator.opens("/tableau")
    row = board.get_by_role("row").filter(has_text=request["number"])
    expect(row.get_by_text("message non lu")).to_have_count(1)
    coordinator.takes_picture("board-unread-desk")
    row.get_by_role("button").first.click()
    expect(board.get_by_role("complementary")).to_contain_text("Elle ne peut pas attendre demain.")
    expect(row.get_by_text("message non lu")).to_have_count(0)


def test_what_may_not_be_kept_is_said_where_it_was_typed_and_stays_there(at: At) -> None:
    nurse = at("desk").signs_in(NURSE)
    request = ask(nurse, "Ferrandi", "digestive", doctor=AUBERTIN)
    page = nurse.opens(f"/demandes/{request['id']}")
    box = page.get_by_label(re.compile("^Écrire"))
    box.fill("Son numéro : 2 69 05 49 588 157 80")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("Un numéro de sécurité sociale ne peut pas être gardé ici.")).to_be_visible()
    expect(box).to_have_value("Son numéro : 2 69 05 49 588 157 80")
    box.fill("Son numéro est dans le dossier.")
    expect(page.get_by_text("Un numéro de sécurité sociale")).to_have_count(0)

    nurse.calls(
        "POST",
        f"/unscheduled-care-requests/{request['id']}/cancellation",
        {"reason": "mistake"},
        version=nurse.calls("GET", f"/unscheduled-care-requests/{request['id']}")["version"],
    )
    expect(page.get_by_role("button", name="Envoyer le message")).to_have_count(0)
