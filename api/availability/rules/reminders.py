"""When people are reminded of appointments: those who asked, some hours before; professionals, the evening
before. Pure."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from api.contract.models import AppointmentRules
from api.core import wall


class ReminderStep(StrEnum):
    """Which reminder: each is written once."""

    first = "first"
    last = "last"
    day = "day"


def due_step(
    rules: AppointmentRules, starts_at: datetime, booked_at: datetime, at: datetime
) -> ReminderStep | None:
    """The reminder that an appointment is due for at `at`, whether or not it was written; None for none.

    Hours are counted in real time, through the nights when the clock changes. Who booked later than the hour
    of a reminder needs none; once the last one is due, the first would say the same twice.
    """
    if starts_at <= at:
        return None
    for step, hours in (
        (ReminderStep.last, rules.last_reminder_hours),
        (ReminderStep.first, rules.first_reminder_hours),
    ):
        told_at = starts_at - timedelta(hours=hours)
        if hours and told_at <= at:
            return step if booked_at <= told_at else None
    return None


def day_told(rules: AppointmentRules, at: datetime, zone: ZoneInfo) -> date:
    """The day whose list of appointments was due last: the one after the latest evening."""
    evening = wall.last_at(time.fromisoformat(rules.day_list_at), at, zone)
    return evening.astimezone(zone).date() + timedelta(days=1)
