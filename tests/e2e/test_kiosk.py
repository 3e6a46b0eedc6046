"""The kiosk of a pharmacy, full screen, by touch: from a language to the doctor, and nothing left behind."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import PHARMACIST, Someone
from tests.e2e.test_accessibility import barriers

KEPT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: 'caches' in window ? await caches.keys() : [],
  state: JSON.stringify(history.state), url: location.href, name: window.name,
  text: document.documentElement.outerHTML,
})"""
IDENTITY = ("Gaspard", "Ormelin", "04091961", "04/09/1961", "1961-09-04", "0639984107", "06 39 98 41 07")

ECHO_MS = 600
"""A second touch in the same place within half a second is an echo of the first."""


def kiosk_of(at: At, site: dict[str, Any]) -> Someone:
    """The kiosk of that site: its pharmacist has signed in, then stepped aside."""
    kiosk = at("kiosk").signs_in(PHARMACIST)
    kiosk.opens(f"/borne/{site['id']}")
    return kiosk


SMALL = """() => [...document.querySelectorAll('button, a, input')]
  .map((one) => [one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < 48)
  .map(([name]) => name)"""
"""What somebody who trembles would miss: less than 48 px wide or high."""


def taps(page: Page, *names: str) -> None:
    """Touch these buttons, one after the other; all that can be touched then is large."""
    for name in names:
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
        assert page.evaluate(SMALL) == []
        page.get_by_role("button", name=name, exact=True).tap()


def reads(page: Page) -> None:
    """Let the time pass that anybody needs to read: the same place touched sooner is no answer."""
    page.wait_for_timeout(ECHO_MS)


def types(page: Page, digits: str) -> None:
    """Touch the keypad."""
    for digit in digits:
        page.get_by_role("button", name=digit, exact=True).tap()


def spells(page: Page, letters: str) -> None:
    """Touch the letters."""
    for letter in letters:
        page.get_by_role("button", name=letter, exact=True).tap()


def says_who(kiosk: Someone, pictures: bool = False) -> None:
    """An adult of 65 without a usual doctor."""
    page = kiosk.page
    for field, letters in (("Votre prénom", "GASPARD"), ("Votre nom de famille", "ORMELIN")):
        expect(page.get_by_role("heading", name=field)).to_be_visible()
        spells(page, letters)
        taps(page, "Suite")
    types(page, "0409196")
    if pictures:
        kiosk.takes_picture("kiosk-birth")
    types(page, "1")
    taps(page, "Suite", "Un homme")
    types(page, "0639984107")
    taps(page, "Suite", "Non")
    reads(page)


def holds_nothing(page: Page) -> None:
    """Nothing of the person is in the browser: storage, caches, address, page."""
    kept = page.evaluate(KEPT)
    assert kept["local"] == [], kept["local"]
    assert kept["session"] == [], kept["session"]
    assert kept["databases"] == []
    assert kept["caches"] == []
    for words in IDENTITY:
        assert words not in str(kept)


