"""When a site is open, and when somebody assists there: stretches of real time. PURE."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.core.spans import common, joined, without
from api.directory.rules import spans_of_hours

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """What the hours of a site are read with: its weekly hours and the days that stand above them, the
    commune (for its public holidays) and the clock."""

    hours: Sequence[Mapping[str, Any]]
    exceptions: Sequence[Mapping[str, Any]]
    insee: str
    zone: ZoneInfo


def open_spans(place: Place, from_at: datetime, until: datetime) -> list[Span]:
    """When the site is open between two instants, in order."""
    spans = spans_of_hours(
        place.hours, place.exceptions, insee=place.insee, zone=place.zone, from_at=from_at, until=until
    )
    return common(spans, [(from_at, until)])


def present_spans(
    place: Place,
    hours: Sequence[Mapping[str, Any]] | None,
    away: Iterable[Span],
    from_at: datetime,
    until: datetime,
) -> list[Span]:
    """When somebody is there between two instants: in their own weekly hours (None: as long as it is open),
    while the site is open and they are not `away`. On a public holiday only hours of holidays count."""
    there = open_spans(place, from_at, until)
    if hours is not None:
        own = spans_of_hours(hours, (), insee=place.insee, zone=place.zone, from_at=from_at, until=until)
        there = common(there, own)
    return without(there, joined(away))
