"""The offer engine's rules. PURE: no database, no clock, no HTTP.

First resort, then second (CPTS Provence Santé, domain-rules §2.2): the usual professionals are asked first
and alone, then the network wave by wave, then a human. Delays, radius, caps and quiet hours are the
community's data; nothing here is a medical priority.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import inf
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from api.contract.models import (
    DispatchState,
    OfferReason,
    OfferState,
    QuietHours,
    SkipReason,
    WaveAudience,
    WaveRule,
    WaveRuleAudience,
)
from api.core.lifecycle import Lifecycle
from api.directory.rules.membership import MembershipFacts, reachability

OFFER = Lifecycle(
    "offer",
    OfferState.pending,
    {
        "accept": ({OfferState.pending}, OfferState.accepted),
        "decline": ({OfferState.pending}, OfferState.declined),
        "lapse": ({OfferState.pending}, OfferState.lapsed),
        "withdraw": ({OfferState.pending}, OfferState.withdrawn),
        # Who gives back what they accepted has declined it: they are not asked for it again.
        "give_back": ({OfferState.accepted}, OfferState.declined),
    },
)

_OPEN = {DispatchState.running, DispatchState.paused, DispatchState.exhausted}

DISPATCH = Lifecycle(
    "dispatch",
    DispatchState.running,
    {
        "resume": ({DispatchState.paused}, DispatchState.running),
        "assign": (_OPEN, DispatchState.answered),
        "relaunch": (_OPEN, DispatchState.running),
        "widen": ({DispatchState.running}, DispatchState.running),
        "pause": ({DispatchState.running}, DispatchState.paused),
        "answer": ({DispatchState.running, DispatchState.paused}, DispatchState.answered),
        "exhaust": ({DispatchState.running}, DispatchState.exhausted),
        # Those who were passed over in their quiet hours are asked when these end.
        "wake": ({DispatchState.running, DispatchState.exhausted}, DispatchState.running),
        "restart": ({DispatchState.answered}, DispatchState.running),
        "stop": (_OPEN, DispatchState.stopped),
        # The request was closed by mistake: its search begins anew.
        "reopen": ({DispatchState.stopped}, DispatchState.running),
    },
)

REMINDED_FROM = timedelta(minutes=10)
"""A shorter time to answer has no reminder: it would only disturb."""

OWN_SLOTS_SHOWN = 6
"""How many of their own free slots an offer proposes to a professional."""


@dataclass(frozen=True)
class Wave:
    """People asked together, for `minutes`. `number` is said to people: 0 = first resort, then 1, 2…"""

    audience: WaveAudience
    minutes: int
    radius_km: float | None
    at_most: int | None
    number: int
    remind_minutes: int | None = None
    """After how long who was asked is reminded; None: as the engine does."""

    def stored(self, search: int) -> dict[str, Any]:
        """The wave as the dispatch keeps it: a plan stands as the rules were when it was made.

        `search` counts the relaunches: waves of one search have one value.
        """
        return {
            "search": search,
            "audience": self.audience.value,
            "minutes": self.minutes,
            "radius_km": self.radius_km,
            "at_most": self.at_most,
            "number": self.number,
            "remind_minutes": self.remind_minutes,
            "opened_at": None,
            "due_at": None,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Wave":
        """The wave that `stored` gave."""
        return cls(
            WaveAudience(stored["audience"]),
            stored["minutes"],
            stored["radius_km"],
            stored["at_most"],
            stored["number"],
            stored.get("remind_minutes"),
        )


@dataclass(frozen=True)
class Plan:
    """What a search will do: its waves in order, and when a human takes over at the latest."""

    waves: tuple[Wave, ...]
    coordinator_at: datetime


def plan_of(
    waves: Sequence[WaveRule],
    *,
    factor: float,
    coordinator_after: timedelta,
    coordinator_before: timedelta,
    wished_before: datetime,
    at: datetime,
) -> Plan:
    """The plan of a search that starts at `at`.

    `factor` multiplies every delay (a wish of 48 hours leaves more time). A human takes over after
    `coordinator_after`, or `coordinator_before` the wished deadline when that comes first; never in the past.
    """
    numbered, number = [], 0
    for rule in waves:
        first = rule.audience is WaveRuleAudience.first_resort
        number += not first
        numbered.append(
            Wave(
                WaveAudience(rule.audience),
                max(1, round(rule.minutes * factor)),
                rule.radius_km,
                rule.at_most,
                0 if first else number,
            )
        )
    latest = min(at + coordinator_after * factor, wished_before - coordinator_before)
    return Plan(tuple(numbered), max(at, latest))


def network_only(plan: Plan) -> Plan:
    """The same plan without the first resort, which has had its turn: for a relaunch or a restart."""
    waves = tuple(wave for wave in plan.waves if wave.audience is not WaveAudience.first_resort)
    return Plan(waves, plan.coordinator_at)


def week_start(at: datetime, zone: ZoneInfo) -> datetime:
    """Monday 0:00 of the territory's wall clock: caps count per calendar week."""
    local = at.astimezone(zone)
    return (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


class Reachability(Protocol):
    """What a member of the community says about being asked."""

    @property
    def weekly_cap(self) -> int | None: ...
    @property
    def quiet_from(self) -> time | None: ...
    @property
    def quiet_to(self) -> time | None: ...
    @property
    def not_before(self) -> datetime | None: ...
    @property
    def absent_until(self) -> datetime | None: ...


@dataclass(frozen=True)
class Load:
    """What a professional was asked and took lately: over the fairness period, and this week."""

    accepted: int = 0
    asked: int = 0
    accepted_this_week: int = 0
    asked_this_week: int = 0


def unreachable(
    member: Reachability,
    load: Load,
    *,
    at: datetime,
    zone: ZoneInfo,
    quiet_hours: QuietHours,
    weekly_cap: int,
) -> SkipReason | None:
    """Why this member is not asked at `at`, or None. Own settings come before the community's."""
    if is_away(member, at):
        return SkipReason.absent
    if awake_at(member, at, zone, quiet_hours) > at:
        return SkipReason.quiet
    cap = weekly_cap if member.weekly_cap is None else member.weekly_cap
    return SkipReason.over_cap if load.accepted_this_week >= cap else None


def is_away(member: Reachability, at: datetime) -> bool:
    """Whether this member is absent at `at`: then nobody asks them, on duty or not."""
    return member.absent_until is not None and at < member.absent_until


def awake_at(member: Reachability, at: datetime, zone: ZoneInfo, quiet_hours: QuietHours) -> datetime:
    """When a member who is quiet at `at` may be asked; `at` itself when they may now.

    Quiet hours are half-open: asked again from their end on. Equal times mean never quiet.
    """
    own = member.quiet_from is not None and member.quiet_to is not None
    default = [time.fromisoformat(clock) for clock in (quiet_hours.from_time, quiet_hours.to_time)]
    quiet_from, quiet_to = (member.quiet_from, member.quiet_to) if own else default
    facts = MembershipFacts(quiet_from, quiet_to, member.not_before, member.absent_until)
    found = reachability(facts, at=at, zone=zone)
    return at if found.reachable or found.until is None else found.until


def remind_at(offered_at: datetime, due_at: datetime) -> datetime | None:
    """When an offer without an answer is recalled, once: at half of its time. None for a short one."""
    length = due_at - offered_at
    return offered_at + length / 2 if length >= REMINDED_FROM else None


@dataclass(frozen=True)
class FirstResort:
    """One usual professional of the person. `skip`: known beforehand not to be asked (already phoned)."""

    professional_id: UUID
    reason: OfferReason
    skip: SkipReason | None = None


@dataclass(frozen=True)
class Asked:
    """One professional to ask, and why."""

    professional_id: UUID
    reason: OfferReason
    distance_km: float | None
    load: Load


def in_order(people: Iterable[Asked], *, radius_km: float | None, at_most: int | None) -> list[Asked]:
    """Those of a network wave, in the order in which they are asked.

    Fairness first: fewest acceptances lately, then fewest solicitations; distance breaks ties, then the id.
    The radius is a limit, not a rank: inside it the nearest is not asked more often than the others. With a
    radius, somebody whose place is unknown waits for the wave of the whole network.
    """
    inside = [
        person
        for person in people
        if radius_km is None or (person.distance_km is not None and person.distance_km <= radius_km)
    ]
    inside.sort(
        key=lambda person: (
            person.load.accepted,
            person.load.asked,
            inf if person.distance_km is None else person.distance_km,
            person.professional_id,
        )
    )
    return inside[:at_most]


def due_next(
    wave_due_at: datetime | None,
    coordinator_at: datetime,
    alerted_at: datetime | None,
    *others: datetime | None,
) -> datetime | None:
    """When the sweep must look at a running search again, be it for `others`; None: it need not."""
    waiting = [wave_due_at, None if alerted_at is not None else coordinator_at, *others]
    return min((instant for instant in waiting if instant is not None), default=None)
