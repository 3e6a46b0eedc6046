"""Months as figures count them."""

from datetime import datetime

from tests.availability.conftest import PARIS


def month_of(instant: str) -> str:
    """`2026-12`, of an instant as the API says it: its month on the clock of the territory, which may have
    begun when that of UTC has not."""
    return f"{datetime.fromisoformat(instant).astimezone(PARIS):%Y-%m}"
