"""What stays written when open or closed time changes: hours that passed are not rewritten (see `proof`)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Absence, Closure, Opening

SLIP = timedelta(minutes=1)
"""What was closed for less was a slip of the finger: the proof counts whole minutes."""

_NOT_COPIED = {"id", "created_at", "changed_at", "ended_at"}
_ONE_DAY: dict[str, Any] = {
    "weekday": None,
    "every_weeks": 1,
    "nth_of_month": [],
    "on_holidays": False,
    "except_days": [],
}


def former(opening: Opening, at: datetime) -> Opening:
    """The opening as it was until now, ended; not written yet."""
    return _copy(opening, created_at=opening.changed_at or opening.created_at, ended_at=at)


def as_if(opening: Opening, values: dict[str, Any], at: datetime) -> Opening:
    """The opening as it would be with these values; never written."""
    return _copy(opening, **values, created_at=at, ended_at=None)


def former_day(opening: Opening, day: date, at: datetime) -> Opening:
    """One day of a recurring opening as it was until now, ended; not written yet."""
    since = opening.changed_at or opening.created_at
    return _copy(opening, **_only(day), created_at=since, ended_at=at)


def day_from_now(opening: Opening, day: date, at: datetime) -> Opening:
    """The hours of a recurring opening on one day, open from now on in its stead; not written yet."""
    instead = {"instead_of_id": opening.id, "instead_of_day": day}
    return _copy(opening, **_only(day), **instead, version=1, created_at=at, ended_at=None)


async def open_again(db: AsyncSession, closure: Closure, at: datetime) -> None:
    """Closed time is closed no longer; what it closed until now stays written.

    Only what was closed in advance: hours that were open before somebody closed them were open.
    """
    assert closure.during.lower is not None  # noqa: S101  closures are bounded
    since = max(closure.during.lower, closure.created_at)
    if at - since >= SLIP:
        closure.during = Range(since, at, bounds="[)")
    else:
        await db.delete(closure)
    await db.flush()


async def closures_of_absences(db: AsyncSession, professional_id: UUID) -> set[UUID]:
    """The closed time of a professional's absences, and what stays written of one that was taken back
    midway: it ends at that very instant."""
    taken_back = (Absence.ended_at == func.upper(Closure.during)) & Absence.during.contains(Closure.during)
    theirs = (
        select(Closure.id)
        .join(Absence, Absence.professional_id == Closure.professional_id)
        .where(Absence.professional_id == professional_id, or_(Absence.closure_id == Closure.id, taken_back))
    )
    return set((await db.scalars(theirs)).all())


def _only(day: date) -> dict[str, Any]:
    return {**_ONE_DAY, "on_day": day, "valid_from": day, "valid_to": day}


def _copy(opening: Opening, **changed: Any) -> Opening:
    names = {column.key for column in Opening.__table__.columns} - _NOT_COPIED
    return Opening(**{name: getattr(opening, name) for name in names} | {"changed_at": None} | changed)
