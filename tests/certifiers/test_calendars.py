"""The calendars of care: each alone, at the edges where they differ. Instants on the wall clock of Paris."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.certifiers.calendars import (
    DOCTOR,
    NURSE,
    FeeHint,
    Territory,
    fee_hint,
    fee_period,
    is_on_call_time,
    is_sas_time,
)
from api.contract.models import DeathFeePeriod as Period
from api.core.public_holidays import public_holidays
from api.directory.rules.opening_hours import open_state
from api.identity.community_rules import default_rules

PARIS = ZoneInfo("Europe/Paris")
DEFAULTS = default_rules().calendars


def vitry(**decided: bool) -> Territory:
    """Vitry, with what the ARS decided otherwise."""
    return Territory(PARIS, public_holidays("94081"), DEFAULTS.model_copy(update=decided))


def at(text: str) -> datetime:
    """An instant on the clock of Paris: `at("2026-03-03 07:59:59")`."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


VITRY = vitry()

EDGES = [
    # instant, on-call duty, period of the fee, SAS
    ("2026-03-03 07:59:59", True, Period.night, False),
    ("2026-03-03 08:00:00", False, Period.day, True),
    ("2026-03-03 19:59:59", False, Period.day, True),
    ("2026-03-03 20:00:00", True, Period.night, False),
    ("2026-03-07 07:59:59", True, Period.night, False),  # a Saturday
    ("2026-03-07 08:00:00", False, Period.saturday, True),
    ("2026-03-07 11:59:59", False, Period.saturday, True),
    ("2026-03-07 12:00:00", True, Period.saturday, False),
    ("2026-03-07 20:00:00", True, Period.night, False),
    ("2026-03-08 08:00:00", True, Period.sunday, False),
    ("2026-03-09 07:59:59", True, Period.night, False),
    ("2026-07-13 08:00:00", True, Period.bridge, True),  # the Monday before the 14th
    ("2026-07-14 08:00:00", True, Period.public_holiday, False),
    ("2026-07-14 20:00:00", True, Period.night, False),
    ("2026-07-15 08:00:00", False, Period.day, True),
    ("2026-01-02 10:00:00", True, Period.bridge, True),  # Friday, the holiday is of the year before it
    ("2029-12-31 10:00:00", True, Period.bridge, True),  # Monday, the holiday is of the year after it
    ("2026-05-02 08:00:00", True, Period.saturday, True),  # the Saturday after a Friday's holiday
    ("2026-05-16 08:00:00", False, Period.saturday, True),  # two days after a Thursday's
    ("2026-11-01 10:00:00", True, Period.public_holiday, False),  # a holiday that is a Sunday
    ("2026-11-02 10:00:00", False, Period.day, True),
    ("2026-08-15 10:00:00", True, Period.public_holiday, False),  # a holiday that is a Saturday
]


@pytest.mark.parametrize(("when", "on_call", "period", "sas"), EDGES, ids=[edge[0] for edge in EDGES])
def test_each_calendar_at_its_edges(when: str, on_call: bool, period: Period, sas: bool) -> None:
    instant = at(when)
    assert is_on_call_time(instant, VITRY) is on_call
    assert fee_period(instant, VITRY)[0] is period
    assert is_sas_time(instant, VITRY) is sas


def test_a_period_belongs_to_the_instant_and_two_on_saturday_morning_to_fridays_night() -> None:
    assert fee_period(at("2026-03-07 02:00"), VITRY) == (Period.night, date(2026, 3, 6))
    assert fee_period(at("2026-03-07 21:00"), VITRY) == (Period.night, date(2026, 3, 7))
    assert fee_period(at("2026-01-01 02:00"), VITRY) == (Period.night, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("evening", "hours"),
    [("2026-03-28 20:00", 11), ("2026-10-24 20:00", 13), ("2026-03-03 20:00", 12)],
    ids=["the clock goes forward", "the clock goes back", "a plain night"],
)
def test_a_night_ends_at_eight_on_the_wall_however_long_it_is(evening: str, hours: int) -> None:
    start = at(evening)
    end = start + timedelta(hours=hours)
    for instant, expected in ((start, True), (end - timedelta(seconds=1), True), (end, False)):
        assert (fee_period(instant, VITRY)[0] is Period.night) is expected
    assert fee_period(start - timedelta(seconds=1), VITRY)[0] is not Period.night
    assert is_on_call_time(end - timedelta(seconds=1), VITRY)


