"""The clocks of a booking. PURE. Source: domain rules §4.2: late 10 minutes, absent after 15."""

from datetime import datetime, timedelta

from api.contract.models import TeleconsultationBookingRules, WaveAudience
from api.contract.models import TeleconsultationState as State
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.dispatch.rules import Plan, Wave

STARTS_FROM = timedelta(minutes=15)
"""So long before the hour a call may begin: as for any appointment."""

ARRIVES_FROM = timedelta(hours=2)
"""So long before the hour somebody may be checked in: the waiting room is not open all day."""

FORGOTTEN_AFTER = timedelta(hours=12)
"""After its end, a booking that nobody closed is closed: one that stays open would keep the identity of its
person for ever. A kiosk that was away has that long to tell what happened."""

LONGEST_WINDOW = timedelta(days=14)
"""What one search for times may span."""


def plan(rules: TeleconsultationBookingRules, at: datetime) -> Plan:
    """As soon as possible: the usual doctor alone, then all doctors of the territory, then a human."""
    first = Wave(WaveAudience.first_resort, rules.usual_doctor_minutes, None, None, 0)
    network = Wave(WaveAudience.network, rules.network_minutes, None, None, 1)
    after = timedelta(minutes=min(rules.usual_doctor_minutes + rules.network_minutes, rules.soon_minutes))
    return Plan((first, network), at + after)


def kept_until(starts_at: datetime, rules: TeleconsultationBookingRules) -> datetime:
    """Until when a late person's time is theirs whoever waits."""
    return starts_at + timedelta(minutes=rules.late_minutes)


def no_show_from(starts_at: datetime, rules: TeleconsultationBookingRules) -> datetime:
    """From when the person may be said not to have come."""
    return starts_at + timedelta(minutes=rules.no_show_minutes)


def is_late(state: State, starts_at: datetime | None, at: datetime) -> bool:
    """Whether the hour has come and the person has not."""
    return state is State.confirmed and starts_at is not None and at >= starts_at


def possible_from(
    action: str, starts_at: datetime | None, rules: TeleconsultationBookingRules
) -> datetime | None:
    """From when an action may be done; None: whenever its state allows it."""
    if starts_at is None:
        return None
    starts = {
        "check_in": starts_at - ARRIVES_FROM,
        "start": starts_at - STARTS_FROM,
        "record_no_show": no_show_from(starts_at, rules),
        "release": kept_until(starts_at, rules),
    }
    return starts.get(action)


def is_early(
    action: str, starts_at: datetime | None, at: datetime, rules: TeleconsultationBookingRules
) -> bool:
    """Whether it is too early for an action."""
    since = possible_from(action, starts_at, rules)
    return since is not None and at < since


def refuse_early(
    action: str, starts_at: datetime | None, at: datetime, rules: TeleconsultationBookingRules
) -> None:
    """IllegalTransition when it is too early to say so."""
    if not is_early(action, starts_at, at, rules):
        return
    said = {
        "check_in": "It is too early: from two hours before, or move the booking first",
        "start": "It is too early: from 15 minutes before, or move the booking first",
        "record_no_show": f"Wait for {rules.no_show_minutes} minutes after the hour",
        "release": f"A late person is waited for {rules.late_minutes} minutes",
    }
    raise IllegalTransition(said[action])


def refuse_window(from_at: datetime, until: datetime) -> None:
    """InvalidInput unless it is a window of at most 14 days."""
    if until <= from_at:
        raise InvalidInput(errors=[FieldError("/query/until", "Give an end after the beginning")])
    if until - from_at > LONGEST_WINDOW:
        raise InvalidInput(errors=[FieldError("/query/until", "Ask for 14 days at most")])
