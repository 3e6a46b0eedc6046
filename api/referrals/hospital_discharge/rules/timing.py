"""The days and hours of a return home. PURE. Source: domain rules §5.2. Days are those of the territory; the
hour at which wards let people go is the community's, as nobody knows it for one person.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from api.contract.models import DischargeCheckKind as Check
from api.contract.models import HospitalDischargeRules
from api.contract.models import HospitalDischargeState as State
from api.referrals.hospital_discharge.rules.lifecycle import AT_HOME, BEFORE

CHECKED_AT = time(9)
"""Opening of the office: the hour at which a check falls due."""

COMPLETED_WITHIN = timedelta(hours=4)
"""What is missing waits that long for the ward, then the coordination calls it."""

DEPARTURE_SAID_WITHIN = timedelta(hours=8)
"""After the usual hour: then the ward is asked whether the person has gone home."""


class Alarm(StrEnum):
    """What falls due by itself."""

    readiness = "readiness"
    call_hospital = "call_hospital"
    departure = "departure"
    check = "check"


@dataclass(frozen=True, slots=True)
class Course:
    """What decides the alarms of one request."""

    state: State
    created_at: datetime
    departure_at: datetime
    lacks_nurse: bool
    readiness_told: bool
    """Nobody completed it in time, and the coordination knows."""
    call_told: bool
    """The red was told already."""
    departure_told: bool
    """The ward was asked already whether the person has gone."""
    went_home_on: date | None
    check_told: bool
    """The check that comes next was asked for already."""


def departure_at(rules: HospitalDischargeRules, planned_on: date, zone: ZoneInfo) -> datetime:
    """When the person leaves the ward, as far as anybody knows: at the usual hour of the planned day. In
    UTC, so that what is counted from it is real time, also when the clocks change."""
    return datetime.combine(planned_on, time.fromisoformat(rules.departure_time), zone).astimezone(UTC)


def call_hospital_at(rules: HospitalDischargeRules, departs_at: datetime) -> datetime:
    """When a return home without a nurse turns red, counted in real time."""
    return departs_at - timedelta(hours=rules.call_hospital_hours)


def is_short_notice(rules: HospitalDischargeRules, created_at: datetime, departs_at: datetime) -> bool:
    """Whether the ward asked so late that it is warned."""
    return departs_at - created_at < timedelta(hours=rules.short_notice_hours)


def next_check(state: State) -> Check | None:
    """The check that comes next; None when none does."""
    return {State.went_home: Check.first, State.followed_up: Check.second}.get(state)


def check_on(rules: HospitalDischargeRules, check: Check, went_home_on: date) -> date:
    """The day of a check."""
    days = rules.first_check_days if check is Check.first else rules.second_check_days
    return went_home_on + timedelta(days=days)


def check_at(rules: HospitalDischargeRules, check: Check, went_home_on: date, zone: ZoneInfo) -> datetime:
    """When a check falls due."""
    return datetime.combine(check_on(rules, check, went_home_on), CHECKED_AT, zone).astimezone(UTC)


def alarms(rules: HospitalDischargeRules, course: Course, zone: ZoneInfo) -> dict[Alarm, datetime]:
    """What is still to fall due of a request, each with its instant; each is told once."""
    found = {}
    if course.state is State.to_complete and not course.readiness_told:
        found[Alarm.readiness] = course.created_at + COMPLETED_WITHIN
    if course.state in BEFORE and course.lacks_nurse and not course.call_told:
        found[Alarm.call_hospital] = call_hospital_at(rules, course.departure_at)
    if course.state in BEFORE and not course.departure_told:
        # The evening of the planned day: the ward has had the afternoon to say it.
        found[Alarm.departure] = course.departure_at + DEPARTURE_SAID_WITHIN
    check = next_check(course.state)
    if course.state in AT_HOME and check and course.went_home_on and not course.check_told:
        found[Alarm.check] = check_at(rules, check, course.went_home_on, zone)
    return found
