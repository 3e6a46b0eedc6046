"""What an opening, or a time given outside any, meets in the other openings of the same professional."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import Calendar, OpeningOverlaps, OpeningTimes, Span
from api.availability.service import times
from api.availability.tables import Opening
from api.contract import models as wire
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory


@dataclass(frozen=True)
class Beside:
    """What an opening is looked at beside: the other openings of the same professional, each with its
    calendar, and the calendar of the opening itself."""

    others: list[tuple[OpeningTimes, Calendar]]
    calendar: Calendar


async def beside(db: AsyncSession, opening: Opening, calendar: Calendar, at: datetime) -> Beside:
    """Read what stands beside an opening, which need not be written."""
    with db.no_autoflush:
        known = await pairs(db, opening.professional_id, at)
    return Beside([pair for pair in known if pair[0].id != opening.id], calendar)


async def refuse_elsewhere(db: AsyncSession, opening: Opening, there: Beside, at: datetime) -> None:
    """OpeningOverlaps, naming both, when the professional would be at two places at once."""
    if (other := rules.meets_elsewhere(opening, there.others, there.calendar, at)) is not None:
        one, two = await _said(db, opening.professional_id, opening, other)
        message = f"{one} meets {two}: shorten one of the two openings"
        raise OpeningOverlaps(message, related_id=other.id)


async def refuse_given_elsewhere(
    db: AsyncSession, professional_id: UUID, practice_id: UUID | None, during: Span, at: datetime
) -> None:
    """OpeningOverlaps when a time given outside any opening falls in one that is at another place."""
    if (other := await opened_elsewhere(db, professional_id, practice_id, during, at)) is not None:
        [there] = await _said(db, professional_id, other)
        message = (
            f"Open {there} then: give the time there, choose another hour, or shorten that opening first"
        )
        raise OpeningOverlaps(message, related_id=other.id)


async def opened_elsewhere(
    db: AsyncSession, professional_id: UUID, practice_id: UUID | None, during: Span, at: datetime
) -> OpeningTimes | None:
    """The opening at another place that has a part of that time, if any: nobody is at both."""
    return rules.given_elsewhere(during, practice_id, await pairs(db, professional_id, at))


def refuse_same_again(opening: Opening, there: Beside, at: datetime, pointer: str) -> None:
    """InvalidInput on that field, with the opening that stands, when this very one is there already."""
    if (other := rules.same_again(opening, there.others, there.calendar, at)) is not None:
        message = "This very opening is there already: change its hours or its days, or change that one"
        raise InvalidInput(errors=[FieldError(pointer, message)], related_id=other.id)


def shared_time(opening: Opening, there: Beside, at: datetime) -> list[wire.SharedTime]:
    """The other openings at the same place that meet this one, and what the two do to each other."""
    return [
        wire.SharedTime(
            opening_id=other.id,
            kind=other.kind,
            from_time=rules.wall_time(other.from_minute),
            to_time=rules.wall_time(other.to_minute),
            effect=rules.shared_effect(opening.kind, other.kind),
        )
        for other in rules.meeting_here(opening, there.others, there.calendar, at)
    ]


async def pairs(db: AsyncSession, professional_id: UUID, at: datetime) -> list[tuple[OpeningTimes, Calendar]]:
    """The openings of a professional in every community, each with the calendar that it runs by."""
    rows = await times.openings(db, Opening.professional_id == professional_id)
    settings = await times.settings_of(db, {row.community_id for row in rows}, at)
    return [(row, settings[row.community_id].calendar) for row in rows]


async def _said(db: AsyncSession, professional_id: UUID, *openings: OpeningTimes) -> list[str]:
    """`09:00-12:00 at Cabinet du Port`, for each of these."""
    known = await directory.practices_of(db, professional_id)
    places = {practice.id: practice.name or practice.commune_name for practice in known}
    return [
        f"{rules.wall_time(row.from_minute)}-{rules.wall_time(row.to_minute)}"
        f" at {places.get(row.practice_id) or 'another practice'}"
        for row in openings
    ]
