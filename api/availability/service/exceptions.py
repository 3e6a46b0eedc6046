"""One day of a recurring opening cancelled or held otherwise, without touching the others."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.service import kept, times
from api.availability.service.announcing import announce_agenda
from api.availability.service.meeting import beside, refuse_elsewhere, shared_time
from api.availability.service.openings import end, open_time, own, standing_in
from api.availability.service.views import opening_view
from api.availability.tables import Opening
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.core.routing import expect_version


async def change_opening_day(
    db: AsyncSession, actor: Actor, opening_id: UUID, body: wire.OpeningExceptionInput, version: int
) -> wire.OpeningException:
    """Leave one day out of one's recurring opening, and open `instead` in its place when it is given.

    A day that was changed before is changed again. IllegalTransition for the opening of a single day;
    InvalidInput when the opening does not run on that day, when its hours are over, or on the fields of
    `instead`; OpeningOverlaps when that meets another opening elsewhere.
    """
    at = clock.now()
    opening = await own(db, actor, opening_id)
    expect_version(version, opening.version)
    calendar = await _refuse_unless_it_runs(db, opening, body.on_day, at)
    if body.instead is not None and body.instead.on_day is None:
        message = "What stands instead is a single day: say which"
        raise InvalidInput(errors=[FieldError("/instead/on_day", message)])
    await leave_out(db, actor, opening, body.on_day, calendar, at)
    instead = None
    if body.instead is not None:
        instead_of = opening, body.on_day
        made, there = await open_time(db, actor, body.instead, at, instead_of=instead_of, under="/instead")
        instead = opening_view(made, shared_time(made, there, at))
    return wire.OpeningException(opening=opening_view(opening), instead=instead)


async def restore_opening_day(
    db: AsyncSession, actor: Actor, opening_id: UUID, on_day: date, version: int
) -> None:
    """Hold that day as the others again, and close what stood instead. In the midst of its hours they are
    open from now on, and what they were until now stays.

    InvalidInput when it was neither cancelled nor changed, and when its hours are over; OpeningOverlaps when
    one is elsewhere by now.
    """
    at = clock.now()
    opening = await own(db, actor, opening_id)
    expect_version(version, opening.version)
    if on_day not in opening.except_days:
        message = "This day is held as the others: nothing to take back"
        raise InvalidInput(errors=[FieldError("/path/on_day", message)])
    calendar = await times.calendar_of(db, opening.community_id, at)
    course = rules.course_of(opening, calendar, on_day, rules.seconds(at))
    if course is rules.Course.over:
        message = "The hours of this day are over and stay as they were: take back a day to come"
        raise InvalidInput(errors=[FieldError("/path/on_day", message)])
    announce_agenda(db, opening.community_id, opening.professional_id)
    await _end_stand_in(db, actor, opening, on_day, at)
    if course is rules.Course.running:
        held = kept.day_from_now(opening, on_day, at)
    else:
        opening.except_days = [day for day in opening.except_days if day != on_day]
        held = opening
    await refuse_elsewhere(db, held, await beside(db, held, calendar, at), at)
    db.add(held)
    opening.version += 1
    await db.flush()
    await record(db, actor, "opening.day_restored", "opening", opening.id, detail={"on_day": str(on_day)})


async def leave_out(
    db: AsyncSession, actor: Actor, opening: Opening, on_day: date, calendar: rules.Calendar, at: datetime
) -> None:
    """Leave a day whose hours are not over out of a recurring opening, and close what stood in for it before.
    What was open of it until now stays written."""
    await _end_stand_in(db, actor, opening, on_day, at)
    if on_day not in opening.except_days and (
        rules.course_of(opening, calendar, on_day, rules.seconds(at)) is rules.Course.running
    ):
        db.add(kept.former_day(opening, on_day, at))
    opening.except_days = sorted({*opening.except_days, on_day})
    announce_agenda(db, opening.community_id, opening.professional_id)
    opening.version += 1
    await db.flush()
    await record(db, actor, "opening.day_changed", "opening", opening.id, detail={"on_day": str(on_day)})


async def _refuse_unless_it_runs(
    db: AsyncSession, opening: Opening, on_day: date, at: datetime
) -> rules.Calendar:
    """The calendar of the opening."""
    if opening.weekday is None:
        raise IllegalTransition("This opening is a single day: change or close the opening itself")
    calendar = await times.calendar_of(db, opening.community_id, at)
    if on_day < rules.local_day(rules.seconds(at), calendar.zone):
        message = "This day is past: choose today or a later one"
        raise InvalidInput(errors=[FieldError("/on_day", message)])
    if on_day not in opening.except_days and not rules.runs_on(opening, calendar.holidays, on_day):
        message = "The opening does not run on this day: choose one of its days"
        raise InvalidInput(errors=[FieldError("/on_day", message)])
    course = rules.course_of(opening, calendar, on_day, rules.seconds(at))
    if on_day not in opening.except_days and course is rules.Course.over:
        message = (
            "The hours of this day are over and stay as they were: choose a later day, or open time apart"
        )
        raise InvalidInput(errors=[FieldError("/on_day", message)])
    return calendar


async def _end_stand_in(db: AsyncSession, actor: Actor, opening: Opening, on_day: date, at: datetime) -> None:
    for row in await standing_in(db, opening):
        if row.instead_of_day == on_day:
            await end(db, actor, row, at)
