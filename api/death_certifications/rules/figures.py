"""The figures of a month: number, delays, outcomes. PURE, and of nobody: instants, kinds and states alone.

Source: domain rules §1.2 "Measure and report" and §7.5 (a cell under five is hidden). They need nothing that
the erasure of identities takes away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from api.contract.models import (
    DeathCertificationFigures,
    DeathCertificationState,
    DeathCount,
    DeathDelay,
    DeathRequesterKind,
)
from api.death_certifications.rules.lifecycle import ENDED

LEAST_SHOWN = 5
"""A number under it could point at somebody, and a delay over fewer requests says nothing."""

SOON = timedelta(hours=4)
CEILING = timedelta(hours=24)
"""Never later, says the Order (report of October 2013)."""

OUTCOMES = ENDED | {DeathCertificationState.duplicate}
"""The states at the end; a request that runs has none yet."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the figures keep of one request. `accepted_at` and `arrived_at` are those of the certifier who
    came, not of one who withdrew."""

    created_at: datetime
    accepted_at: datetime | None
    arrived_at: datetime | None
    certified_at: datetime | None
    requester_kind: DeathRequesterKind
    state: DeathCertificationState


def month_of(at: datetime, zone: ZoneInfo) -> str:
    """The month of an instant on the territory's calendar, written `2026-11`."""
    return f"{at.astimezone(zone):%Y-%m}"


def bounds_of(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of a month written `2026-11`, and that of the next, on the territory's clock."""
    year, number = int(month[:4]), int(month[5:])
    following = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone)
    return datetime(year, number, 1, tzinfo=zone), following


def figures_of(month: str, facts: Sequence[Fact]) -> DeathCertificationFigures:
    """The figures of the requests made in a month. What fewer than five requests would say is None; only
    the numbers of requests that came to a step are always said."""
    to_certificate = _delays((one.created_at, one.certified_at) for one in facts)
    ended = [one.state for one in facts if one.state in OUTCOMES]
    return DeathCertificationFigures(
        month=month,
        requests=len(facts),
        to_acceptance=_delay(_delays((one.created_at, one.accepted_at) for one in facts)),
        to_arrival=_delay(_delays((one.created_at, one.arrived_at) for one in facts)),
        to_certificate=_delay(to_certificate),
        under_4_hours=_share(to_certificate, SOON),
        under_24_hours=_share(to_certificate, CEILING),
        by_requester=_counts([kind.value for kind in DeathRequesterKind], [f.requester_kind for f in facts]),
        by_outcome=_counts([state.value for state in DeathCertificationState], ended),
    )


def _delays(spans: Iterable[tuple[datetime, datetime | None]]) -> list[timedelta]:
    return sorted(end - start for start, end in spans if end is not None)


def _delay(delays: list[timedelta]) -> DeathDelay:
    """Whole minutes; the 90th centile is the delay that nine requests in ten did not exceed."""
    known = len(delays) >= LEAST_SHOWN
    seconds = [delay.total_seconds() for delay in delays]
    nine_in_ten = -(-9 * len(delays) // 10) - 1
    return DeathDelay(
        measured=len(delays),
        median_minutes=int(median(seconds) // 60) if known else None,
        p90_minutes=int(seconds[nine_in_ten] // 60) if known else None,
    )


def _share(delays: list[timedelta], limit: timedelta) -> float | None:
    if len(delays) < LEAST_SHOWN:
        return None
    return round(sum(delay < limit for delay in delays) / len(delays), 4)


def _counts(order: Sequence[str], words: Sequence[str]) -> list[DeathCount]:
    """Each word that occurs and how often, in the order of the contract. Under five the number is hidden;
    a single hidden one would be the total less the others, so the smallest of these is hidden with it."""
    counts = Counter(str(word) for word in words)
    hidden = {word for word, count in counts.items() if count < LEAST_SHOWN}
    if len(hidden) == 1 and (shown := [word for word in order if word in counts and word not in hidden]):
        hidden.add(min(shown, key=counts.__getitem__))
    return [
        DeathCount(word=word, count=None if word in hidden else counts[word])
        for word in order
        if word in counts
    ]
