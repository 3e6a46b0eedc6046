"""The agenda is drawn, moved and lengthened in place by a finger, which scrolls it too."""

from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.conftest import At
from tests.e2e.people import DOCTOR
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_calendar_editor import (
    PX_PER_MINUTE,
    SATURDAY,
    block,
    close,
    is_kept,
    open_saturday,
    openings,
    point,
    shows,
    starts,
    takes_back,
)


class Finger:
    """One finger on the glass, as the browser sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)

    def does(self, what: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        self.session.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points})

    def presses(self, at: tuple[float, float]) -> None:
        """Put it down and leave it there until what lies under it is held."""
        self.does("touchStart", *at)
        expect(self.page.locator("[data-draft]")).to_be_visible()

    def slides(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        for part in range(1, 9):
            self.does("touchMove", *(a + (b - a) * part / 8 for a, b in zip(start, end, strict=True)))

    def lifts(self) -> None:
        self.does("touchEnd")


def test_a_finger_scrolls_or_presses_and_drags(at: At) -> None:
    person = at("phone").signs_in(DOCTOR)
    before = openings(person)
    made = open_saturday(person, weekly=False)
    page = shows(person)
    page.get_by_text("Grille", exact=True).click()
    expect(block(page, "de 14:00 à 16:00")).to_be_visible()
    finger = Finger(page)

    def place(hour: float) -> tuple[float, float]:
        return point(page, hour, 0)

    page.evaluate("window.scrollTo(0, 0)")
    start = place(12.5)
    finger.does("touchStart", *start)
    finger.slides(start, (start[0], start[1] - 300))
    finger.lifts()
    page.wait_for_function("window.scrollY > 100")
    expect(page.locator("[data-draft]")).to_have_count(0)
    assert openings(person) != before

    finger.presses(place(15))
    finger.slides(place(15), place(16.25))
    expect(page.locator("[data-draft]")).to_contain_text("15:15 à 17:15")
    finger.lifts()
    expect(block(page, "de 15:15 à 17:15")).to_be_visible()
    is_kept(page)

    finger.presses(place(16))
    finger.lifts()
    assert barriers(page) == []
    handle = page.locator('[data-draft] [data-edge="end"]').bounding_box()
    assert handle is not None
    assert handle["width"] >= 44
    assert handle["height"] >= 44
    held = handle["x"] + 22, handle["y"] + 22
    finger.does("touchStart", *held)
    finger.slides(held, (held[0], held[1] + 30 * PX_PER_MINUTE))
    finger.lifts()
    expect(block(page, "de 15:15 à 17:45")).to_be_visible()
    takes_back(page)
    expect(block(page, "de 15:15 à 17:15")).to_be_visible()

    finger.presses(place(12.6))
    finger.lifts()
    expect(page.locator("[data-draft]")).to_contain_text("12:30 à 13:30")
    person.takes_picture("calendar-new-phone")
    page.get_by_role("button", name="Ouvrir ce jour").click()
    expect(block(page, "de 12:30 à 13:30")).to_be_visible()
    assert ("12:30", "13:30") in starts(person, SATURDAY)
    takes_back(page)
    expect(block(page, "de 12:30 à 13:30")).to_have_count(0)
    close(person, made["id"])
    assert openings(person) == before
