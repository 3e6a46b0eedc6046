"""The delays of a request to certify a death. PURE. No text gives minutes: every delay is the community's,
but the ceiling of 24 hours is the Order's (report of October 2013) and the body may be moved for 48 hours
(CGCT R2213-11); domain rules §1.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from api.contract.models import CommunityRules, DeathCertificationRules, WaveAudience
from api.dispatch.rules import Plan, Wave

ARRIVAL_GRACE = timedelta(minutes=30)
"""A certifier who is not there that long after the hour they said: the coordination must know."""

ON_SITE_FOR = timedelta(hours=2)
"""From the arrival; without any word after it, the coordination calls."""

COMPLETED_WITHIN = timedelta(minutes=15)
"""An unanswered question waits that long, then the coordination calls whoever asked."""

AGAIN_AFTER = timedelta(hours=2)
"""Once every threshold is past, the coordination is recalled so often until the request ends."""


class Alarm(StrEnum):
    """What happens at a threshold, in the order of the thresholds of one instant."""

    coordinator = "coordinator"
    samu = "samu"
    late = "late"
    ceiling = "ceiling"
    transport = "transport"
    again = "again"


@dataclass(frozen=True, slots=True)
class Threshold:
    """An alarm and its instant."""

    at: datetime
    alarm: Alarm


def plan(rules: CommunityRules, created_at: datetime, at: datetime) -> Plan:
    """The waves of a search that starts at `at`: the attending doctor, those on the rota, all who may.

    A human takes over at the latest so long after the request, be the search begun again or not.
    """
    own = rules.death_certification
    waves = (
        Wave(WaveAudience.first_resort, own.attending_doctor_minutes, None, None, 0),
        Wave(WaveAudience.rota, own.rota_minutes, None, None, 1),
        Wave(WaveAudience.network, own.volunteers_minutes, None, None, 2),
    )
    return Plan(waves, max(at, created_at + timedelta(minutes=own.coordinator_after_minutes)))


def thresholds(
    rules: DeathCertificationRules, created_at: datetime, death_estimated_at: datetime | None
) -> list[Threshold]:
    """Every alarm of a request, the soonest first."""
    found = [
        Threshold(created_at + timedelta(minutes=minutes), alarm)
        for minutes, alarm in (
            (rules.coordinator_after_minutes, Alarm.coordinator),
            (rules.samu_after_minutes, Alarm.samu),
            (rules.late_after_minutes, Alarm.late),
            (rules.ceiling_after_minutes, Alarm.ceiling),
        )
    ]
    if death_estimated_at is not None:
        hours = timedelta(hours=rules.transport_alert_hours)
        found.append(Threshold(death_estimated_at + hours, Alarm.transport))
    order = list(Alarm)
    return sorted(found, key=lambda one: (one.at, order.index(one.alarm)))


def passed(ahead: Sequence[Threshold], since: datetime, at: datetime) -> list[Threshold]:
    """The thresholds in ]since, at], in order; `again` when all were past before `since`."""
    crossed = [one for one in ahead if since < one.at <= at]
    if not crossed and all(one.at <= since for one in ahead):
        return [Threshold(at, Alarm.again)]
    return crossed


def next_alarm(ahead: Sequence[Threshold], at: datetime) -> datetime:
    """When an open request is looked at again: there is always such an instant, and it is ahead."""
    return min((one.at for one in ahead if one.at > at), default=at + AGAIN_AFTER)


def is_late(rules: DeathCertificationRules, created_at: datetime, at: datetime) -> bool:
    """Whether an open request is shown in red."""
    return at >= created_at + timedelta(minutes=rules.late_after_minutes)
