"""Without a mouse: the board by its keys, the skip link, and a focus that one can see."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DOCTOR


def test_the_board_is_worked_by_keys(at: At) -> None:
    page = at("desk").signs_in(COORDINATOR).opens("/tableau")
    rows = page.locator("tr[data-row]")
    page.keyboard.press("/")
    expect(page.get_by_placeholder("Numéro, secteur…")).to_be_focused()
    page.keyboard.press("Tab")

    # An absence stands among the requests where it breaks, and the arrows stop there too.
    stops = page.get_by_role("rowheader").locator("> :is(button, a)")
    stops.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(stops.nth(1)).to_be_focused()
    is_seen(page)
    rows.nth(1).get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary")
    expect(panel).to_be_visible()
    expect(page).to_have_url(re.compile("demande="))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()

    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys).to_contain_text("Échap")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    takable = page.locator(
        "tr[data-row]", has=page.get_by_role("button", name=re.compile("^Attribuer"))
    ).first
    takable.get_by_role("button").first.focus()
    page.keyboard.press("a")
    expect(page.get_by_role("dialog", name="Attribuer par téléphone")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_first_tab_skips_to_the_content(at: At) -> None:
    page = at("desk").signs_in(DOCTOR).opens("/annuaire")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()
    page.keyboard.press("Tab")
    assert is_inside(page, page.get_by_role("main"))


def test_after_going_to_another_page_the_focus_is_on_what_was_opened(at: At) -> None:
    page = at("desk").signs_in(DOCTOR).opens("/annuaire?q=Estève")
    found = page.get_by_role("main").get_by_role("link", name=re.compile("Pauline Estève"))
    found.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Pauline Estève"))).to_be_visible()
    page.wait_for_function("document.activeElement !== document.body")
    page.keyboard.press("Tab")
    assert is_inside(page, page.get_by_role("main"))
    is_seen(page)


def is_inside(page: Page, region: Locator) -> bool:
    """Whether what has the focus is in that region."""
    return bool(region.evaluate("(region) => region.contains(document.activeElement)"))


def is_seen(page: Page) -> None:
    """The focus shows: an outline, or a frame drawn around, by the element or by what holds it."""
    drawn = page.evaluate(
        """() => {
          for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
          }
          return false;
        }"""
    )
    assert drawn