def test_a_person_books_by_touch_and_leaves_nothing_behind(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    kiosk.takes_picture("kiosk-language")
    assert barriers(page) == []
    taps(page, "Français")
    expect(page.get_by_role("heading", name="Pourquoi voir un médecin")).to_be_visible()
    assert page.evaluate("document.fullscreenElement !== null")
    kiosk.takes_picture("kiosk-reason")
    taps(page, "Gorge, nez, oreilles")
    says_who(kiosk, pictures=True)
    expect(page.get_by_role("heading", name="Quand voulez-vous voir un médecin")).to_be_visible()
    time = page.get_by_role("button", name=re.compile("^\\d+:\\d\\d Dr ")).first
    expect(time).to_be_visible()
    kiosk.takes_picture("kiosk-when")
    hour = time.locator("b").inner_text()
    time.tap()
    taps(page, "Je suis d’accord")
    expect(page.get_by_text("Heure gardée encore")).to_be_visible()
    taps(page, "Confirmer")
    expect(page.get_by_role("heading", name="C’est réservé")).to_be_visible()
    expect(page.get_by_text(hour, exact=True)).to_be_visible()
    assert "Ormelin" not in page.content()  # the page forgot who it is as soon as the server knew
    reads(page)
    taps(page, "Terminer")
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    holds_nothing(page)
    booked = kiosk.calls("GET", "/teleconsultations")["items"]
    assert [one["consent"]["video"] for one in booked if one["origin"] == "kiosk"] == [True]


def test_as_soon_as_possible_searches_and_can_be_stopped(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    taps(page, "Français", "Peau")
    says_who(kiosk)
    page.get_by_role("button", name=re.compile("^Dès que possible")).tap()
    taps(page, "Je suis d’accord", "Confirmer")
    expect(page.get_by_role("heading", name="Nous cherchons un médecin")).to_be_visible()
    assert "Ormelin" not in page.content()
    taps(page, "Arrêter et effacer")
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()

    def cancelled() -> bool:
        items = kiosk.calls("GET", "/teleconsultations")["items"]
        return any(one["reason"] == "dermatology" and one["state"] == "cancelled" for one in items)

    kiosk.until(cancelled)
    holds_nothing(page)


def test_a_sign_of_danger_ends_it_before_anything_is_asked(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    taps(page, "Français", "Douleur à la poitrine")
    expect(page.get_by_role("heading", name="Prévenez l’équipe maintenant")).to_be_visible()
    expect(page.get_by_text("Rien n’a été gardé sur vous.")).to_be_visible()
    taps(page, "Terminer")
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    holds_nothing(page)


def test_a_keyboard_alone_is_enough(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page

    def presses(name: str | re.Pattern[str]) -> None:
        """Tab to a button, see that the focus shows, and press it."""
        wanted = page.get_by_role("button", name=name, exact=isinstance(name, str)).first
        expect(wanted).to_be_visible()
        for _ in range(60):
            if wanted.evaluate("it => it === document.activeElement"):
                break
            page.keyboard.press("Tab")
        assert wanted.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
        page.keyboard.press("Enter")

    presses("Français")
    presses("Peau")
    for name in ("Gaspard", "Ormelin"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.type("04091961")
    page.keyboard.press("Enter")
    presses("Un homme")
    page.keyboard.type("0639984107")
    page.keyboard.press("Enter")
    presses("Non")
    expect(page.get_by_role("heading", name="Quand voulez-vous voir un médecin")).to_be_focused()
    presses(re.compile("^\\d+:\\d\\d Dr "))
    presses("Je suis d’accord")
    presses("Confirmer")
    expect(page.get_by_role("heading", name="C’est réservé")).to_be_visible()
    presses("Terminer")
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    holds_nothing(page)


def test_neither_the_browser_nor_its_back_button_remembers_who_was_there(
    at: At, site: dict[str, Any]
) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    taps(page, "Français", "Peau")
    expect(page.get_by_role("heading", name="Votre prénom")).to_be_visible()
    field = page.get_by_role("textbox")
    assert (field.get_attribute("autocomplete"), field.get_attribute("inputmode")) == ("off", "none")
    says_who(kiosk)
    taps(page, "Arrêter et effacer")
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    page.go_back()  # out of the kiosk: nothing of it is a step of the history
    assert page.url == "about:blank"
    page.go_forward()
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    kept = str(page.evaluate(KEPT))  # how far the page was scrolled may be in it, nobody is
    assert [words for words in IDENTITY if words in kept] == []


def test_nobody_there_erases_everything_after_a_countdown(at: At, site: dict[str, Any]) -> None:
    kiosk = at("kiosk").signs_in(PHARMACIST)
    page = kiosk.page
    page.clock.install()
    kiosk.page.goto(f"{kiosk.instance.url}/borne/{site['id']}")
    taps(page, "Français", "Peau")
    spells(page, "GASPARD")
    page.clock.fast_forward(62_000)
    asked = page.get_by_role("dialog", name="Êtes-vous toujours là")
    expect(asked.get_by_text(re.compile(r"Tout s’efface dans \d+.s"))).to_be_visible()
    taps(page, "Je suis là")
    expect(page.get_by_label("Votre prénom")).to_have_value("Gaspard")
    page.clock.fast_forward(62_000)
    expect(asked).to_be_visible()
    page.clock.fast_forward(21_000)
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    holds_nothing(page)


def test_arabic_is_read_from_right_to_left(at: At, site: dict[str, Any]) -> None:
    kiosk = kiosk_of(at, site)
    page = kiosk.page
    page.get_by_role("button", name="العربية").tap()
    expect(page.get_by_role("heading", name="لماذا تريد رؤية طبيب")).to_be_visible()
    assert page.evaluate("[document.dir, document.documentElement.lang]") == ["rtl", "ar"]
    assert barriers(page) == []
    box = page.get_by_role("button", name="إنهاء ومسح").bounding_box()
    other = page.get_by_role("button", name="رجوع").bounding_box()
    assert box
    assert other
    assert box["x"] < other["x"]


@pytest.mark.parametrize("code", ["português", "English", "中文", "Türkçe", "தமிழ்", "Español"])
def test_every_language_fits_the_screen(at: At, site: dict[str, Any], code: str) -> None:
    page = kiosk_of(at, site).page
    page.get_by_role("button", name=re.compile(code, re.I)).tap()
    expect(page.locator("main h1")).to_be_focused()
    hidden = "() => { const it = document.querySelector('main'); return it.scrollHeight - it.clientHeight; }"
    assert page.evaluate(hidden) <= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
