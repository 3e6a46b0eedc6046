"""The agenda is drawn, moved and closed in place: by mouse and by keys, and always taken back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.days import today
from tests.e2e.conftest import At
from tests.e2e.people import DOCTOR, Someone
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_keyboard import is_seen

PX_PER_MINUTE = 61 / 60
FIRST_HOUR = 8
MONDAY = today((7 - today().weekday()) % 7 + 28)
"""A week that no other journey looks at."""
SATURDAY = 5
"""A column where the demonstration opens nothing after noon."""


def day(column: int) -> str:
    """The day of a column of that week."""
    return str(MONDAY + timedelta(days=column))


def openings(doctor: Someone) -> list[dict[str, Any]]:
    """What the server keeps of the openings, without versions."""
    items = doctor.calls("GET", "/openings?limit=100")["items"]
    return sorted(
        ({name: value for name, value in one.items() if name != "version"} for one in items),
        key=lambda one: str(one["id"]),
    )


def starts(doctor: Someone, column: int) -> list[tuple[str, str]]:
    """The hours of the openings of one day of that week, as the server works them out."""
    agenda = doctor.calls("GET", f"/agenda?from_on={day(column)}&to_on={day(column)}")
    return sorted((one["opening"]["from_time"], one["opening"]["to_time"]) for one in agenda["occurrences"])


@pytest.fixture
def doctor(at: At) -> Iterator[Someone]:
    """A doctor at a desk, on an opening of one Saturday from 14:00 to 16:00; all is as before at the end."""
    person = at("desk").signs_in(DOCTOR)
    before = openings(person)
    made = open_saturday(person, weekly=False)
    yield person
    close(person, made["id"])
    assert openings(person) == before


def open_saturday(person: Someone, *, weekly: bool) -> dict[str, Any]:
    like = person.calls("GET", "/openings")["items"][0]
    made: dict[str, Any] = person.calls(
        "POST",
        "/openings",
        {
            "practice_id": like["practice_id"],
            "kind": "slots",
            "weekday": SATURDAY + 1 if weekly else None,
            "on_day": None if weekly else day(SATURDAY),
            "from_time": "14:00",
            "to_time": "16:00",
            "slot_minutes": 20,
            "capacity": 1,
            "needs": [],
            "modes": ["office"],
            "audiences": ["cpts"],
        },
    )
    return made


def close(person: Someone, opening_id: str) -> None:
    """Close it by the API; nothing when it is gone."""
    known = [one for one in person.calls("GET", "/openings?limit=100")["items"] if one["id"] == opening_id]
    for one in known:
        person.calls("DELETE", f"/openings/{opening_id}", version=one["version"])


def shows(person: Someone, *, view: str = "") -> Page:
    return person.opens(f"/agenda?jour={day(SATURDAY)}{view}")


def column(page: Page, number: int = SATURDAY) -> Locator:
    return page.locator(f'[data-column="{number}"]')


def point(page: Page, hour: float, number: int = SATURDAY) -> tuple[float, float]:
    """Where an hour of a column is on screen."""
    box = column(page, number).bounding_box()
    assert box is not None
    return box["x"] + box["width"] * 0.6, box["y"] + (hour - FIRST_HOUR) * 60 * PX_PER_MINUTE


def drag(page: Page, start: tuple[float, float], end: tuple[float, float], *, drop: bool = True) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    for part in range(1, 6):
        page.mouse.move(*(a + (b - a) * part / 5 for a, b in zip(start, end, strict=True)))
    if drop:
        page.mouse.up()


def block(page: Page, hours: str) -> Locator:
    """An opening of the Saturday, or of the only day that a phone shows."""
    where = page.locator(f'[data-column="{SATURDAY}"]:visible, [data-headless] [data-column]')
    return where.get_by_role("button", name=re.compile(hours))


def is_kept(page: Page) -> None:
    """A change being sent lets no other begin: what was drawn leaves the grid once the server answered."""
    expect(page.locator("[data-draft]")).to_have_count(0)


def takes_back(page: Page) -> None:
    page.get_by_role("status").get_by_role("button", name="Annuler").click()


def test_a_mouse_draws_an_opening_and_takes_it_back(doctor: Someone) -> None:
    page = shows(doctor)
    drag(page, point(page, 17.05), point(page, 18.49), drop=False)
    expect(page.locator("[data-draft]")).to_contain_text("17:00 à 18:30")
    page.mouse.up()
    page.get_by_role("button", name="Ouvrir ce jour").click()
    expect(block(page, "de 17:00 à 18:30")).to_be_focused()
    assert ("17:00", "18:30") in starts(doctor, SATURDAY)
    takes_back(page)
    expect(block(page, "de 17:00 à 18:30")).to_have_count(0)
    assert ("17:00", "18:30") not in starts(doctor, SATURDAY)


def test_a_mouse_moves_an_opening_and_stretches_it(doctor: Someone) -> None:
    page = shows(doctor)
    drag(page, point(page, 15), point(page, 16))
    expect(block(page, "de 15:00 à 17:00")).to_be_visible()
    is_kept(page)
    drag(page, point(page, 17 - 0.03), point(page, 18.02))
    expect(block(page, "de 15:00 à 18:00")).to_be_visible()
    assert ("15:00", "18:00") in starts(doctor, SATURDAY)
    takes_back(page)
    expect(block(page, "de 15:00 à 17:00")).to_be_visible()
    drag(page, point(page, 16), point(page, 10, 4))
    expect(column(page, 4).get_by_role("button", name=re.compile("de 9:00 à 11:00"))).to_be_visible()


def test_escape_and_a_place_left_alone_change_nothing(doctor: Someone) -> None:
    page = shows(doctor)
    before = openings(doctor)
    drag(page, point(page, 15), point(page, 18), drop=False)
    expect(page.locator("[data-draft]")).to_contain_text("17:00 à 19:00")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("[data-draft]")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    drag(page, point(page, 15), point(page, 16), drop=False)
    page.mouse.move(*point(page, 15))
    page.mouse.up()
    expect(page.locator("[data-draft]")).to_have_count(0)
    drag(page, point(page, 17), point(page, 18))
    page.get_by_role("group", name="Ouvrir du temps").get_by_role("button", name="Annuler").click()
    assert openings(doctor) == before


def test_a_weekly_opening_is_moved_for_one_day_or_for_all(doctor: Someone) -> None:
    page = shows(doctor)
    drag(page, point(page, 11.5), point(page, 13))
    expect(page.get_by_text("avant 9:00 à 12:00")).to_be_visible()
    doctor.takes_picture("calendar-choice-desk")
    assert barriers(page) == []
    page.get_by_role("button", name="Ce jour seulement").click()
    expect(block(page, "de 10:30 à 13:30")).to_be_visible()
    assert ("10:30", "13:30") in starts(doctor, SATURDAY)
    assert ("09:00", "12:00") in starts(doctor, SATURDAY + 7)
    takes_back(page)
    expect(block(page, "de 9:00 à 12:00")).to_be_visible()

    drag(page, point(page, 9.05), point(page, 8.3))
    page.get_by_role("button", name="Tous les samedis").click()
    expect(block(page, "de 8:15 à 12:00")).to_be_visible()
    assert ("08:15", "12:00") in starts(doctor, SATURDAY + 7)
    takes_back(page)
    expect(block(page, "de 9:00 à 12:00")).to_be_visible()
    assert ("09:00", "12:00") in starts(doctor, SATURDAY + 7)


def test_a_change_made_elsewhere_meanwhile_is_shown_and_ours_is_kept(doctor: Someone) -> None:
    page = shows(doctor)
    mine = next(
        one for one in doctor.calls("GET", "/openings?limit=100")["items"] if one["on_day"] == day(SATURDAY)
    )
    drag(page, point(page, 15), point(page, 16), drop=False)
    sent = {name: mine[name] for name in ("practice_id", "kind", "weekday", "on_day", "slot_minutes")}
    sent |= {name: mine[name] for name in ("capacity", "needs", "modes", "audiences", "from_time")}
    doctor.calls("PUT", f"/openings/{mine['id']}", sent | {"to_time": "15:20"}, version=mine["version"])
    expect(block(page, "de 14:00 à 15:20")).to_be_attached()
    page.mouse.up()
    expect(page.get_by_role("alert")).to_contain_text("vient d’être changée ailleurs")
    doctor.takes_picture("calendar-refused-desk")
    assert ("14:00", "15:20") in starts(doctor, SATURDAY)
    page.get_by_role("button", name="Remettre mon changement").click()
    expect(block(page, "de 15:00 à 17:00")).to_be_visible()


def test_keys_create_move_lengthen_and_close(doctor: Someone) -> None:
    page = shows(doctor)
    block(page, "de 14:00 à 16:00").focus()
    page.keyboard.press("ArrowDown")
    cell = page.get_by_role("button", name=re.compile("^Ouvrir du temps, samedi .*, 16:00 à 17:00"))
    expect(cell).to_be_focused()
    is_seen(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("+")
    expect(page.get_by_role("button", name=re.compile("16:30 à 17:45"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ouvrir ce jour")).to_be_focused()
    page.keyboard.press("Enter")
    made = block(page, "de 16:30 à 17:45")
    expect(made).to_be_focused()

    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    said = page.get_by_role("status").filter(has_text="16:45 à 17:45")
    expect(said).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    moved = block(page, "de 16:45 à 17:45")
    expect(moved).to_be_focused()
    assert ("16:45", "17:45") in starts(doctor, SATURDAY)

    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Escape")
    expect(moved).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Suppr")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    moved.focus()
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Fermer", exact=True).last).to_be_focused()
    page.keyboard.press("Enter")
    expect(moved).to_have_count(0)
    page.reload()  # the closing leaves with the page
    doctor.settles()
    expect(moved).to_have_count(0)
    assert ("16:45", "17:45") not in starts(doctor, SATURDAY)


def test_the_form_changes_one_day_too_and_starts_with_what_was_drawn(doctor: Someone) -> None:
    page = shows(doctor)
    drag(page, point(page, 12.5), point(page, 13.75))
    page.get_by_role("button", name="Régler…").click()
    form = page.get_by_role("dialog", name="Ouvrir du temps")
    expect(form.get_by_label("De", exact=True)).to_have_value("12:30")
    expect(form.get_by_label("À", exact=True)).to_have_value("13:45")
    page.keyboard.press("Escape")

    block(page, "de 9:00 à 12:00").dblclick()
    form = page.get_by_role("dialog", name="Changer la plage")
    form.get_by_label("À", exact=True).fill("11:00")
    form.get_by_role("button", name="Changer ce jour seulement").click()
    expect(block(page, "de 9:00 à 11:00")).to_be_visible()
    assert ("09:00", "12:00") in starts(doctor, SATURDAY + 7)
    weekly = next(
        one
        for one in doctor.calls("GET", "/openings?limit=100")["items"]
        if day(SATURDAY) in one["except_days"]
    )
    path = f"/openings/{weekly['id']}/exceptions/{day(SATURDAY)}"
    doctor.calls("DELETE", path, version=weekly["version"])
    expect(block(page, "de 9:00 à 12:00")).to_be_visible()  # told by the stream
