"""The demonstration's data: rebuilt from its generator, consistent, and nobody's."""

import json
import re
import subprocess
import sys
from datetime import date
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from api.contract.models import OrganisationKind
from api.directory.rpps import Report, read
from api.seed.people import people, sectors

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(str(files("api.seed").joinpath("data")))
TODAY = date(2026, 11, 24)
COMMUNES = {name: {sector["commune_insee"] for sector in sectors(name)} for name in ("vitry", "provence")}


def organisations() -> list[dict[str, Any]]:
    return json.loads((DATA / "organisations.json").read_text(encoding="utf-8"))


def test_the_committed_data_is_what_its_generator_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "make_demo_rpps.py", tmp_path], check=True)
    written = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert len(written) == 6
    for path in written:
        assert (tmp_path / path).read_bytes() == (DATA / path).read_bytes(), (
            f"run tools/make_demo_rpps.py: {path}"
        )


@pytest.mark.parametrize("territory", ["vitry", "provence"])
def test_every_place_of_the_national_files_is_on_the_map(territory: str) -> None:
    places = json.loads((DATA / "places.json").read_text(encoding="utf-8"))
    found = list(read((DATA / territory).glob("*.txt"), COMMUNES[territory], Report()))
    activities = [activity for person in found for activity in person.activities]
    assert {activity.structure_id for activity in activities} <= set(places)
    assert {activity.insee for activity in activities} == COMMUNES[territory]
    names = {sector["name"] for sector in sectors(territory)}
    assert {places[activity.structure_id]["sector"] for activity in activities} <= names


def test_structures_are_of_kinds_that_the_contract_knows_and_none_twice() -> None:
    kinds = {organisation["kind"] for organisation in organisations()}
    assert kinds <= {kind.value for kind in OrganisationKind}
    assert {
        "out_of_hours",
        "unscheduled_care_centre",
        "pharmacy",
        "town_hall",
        "police",
        "nursing_home",
    } <= kinds
    keys = [(one["kind"], one["name"], one["commune_insee"]) for one in organisations()]
    assert len(keys) == len(set(keys))


def test_the_sami_opens_evenings_and_from_two_on_week_ends_and_holidays() -> None:
    sami = next(one for one in organisations() if one["slug"] == "vitry-sami")
    opens = {span["weekday"]: (span["from_time"], span["to_time"]) for span in sami["hours"]}
    assert sami["instruction"] == "call_15"
    assert {opens[day] for day in (1, 2, 3, 4, 5)} == {("20:00", "24:00")}
    assert {opens[day] for day in (6, 7, 8)} == {("14:00", "24:00")}


def test_only_numbers_kept_for_fiction_are_given() -> None:
    phones = [one["phone"] for one in organisations() if one["phone"] != "15"]
    phones += [person.phone for person in islice(people("vitry", 1, TODAY), 300)]
    assert all(re.fullmatch(r"(019900|046571|063998)\d{4}", phone) for phone in phones)


def test_invented_patients_are_the_same_at_each_run_and_grow_older_with_the_day() -> None:
    first = list(islice(people("vitry", 1, TODAY), 200))
    assert first == list(islice(people("vitry", 1, TODAY), 200))
    later = list(islice(people("vitry", 1, date(2027, 11, 24)), 200))
    assert [person.family_name for person in later] == [person.family_name for person in first]
    assert {(b.birth_date - a.birth_date).days for a, b in zip(first, later, strict=True)} == {365}


def test_invented_patients_are_of_every_age_born_before_today_and_all_different() -> None:
    invented = list(islice(people("provence", 7, TODAY), 1000))
    ages = [(TODAY - person.birth_date).days / 365.25 for person in invented]
    assert 0 < min(ages) < 1
    assert 90 < max(ages) < 100
    assert len({(person.family_name, person.given_name) for person in invented}) == 1000
    assert len({person.phone for person in invented}) == 1000
    children = [person for person, age in zip(invented, ages, strict=True) if age < 15]
    assert children
    assert all(child.phone_of for child in children)
