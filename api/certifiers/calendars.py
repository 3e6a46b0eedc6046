"""Three calendars of care: on-call duty (PDSA), the flat fee of a death certificate, the SAS. PURE.

A fourth, the hours of a place, is `directory.rules.opening_hours`. They look alike and are not: each is one
function that asks none of the others (domain rules §8.2). Days and hours are those of the wall clock of the
territory, intervals are half-open, and a period belongs to the instant: two o'clock on a Saturday morning
lies in Friday's night.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from api.contract.models import CalendarRules, DeathFeePeriod
from api.core.public_holidays import PublicHolidays, bridged

MORNING, NOON, EVENING = time(8), time(12), time(20)
SATURDAY, SUNDAY = 5, 6


class Territory(NamedTuple):
    """Where the days are counted, and what the ARS decided there."""

    zone: ZoneInfo
    holidays: PublicHolidays
    rules: CalendarRules


class Profession(NamedTuple):
    """What the certificate of a profession is paid, in euros: in a period of the fee, and outside any.

    None: no flat fee.
    """

    in_period: int
    outside: int | None


DOCTOR = Profession(in_period=100, outside=None)
"""CSS L162-5-14-2 and ameli.fr: 100 € in these periods, and at any hour in a fragile zone."""

NURSE = Profession(in_period=54, outside=42)
"""Arrêté of 26 June 2025: 54 € in the same periods and by day in a fragile zone, else 42 € from 8 to 20."""


@dataclass(frozen=True, slots=True)
class FeeHint:
    """What the fee of a certificate would be, to be shown as indicative: nothing is ever paid from it.

    `begins_on` is the day that the period belongs to: the evening before, for the small hours of a night.
    """

    period: DeathFeePeriod
    begins_on: date
    amount_euros: int | None


def is_on_call_time(at: datetime, territory: Territory) -> bool:
    """Whether on-call duty (permanence des soins ambulatoires) runs at `at`: CSP R6315-1.

    Every night from 20:00 to 8:00, Sundays and public holidays by day; and where the ARS decided so,
    Saturdays from noon, Mondays before a holiday, Fridays and Saturdays after one.
    """
    day, hour = _wall(at, territory.zone)
    if not MORNING <= hour < EVENING or day.weekday() == SUNDAY or day in territory.holidays:
        return True
    rules = territory.rules
    if rules.pdsa_saturday and day.weekday() == SATURDAY and hour >= NOON:
        return True
    return rules.pdsa_bridges and _bridge(day, territory)


def is_sas_time(at: datetime, territory: Territory) -> bool:
    """Whether the access-to-care service (SAS) answers at `at`: Monday to Friday from 8:00 to 20:00, Saturday
    from 8:00 to noon, public holidays excepted; on bridges unless the ARS decided otherwise."""
    day, hour = _wall(at, territory.zone)
    if day.weekday() == SUNDAY or day in territory.holidays:
        return False
    if not territory.rules.sas_bridges and _bridge(day, territory):
        return False
    return MORNING <= hour < (NOON if day.weekday() == SATURDAY else EVENING)


def fee_period(at: datetime, territory: Territory) -> tuple[DeathFeePeriod, date]:
    """The period of the flat fee in which `at` lies, and the day that it belongs to.

    Nights from 20:00 to 8:00; by day Sundays, public holidays, the whole Saturday and bridges; everything
    else is `day`, which in a fragile zone is a period too.
    """
    day, hour = _wall(at, territory.zone)
    if hour < MORNING:
        return DeathFeePeriod.night, day - timedelta(days=1)
    if hour >= EVENING:
        return DeathFeePeriod.night, day
    if day in territory.holidays:
        return DeathFeePeriod.public_holiday, day
    if day.weekday() == SUNDAY:
        return DeathFeePeriod.sunday, day
    if day.weekday() == SATURDAY:
        return DeathFeePeriod.saturday, day
    if _bridge(day, territory):
        return DeathFeePeriod.bridge, day
    return (DeathFeePeriod.fragile_zone if territory.rules.fragile_zone else DeathFeePeriod.day), day


def fee_hint(at: datetime, profession: Profession, territory: Territory) -> FeeHint:
    """What a certificate of that profession would be paid at `at`, as an indication.

    The sources count by the time of death for nurses, of the examination for doctors: show it for both.
    """
    period, day = fee_period(at, territory)
    outside = period is DeathFeePeriod.day
    return FeeHint(period, day, profession.outside if outside else profession.in_period)


def _wall(at: datetime, zone: ZoneInfo) -> tuple[date, time]:
    local = at.astimezone(zone)
    return local.date(), local.time()


def _bridge(day: date, territory: Territory) -> bool:
    after_thursday = territory.rules.saturday_after_thursday
    return bridged(day, territory.holidays, saturday_after_thursday=after_thursday) is not None
