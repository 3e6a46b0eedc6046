"""The kiosk when something goes wrong: fingers that tremble, a network that drops, a server that is busy."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import At
from tests.e2e.people import PHARMACIST
from tests.e2e.test_kiosk import holds_nothing, kiosk_of, reads, says_who, spells, taps

BUSY = json.dumps({"type": "not_ready", "title": "Not ready", "status": 503})
LYING = {"width": 1920, "height": 1080}
A_TIME = re.compile("^\\d+:\\d\\d Dr ")


def touches_twice(page: Page, wanted: Locator, then: str) -> None:
    """A finger that trembles: the same place once more, as soon as the next question is there."""
    expect(wanted).to_be_visible()
    box = wanted.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(x, y)
    expect(page.get_by_role("heading", name=then)).to_be_visible()
    page.touchscreen.tap(x, y)


def test_a_finger_that_trembles_consents_to_nothing_that_it_did_not_read(
    at: At, site: dict[str, Any]
) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    asked = page.get_by_role("heading", name="Êtes-vous d’accord")
    taps(page, "Français", "Peau")
    says_who(kiosk)
    touches_twice(page, page.get_by_role("button", name=A_TIME).last, "Êtes-vous d’accord")
    reads(page)  # what the second touch did would show by now
    expect(asked).to_be_visible()
    taps(page, "Je suis d’accord")  # whoever has read goes on as before
    expect(page.get_by_role("heading", name="C’est bien cela")).to_be_visible()
    taps(page, "Arrêter et effacer")
    holds_nothing(page)


def test_an_hour_whose_answer_comes_late_is_given_back_and_moves_nobody(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    taps(page, "Français", "Peau")
    says_who(kiosk)
    late: list[Route] = []
    page.route("**/kiosk/holds", lambda route: late.append(route))
    page.get_by_role("button", name=A_TIME).last.tap()
    kiosk.until(lambda: bool(late))
    taps(page, "Retour")
    expect(page.get_by_role("heading", name="médecin traitant")).to_be_visible()
    with page.expect_response(lambda it: it.request.method == "DELETE") as released:
        late[0].continue_()
    assert released.value.ok
    expect(page.get_by_role("heading", name="médecin traitant")).to_be_visible()


def test_a_language_is_there_while_the_network_is_away(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    kiosk.context.set_offline(True)
    page.get_by_role("button", name="Türkçe").tap()
    expect(page.get_by_role("heading", name="Neden doktora görünmek istiyorsunuz")).to_be_visible()


def test_a_server_that_is_busy_takes_nothing_from_who_is_answering(at: At, site: dict[str, Any]) -> None:
    kiosk = at("kiosk").signs_in(PHARMACIST)
    page = kiosk.page
    page.clock.install()
    page.goto(f"{kiosk.instance.url}/borne/{site['id']}")
    taps(page, "Français", "Peau")
    spells(page, "GASPAR")
    refused: list[int] = []

    def busy(route: Route) -> None:
        refused.append(1)
        route.fulfill(status=503, content_type="application/problem+json", body=BUSY)

    page.route("**/kiosk", busy)
    for _ in range(3):  # the read each minute, and its second try
        page.clock.fast_forward(30_000)
        page.get_by_role("button", name="D", exact=True).tap()
    kiosk.until(lambda: len(refused) > 1)
    expect(page.get_by_label("Votre prénom")).to_have_value("Gasparddd")


def test_what_somebody_made_of_the_first_screen_goes_with_them(at: At, site: dict[str, Any]) -> None:
    kiosk = at("kiosk").signs_in(PHARMACIST)
    page = kiosk.page
    page.clock.install()
    page.goto(f"{kiosk.instance.url}/borne/{site['id']}")
    taps(page, "Contraste", "Aide")
    expect(page.get_by_role("heading", name="Besoin d’aide")).to_be_visible()
    page.clock.fast_forward(62_000)
    expect(page.get_by_role("dialog", name="Êtes-vous toujours là")).to_be_visible()
    page.clock.fast_forward(21_000)
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    expect(page.get_by_role("button", name="Contraste")).to_have_attribute("aria-pressed", "false")


def test_the_signs_of_danger_are_seen_at_once_on_a_screen_that_lies(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    page.set_viewport_size(LYING)
    for language in ("Français", "தமிழ்"):
        page.get_by_role("button", name=language).tap()
        expect(page.locator("main h1")).to_be_focused()
        assert (
            page.evaluate(
                "() => { const it = document.querySelector('main');"
                " return it.scrollHeight - it.clientHeight; }"
            )
            <= 1
        )
        page.get_by_role("contentinfo").get_by_role("button").last.tap()
