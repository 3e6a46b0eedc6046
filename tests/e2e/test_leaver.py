"""A member whom the national file says gone: their card, and those to call, on the page of absences."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.seed.territories import VITRY
from tests.contract.running import PROJECT
from tests.e2e.conftest import At
from tests.e2e.instance import Instance
from tests.e2e.people import COORDINATOR, DEVICES, Someone
from tests.e2e.test_accessibility import barriers

RPPS, NAME = "10999100281", "Dr Marc-Antoine Giraudet"
SWEPT_WITHIN_MS = 60_000
FILES = sorted((PROJECT / "api" / "seed" / "data" / VITRY.key).glob("PS_LibreAcces_*.txt"))


@pytest.fixture
def leaver(instance: Instance, tmp_path: Path) -> Iterator[None]:
    """The file of this week no longer has the doctor; that of the next one has him again."""
    without = []
    for file in FILES:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / file.name).write_text(
            "".join(line for line in lines if f"|{RPPS}|" not in line), encoding="utf-8"
        )
        without.append(str(tmp_path / file.name))
    yield instance.maillage("import-rpps", *without, "--community", VITRY.finess)
    instance.maillage("import-rpps", *map(str, FILES), "--community", VITRY.finess)


def books(coordinator: Someone) -> None:
    """The coordination gave somebody a time of the doctor."""
    found = coordinator.calls("GET", "/professionals?q=Giraudet")["items"][0]["professional"]
    [first, *_] = coordinator.calls("GET", f"/slots?professional_id={found['id']}&limit=5")["items"]
    person = {"family_name": "Valmont", "given_name": "Odette", "birth_date": "1949-05-02", "sex": "female"}
    person |= {"phone": "06 39 98 77 41", "commune_insee": "94081"}
    body = {"slot_id": first["id"], "mode": first["modes"][0], "person": person}
    coordinator.calls("POST", "/appointments", body)


@pytest.fixture
def booked(at: At) -> None:
    """Somebody has an appointment with the doctor."""
    books(at("desk").signs_in(COORDINATOR))


@pytest.mark.usefixtures("booked", "leaver")
def test_who_left_is_a_card_with_those_to_call_and_everything_comes_back_with_them(at: At) -> None:
    for device in DEVICES:
        coordinator = at(device).signs_in(COORDINATOR)
        page = coordinator.opens("/absences")
        card = page.get_by_role("article", name=f"Absence, {NAME}")
        expect(card).to_be_visible(timeout=SWEPT_WITHIN_MS)
        expect(card.get_by_text(re.compile("^N’exerce plus ici depuis"))).to_be_visible()
        expect(card.get_by_text(re.compile("^Ses créneaux d’ici sont fermés"))).to_be_visible()
        expect(card.get_by_text(re.compile("Odette Valmont")).first).to_be_visible()
        coordinator.takes_picture(f"leaver-{device}")
        assert barriers(page) == []
        page.emulate_media(color_scheme="dark")
        assert barriers(page, rule="color-contrast") == []
