"""Fairness shown: periods, and the middle of the members. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Protocol
from zoneinfo import ZoneInfo

from api.contract.models import LoadPeriod, Median
from api.dispatch.rules import week_start

WEEKS = {LoadPeriod.week: 1, LoadPeriod.four_weeks: 4, LoadPeriod.twelve_weeks: 12}

FEWEST_FOR_MEDIAN = 5
"""With fewer members in it, a median tells each of them about the others."""


class Counts(Protocol):
    """What one member was asked, took, asked for and found."""

    asked: int
    accepted: int
    filed: int
    found: int


def period_start(period: LoadPeriod, at: datetime, zone: ZoneInfo) -> datetime:
    """The Monday from which a period counts: calendar weeks of the territory, the present one last."""
    monday = week_start(at, zone)
    return monday - timedelta(weeks=WEEKS[period] - 1)  # wall-clock arithmetic: still midnight


def median_of(members: Sequence[Counts]) -> Median | None:
    """The middle of those who took part at all; None when they are fewer than FEWEST_FOR_MEDIAN."""
    part = [one for one in members if one.asked or one.accepted or one.filed]
    if len(part) < FEWEST_FOR_MEDIAN:
        return None
    return Median(
        members=len(part),
        asked=float(median(one.asked for one in part)),
        accepted=float(median(one.accepted for one in part)),
        filed=float(median(one.filed for one in part)),
        found=float(median(one.found for one in part)),
    )
