"""Which places are open: weekly hours, nights, public holidays, the two days when clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.core.clock import now
from api.core.db import unit_of_work
from api.directory import service
from api.directory.rules import OpenState, open_state
from api.directory.tables import Organisation
from tests.roles import AsRole, SignedIn

PARIS = ZoneInfo("Europe/Paris")
VITRY = "94081"


def bands(*each: tuple[int, str, str]) -> list[dict[str, Any]]:
    return [{"weekday": day, "from_time": start, "to_time": end} for day, start, end in each]


# The SAMI of Vitry: weekdays 20–24, week-ends and holidays 14–24.
SAMI = bands(
    *((day, "20:00", "24:00") for day in range(1, 6)), *((day, "14:00", "24:00") for day in (6, 7, 8))
)
WEEK = bands(*((day, "08:00", "12:00") for day in range(1, 6)))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def state(hours: list[dict[str, Any]], at: str, insee: str = VITRY) -> OpenState:
    return open_state(hours, insee=insee, zone=PARIS, at=paris(at))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-24T20:00:00", "2026-11-25T00:00:00"),
        ("2026-11-24T23:59:59", "2026-11-25T00:00:00"),
        ("2026-11-28T14:00:00", "2026-11-29T00:00:00"),
    ],
)
def test_a_place_is_open_from_its_first_minute_to_midnight(at: str, until: str) -> None:
    assert state(SAMI, at) == OpenState(True, paris(until), None)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-24T19:59:59", "2026-11-24T20:00:00"),
        ("2026-11-25T00:00:00", "2026-11-25T20:00:00"),
        ("2026-11-28T00:00:00", "2026-11-28T14:00:00"),
    ],
)
def test_a_closed_place_says_when_it_opens(at: str, opens: str) -> None:
    assert state(SAMI, at) == OpenState(False, None, paris(opens))


def test_on_a_holiday_its_hours_win_over_those_of_the_day() -> None:
    # Tuesday 14 July: from 14:00, not 20:00. Saturday 15 August: the holiday's hours, not Saturday's.
    assert state(SAMI, "2026-07-14T14:00:00").is_open
    saturdays = bands((6, "08:00", "12:00"), (8, "14:00", "24:00"))
    assert not state(saturdays, "2026-08-15T09:00:00").is_open
    assert state(saturdays, "2026-08-22T09:00:00").is_open


def test_a_place_without_hours_for_holidays_is_closed_on_them() -> None:
    christmas = state(WEEK, "2026-12-25T09:00:00")
    assert christmas == OpenState(False, None, paris("2026-12-28T08:00:00"))


def test_a_night_that_crosses_midnight_is_one_opening() -> None:
    night = bands((5, "20:00", "08:00"))
    assert state(night, "2026-11-28T02:00:00") == OpenState(True, paris("2026-11-28T08:00:00"), None)
    parts = bands((5, "20:00", "24:00"), (6, "00:00", "08:00"))
    assert state(parts, "2026-11-27T21:00:00") == OpenState(True, paris("2026-11-28T08:00:00"), None)


def test_a_place_that_never_closes_says_no_end_and_one_without_hours_nothing() -> None:
    always = bands(*((day, "00:00", "24:00") for day in range(1, 9)))
    assert state(always, "2026-11-24T03:00:00") == OpenState(True, None, None)
    assert state([], "2026-11-24T03:00:00") == OpenState(False, None, None)


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 11), ("2026-10-24", 13)])
def test_the_nights_when_clocks_change_last_eleven_and_thirteen_hours(night: str, hours: int) -> None:
    every_night = bands(*((day, "20:00", "08:00") for day in range(1, 9)))
    found = state(every_night, f"{night}T20:00:00")
    assert found.open_until is not None
    assert found.open_until - paris(f"{night}T20:00:00") == timedelta(hours=hours)


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    return await as_role("coordinator")


async def test_open_places_come_first_then_those_that_open_soonest(coordinator: SignedIn) -> None:
    today = now().astimezone(PARIS).isoweekday()
    always = bands(*((day, "00:00", "24:00") for day in range(1, 9)))
    later = bands(*((day % 7 + 1, "00:00", "24:00") for day in (today, today + 1)), (8, "00:00", "24:00"))
    # From the day after tomorrow only, whatever the holidays.
    places = (
        ("out_of_hours", "SAMI", "15", "call_15", later[1:2]),
        ("health_centre", "Centre toujours ouvert", None, "walk_in", always),
        ("health_centre", "Centre sans horaires", None, "walk_in", []),
        ("unscheduled_care_centre", "CAMI", "0199006320", "call", always),
        ("pharmacy", "Pharmacie", None, "walk_in", always),
    )
    async with unit_of_work() as db:
        for kind, name, phone, instruction, hours in places:
            where = {"commune_insee": VITRY, "commune_name": "Vitry-sur-Seine"}
            db.add(
                Organisation(kind=kind, name=name, phone=phone, instruction=instruction, hours=hours, **where)
            )
        db.add(
            Organisation(
                kind="out_of_hours",
                name="SAMI d’ailleurs",
                instruction="call_15",
                hours=always,
                commune_insee="13041",
                commune_name="Gardanne",
            )
        )
    answer = (await coordinator.call("listOpenNow")).json()
    assert [(place["name"], place["is_open"]) for place in answer["items"]] == [
        ("CAMI", True),
        ("Centre toujours ouvert", True),
        ("SAMI", False),
        ("Centre sans horaires", False),
    ]
    assert answer["items"][2]["opens_at"] is not None
    assert answer["items"][2]["instruction"] == "call_15"


async def test_the_same_places_are_told_for_any_instant(coordinator: SignedIn) -> None:
    async with unit_of_work() as db:
        where = {"commune_insee": VITRY, "commune_name": "Vitry-sur-Seine"}
        db.add(Organisation(kind="out_of_hours", name="SAMI", instruction="call_15", hours=SAMI, **where))
    async with unit_of_work(coordinator.community_id) as db:
        for clock, is_open in (("2026-07-14T13:59:59", False), ("2026-07-14T14:00:00", True)):
            (place,) = await service.open_places(db, coordinator.community_id, paris(clock))
            assert place.is_open is is_open