def test_the_hour_that_comes_twice_is_in_the_night_both_times() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for instant in (first, first + timedelta(hours=1)):
        assert instant.astimezone(PARIS).hour == 2
        assert fee_period(instant, VITRY) == (Period.night, date(2026, 10, 24))


def test_what_the_ars_decided_moves_one_calendar_and_not_the_others() -> None:
    noon, bridge = at("2026-03-07 12:00"), at("2026-07-13 10:00")
    no_saturday, no_bridges = vitry(pdsa_saturday=False), vitry(pdsa_bridges=False)
    assert not is_on_call_time(noon, no_saturday)
    assert fee_period(noon, no_saturday)[0] is Period.saturday
    assert not is_on_call_time(bridge, no_bridges)
    assert fee_period(bridge, no_bridges)[0] is Period.bridge
    assert is_sas_time(bridge, no_bridges)
    closed = vitry(sas_bridges=False)
    assert not is_sas_time(bridge, closed)
    assert is_on_call_time(bridge, closed)
    wide = vitry(saturday_after_thursday=True)
    assert is_on_call_time(at("2026-05-16 08:00"), wide)
    assert not is_on_call_time(at("2026-05-16 08:00"), VITRY)


def test_the_days_are_those_of_the_territory() -> None:
    la_reunion = Territory(ZoneInfo("Indian/Reunion"), public_holidays("97416"), DEFAULTS)
    instant = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)  # 20:00 there, 17:00 in Paris
    assert fee_period(instant, la_reunion)[0] is Period.night
    assert fee_period(instant, VITRY)[0] is Period.day
    abolition = datetime(2027, 12, 20, 8, 0, tzinfo=UTC)  # noon there, a Monday
    assert fee_period(abolition, la_reunion)[0] is Period.public_holiday
    assert fee_period(abolition, VITRY)[0] is Period.day


@pytest.mark.parametrize(
    ("when", "fragile", "doctor", "nurse"),
    [
        ("2026-03-03 10:00", False, None, 42),
        ("2026-03-03 10:00", True, 100, 54),
        ("2026-03-03 21:00", False, 100, 54),
        ("2026-03-07 11:00", False, 100, 54),
        ("2026-03-08 11:00", False, 100, 54),
        ("2026-07-13 11:00", False, 100, 54),
        ("2026-07-14 11:00", True, 100, 54),
    ],
    ids=["weekday", "fragile weekday", "night", "saturday", "sunday", "bridge", "fragile holiday"],
)
def test_the_hint_says_the_fee_of_each_profession(
    when: str, fragile: bool, doctor: int | None, nurse: int
) -> None:
    territory = vitry(fragile_zone=fragile)
    period, day = fee_period(at(when), territory)
    assert fee_hint(at(when), DOCTOR, territory) == FeeHint(period, day, doctor)
    assert fee_hint(at(when), NURSE, territory) == FeeHint(period, day, nurse)


SAMI = [
    *({"weekday": day, "from_time": "20:00", "to_time": "24:00"} for day in range(1, 6)),
    *({"weekday": day, "from_time": "14:00", "to_time": "24:00"} for day in (6, 7, 8)),
]
"""The SAMI of Vitry as the community states it (domain rules §0.5)."""


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-03-03 19:59:59", False),
        ("2026-03-03 20:00:00", True),
        ("2026-03-03 23:59:59", True),
        ("2026-03-04 00:00:00", False),
        ("2026-03-07 13:59:59", False),
        ("2026-03-07 14:00:00", True),
        ("2026-08-15 14:00:00", True),  # a holiday that is a Saturday
        ("2026-07-14 14:00:00", True),
        ("2026-07-13 14:00:00", False),  # a bridge changes nothing of the hours of a place
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_hours_of_a_place_are_its_own_whatever_the_other_calendars_say(when: str, is_open: bool) -> None:
    assert open_state(SAMI, insee="94081", zone=PARIS, at=at(when)).is_open is is_open
