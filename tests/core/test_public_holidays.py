"""Public holidays, by territory. Dates of the Code du travail, written out by hand."""

from datetime import date, timedelta

import pytest

from api.core.public_holidays import PublicHolidays, holidays_of, public_holidays

VITRY, METZ, STRASBOURG, SAINT_PIERRE = "94081", "57463", "67482", "97416"


def days_of(holidays: PublicHolidays, year: int) -> set[str]:
    """Its days in that year, `12-25`."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return {f"{day:%m-%d}" for day in days if day.year == year and day in holidays}


def test_the_eleven_days_of_the_whole_country() -> None:
    assert sorted(days_of(public_holidays(VITRY), 2026)) == [
        *("01-01", "04-06", "05-01", "05-08", "05-14", "05-25"),
        *("07-14", "08-15", "11-01", "11-11", "12-25"),
    ]


@pytest.mark.parametrize("insee", [METZ, STRASBOURG, "68224"])
def test_alsace_and_moselle_have_two_more(insee: str) -> None:
    more = days_of(public_holidays(insee), 2026) - days_of(public_holidays(VITRY), 2026)
    assert more == {"04-03", "12-26"}


@pytest.mark.parametrize(
    ("insee", "day"), [("97105", "05-27"), ("97209", "05-22"), ("97302", "06-10"), ("97608", "04-27")]
)
def test_each_overseas_department_has_the_day_of_its_abolition(insee: str, day: str) -> None:
    assert day in days_of(public_holidays(insee), 2026) - days_of(public_holidays(VITRY), 2026)


def test_la_reunion_rests_on_the_twentieth_of_december() -> None:
    more = days_of(public_holidays(SAINT_PIERRE), 2026) - days_of(public_holidays(VITRY), 2026)
    assert more == {"12-20"}


def test_a_day_has_its_french_name() -> None:
    assert public_holidays(VITRY).name(date(2026, 4, 6)) == "Lundi de Pâques"
    assert public_holidays(VITRY).name(date(2026, 4, 7)) is None


def test_a_community_lives_by_the_department_of_most_of_its_communes() -> None:
    assert holidays_of(["57463", "54395", "57672"]) == public_holidays(METZ)
    assert holidays_of([]) == holidays_of([VITRY]) == public_holidays(VITRY)
