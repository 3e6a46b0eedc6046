"""The life of an appointment, and which act fits which moment. Pure."""

from datetime import datetime, timedelta

from api.contract.models import AppointmentAction, AppointmentState
from api.core.lifecycle import Lifecycle
from api.core.problems import FieldError, IllegalTransition, InvalidInput

APPOINTMENT = Lifecycle(
    "appointment",
    AppointmentState.booked,
    {
        "move": ({AppointmentState.booked}, AppointmentState.moved),
        "cancel": ({AppointmentState.booked}, AppointmentState.cancelled),
        "fulfil": ({AppointmentState.booked}, AppointmentState.fulfilled),
        "no_show": ({AppointmentState.booked}, AppointmentState.no_show),
    },
)

EARLY = timedelta(minutes=15)
"""How long before the hour somebody may have come: people are early, and are seen early."""

SHORTEST, LONGEST = 5, 60
"""Minutes that one person's time may last (domain rules §2.2)."""

FURTHEST = timedelta(days=366)
"""How far ahead a time is given outside any opening: beyond, it is a slip of the finger."""

_NOT_BEFORE = {"fulfil": -EARLY, "no_show": timedelta()}
"""Action -> how long after the start it becomes true."""


def refuse_early(action: str, starts_at: datetime, at: datetime) -> None:
    """Raise IllegalTransition when nobody can know yet whether the person came."""
    if not _has_come(action, starts_at, at):
        raise IllegalTransition("The appointment has not begun: say it when the time has come")


def _has_come(action: str, starts_at: datetime, at: datetime) -> bool:
    return action not in _NOT_BEFORE or at >= starts_at + _NOT_BEFORE[action]


def open_actions(state: AppointmentState, starts_at: datetime, at: datetime) -> list[AppointmentAction]:
    """The acts that the state and the hour allow, whoever asks."""
    words = {action.value: action for action in AppointmentAction}
    return [
        words[action]
        for action in APPOINTMENT.actions_from(state)
        if action in words and _has_come(action, starts_at, at)
    ]


def check_given(starts_at: datetime, at: datetime) -> None:
    """Raise InvalidInput unless a time that is given outside any opening may still come, within a year."""
    if starts_at < at:
        raise InvalidInput(errors=[FieldError("/starts_at", "This time is past: choose a later one")])
    if starts_at > at + FURTHEST:
        message = "This is more than a year away: check the year, or choose a sooner time"
        raise InvalidInput(errors=[FieldError("/starts_at", message)])


def check_minutes(minutes: int) -> None:
    """Raise InvalidInput unless an appointment may last so long."""
    if not SHORTEST <= minutes <= LONGEST:
        message = f"An appointment lasts from {SHORTEST} to {LONGEST} minutes"
        raise InvalidInput(errors=[FieldError("/minutes", message)])
