"""One day of a recurring opening, and whole weeks copied, over HTTP."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.availability.builders import opening_body
from tests.availability.conftest import PARIS, Opens, booking, count, second_practice, slot
from tests.conftest import Database
from tests.roles import AsRole, SignedIn

# A Monday, far from any holiday; the clock of the tests stands on it for all of this page.
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 5, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def that_monday(clock_at: Any) -> None:
    """It is early on that Monday."""
    clock_at(NOW)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


async def weekly(who: SignedIn, opens: Opens, **given: Any) -> dict[str, Any]:
    return await opens(who, weekday=2, on_day=None, **given)


async def starts(who: SignedIn, first: date, days: int = 7) -> list[str]:
    """The free starts of a stretch, as the wall shows them."""
    found = await who.call(
        "searchSlots",
        params={
            "from_at": at(first, 0).isoformat(),
            "to_at": (at(first, 0) + timedelta(days=days)).isoformat(),
            "limit": 100,
        },
    )
    assert found.status_code == 200, found.text
    instants = (datetime.fromisoformat(one["starts_at"]) for one in found.json()["items"])
    return [f"{one.astimezone(PARIS):%m-%d %H:%M}" for one in instants]


async def change(who: SignedIn, opening: dict[str, Any], on_day: str, instead: Any, version: int) -> Any:
    return await who.call(
        "changeOpeningDay",
        opening_id=opening["id"],
        json={"on_day": on_day, "instead": instead},
        headers={"If-Match": f'"{version}"'},
    )


async def test_a_day_is_cancelled_and_held_again_without_touching_the_others(
    doctor: SignedIn, opens: Opens
) -> None:
    made = await weekly(doctor, opens, to_time="10:00")
    changed = await change(doctor, made, "2026-11-24", None, 1)
    assert changed.status_code == 201, changed.text
    assert changed.json()["opening"]["except_days"] == ["2026-11-24"]
    assert changed.json()["instead"] is None
    assert await starts(doctor, MONDAY) == []
    assert len(await starts(doctor, MONDAY + timedelta(days=7))) == 3
    restored = await doctor.call(
        "restoreOpeningDay",
        opening_id=made["id"],
        on_day="2026-11-24",
        headers={"If-Match": '"2"'},
    )
    assert restored.status_code == 204
    assert len(await starts(doctor, MONDAY)) == 3


async def test_a_day_is_held_otherwise_and_changed_again(doctor: SignedIn, opens: Opens) -> None:
    made = await weekly(doctor, opens, to_time="10:00")
    other = opening_body(
        made["practice_id"], on_day="2026-11-25", from_time="14:00", to_time="14:40", audiences=["pro"]
    )
    changed = await change(doctor, made, "2026-11-24", other, 1)
    assert changed.status_code == 201, changed.text
    instead = changed.json()["instead"]
    assert (instead["instead_of_id"], instead["instead_of_day"]) == (made["id"], "2026-11-24")
    assert await starts(doctor, MONDAY) == ["11-25 14:00", "11-25 14:20"]
    again = await change(doctor, made, "2026-11-24", other | {"to_time": "14:20"}, 2)
    assert again.status_code == 201, again.text
    assert await starts(doctor, MONDAY) == ["11-25 14:00"]
    restored = await doctor.call(
        "restoreOpeningDay", opening_id=made["id"], on_day="2026-11-24", headers={"If-Match": '"3"'}
    )
    assert restored.status_code == 204
    assert await starts(doctor, MONDAY) == ["11-24 09:00", "11-24 09:20", "11-24 09:40"]


async def test_an_appointment_of_a_day_that_is_cancelled_stays(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await weekly(doctor, opens)
    booked = await colleague.call("bookAppointment", json=booking(slot(made, utc(2026, 11, 24, 8))))
    assert booked.status_code == 201, booked.text
    assert (await change(doctor, made, "2026-11-24", None, 1)).status_code == 201
    kept = await doctor.call("getAppointment", appointment_id=booked.json()["id"])
    assert kept.json()["state"] == "booked"


@pytest.mark.parametrize(
    ("on_day", "instead", "pointer"),
    [
        ("2026-11-25", None, "/on_day"),
        ("2026-11-17", None, "/on_day"),
        ("2026-11-24", {"weekday": 2, "on_day": None}, "/instead/on_day"),
        ("2026-11-24", {"to_time": "08:00"}, "/instead/to_time"),
        ("2026-11-24", {"practice_id": "00000000-0000-0000-0000-000000000009"}, "/instead/practice_id"),
    ],
)
async def test_a_day_that_cannot_be_changed_so_changes_nothing(
    doctor: SignedIn,
    opens: Opens,
    database: Database,
    on_day: str,
    instead: dict[str, Any] | None,
    pointer: str,
) -> None:
    made = await weekly(doctor, opens)
    body = None if instead is None else opening_body(made["practice_id"], on_day="2026-11-24") | instead
    refused = await change(doctor, made, on_day, body, 1)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert (await doctor.call("getOpening", opening_id=made["id"])).json() == made
    assert count(database, "openings") == 1


async def test_who_may_change_a_day_and_from_which_version(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made, single = await weekly(doctor, opens), await opens(doctor, on_day="2026-11-26")
    assert (await change(colleague, made, "2026-11-24", None, 1)).status_code == 404
    assert (await change(doctor, made, "2026-11-24", None, 7)).status_code == 412
    refused = await change(doctor, single, "2026-11-26", None, 1)
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")
    for version, status, on_day in ((7, 412, "2026-11-24"), (1, 422, "2026-11-24")):
        answer = await doctor.call(
            "restoreOpeningDay",
            opening_id=made["id"],
            on_day=on_day,
            headers={"If-Match": f'"{version}"'},
        )
        assert answer.status_code == status, answer.text


async def test_a_day_is_not_held_again_where_one_is_elsewhere_by_now(doctor: SignedIn, opens: Opens) -> None:
    made = await weekly(doctor, opens)
    await change(doctor, made, "2026-11-24", None, 1)
    elsewhere = await opens(doctor, on_day="2026-11-24", practice_id=str(await second_practice(doctor)))
    refused = await doctor.call(
        "restoreOpeningDay", opening_id=made["id"], on_day="2026-11-24", headers={"If-Match": '"2"'}
    )
    assert (refused.status_code, refused.json()["related_id"]) == (409, elsewhere["id"])
    assert "09:00-12:00 at" in refused.json()["detail"]
    kept = await doctor.call("getOpening", opening_id=made["id"])
    assert kept.json()["except_days"] == ["2026-11-24"]


async def test_closing_an_opening_for_good_closes_what_stands_instead_of_its_days(
    doctor: SignedIn, opens: Opens
) -> None:
    made = await weekly(doctor, opens)
    other = opening_body(made["practice_id"], on_day="2026-11-25")
    assert (await change(doctor, made, "2026-11-24", other, 1)).status_code == 201
    assert (
        await doctor.call("deleteOpening", opening_id=made["id"], headers={"If-Match": '"2"'})
    ).status_code == 204
    assert (await doctor.call("listOpenings")).json()["items"] == []


async def test_a_week_is_copied_with_its_single_days_its_exceptions_and_its_closures(
    doctor: SignedIn, opens: Opens
) -> None:
    made = await weekly(doctor, opens, to_time="10:00")
    await opens(doctor, on_day="2026-11-26", from_time="14:00", to_time="14:40")
    await change(doctor, made, "2026-11-24", None, 1)
    for operation, reason, hour in (("createClosure", "training", 14), ("createAbsence", "leave", 16)):
        closed = {
            "starts_at": at(date(2026, 11, 27), hour).isoformat(),
            "ends_at": at(date(2026, 11, 27), hour + 1).isoformat(),
            "reason": reason,
        }
        assert (await doctor.call(operation, json=closed)).status_code == 201
    copied = await copy(doctor, from_on="2026-11-25", to_on="2026-12-03", weeks=2)
    assert copied["copied"], copied
    assert [one["on_day"] for one in copied["openings"]] == ["2026-12-03", "2026-12-10"]
    assert copied["changed"][0]["except_days"] == ["2026-11-24", "2026-12-01", "2026-12-08"]
    assert [(one["starts_at"][:13], one["reason"]) for one in copied["closures"]] == [
        ("2026-12-04T13", "training"),
        ("2026-12-11T13", "training"),
    ]
    again = await copy(doctor, from_on="2026-11-25", to_on="2026-12-03", weeks=2)
    assert (again["copied"], again["already_there"], again["openings"]) == (True, 6, [])


async def test_what_runs_every_other_week_or_once_a_month_becomes_single_days_where_it_is_not_its_turn(
    doctor: SignedIn, opens: Opens
) -> None:
    await weekly(doctor, opens, every_weeks=2, from_time="10:00", to_time="11:00")
    await weekly(doctor, opens, nth_of_month=["fourth"], from_time="14:00", to_time="15:00")
    changed = await weekly(doctor, opens, every_weeks=2, from_time="16:00", to_time="17:00")
    other = opening_body(changed["practice_id"], on_day="2026-11-25", from_time="18:00", to_time="19:00")
    assert (await change(doctor, changed, "2026-11-24", other, 1)).status_code == 201
    copied = await copy(doctor, from_on="2026-11-23", to_on="2026-11-30", weeks=2)
    assert copied["copied"], copied
    assert [
        (one["on_day"], one["from_time"], one["weekday"], one["every_weeks"], one["nth_of_month"])
        for one in copied["openings"]
    ] == [
        ("2026-12-02", "18:00", None, 1, []),
        ("2026-12-01", "10:00", None, 1, []),
        ("2026-12-01", "14:00", None, 1, []),
        # The week after it is the turn again of what runs every other week: only the day changed follows.
        ("2026-12-09", "18:00", None, 1, []),
        ("2026-12-08", "14:00", None, 1, []),
    ]
    again = await copy(doctor, from_on="2026-11-23", to_on="2026-11-30", weeks=2)
    assert (again["already_there"], again["openings"]) == (5, [])


async def test_what_ended_what_a_holiday_closes_and_what_was_opened_at_once_are_not_copied(
    as_role: AsRole, opens: Opens, clock_at: Any
) -> None:
    clock_at(at(date(2026, 12, 18), 9, 2))
    doctor = await as_role("professional")
    await opens(doctor, weekday=5, on_day=None, every_weeks=2, from_time="14:00", to_time="15:00")
    await opens(
        doctor,
        weekday=6,
        on_day=None,
        every_weeks=2,
        valid_to="2026-12-22",
        from_time="14:00",
        to_time="15:00",
    )
    assert (await doctor.call("openUntil", json={"until": "12:00"})).status_code == 201
    # The Friday after is Christmas.
    copied = await copy(doctor, from_on="2026-12-14", to_on="2026-12-21")
    assert (copied["copied"], copied["already_there"], copied["openings"]) == (True, 0, [])


async def test_a_week_that_cannot_be_copied_whole_is_not_copied_and_says_why(
    doctor: SignedIn, opens: Opens, database: Database
) -> None:
    await opens(doctor, on_day="2026-11-25", from_time="14:00", to_time="14:40")
    thursday = await opens(doctor, on_day="2026-11-26", from_time="14:00", to_time="14:40")
    elsewhere = await opens(
        doctor,
        on_day="2026-12-03",
        from_time="14:00",
        practice_id=str(await second_practice(doctor)),
        to_time="15:00",
    )
    copied = await copy(doctor, from_on="2026-11-23", to_on="2026-11-30")
    assert (copied["copied"], copied["openings"]) == (False, [])
    assert copied["obstacles"] == [
        {
            "on_day": "2026-12-03",
            "cause": "open_elsewhere",
            "opening_id": thursday["id"],
            "closure_id": None,
            "meets_id": elsewhere["id"],
        }
    ]
    assert count(database, "openings") == 3


@pytest.mark.parametrize("reason", ["training", "other", "leave", "illness"])
async def test_an_absence_is_of_its_own_week_whatever_its_reason_and_is_not_copied(
    doctor: SignedIn, database: Database, reason: str
) -> None:
    away = {"starts_at": "2026-11-25T14:00:00+01:00", "ends_at": "2026-11-25T15:00:00+01:00"}
    assert (await doctor.call("createAbsence", json=away | {"reason": reason})).status_code == 201
    copied = await copy(doctor, from_on="2026-11-23", to_on="2026-11-30")
    assert (copied["copied"], copied["already_there"], copied["closures"]) == (True, 0, [])
    assert count(database, "closures") == 1


async def test_what_stays_of_an_absence_that_was_taken_back_midway_is_not_copied(
    doctor: SignedIn, database: Database, clock_at: Any
) -> None:
    away = {"starts_at": NOW.isoformat(), "ends_at": at(MONDAY, 18).isoformat(), "reason": "other"}
    said = (await doctor.call("createAbsence", json=away)).json()
    clock_at(NOW + timedelta(minutes=10))
    version = {"If-Match": f'"{said["version"]}"'}
    back = await doctor.call("endAbsence", absence_id=said["id"], headers=version)
    assert (back.status_code, count(database, "closures")) == (204, 1)
    copied = await copy(doctor, from_on="2026-11-23", to_on="2026-11-30")
    assert (copied["copied"], copied["already_there"], copied["closures"]) == (True, 0, [])
    assert count(database, "closures") == 1


async def test_a_copied_closure_keeps_its_hours_of_the_clock_across_a_change_of_the_clock(
    doctor: SignedIn, clock_at: Any
) -> None:
    clock_at(datetime(2026, 10, 19, 5, tzinfo=PARIS))
    closed = {"starts_at": "2026-10-21T14:00:00+02:00", "ends_at": "2026-10-21T15:00:00+02:00"}
    assert (await doctor.call("createClosure", json=closed | {"reason": "other"})).status_code == 201
    copied = await copy(doctor, from_on="2026-10-19", to_on="2026-10-26")
    [made] = copied["closures"]
    assert datetime.fromisoformat(made["starts_at"]) == datetime.fromisoformat("2026-10-28T14:00:00+01:00")


async def test_a_closure_is_not_copied_into_the_hour_that_the_clock_skips(
    doctor: SignedIn, clock_at: Any
) -> None:
    clock_at(datetime(2026, 3, 20, 5, tzinfo=PARIS))
    closed = {"starts_at": "2026-03-22T02:15:00+01:00", "ends_at": "2026-03-22T02:45:00+01:00"}
    assert (await doctor.call("createClosure", json=closed | {"reason": "other"})).status_code == 201
    copied = await copy(doctor, from_on="2026-03-22", to_on="2026-03-29")
    assert (copied["copied"], copied["closures"]) == (False, [])
    assert [one["cause"] for one in copied["obstacles"]] == ["hour_skipped"]


@pytest.mark.parametrize("to_on", ["2026-11-26", "2026-11-16"])
async def test_a_week_is_not_copied_onto_itself_nor_onto_one_that_is_over(
    doctor: SignedIn, to_on: str
) -> None:
    body = {"from_on": "2026-11-23", "to_on": to_on}
    refused = await doctor.call("copyWeek", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/to_on")


async def copy(who: SignedIn, **body: Any) -> dict[str, Any]:
    answer = await who.call("copyWeek", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def utc(*numbers: int) -> datetime:
    return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001  only written into the name of a slot
