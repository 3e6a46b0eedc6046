"""One line per professional and place: what is free of each day, or the word for why nothing is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import Busy, Occurrence, Reach, Span, regulation
from api.availability.service import standing, times
from api.availability.service.presence import span_of
from api.availability.service.regulation_places import Place
from api.availability.tables import Absence, Closure
from api.contract import models as wire
from api.contract.models import AvailabilityDayState, CareMode, OpeningKind


class Shown(Protocol):
    """The days of a search, and the end of it in seconds."""

    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def all(self) -> tuple[date, ...]: ...
    @property
    def until(self) -> int: ...


class _Free(NamedTuple):
    """One free time, in seconds, of an opening's row: said only when it is written."""

    start: int
    lasts: int
    left: int
    row: Any

    def said(self) -> dict[str, Any]:
        """What a slot and a range have in common."""
        return {
            "slot_id": rules.slot_id(self.row.id, self.start),
            "starts_at": rules.instant(self.start),
            "ends_at": rules.instant(self.start + self.lasts),
            "modes": [CareMode(word) for word in self.row.modes],
        }


_Offer = tuple[int, int, tuple[str, ...]]
"""What makes a free time another one than the next: its start, how long it lasts, how one is seen."""


@dataclass
class Line:
    """A professional at a place."""

    place: Place
    slots: dict[date, dict[_Offer, _Free]] = field(default_factory=lambda: defaultdict(dict))
    ranges: dict[date, list[_Free]] = field(default_factory=lambda: defaultdict(list))
    hours: dict[date, list[Span]] = field(default_factory=lambda: defaultdict(list))
    away: list[Span] = field(default_factory=list)
    closed: list[Span] = field(default_factory=list)
    call: wire.AvailabilityCall | None = None

    def free_on(self, day: date) -> int:
        """Free times of that day, and ranges with a place left. Times that start together are one: whoever
        takes one of them takes the other."""
        return len({start for start, _, _ in self.slots.get(day, ())}) + len(self.ranges.get(day, ()))

    def state(self, day: date, shown: Shown, now: int) -> AvailabilityDayState:
        """The word for that day."""
        whole = rules.whole_day(shown.zone, day)
        free = self.free_on(day) > 0
        return regulation.state_of_day(
            whole, self.hours.get(day, ()), self.away, self.closed, free=free, now=now
        )

    def shown(self, days: Shown, now: int) -> bool:
        """Whether the line says anything to a regulation: not when all is over, or closed as usual."""
        silent = {AvailabilityDayState.over, AvailabilityDayState.closed}
        return self.call is not None or any(
            self.hours.get(day) and self.state(day, days, now) not in silent for day in days.all
        )

    def entry(
        self, professional: wire.ProfessionalSummary, days: Shown, now: int, at_most: int
    ) -> wire.AvailabilityEntry:
        """As the contract says it, with at most so many times of each day."""
        place = self.place
        ends = [end for start, end in self.away if start <= now < end]
        return wire.AvailabilityEntry.model_construct(
            professional=professional,
            practice_id=place.practice_id,
            practice_name=place.name,
            address_line=place.address_line,
            sector=place.sector,
            commune_name=place.commune_name,
            phone=place.phone,
            distance_km=place.distance_km,
            absent_until=rules.instant(max(ends)) if ends else None,
            call=self.call,
            days=[self._day(day, days, now, at_most) for day in days.all],
        )

    def _day(self, day: date, days: Shown, now: int, at_most: int) -> wire.AvailabilityDay:
        free = self.slots.get(day, {})
        written = [free[offer] for offer in sorted(free)[:at_most]]
        return wire.AvailabilityDay.model_construct(
            day=day,
            state=self.state(day, days, now),
            slots=[wire.AvailabilitySlot.model_construct(**one.said()) for one in written],
            more=len(free) - len(written),
            ranges=[
                wire.AvailabilityRange.model_construct(
                    **one.said(), places_left=one.left, places=one.row.quota_per_day or one.row.capacity
                )
                for one in sorted(self.ranges.get(day, ()), key=lambda one: one.start)
            ],
        )


async def lines_of(
    db: AsyncSession, rows: list[Any], places: Mapping[UUID, Place], days: Shown, at: datetime
) -> dict[tuple[UUID, UUID], Line]:
    """The lines of these openings: two statements, however many they are."""
    lines: dict[tuple[UUID, UUID], Line] = {}
    if not rows:
        return lines
    settings = await times.settings_of(db, {row.community_id for row in rows}, at)
    whose = {row.professional_id for row in rows}
    start = rules.whole_day(days.zone, days.all[0])[0]
    around = start - times.LONGEST_BUFFER, days.until + standing.LONGEST_DAY + times.LONGEST_BUFFER
    busy = await standing.against(db, whose, around, at, openings=rows)
    closures = await _closures(db, whose, around)
    now, nothing = rules.seconds(at), Busy()
    for row in rows:
        place, setting = places[row.practice_id], settings[row.community_id]
        reach = setting.reach_of(row)
        reach = Reach(max(now, reach.earliest), min(days.until - 1, reach.latest))
        key = row.professional_id, row.practice_id
        for its in rules.occurrences(
            row, setting.calendar, days.all[0] - timedelta(days=1), days.all[-1] + timedelta(days=1)
        ):
            day = rules.local_day(its.hours.opens, days.zone)
            if day not in days.all or its.hours.opens >= days.until:
                continue
            line = lines.setdefault(key, Line(place))
            line.hours[day].append((its.hours.opens, its.hours.closes))
            _add_free(line, its, busy.get(row.professional_id, nothing), reach, days.zone)
    for (professional_id, _), line in lines.items():
        line.away, line.closed = closures.get(professional_id, ([], []))
    return lines


def _add_free(line: Line, its: Occurrence, busy: Busy, reach: Reach, zone: ZoneInfo) -> None:
    free, row = rules.free_in(its, busy, reach), its.opening
    for start, left in zip(free.starts, free.left, strict=True):
        day = rules.local_day(start, zone)
        found = _Free(start, free.lasts, left, row)
        if row.kind == OpeningKind.range:
            line.ranges[day].append(found)
        else:
            # The same time open for two communities is one; another length or another mode is a choice.
            line.slots[day].setdefault((start, free.lasts, tuple(sorted(row.modes))), found)


async def _closures(
    db: AsyncSession, professional_ids: Iterable[UUID], around: Span
) -> dict[UUID, tuple[list[Span], list[Span]]]:
    """By professional: when they are away, and what else they closed."""
    absent = select(Absence.id).where(Absence.closure_id == Closure.id).exists()
    rows = await db.execute(
        select(Closure.professional_id, Closure.during, Closure.reason, absent).where(
            Closure.professional_id.in_(list(professional_ids)),
            Closure.during.overlaps(times.tstzrange(around)),
        )
    )
    found: dict[UUID, tuple[list[Span], list[Span]]] = {}
    for professional_id, during, reason, said in rows:
        away, closed = found.setdefault(professional_id, ([], []))
        (away if said or reason in rules.ABSENT else closed).append(span_of(during))
    return found
