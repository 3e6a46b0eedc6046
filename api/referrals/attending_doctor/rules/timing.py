"""The delays of a search for an attending doctor. PURE. All are the community's data (domain rules §3.2)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from api.cases.rules import erased_from
from api.contract.models import AttendingDoctorRules, WaveAudience
from api.contract.models import AttendingDoctorState as State
from api.dispatch.rules import Plan, Wave
from api.referrals.attending_doctor.rules.lifecycle import COMING, READY

_MINUTES_OF_DAY = 24 * 60

_AWAITED = READY | {State.submitted, State.to_complete}
"""While a doctor thinks, nobody is asked whether they still look."""


class Deadline(StrEnum):
    """What happens by itself; of two at one instant, the first."""

    expire = "expire"
    close_found = "close_found"
    give_up = "give_up"
    propose_cpam = "propose_cpam"
    ask_still_looking = "ask_still_looking"
    tell_undeclared = "tell_undeclared"


@dataclass(frozen=True)
class Course:
    """Where a request stands in time. `renewed_at`: when it was made, or last said to go on."""

    state: State
    created_at: datetime
    renewed_at: datetime
    asked_at: datetime | None = None
    cpam_proposed_at: datetime | None = None
    declared_at: datetime | None = None
    accepted_at: datetime | None = None
    first_appointment_on: date | None = None
    undeclared_told_at: datetime | None = None


def deadlines(course: Course, rules: AttendingDoctorRules, zone: ZoneInfo) -> list[tuple[datetime, Deadline]]:
    """What comes by itself while nothing else happens, the soonest first."""
    found: list[tuple[datetime, Deadline]] = [
        (erased_from(course.renewed_at, rules.open_months_at_most, zone), Deadline.expire)
    ]
    if course.declared_at is not None:
        found.append((course.declared_at + timedelta(days=rules.declared_days), Deadline.close_found))
    if course.state in READY | {State.proposed} and course.cpam_proposed_at is None:
        found.append((course.created_at + timedelta(days=rules.escalate_after_days), Deadline.propose_cpam))
    undeclared = undeclared_from(course, rules, zone)
    if undeclared is not None and course.undeclared_told_at is None:
        found.append((undeclared, Deadline.tell_undeclared))
    if course.state in _AWAITED:
        if course.asked_at is None:
            when = erased_from(course.renewed_at, rules.still_looking_months, zone)
            found.append((when, Deadline.ask_still_looking))
        else:
            answered_by = course.asked_at + timedelta(days=rules.still_looking_answer_days)
            found.append((answered_by, Deadline.give_up))
    order = list(Deadline)
    return sorted(found, key=lambda one: (one[0], order.index(one[1])))


def undeclared_from(course: Course, rules: AttendingDoctorRules, zone: ZoneInfo) -> datetime | None:
    """From when on the declaration of a doctor who accepted is overdue: so many days after the acceptance, or
    after the day of the first appointment when that comes later. None before, after, or when never."""
    if course.state not in COMING or course.accepted_at is None or rules.undeclared_days == 0:
        return None
    since = course.accepted_at
    if course.first_appointment_on is not None:
        seen = datetime.combine(course.first_appointment_on + timedelta(days=1), time(), zone)
        since = max(since, seen)
    return since + timedelta(days=rules.undeclared_days)


def plan(rules: AttendingDoctorRules, at: datetime) -> Plan:
    """One doctor after the other, each alone with the whole time to answer, reminded once."""
    minutes = rules.answer_days * _MINUTES_OF_DAY
    remind = rules.reminder_days * _MINUTES_OF_DAY or None
    waves = tuple(
        Wave(WaveAudience.in_turn, minutes, None, 1, number + 1, remind)
        for number in range(rules.refusals_at_most)
    )
    return Plan(waves, at + timedelta(minutes=minutes * rules.refusals_at_most))


def waiting_days(created_at: datetime, closed_at: datetime | None, at: datetime, zone: ZoneInfo) -> int:
    """Days waited, by the calendar of the territory, up to now or to the end."""
    until = (closed_at or at).astimezone(zone).date()
    return max(0, (until - created_at.astimezone(zone).date()).days)
