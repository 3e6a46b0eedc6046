"""Days between a public holiday and a week-end. Dates counted by hand on a calendar."""

from datetime import date, timedelta

import pytest

from api.core.public_holidays import bridged, public_holidays

VITRY, STRASBOURG = public_holidays("94081"), public_holidays("67482")


def bridges(year: int) -> list[str]:
    """The bridges of a year in Vitry, as `Fri 01-02`."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [f"{day:%a %m-%d}" for day in days if day.year == year and bridged(day, VITRY)]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, ["Fri 05-02", "Fri 05-09", "Fri 05-30", "Sat 08-16", "Mon 11-10", "Fri 12-26"]),
        (2026, ["Fri 01-02", "Sat 05-02", "Sat 05-09", "Fri 05-15", "Mon 07-13", "Sat 12-26"]),
        (2027, ["Sat 01-02", "Fri 05-07", "Fri 11-12"]),
        (2028, ["Fri 05-26", "Sat 07-15", "Mon 08-14"]),
    ],
)
def test_the_bridges_of_a_year(year: int, expected: list[str]) -> None:
    assert bridges(year) == expected


def test_a_bridge_reaches_over_the_end_of_a_year() -> None:
    assert bridged(date(2029, 12, 31), VITRY) == date(2030, 1, 1)
    assert bridged(date(2026, 1, 2), VITRY) == date(2026, 1, 1)


def test_a_public_holiday_is_no_bridge_itself() -> None:
    assert bridged(date(2025, 12, 26), STRASBOURG) is None
    assert bridged(date(2025, 12, 27), STRASBOURG) == date(2025, 12, 26)
    assert bridged(date(2027, 5, 8), VITRY) is None


def test_the_saturday_after_a_thursday_is_a_bridge_where_one_says_so() -> None:
    saturday = date(2026, 5, 16)  # the Ascension is on Thursday the 14th
    assert bridged(saturday, VITRY) is None
    assert bridged(saturday, VITRY, saturday_after_thursday=True) == date(2026, 5, 14)
    assert bridged(date(2026, 5, 15), VITRY, saturday_after_thursday=True) == date(2026, 5, 14)


def test_a_day_near_no_holiday_is_none() -> None:
    assert bridged(date(2026, 7, 15), VITRY) is None
    assert bridged(date(2026, 11, 2), VITRY) is None  # a Monday after a Sunday's holiday
