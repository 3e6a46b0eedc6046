"""Copying a week: its single days, its exceptions and its closures onto other weeks, all or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import closures_of
from api.availability.rules import Calendar, Span
from api.availability.service import claims, kept, times
from api.availability.service.announcing import announce_agenda
from api.availability.service.exceptions import leave_out
from api.availability.service.openings import oneself
from api.availability.service.views import closure_view, opening_view
from api.availability.tables import Closure, Opening
from api.contract import models as wire
from api.contract.models import CopyObstacleCause
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.identity.policy import present_community

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_OF_SEVERAL = {"weekday", "every_weeks", "nth_of_month", "except_days"}
"""What makes an opening come again."""

_OF_THIS_ONE = {"id", "version", "on_day", "valid_from", "valid_to", "instead_of_id", "instead_of_day"}
_OWN = _OF_SEVERAL | _OF_THIS_ONE | {"created_at", "changed_at"}
_SAME = ("practice_id", "kind", "from_minute", "to_minute", "slot_minutes", "capacity")


class _Stopped(Exception):  # noqa: N818  it only leaves the savepoint
    """Something cannot be copied: nothing is."""


@dataclass
class _Copy:
    """What one copy finds and makes."""

    db: AsyncSession
    actor: Actor
    at: datetime
    calendars: dict[UUID, Calendar]
    calendar: Calendar
    openings: list[Opening]
    closed: list[Closure]
    already_there: int = 0
    made: list[Opening] = field(default_factory=list)
    changed: dict[UUID, Opening] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    obstacles: list[wire.CopyObstacle] = field(default_factory=list)

    def running(self) -> Iterator[Opening]:
        """The openings of the professional that are not closed, those just made included."""
        return (row for row in self.openings if row.ended_at is None)

    def obstacle(self, cause: CopyObstacleCause, on_day: date, **which: UUID) -> None:
        """Something cannot be copied."""
        found: dict[str, UUID | None] = {"opening_id": None, "closure_id": None, "meets_id": None, **which}
        self.obstacles.append(wire.CopyObstacle(on_day=on_day, cause=cause, **found))

    async def single_day(
        self, opening: Opening, on_day: date, instead_of: tuple[Opening, date] | None
    ) -> None:
        """Hold an opening on one more day, which stands alone."""
        values: dict[str, Any] = {
            column.name: getattr(opening, column.name)
            for column in Opening.__table__.c
            if column.name not in _OWN
        }
        copy = Opening(
            **values,
            version=1,
            weekday=None,
            every_weeks=1,
            nth_of_month=[],
            except_days=[],
            on_day=on_day,
            valid_from=on_day,
            valid_to=on_day,
            instead_of_id=instead_of[0].id if instead_of else None,
            instead_of_day=instead_of[1] if instead_of else None,
            created_at=self.at,
        )
        if any(row.on_day == on_day and _look(row) == _look(copy) for row in self.running()):
            self.already_there += 1
            return
        spans = rules.pieces(self.calendar.zone, on_day, opening.from_minute, opening.to_minute)
        if not spans:
            self.obstacle(CopyObstacleCause.hour_skipped, on_day, opening_id=opening.id)
        elif spans[-1][1] <= rules.seconds(self.at):
            self.obstacle(CopyObstacleCause.past, on_day, opening_id=opening.id)
        elif (other := self._meets(copy)) is not None:
            self.obstacle(CopyObstacleCause.open_elsewhere, on_day, opening_id=opening.id, meets_id=other)
        else:
            self.db.add(copy)
            self.openings.append(copy)
            self.made.append(copy)
            await self.db.flush()
            await record(self.db, self.actor, "opening.created", "opening", copy.id)

    def _meets(self, opening: Opening) -> UUID | None:
        others = ((row, self.calendars[row.community_id]) for row in self.running())
        other = rules.meets_elsewhere(opening, others, self.calendar, self.at)
        return None if other is None else other.id

    async def exception(self, series: Opening, day: date, shift: timedelta) -> None:
        """Leave out of a recurring opening the day as far away, and hold it as this one is held."""
        there = day + shift
        instead = [
            row for row in self.running() if row.instead_of_id == series.id and row.instead_of_day == day
        ]
        left_out = there in series.except_days
        if not left_out and not rules.runs_on(series, self.calendar.holidays, there):
            # Nothing to leave out there; what was held instead is, as what was not changed.
            if rules.out_of_turn(series, self.calendar.holidays, there):
                for row in instead:
                    if row.on_day is not None:
                        await self.single_day(row, row.on_day + shift, None)
            return
        if rules.course_of(series, self.calendar, there, rules.seconds(self.at)) is rules.Course.over:
            self.obstacle(CopyObstacleCause.past, there, opening_id=series.id)
            return
        standing = [
            row for row in self.running() if row.instead_of_id == series.id and row.instead_of_day == there
        ]
        wanted = [row.on_day + shift for row in instead if row.on_day is not None]
        as_there = [(row.on_day, *_look(row)) for row in standing]
        if left_out and as_there == [(day, *_look(row)) for day, row in zip(wanted, instead, strict=True)]:
            self.already_there += 1
            return
        await leave_out(self.db, self.actor, series, there, self.calendar, self.at)
        self.changed[series.id] = series
        for row, on_day in zip(instead, wanted, strict=True):
            await self.single_day(row, on_day, (series, there))

    async def closure(self, closure: Closure, inside: Span, days: int) -> None:
        """Close the same hours of the clock, so many days later."""
        zone = self.calendar.zone
        starts_at, ends_at = (
            _later(rules.instant(edge), days, self.calendar).astimezone(UTC) for edge in inside
        )
        on_day = starts_at.astimezone(zone).date()
        if any(row.during.lower == starts_at and row.during.upper == ends_at for row in self.closed):
            self.already_there += 1
        elif starts_at >= ends_at:
            self.obstacle(CopyObstacleCause.hour_skipped, on_day, closure_id=closure.id)
        elif ends_at <= self.at:
            self.obstacle(CopyObstacleCause.past, on_day, closure_id=closure.id)
        else:
            copy = Closure(
                community_id=closure.community_id,
                professional_id=closure.professional_id,
                during=Range(starts_at, ends_at, bounds="[)"),
                reason=closure.reason,
                created_at=self.at,
            )
            self.db.add(copy)
            self.closed.append(copy)
            self.closures.append(copy)
            await self.db.flush()
            await record(self.db, self.actor, "closure.created", "closure", copy.id)


async def copy_week(db: AsyncSession, actor: Actor, body: wire.WeekCopyInput) -> wire.WeekCopy:
    """Copy what is particular to one week of one's agenda onto others, all or nothing.

    Recurring openings run there by themselves, with their exceptions; where it is not the turn of one (every
    other week, some weeks of the month), its day becomes a single one. The answer says what was made, or,
    when something cannot be, why: then nothing is changed. InvalidInput when a week would be copied
    onto itself, or onto one that is over.
    """
    at = clock.now()
    professional_id, community_id = oneself(actor), present_community(actor)
    await claims.lock(db, [professional_id])
    openings = list(
        await db.scalars(
            select(Opening)
            .where(Opening.professional_id == professional_id, Opening.ended_at.is_(None))
            .order_by(Opening.on_day, Opening.from_minute, Opening.id)
        )
    )
    settings = await times.settings_of(db, {community_id, *(row.community_id for row in openings)}, at)
    calendars = {key: its.calendar for key, its in settings.items()}
    calendar = calendars[community_id]
    source = _monday(body.from_on)
    targets = [_monday(body.to_on) + n * body.every_weeks * _WEEK for n in range(body.weeks)]
    if source in targets:
        raise InvalidInput(errors=[FieldError("/to_on", "Choose another week than the one to copy")])
    if targets[0] + _WEEK <= rules.local_day(rules.seconds(at), calendar.zone):
        raise InvalidInput(errors=[FieldError("/to_on", "This week is over: choose a later one")])
    closed = list(await db.scalars(select(Closure).where(closures_of(actor)).order_by(Closure.during)))
    copy = _Copy(db, actor, at, calendars, calendar, openings, closed)
    mine = [row for row in openings if row.community_id == community_id]
    week = _bounds(source, calendar)
    away = await kept.closures_of_absences(db, professional_id)
    theirs = [
        row
        for row in closed
        if row.community_id == community_id and row.id not in away and row.reason not in rules.ABSENT
    ]
    try:
        async with db.begin_nested():
            for target in targets:
                await _onto(copy, mine, theirs, source, target, week)
            if copy.obstacles:
                raise _Stopped
    except _Stopped:
        await _traced(copy, source, targets, "week.not_copied")
        return wire.WeekCopy(
            copied=False,
            already_there=copy.already_there,
            openings=[],
            changed=[],
            closures=[],
            obstacles=copy.obstacles,
        )
    announce_agenda(db, community_id, professional_id)
    await _traced(copy, source, targets, "week.copied")
    return wire.WeekCopy(
        copied=True,
        already_there=copy.already_there,
        openings=[opening_view(row) for row in copy.made],
        changed=[opening_view(row) for row in copy.changed.values()],
        closures=[closure_view(row, 0) for row in copy.closures],
        obstacles=[],
    )


async def _traced(copy: _Copy, source: date, targets: list[date], action: str) -> None:
    weeks = {"from": source.isoformat(), "to": [monday.isoformat() for monday in targets]}
    await record(copy.db, copy.actor, action, "professional", oneself(copy.actor), detail=weeks)


async def _onto(
    copy: _Copy, mine: list[Opening], closed: list[Closure], source: date, target: date, week: Span
) -> None:
    shift, after = target - source, source + _WEEK
    # What is left out first: a day held elsewhere must not meet the opening that it stands in for.
    for row in mine:
        for day in [day for day in row.except_days if row.weekday is not None and source <= day < after]:
            await copy.exception(row, day, shift)
    for row in mine:
        if row.weekday is not None:
            for day in rules.days_of(row, copy.calendar.holidays, source, after - _DAY):
                if rules.out_of_turn(row, copy.calendar.holidays, day + shift):
                    await copy.single_day(row, day + shift, None)
        elif row.on_day is not None and source <= row.on_day < after and row.instead_of_id is None:
            at_once = rules.opened_at_once(row, row.created_at, copy.calendar.zone)
            if not at_once:  # « libre jusqu'à 17 h » was of that very day
                await copy.single_day(row, row.on_day + shift, None)
    for closure in closed:
        inside = _inside(closure, week)
        if inside is not None:
            await copy.closure(closure, inside, shift.days)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _bounds(monday: date, calendar: Calendar) -> Span:
    days = (rules.whole_day(calendar.zone, monday + timedelta(days=n)) for n in (0, 6))
    (first, _), (_, last) = days
    return first, last


def _inside(closure: Closure, week: Span) -> Span | None:
    lower, upper = closure.during.lower, closure.during.upper
    assert lower is not None  # noqa: S101  closures are bounded
    assert upper is not None  # noqa: S101
    start, end = max(rules.seconds(lower), week[0]), min(rules.seconds(upper), week[1])
    return (start, end) if start < end else None


def _later(at: datetime, days: int, calendar: Calendar) -> datetime:
    """The same time of the clock, some days later; the next instant there is, when the clock skips it."""
    wanted = at.astimezone(calendar.zone) + timedelta(days=days)
    shown = wanted.astimezone(UTC).astimezone(calendar.zone)
    if shown.replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return wanted
    rest = rules.pieces(calendar.zone, wanted.date(), wanted.hour * 60 + wanted.minute, 24 * 60)
    return rules.instant(rest[0][0])


def _look(opening: Opening) -> tuple[Any, ...]:
    return tuple(getattr(opening, name) for name in _SAME)
