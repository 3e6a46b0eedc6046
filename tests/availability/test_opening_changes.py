"""What a change of an opening, or its end, does to the appointments in it, said beforehand."""

from typing import Any

import pytest

from tests.availability.builders import opening_body
from tests.availability.conftest import Opens, booking, day_of, second_practice, slot, tomorrow_at
from tests.availability.test_openings import IF_FIRST, pointers
from tests.roles import AsRole, SignedIn


@pytest.mark.parametrize(
    ("changed", "outside"),
    [
        ({"slot_minutes": 15}, 0),
        ({"from_time": "10:00"}, 1),
        ({"from_time": "10:00", "to_time": "11:00"}, 2),
        ({"weekday": None, "on_day": day_of(tomorrow_at(9, days=30))}, 4),
    ],
    ids=["same hours", "begins later", "shorter", "another day"],
)
async def test_a_change_says_beforehand_which_appointments_it_would_leave_outside_and_changes_nothing(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, changed: dict[str, Any], outside: int
) -> None:
    first = tomorrow_at(9)
    made = await opens(doctor, weekday=first.isoweekday(), on_day=None, on_holidays=True)
    for hour, days in ((9, 1), (10, 1), (11, 1), (10, 8)):
        booked = await colleague.call(
            "bookAppointment", json=booking(slot(made, tomorrow_at(hour, days=days)))
        )
        assert booked.status_code == 201, booked.text
    usual = {"weekday": first.isoweekday(), "on_day": None, "on_holidays": True}
    body = opening_body(made["practice_id"]) | usual | changed
    asked = await doctor.call("previewOpeningChange", opening_id=made["id"], json=body)
    assert asked.json() == {"appointments_ahead": 4, "appointments_outside": outside}
    read = (await doctor.call("getOpening", opening_id=made["id"])).json()
    assert {**read, "appointments_ahead": 0} == made


async def test_at_another_place_every_appointment_would_be_outside(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor)
    await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))
    body = opening_body(str(await second_practice(doctor)), on_day=made["on_day"])
    asked = await doctor.call("previewOpeningChange", opening_id=made["id"], json=body)
    assert asked.json() == {"appointments_ahead": 1, "appointments_outside": 1}


async def test_what_a_change_would_do_is_told_to_the_owner_alone_and_refused_as_the_change_is(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    made = await opens(doctor)
    body = opening_body(made["practice_id"], on_day=made["on_day"])
    for who, status in ((colleague, 404), (await as_role("coordinator"), 403)):
        asked = await who.call("previewOpeningChange", opening_id=made["id"], json=body)
        assert asked.status_code == status
    asked = await doctor.call("previewOpeningChange", opening_id=made["id"], json=body | {"to_time": "08:00"})
    assert pointers(asked) == ["/to_time"]


async def test_what_closes_with_an_opening_is_counted_with_it(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    day = tomorrow_at(9)
    made = await opens(doctor, weekday=day.isoweekday(), on_day=None, on_holidays=True)
    on_day = day_of(day)
    instead = opening_body(made["practice_id"], on_day=on_day, from_time="14:00", to_time="15:00")
    changed = await doctor.call(
        "changeOpeningDay",
        opening_id=made["id"],
        json={"on_day": on_day, "instead": instead},
        headers=IF_FIRST,
    )
    assert changed.status_code == 201, changed.text
    for opening, at in ((changed.json()["instead"], tomorrow_at(14)), (made, tomorrow_at(9, days=8))):
        booked = await colleague.call("bookAppointment", json=booking(slot(opening, at)))
        assert booked.status_code == 201, booked.text
    read = (await doctor.call("getOpening", opening_id=made["id"])).json()
    assert read["appointments_ahead"] == 2
    ended = await doctor.call(
        "deleteOpening", opening_id=made["id"], headers={"If-Match": f'"{read["version"]}"'}
    )
    assert ended.status_code == 204
    listed = (await colleague.call("listAppointments")).json()["items"]
    assert [one["state"] for one in listed] == ["booked", "booked"], "they stay"
