"""What leaves of an appointment: the official examples as we write them, held to their profile.

After a change that is meant: `python -m tests.sas.test_body` writes the golden files again; then read the
difference.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.contract.models import AppointmentState
from api.core.national_ids import PERSON_IDS
from api.sas import rules
from tests.fhir import structure

GOLDEN = Path(__file__).resolve().parent / "golden"

BOOKED = rules.Facts(
    identifier_system="urn:oid:1.1.111.1.11.1.1.1",
    identifier="b6e39355-8a61-4556-b340-36f7b95fec6a",
    operator=rules.Operator(PERSON_IDS, "3456780581/11242343", "IDNPS"),
    rpps="10100050075",
    state=AppointmentState.booked,
    starts_at=datetime(2022, 9, 4, 13, 0, tzinfo=UTC),
    ends_at=datetime(2022, 9, 4, 13, 15, tzinfo=UTC),
    booked_at=datetime(2022, 9, 4, 10, 20, 30, 456789, tzinfo=UTC),
)
AN_HOUR_AHEAD = ZoneInfo("Etc/GMT-1")

SHAPES: dict[str, Any] = {
    "booked": rules.body(BOOKED, AN_HOUR_AHEAD),
    "cancelled": rules.body(replace(BOOKED, state=AppointmentState.cancelled), AN_HOUR_AHEAD),
}


def written(shape: Any) -> str:
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("name", SHAPES)
def test_the_shape_of_an_official_example_is_written_as_its_golden_file(name: str) -> None:
    assert written(SHAPES[name]) == (GOLDEN / f"{name}.json").read_text()


@pytest.mark.parametrize("state", sorted(set(AppointmentState) - {AppointmentState.moved}))
@pytest.mark.parametrize("code", ["IDNPS", "INTRN"])
def test_every_state_and_each_kind_of_regulator_holds_the_official_profile(
    state: AppointmentState, code: str
) -> None:
    operator = replace(BOOKED.operator, type_code=code)
    body = rules.body(replace(BOOKED, state=state, operator=operator), ZoneInfo("Europe/Paris"))
    assert structure.faults(body) == []


def test_the_structural_check_sees_what_the_profile_forbids() -> None:
    body = rules.body(BOOKED, AN_HOUR_AHEAD)
    for broken, fault in (
        (body | {"identifier": []}, "identifier: 0, at least 1"),
        (body | {"extension": []}, "appointmentOperator: 0, at least 1"),
        (body | {"status": "pending"}, "pending is not of"),
        ({name: part for name, part in body.items() if name != "start"}, "start: 0, at least 1"),
        (body | {"patient": "x"}, "patient is no element"),
    ):
        assert any(fault in one for one in structure.faults(broken)), fault


def test_hours_are_those_of_the_territory_with_their_offset() -> None:
    body = rules.body(BOOKED, ZoneInfo("Europe/Paris"))
    assert (body["start"], body["end"]) == ("2022-09-04T15:00:00+02:00", "2022-09-04T15:15:00+02:00")
    assert body["created"] == "2022-09-04T12:20:30+02:00"


if __name__ == "__main__":
    for name, shape in SHAPES.items():
        (GOLDEN / f"{name}.json").write_text(written(shape))
