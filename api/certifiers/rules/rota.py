"""Who is wanted on the rota, and where somebody is missing. PURE.

A day runs from 8:00 to 20:00 on the wall clock of the territory, a night from 20:00 to 8:00 of the next day:
on the days when clocks change it lasts eleven hours, or thirteen. Intervals are half-open.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from api.contract.models import CertifierRules, RotaLeftOutCause
from api.core.public_holidays import PublicHolidays

MORNING, EVENING = time(8), time(20)
WEEK = timedelta(days=7)
SATURDAY = 5

TOLD_AHEAD = timedelta(hours=48)
"""How long before it a gap is told to the coordination; the screen shows those further ahead."""


class Held(NamedTuple):
    """A stretch of time and how many people are wanted in it, or who holds it (one each)."""

    starts_at: datetime
    ends_at: datetime
    people: int = 1


class Gap(NamedTuple):
    """Time in which `missing` people more are wanted."""

    starts_at: datetime
    ends_at: datetime
    missing: int


def monday_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def week_bounds(monday: date, weeks: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants between which weeks of the rota run: from Monday at 8:00, so that a night stays whole."""
    return at_wall(monday, MORNING, zone), at_wall(monday + weeks * WEEK, MORNING, zone)


def at_wall(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant of an hour of the wall clock."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def later_by(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same hour of the wall clock, so many days later: not so many times 24 hours."""
    local = at.astimezone(zone)
    return at_wall(local.date() + timedelta(days=days), local.time(), zone)


def wanted_between(
    start: datetime, end: datetime, rules: CertifierRules, *, zone: ZoneInfo, holidays: PublicHolidays
) -> list[Held]:
    """How many people are wanted on the rota between two instants, day by day and night by night."""
    day = start.astimezone(zone).date() - timedelta(days=1)
    found = []
    while at_wall(day, MORNING, zone) < end:
        following = day + timedelta(days=1)
        rests = day.weekday() >= SATURDAY or day in holidays
        by_day = rules.people_on_rest_days if rests else rules.people_by_day
        morning, evening = at_wall(day, MORNING, zone), at_wall(day, EVENING, zone)
        found += [
            Held(morning, evening, by_day),
            Held(evening, at_wall(following, MORNING, zone), rules.people_by_night),
        ]
        day = following
    cut = (Held(max(one.starts_at, start), min(one.ends_at, end), one.people) for one in found)
    return [one for one in cut if one.starts_at < one.ends_at and one.people]


def gaps_of(wanted: Iterable[Held], shifts: Iterable[Held]) -> list[Gap]:
    """Where fewer people hold a shift than are wanted; what touches and misses as many is one gap."""
    held = list(shifts)
    joined: list[Gap] = []
    for gap in (gap for one in wanted for gap in _gaps(one, held)):
        last = joined[-1] if joined else None
        if last is not None and last.ends_at == gap.starts_at and last.missing == gap.missing:
            joined[-1] = last._replace(ends_at=gap.ends_at)
        else:
            joined.append(gap)
    return joined


def stretches_of(gaps: Iterable[Gap]) -> list[Gap]:
    """Gaps in order of time as stretches without a hole, however many people are missing in each part."""
    joined: list[Gap] = []
    for gap in gaps:
        last = joined[-1] if joined else None
        if last is not None and gap.starts_at <= last.ends_at:
            joined[-1] = Gap(last.starts_at, gap.ends_at, max(last.missing, gap.missing))
        else:
            joined.append(gap)
    return joined


def not_told(stretches: Iterable[Gap], told: Iterable[tuple[datetime, datetime]]) -> list[Gap]:
    """The stretches that meet or touch none of those that were told: what goes on is the same gap."""
    known = list(told)
    return [
        one
        for one in stretches
        if not any(start <= one.ends_at and one.starts_at <= end for start, end in known)
    ]


def why_left_out(
    wished: Held, *, at: datetime, there: Iterable[Held], away: bool, volunteers: bool
) -> RotaLeftOutCause | None:
    """Why a copied shift is not made; None when it is. `there`: the shifts of the same person."""
    if wished.ends_at <= at:
        return RotaLeftOutCause.past
    if any(one.starts_at < wished.ends_at and wished.starts_at < one.ends_at for one in there):
        return RotaLeftOutCause.already_there
    if not volunteers:
        return RotaLeftOutCause.not_volunteering
    return RotaLeftOutCause.away if away else None


def _gaps(wanted: Held, held: list[Held]) -> Iterator[Gap]:
    met = [one for one in held if one.starts_at < wanted.ends_at and wanted.starts_at < one.ends_at]
    inside = {edge for one in met for edge in one[:2] if wanted.starts_at < edge < wanted.ends_at}
    edges = [wanted.starts_at, *sorted(inside), wanted.ends_at]
    for start, end in zip(edges, edges[1:], strict=False):
        missing = wanted.people - sum(
            one.people for one in met if one.starts_at <= start and end <= one.ends_at
        )
        if missing > 0:
            yield Gap(start, end, missing)
