"""A sign of alert ends on the 15: nobody is asked, and the request says so."""

from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import PHARMACIST, Someone

SIGN = "Douleur dans la poitrine"


def requests_of(somebody: Someone) -> list[str]:
    """The states of the requests that this person made."""
    listed = somebody.calls("GET", "/unscheduled-care-requests?view=mine&limit=200")
    return [request["state"] for request in listed["items"]]


def test_a_red_flag_ends_on_the_15_and_asks_nobody(at: At) -> None:
    pharmacist = at("phone").signs_in(PHARMACIST)
    before = requests_of(pharmacist)
    page = pharmacist.opens("/demander")
    page.get_by_label(SIGN).click()
    stop = page.get_by_role("region", name="Appelez le 15 maintenant")
    expect(stop.get_by_role("link", name="Appeler le 15")).to_have_attribute("href", "tel:15")
    expect(stop.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    expect(stop).to_contain_text(SIGN)
    expect(page.get_by_role("button", name="Envoyer la demande")).to_have_count(0)
    bottom = page.get_by_role("button", name="Coché par erreur, revenir").bounding_box()
    assert bottom is not None
    assert bottom["y"] + bottom["height"] <= 844, "everything is there without scrolling"
    pharmacist.takes_picture("red-flag-stop-phone")
    expect(stop).to_contain_text("La demande est close : « orientée vers le 15 »")
    assert sorted(requests_of(pharmacist)) == sorted([*before, "redirected_15"])


def test_a_sign_ticked_by_mistake_leaves_nothing_behind(at: At) -> None:
    pharmacist = at("desk").signs_in(PHARMACIST)
    before = requests_of(pharmacist)
    page = pharmacist.opens("/demander")
    page.get_by_label(SIGN).click()
    page.get_by_role("button", name="Coché par erreur, revenir").click()
    page.get_by_role("button", name="Aucun de ces signes").click()
    expect(page.get_by_label("Nom", exact=True)).to_be_visible()
    pharmacist.opens("/mes-demandes")
    assert requests_of(pharmacist) == before
