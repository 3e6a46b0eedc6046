"""People who did not come: whom to call, and from when on appointments are confirmed by phone. Pure.

Several no-shows ask for a call before the next appointment, never for a ban (domain rules §4.2).
"""

from datetime import datetime, timedelta

from api.contract.models import AppointmentRules, NoShowCallOutcome, NoShowFollowUpState
from api.core.lifecycle import Lifecycle

FOLLOW_UP = Lifecycle(
    "no_show_follow_up",
    NoShowFollowUpState.open,
    {
        "record_call": ({NoShowFollowUpState.open}, NoShowFollowUpState.open),
        "end": ({NoShowFollowUpState.open}, NoShowFollowUpState.done),
    },
)

_MONTH = timedelta(days=30)


def counted_from(rules: AppointmentRules, at: datetime) -> datetime:
    """From when on a no-show still counts."""
    return at - rules.no_show_months * _MONTH


def confirm_by_phone(rules: AppointmentRules, no_shows: int) -> bool:
    """Whether somebody who did not come that often is called before the next appointment."""
    return no_shows >= rules.no_show_limit


def after_call(rules: AppointmentRules, outcome: NoShowCallOutcome, calls: int) -> str:
    """What a call does to a follow-up: `calls` with this one. In vain, it goes on up to the limit."""
    if outcome is NoShowCallOutcome.not_reached and calls < rules.no_show_calls:
        return "record_call"
    return "end"
