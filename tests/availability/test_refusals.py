"""An id that leads nowhere, in every operation that takes one. (What all operations refuse alike is tested
for the whole contract.)"""

from typing import Any
from uuid import uuid4

import pytest

from api.core.operations import Operation, the_contract
from tests.availability.builders import opening_body
from tests.contract.exceptions import NOT_JSON
from tests.roles import SignedIn

OPERATIONS = sorted(
    (one for one in the_contract().operations.values() if one.tag == "availability"), key=lambda one: one.id
)
BODIES: dict[str, dict[str, Any]] = {
    "changeOpeningDay": {"json": {"on_day": "2030-01-07", "instead": None}},
    "cancelAppointment": {"json": {"by": "person"}},
    "moveAppointment": {"json": {"starts_at": "2030-01-07T09:00:00Z"}},
    "recordNoShowCall": {"json": {"outcome": "reached"}},
    "recordDisplacedCall": {"json": {"outcome": "no_answer"}},
    "replaceOutsideCalendar": {"json": {"kind": "ics_url", "name": "Ailleurs"}},
    "replaceOpening": {"json": opening_body(uuid4())},
    "previewOpeningChange": {"json": opening_body(uuid4())},
}

DAYS = {"on_day": "2030-01-07"}
"""Parameters of a path that are no id."""


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if one.parameters_in("path") and one.id not in NOT_JSON],
    ids=lambda one: one.id,
)
async def test_an_unknown_id_is_not_found_and_what_is_no_id_is_named(
    doctor: SignedIn, operation: Operation
) -> None:
    async def answered(value: str) -> tuple[int, str]:
        ids = {one["name"]: DAYS.get(one["name"], value) for one in operation.parameters_in("path")}
        answer = await doctor.call(
            operation.id, **ids, **BODIES.get(operation.id, {}), headers={"If-Match": '"1"'}
        )
        return answer.status_code, answer.json()["type"]

    assert await answered(str(uuid4())) == (404, "not_found")
    assert await answered("me") == (422, "invalid_input")
