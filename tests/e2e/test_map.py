"""The map of the territory: what is open, list and map together, by wheel, buttons, keys and fingers."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import COORDINATOR, DEVICES, DOCTOR, Someone

SCALE = "document.querySelector('path[class*=here]').getBoundingClientRect().width"


def the_map(page: Page) -> Locator:
    """Once its points are there."""
    shown = page.get_by_role("region", name="Carte du territoire")
    expect(shown.locator("[title]").first).to_be_visible()
    return shown


def scale(page: Page) -> float:
    """How large the territory is drawn: the width of its outline on the screen, in pixels."""
    return page.evaluate(SCALE)


def expect_larger(page: Page, width: float) -> None:
    """Wait until the territory is wider than that."""
    page.wait_for_function(f"width => {SCALE} > width", arg=width)


def expect_scale(page: Page, width: float) -> None:
    """Wait until the territory is as wide as that, but for a twentieth."""
    page.wait_for_function(f"width => Math.abs({SCALE} / width - 1) < 0.05", arg=width)


def where(page: Page) -> float:
    """Where its outline begins on the screen, in pixels from the left."""
    return page.evaluate("document.querySelector('path[class*=here]').getBoundingClientRect().left")


def pinch(somebody: Someone, at: Locator, to: float) -> None:
    """Two fingers in the middle of an element, spread from 40 px to that many."""
    box = at.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    fingers = somebody.context.new_cdp_session(somebody.page)

    def touch(kind: str, apart: float | None) -> None:
        points = [] if apart is None else [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 20)
    for step in range(1, 9):
        touch("touchMove", 20 + (to / 2 - 20) * step / 8)
    touch("touchEnd", None)


@pytest.mark.parametrize("device", DEVICES)
def test_what_is_open_is_found_on_the_map_and_in_the_list_without_anybody_outside(
    at: At, device: str
) -> None:
    doctor = at(device).signs_in(DOCTOR)
    asked: set[str] = set()
    doctor.page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    view = "&vue=carte" if device == "phone" else ""
    page = doctor.opens(f"/annuaire?nature=pharmacy&ouvert=true{view}")
    shown = the_map(page)
    shown.get_by_title("Pharmacie du Lys").click()
    expect(shown.get_by_text("Pharmacie, ouvert jusqu’à")).to_be_visible()
    shown.get_by_role("link", name="Pharmacie du Lys").click()
    expect(page.get_by_role("heading", name="Pharmacie du Lys")).to_be_visible()
    expect(page.get_by_text(re.compile("^Ouvert jusqu’à"))).to_be_visible()
    assert asked <= {urlsplit(doctor.instance.url).netloc, ""}


def test_a_line_of_the_list_lights_its_point_and_a_point_its_line(at: At) -> None:
    doctor = at("desk").signs_in(DOCTOR)
    page = doctor.opens("/annuaire?nature=pharmacy")
    shown = the_map(page)
    page.get_by_role("link", name=re.compile("Pharmacie des Fondeurs")).first.focus()
    expect(shown.locator("[data-hot]")).to_have_attribute("title", "Pharmacie des Fondeurs")
    shown.get_by_title("Pharmacie du Lys").click()
    expect(page.locator("li[data-hovered]").filter(has_text="Pharmacie du Lys")).to_be_in_viewport()


def test_the_map_is_enlarged_moved_and_reset_by_wheel_buttons_and_keys(at: At) -> None:
    doctor = at("desk").signs_in(DOCTOR)
    page = doctor.opens("/annuaire")
    shown = the_map(page)
    whole = scale(page)
    shown.get_by_role("button", name="Agrandir la carte").click()
    expect(shown.get_by_role("button", name="Réduire la carte")).to_be_visible()
    expect_larger(page, whole * 1.5)
    shown.get_by_role("application").focus()
    before = where(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "was => document.querySelector('path[class*=here]').getBoundingClientRect().left < was - 20",
        arg=before,
    )
    page.keyboard.press("0")
    expect_scale(page, whole)
    box = shown.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -240)
    expect_larger(page, whole * 1.2)
    shown.get_by_role("button", name="Revoir tout le territoire").click()
    expect_scale(page, whole)


def test_two_fingers_enlarge_the_map_of_a_phone(at: At) -> None:
    doctor = at("phone").signs_in(DOCTOR)
    page = doctor.opens("/annuaire?vue=carte")
    shown = the_map(page)
    whole = scale(page)
    pinch(doctor, shown, 240)
    expect_larger(page, whole * 1.5)


@pytest.mark.parametrize("device", DEVICES)
def test_the_coordination_corrects_the_hours_of_a_pharmacy_and_everybody_reads_them(
    at: At, device: str
) -> None:
    coordinator = at(device).signs_in(COORDINATOR)
    page = coordinator.opens("/annuaire?nature=pharmacy")
    name = "Pharmacie des Cerisiers" if device == "desk" else "Pharmacie des Aiguilleurs"
    page.get_by_role("link", name=re.compile(name)).first.click()
    page.get_by_role("link", name="Modifier la fiche").click()
    sunday = page.get_by_role("button", name="Ajouter des heures, dimanche")
    sunday.click()
    band = page.get_by_role("group", name="dimanche, plage 1")
    band.get_by_label("De").fill("9")
    band.get_by_label("À").fill("9")
    save = page.get_by_role("button", name="Enregistrer, tout est vérifié")
    save.click()
    expect(band.get_by_text("Jour et nuit s’écrit de 0:00 à 24:00.")).to_be_visible()
    band.get_by_label("À").fill("12h30")
    save.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("9:00–12:30")).to_be_visible()
    expect(page.get_by_text(re.compile("Vérifié le .* par la coordination"))).to_be_visible()
