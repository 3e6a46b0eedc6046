"""Hours of the wall clock, on the nights when it jumps too."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core import wall

PARIS = ZoneInfo("Europe/Paris")
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
"""The nights of the jumps: at 1:00 UTC, from 2:00 to 3:00, and from 3:00 back to 2:00."""

times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
near_a_jump = st.sampled_from([SPRING, AUTUMN, datetime(2026, 7, 14, tzinfo=UTC)]).flatmap(
    lambda night: st.integers(-1440, 1440).map(lambda minutes: night + timedelta(minutes=minutes))
)


@given(times, times, near_a_jump)
def test_the_end_of_hours_is_the_first_minute_outside_them(start: time, end: time, at: datetime) -> None:
    """Compared with looking at the clock every minute."""
    expected = at
    while wall.is_within((start, end), expected, PARIS):
        expected += timedelta(minutes=1)
    assert wall.end_of((start, end), at, PARIS) == expected


@given(times, near_a_jump)
def test_a_time_of_day_comes_exactly_once_a_day(shown: time, at: datetime) -> None:
    last = wall.last_at(shown, at, PARIS)
    assert at - timedelta(hours=26) < last <= at
    days = {wall.last_at(shown, at + timedelta(minutes=n), PARIS) for n in range(0, 3 * 1440, 15)}
    local = [one.astimezone(PARIS).date() for one in days]
    assert len(local) == len(set(local))


@pytest.mark.parametrize(
    ("at", "end", "expected"),
    [
        (SPRING.replace(hour=0), time(2, 30), SPRING.replace(hour=1)),  # jumped over: when it jumps
        (SPRING.replace(hour=0), time(7), SPRING.replace(hour=5)),
        (AUTUMN.replace(hour=0), time(2, 30), AUTUMN.replace(hour=0, minute=30)),  # shown twice
        (AUTUMN.replace(hour=1), time(2, 30), AUTUMN.replace(hour=1, minute=30)),
        (AUTUMN.replace(hour=0), time(7), AUTUMN.replace(hour=6)),
    ],
)
def test_quiet_hours_end_on_the_clock_that_people_see(at: datetime, end: time, expected: datetime) -> None:
    assert wall.end_of((time(22), end), at, PARIS) == expected


def test_equal_hours_are_none() -> None:
    assert wall.end_of((time(8), time(8)), SPRING, PARIS) == SPRING
