"""A page that grew old: its owner is asked in the inbox, and says in one tap that it is right."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import At

OLD_PAGE = "medecin@provence.demo"
COLLEAGUE = "coordination@provence.demo"


def test_an_old_page_is_confirmed_in_one_tap_and_colleagues_see_it(at: At) -> None:
    colleague = at("desk").signs_in(COLLEAGUE)
    who = colleague.calls("GET", "/professionals?q=Roumanille")["items"][0]["professional"]["id"]
    seen = colleague.opens(f"/annuaire/{who}")
    expect(seen.get_by_text("redemandée depuis le")).to_be_visible()
    expect(seen.get_by_text(re.compile("À confirmer.: oui, jusqu’au"))).to_be_visible()

    owner = at("phone").signs_in(OLD_PAGE)
    page = owner.opens("/a-repondre")
    card = page.get_by_role("region", name="Votre fiche est-elle toujours juste ?")
    expect(card.get_by_text("À confirmer")).to_be_visible()
    page.keyboard.press("End")
    owner.takes_picture("page-to-confirm-phone")
    card.get_by_role("button", name="Oui, tout est juste").click()
    thanks = page.get_by_role("region", name="Fiche confirmée")
    expect(thanks.get_by_text("Nous vous la redemanderons le")).to_be_visible()
    expect(page.get_by_role("button", name="Oui, tout est juste")).to_have_count(0)

    seen = colleague.opens(f"/annuaire/{who}")
    expect(seen.get_by_text("prochaine demande le")).to_be_visible()
    expect(seen.get_by_text(re.compile("À confirmer.: oui"))).to_have_count(0)
    colleague.takes_picture("page-checked-desk")
    for someone in (owner, colleague):
        assert someone.faults == []


def test_what_is_not_right_is_corrected_at_once_and_stamped(at: At) -> None:
    owner = at("phone").signs_in(OLD_PAGE)
    page = owner.opens("/moi/fiche")
    page.get_by_label("Ajouter une langue").select_option(label="italien")
    expect(page.get_by_role("button", name="Retirer italien")).to_be_visible()
    page.get_by_text("Accès de plain-pied").first.click()
    expect(page.get_by_role("switch", name="Accès de plain-pied").first).to_be_checked()
    expect(page.get_by_text("Accessibilité : vérifié par la personne").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^(Changer|Donner) le téléphone")).first.click()
    page.get_by_label("Numéro que vos confrères appellent").fill("01 99 00 41 4")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Écrivez un numéro à 10 chiffres")).to_be_visible()
    page.get_by_label("Numéro que vos confrères appellent").fill("01 99 00 41 42")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("01 99 00 41 42", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^(Changer|Donner) les horaires")).first.click()
    sheet = page.get_by_role("dialog", name="Horaires")
    sheet.get_by_role("button", name="Ajouter des heures, dimanche").click()
    sunday = sheet.get_by_role("group", name=re.compile("^dimanche, plage")).last
    sunday.get_by_label("De").fill("9h")
    sunday.get_by_label("À").fill("9:00")
    sheet.get_by_role("button", name="Enregistrer les horaires").click()
    expect(sheet.get_by_text("Jour et nuit s’écrit de 0:00 à 24:00.")).to_be_visible()
    sunday.get_by_label("À").fill("1230")
    owner.takes_picture("own-hours-phone")
    sheet.get_by_role("button", name="Enregistrer les horaires").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_text(re.compile("dim. 9:00–12:30")).first).to_be_visible()
    owner.takes_picture("own-page-phone")
    page.reload()
    expect(page.get_by_role("button", name="Retirer italien")).to_be_visible()
    expect(page.get_by_role("switch", name="Accès de plain-pied").first).to_be_checked()
    assert owner.faults == []
