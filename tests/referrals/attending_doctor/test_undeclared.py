"""A doctor accepts a person and never declares: after some days the coordination is told, once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.core import clock
from api.identity.community_rules import default_rules
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import Course, Deadline
from api.referrals.attending_doctor.rules.lifecycle import State
from tests.conftest import Database
from tests.dispatch.scene import accept, kinds, thread
from tests.referrals.attending_doctor.conftest import Later, Volunteers
from tests.referrals.attending_doctor.scene import change_rules, moved, proposed, read
from tests.referrals.attending_doctor.test_clocks import notified
from tests.roles import SignedIn

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def in_days(days: int) -> str:
    """The day of the territory in so many days."""
    return (clock.now().astimezone(PARIS).date() + timedelta(days=days)).isoformat()


async def taken(coordinator: SignedIn, doctor: SignedIn) -> dict[str, Any]:
    """A request that the doctor has accepted."""
    request = await proposed(coordinator)
    assert (await accept(doctor)).status_code == 200
    return request


async def next_on_the_list(coordinator: SignedIn) -> str:
    """What the list of those who have a doctor says comes next, of its only row."""
    answer = await coordinator.call("listAttendingDoctorWaitingList", params={"tab": "found"})
    assert answer.status_code == 200, answer.text
    [row] = answer.json()["items"]
    return str(row["next"]["kind"])


async def test_without_a_declaration_the_coordination_is_told_once_and_the_doctor_keeps_the_person(
    coordinator: SignedIn, volunteers: Volunteers, later: Later, connected: Database
) -> None:
    [doctor] = await volunteers(1)
    request = await taken(coordinator, doctor)
    await later(days=29, minutes=1430)
    seen = await read(coordinator, request)
    assert (seen["state"], seen["waits_for"]) == ("doctor_accepted", "professional")
    assert await notified(coordinator, "attending_doctor_delay") == 0
    assert await next_on_the_list(coordinator) == "appointment"
    await later(minutes=20)
    seen = await read(coordinator, request)
    assert (seen["state"], seen["waits_for"]) == ("doctor_accepted", "coordinator")
    assert await next_on_the_list(coordinator) == "declaration_late"
    board = (await coordinator.call("listCases")).json()["items"]
    assert request["number"] in [row["number"] for row in board]
    await later(days=40)
    assert await notified(coordinator, "attending_doctor_delay") == 1
    assert await notified(doctor, "attending_doctor_delay") == 0
    assert kinds(await thread(coordinator, request)).count("declaration_awaited") == 1
    written = connected.sql(
        "SELECT count(*) FROM audit_entries WHERE action = 'attending_doctor_request.declaration_awaited'"
    )
    assert written == [(1,)]
    declared = await moved(doctor, "declareAttendingDoctor", request)
    assert (declared["state"], declared["waits_for"]) == ("declared", "nobody")


async def test_the_days_run_from_the_first_appointment_and_anew_when_its_day_changes(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    [doctor] = await volunteers(1)
    request = await taken(coordinator, doctor)
    await moved(doctor, "setAttendingDoctorAppointment", request, on_day=in_days(20))
    await later(days=49)
    assert await notified(coordinator, "attending_doctor_delay") == 0
    await later(days=3)
    assert await notified(coordinator, "attending_doctor_delay") == 1
    again = await moved(doctor, "setAttendingDoctorAppointment", request, on_day=in_days(5))
    assert again["waits_for"] == "professional"
    assert await next_on_the_list(coordinator) == "declaration"
    await later(days=34)
    assert await notified(coordinator, "attending_doctor_delay") == 1
    await later(days=3)
    assert await notified(coordinator, "attending_doctor_delay") == 2


async def test_a_declaration_in_time_tells_nobody(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    [doctor] = await volunteers(1)
    request = await taken(coordinator, doctor)
    await later(days=10)
    await moved(doctor, "declareAttendingDoctor", request)
    await later(days=25)
    assert await notified(coordinator, "attending_doctor_delay") == 0
    assert "declaration_awaited" not in kinds(await thread(coordinator, request))


async def test_a_doctor_who_gives_the_person_back_owes_no_declaration(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    [doctor] = await volunteers(1)
    request = await taken(coordinator, doctor)
    await moved(doctor, "withdrawFromAttendingDoctorRequest", request)
    await later(days=35)
    assert "declaration_awaited" not in kinds(await thread(coordinator, request))


async def test_the_delay_is_the_communitys_and_none_is_never(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    [doctor] = await volunteers(1)
    await change_rules(coordinator.community_id, undeclared_days=0)
    request = await taken(coordinator, doctor)
    await later(days=60)
    assert "declaration_awaited" not in kinds(await thread(coordinator, request))


@pytest.mark.parametrize(
    ("first_appointment_on", "days", "expected"),
    [
        (None, 30, START + timedelta(days=30)),
        (date(2026, 3, 1), 30, START + timedelta(days=30)),
        (date(2026, 3, 10), 10, datetime(2026, 3, 21, tzinfo=PARIS)),
        # The day ends at midnight in the territory, also when the clock changes on the way.
        (date(2026, 3, 27), 5, datetime(2026, 4, 2, tzinfo=PARIS)),
        (None, 0, None),
    ],
)
def test_it_is_overdue_from_the_later_of_acceptance_and_appointment(
    first_appointment_on: date | None, days: int, expected: datetime | None
) -> None:
    own = default_rules().attending_doctor.model_copy(update={"undeclared_days": days})
    course = Course(
        State.first_appointment,
        START,
        START,
        accepted_at=START,
        first_appointment_on=first_appointment_on,
    )
    told = [when for when, what in rules.deadlines(course, own, PARIS) if what is Deadline.tell_undeclared]
    assert told == ([] if expected is None else [expected])
