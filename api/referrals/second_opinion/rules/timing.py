"""When an answer is expected, who is asked until when, and when a request ends by itself."""

from datetime import datetime, timedelta

from api.contract.models import OpinionUrgency, SecondOpinionRules, WaveAudience
from api.dispatch.rules import Plan, Wave

SHORTEST_WAVE_MINUTES = 30
"""A wave asked late (a relaunch after the wish) still leaves people time to read."""


def answer_before(rules: SecondOpinionRules, urgency: OpinionUrgency, at: datetime) -> datetime:
    """When the answer to a request made at `at` is wished for, in real time."""
    hours = {
        OpinionUrgency.same_day: rules.same_day_hours,
        OpinionUrgency.few_days: rules.few_days_hours,
        OpinionUrgency.few_weeks: rules.few_weeks_hours,
    }
    return at + timedelta(hours=hours[urgency])


def plan(rules: SecondOpinionRules, wished_before: datetime, at: datetime) -> Plan:
    """Whom a search that starts at `at` asks, and for how long: shares of the delay that is left.

    The colleague or the group alone, then all of the specialty, then the coordination; what remains of the
    delay is the coordination's.
    """
    left = max(0.0, (wished_before - at).total_seconds() / 60)
    first = max(SHORTEST_WAVE_MINUTES, round(left * rules.first_percent / 100))
    second = max(SHORTEST_WAVE_MINUTES, round(left * rules.specialty_percent / 100))
    waves = (
        Wave(WaveAudience.first_resort, first, None, None, 0),
        Wave(WaveAudience.network, second, None, None, 1),
    )
    return Plan(waves, at + timedelta(minutes=first + second))


def answer_due(rules: SecondOpinionRules, wished_before: datetime, at: datetime) -> datetime:
    """Until when whoever takes it at `at` must answer: the wish, or the least time that one may need."""
    return max(wished_before, at + timedelta(hours=rules.taken_hours))


def detail_due(rules: SecondOpinionRules, at: datetime) -> datetime:
    """Until when what was missing, asked for at `at`, must be there."""
    return at + timedelta(hours=rules.detail_hours)


def resumed(due: datetime, paused_at: datetime, at: datetime) -> datetime:
    """The time to answer, once what was missing is there: the time that it took is given back."""
    return due + (at - paused_at)


def closes_at(rules: SecondOpinionRules, at: datetime, appointment_at: datetime | None = None) -> datetime:
    """When an answer given at `at` that nobody confirms ends by itself; never before the person was seen."""
    days = timedelta(days=rules.closes_after_days)
    return max(at, appointment_at or at) + days
