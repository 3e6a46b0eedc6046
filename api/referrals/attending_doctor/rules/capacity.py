"""What a doctor can take, and whose turn it is. PURE. Fairness: the lowest share of the own quota first, then
the nearest, then who was asked least recently (domain rules §3.2). A place that is proposed is taken until
it is answered, so that nobody is ever asked beyond their quota.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from heapq import nsmallest
from math import inf
from uuid import UUID
from zoneinfo import ZoneInfo

from api.contract.models import SkipReason

_EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Places:
    """A volunteer: what they declared, and what is taken of it this month."""

    professional_id: UUID
    quota: int
    accepted: int = 0
    pending: int = 0
    in_six_months: int = 0
    home_visits: bool = False
    sectors: frozenset[str] = frozenset()
    pause_from: date | None = None
    pause_to: date | None = None
    away_until: datetime | None = None
    last_asked_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None

    @cached_property
    def share(self) -> float:
        """Of their places, what is taken or proposed; whoever has none is never compared."""
        return (self.accepted + self.pending) / self.quota if self.quota else inf

    @property
    def left(self) -> int:
        """Places neither taken nor proposed."""
        return max(0, self.quota - self.accepted - self.pending)


@dataclass(frozen=True)
class Wanted:
    """What a person needs of a doctor."""

    home_visit: bool
    sector: str | None
    commune_name: str | None


def why_not(doctor: Places, wanted: Wanted, *, at: datetime, today: date) -> SkipReason | None:
    """Why this volunteer is not asked for this person, or None. A person of no known sector is of none that
    could exclude them: their commune decides."""
    return not_free(doctor, at=at, today=today) or not_suited(doctor, wanted)


def not_free(doctor: Places, *, at: datetime, today: date) -> SkipReason | None:
    """Why this volunteer is asked for nobody now, or None."""
    if doctor.away_until is not None and at < doctor.away_until:
        return SkipReason.absent
    if is_paused(doctor.pause_from, doctor.pause_to, today):
        return SkipReason.absent
    return SkipReason.no_place if doctor.left == 0 else None


def not_suited(doctor: Places, wanted: Wanted) -> SkipReason | None:
    """Why this volunteer does not take this person, or None."""
    if wanted.home_visit and not doctor.home_visits:
        return SkipReason.no_home_visits
    if doctor.sectors and wanted.sector not in doctor.sectors and wanted.commune_name not in doctor.sectors:
        return SkipReason.out_of_sector
    return None


def is_paused(pause_from: date | None, pause_to: date | None, today: date) -> bool:
    """Whether a pause covers a day; both ends are in it. Without a beginning it has begun."""
    if pause_from is None and pause_to is None:
        return False
    return (pause_from or today) <= today <= (pause_to or today)


def in_turn(
    doctors: Iterable[tuple[Places, float | None]], at_most: int | None = None
) -> list[tuple[Places, float | None]]:
    """Those who may be asked, each with their distance in kilometres, in the order in which they are; the
    first `at_most` of them alone, which costs less."""
    return sorted(doctors, key=_rank) if at_most is None else nsmallest(at_most, doctors, key=_rank)


def _rank(one: tuple[Places, float | None]) -> tuple[float, float, datetime, UUID]:
    doctor, distance = one
    far = inf if distance is None else distance
    return doctor.share, far, doctor.last_asked_at or _EVER, doctor.professional_id


def month_of(at: datetime, zone: ZoneInfo) -> str:
    """The month of the territory's calendar, as YYYY-MM."""
    return at.astimezone(zone).strftime("%Y-%m")


def next_month(month: str) -> str:
    """The month after."""
    year, number = (int(part) for part in month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def month_start(month: str, zone: ZoneInfo) -> datetime:
    """Its first instant, on the clock of the territory."""
    year, number = (int(part) for part in month.split("-"))
    return datetime(year, number, 1, tzinfo=zone)


def quota_in(month: str, quota: int, later_quota: int | None, later_month: str | None) -> int:
    """What was declared for a month: `later_quota` from `later_month` on."""
    return (
        later_quota if later_quota is not None and later_month is not None and month >= later_month else quota
    )
