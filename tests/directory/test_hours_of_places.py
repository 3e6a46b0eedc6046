"""Hours that somebody writes for a place: exceptions over nights, holidays and changes of clock; overlaps."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.directory.geography import zone_of
from api.directory.rules import OpenState, faults_of_exceptions, faults_of_week, open_state
from tests.directory.test_open_now import PARIS, VITRY, bands, paris

WEEK = bands(*((day, "08:00", "19:00") for day in range(1, 7)))
EVERY_NIGHT = bands(*((day, "20:00", "08:00") for day in range(1, 9)))


def exception(first: str, last: str, *spans: tuple[str, str]) -> dict[str, Any]:
    """As it is kept."""
    return {
        "from_day": first,
        "to_day": last,
        "spans": [{"from_time": start, "to_time": end} for start, end in spans],
    }


def state(hours: list[dict[str, Any]], at: str, *exceptions: dict[str, Any]) -> OpenState:
    return open_state(hours, insee=VITRY, zone=PARIS, at=paris(at), exceptions=exceptions)


def test_a_closed_week_is_stepped_over_to_the_next_opening() -> None:
    closed = exception("2026-11-24", "2026-11-28")
    assert state(WEEK, "2026-11-24T10:00:00", closed) == OpenState(False, None, paris("2026-11-30T08:00:00"))
    assert state(WEEK, "2026-11-23T10:00:00", closed) == OpenState(True, paris("2026-11-23T19:00:00"), None)


def test_an_extra_sunday_is_open_at_its_own_hours_only() -> None:
    sunday = exception("2026-11-29", "2026-11-29", ("09:00", "12:00"), ("14:00", "17:00"))
    assert state(WEEK, "2026-11-29T11:59:59", sunday) == OpenState(True, paris("2026-11-29T12:00:00"), None)
    assert state(WEEK, "2026-11-29T12:00:00", sunday) == OpenState(False, None, paris("2026-11-29T14:00:00"))
    monday = state(WEEK, "2026-11-29T17:00:00", sunday)
    assert monday == OpenState(False, None, paris("2026-11-30T08:00:00"))


def test_a_public_holiday_is_closed_unless_an_exception_opens_it() -> None:
    christmas = "2026-12-25T10:00:00"
    assert not state(WEEK, christmas).is_open
    told = exception("2026-12-25", "2026-12-25", ("09:00", "12:00"))
    assert state(WEEK, christmas, told) == OpenState(True, paris("2026-12-25T12:00:00"), None)


def test_a_night_begun_before_a_closed_day_ends_in_its_morning() -> None:
    closed = exception("2026-11-25", "2026-11-25")
    assert state(EVERY_NIGHT, "2026-11-25T07:59:59", closed).open_until == paris("2026-11-25T08:00:00")
    later = state(EVERY_NIGHT, "2026-11-25T08:00:00", closed)
    assert later == OpenState(False, None, paris("2026-11-26T20:00:00"))


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 11), ("2026-10-24", 13)])
def test_an_exceptional_night_lasts_as_long_as_the_clock_says(night: str, hours: int) -> None:
    extra = exception(night, night, ("20:00", "08:00"))
    found = state([], f"{night}T20:00:00", extra).open_until
    assert found == paris(f"{night}T20:00:00") + timedelta(hours=hours)


def test_a_place_overseas_opens_by_its_own_clock() -> None:
    at = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    for insee, is_open in (("97411", True), ("94081", False), ("97209", False)):
        found = open_state(WEEK, insee=insee, zone=zone_of(insee), at=at)
        assert found.is_open is is_open, insee
    assert zone_of("97411") == ZoneInfo("Indian/Reunion")


def week(*each: tuple[int, str, str]) -> list[Any]:
    return [SimpleNamespace(**band) for band in bands(*each)]


@pytest.mark.parametrize(
    ("hours", "pointers"),
    [
        (week((1, "08:00", "12:00"), (1, "12:00", "19:00")), []),
        (week((1, "08:00", "12:00"), (1, "11:59", "19:00")), ["/hours/1/from_time"]),
        (week((5, "20:00", "08:00"), (6, "08:00", "12:00")), []),
        (week((5, "20:00", "08:00"), (6, "07:59", "12:00")), ["/hours/1/from_time"]),
        (week((1, "06:00", "09:00"), (7, "20:00", "08:00")), ["/hours/1/from_time"]),
        (week((7, "20:00", "08:00"), (1, "08:00", "09:00")), []),
        (week((1, "00:00", "24:00"), (2, "00:00", "24:00"), (8, "09:00", "12:00")), []),
        (week((8, "09:00", "12:00"), (8, "10:00", "13:00")), ["/hours/1/from_time"]),
        (week((3, "09:00", "09:00")), ["/hours/0/to_time"]),
    ],
)
def test_hours_that_touch_are_right_and_those_that_meet_are_named(
    hours: list[Any], pointers: list[str]
) -> None:
    assert [error.pointer for error in faults_of_week(hours)] == pointers


def test_an_exception_that_ends_today_still_counts_and_one_over_is_named() -> None:
    today = date(2026, 11, 24)
    wished: list[Any] = [
        SimpleNamespace(from_day=date(2026, 11, 20), to_day=today, spans=[]),
        SimpleNamespace(from_day=date(2026, 11, 18), to_day=date(2026, 11, 19), spans=[]),
    ]
    assert [error.pointer for error in faults_of_exceptions(wished, today)] == ["/exceptions/1/to_day"]
