"""Days as the demo's communities count them: UTC's are another day for an hour or two each night."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.core.clock import now

PARIS = ZoneInfo("Europe/Paris")


def day_of(at: datetime) -> date:
    """The day that the clocks of Paris show at this instant."""
    return at.astimezone(PARIS).date()


def today(days: int = 0) -> date:
    """The present day in Paris, or the one so many `days` later (earlier when negative)."""
    return day_of(now()) + timedelta(days=days)
