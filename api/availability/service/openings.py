"""Opening time, changing it, closing it: a professional's own, in the present community."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import closures_of, is_owner, openings_visible_to, own_openings, visible_to
from api.availability.service import claims, kept, times
from api.availability.service.announcing import announce_agenda
from api.availability.service.meeting import (
    Beside,
    beside,
    refuse_elsewhere,
    refuse_same_again,
    shared_time,
)
from api.availability.service.opening_changes import ahead
from api.availability.service.views import closure_view, opening_view
from api.availability.tables import Absence, Appointment, Closure, Opening
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed, NotFound
from api.core.routing import expect_version
from api.directory import service as directory
from api.identity.policy import present_community


async def list_openings(db: AsyncSession, actor: Actor, query: wire.ListOpeningsQuery) -> wire.OpeningList:
    """The openings of a professional that the actor may see; of oneself when nobody is named."""
    professional_id = query.professional_id or actor.professional_id
    if professional_id is None:
        raise InvalidInput(errors=[FieldError("/query/professional_id", "Say whose openings")])
    if professional_id not in await directory.summaries(db, [professional_id]):
        raise NotFound("There is no such professional")
    wanted = select(Opening).where(
        Opening.professional_id == professional_id, Opening.ended_at.is_(None), openings_visible_to(actor)
    )
    keys = [Key(func.coalesce(Opening.weekday, 8)), Key(Opening.from_minute), Key(Opening.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    shown = page.map(lambda row: opening_view(row[0]))
    return wire.OpeningList(items=shown.items, next_cursor=shown.next_cursor)


async def get_opening(db: AsyncSession, actor: Actor, opening_id: UUID) -> wire.Opening:
    """One opening; NotFound when there is none that the actor may see, or when it is closed for good.

    Its owner is told which others share its time, which may be of another community, and how many
    appointments are to come in it.
    """
    seen = select(Opening).where(
        Opening.id == opening_id, Opening.ended_at.is_(None), openings_visible_to(actor)
    )
    opening = await db.scalar(seen)
    if opening is None:
        raise NotFound
    if not is_owner(actor, opening.professional_id):
        return opening_view(opening)
    at = clock.now()
    calendar = await times.calendar_of(db, opening.community_id, at)
    there = await beside(db, opening, calendar, at)
    return opening_view(opening, shared_time(opening, there, at), await ahead(db, opening, at))


async def create_opening(db: AsyncSession, actor: Actor, body: wire.OpeningInput) -> wire.Opening:
    """Open some time at one of one's practices.

    InvalidInput names what cannot be, this very opening a second time among it; OpeningOverlaps (409) when
    one would be at two places at once. The answer says which openings at the same place share its time.
    """
    at = clock.now()
    opening, there = await open_time(db, actor, body, at)
    return opening_view(opening, shared_time(opening, there, at), 0)


async def open_time(
    db: AsyncSession,
    actor: Actor,
    body: wire.OpeningInput,
    at: datetime,
    *,
    instead_of: tuple[Opening, date] | None = None,
    under: str = "",
    hours: str = "from_time",
) -> tuple[Opening, Beside]:
    """Write an opening of the actor's own (see `create_opening`); with what stands beside it.

    `instead_of`: the recurring opening and which of its days it stands in for. `under`: where it is in the
    body; `hours`: the field that says its hours there.
    """
    opening = Opening(
        community_id=present_community(actor),
        professional_id=oneself(actor),
        version=1,
        except_days=[],
        instead_of_id=None if instead_of is None else instead_of[0].id,
        instead_of_day=None if instead_of is None else instead_of[1],
        created_at=at,
        ended_at=None,
    )
    there = await fill(db, opening, body, at, under=under, hours=hours)
    db.add(opening)
    announce_agenda(db, opening.community_id, opening.professional_id)
    await db.flush()
    await record(db, actor, "opening.created", "opening", opening.id)
    return opening, there


async def replace_opening(
    db: AsyncSession, actor: Actor, opening_id: UUID, body: wire.OpeningInput, version: int
) -> wire.Opening:
    """Change one's opening from now on; appointments already taken stay. StaleVersion as for any edit."""
    at = clock.now()
    opening = await own(db, actor, opening_id)
    expect_version(version, opening.version)
    former = kept.former(opening, at)
    there = await fill(db, opening, body, at)
    if former.valid_from <= rules.local_day(rules.seconds(at), there.calendar.zone):
        db.add(former)
    opening.changed_at = at
    if opening.weekday is not None:
        opening.instead_of_id = opening.instead_of_day = None
    opening.version += 1
    announce_agenda(db, opening.community_id, opening.professional_id)
    await db.flush()
    await record(db, actor, "opening.replaced", "opening", opening.id)
    return opening_view(opening, shared_time(opening, there, at), await ahead(db, opening, at))


async def delete_opening(db: AsyncSession, actor: Actor, opening_id: UUID, version: int) -> None:
    """Close one's opening for good, with what stands instead of single days of it; appointments stay."""
    at = clock.now()
    opening = await own(db, actor, opening_id)
    expect_version(version, opening.version)
    for row in [opening, *await standing_in(db, opening)]:
        await end(db, actor, row, at)


async def end(db: AsyncSession, actor: Actor, opening: Opening, at: datetime) -> None:
    """Close an opening for good."""
    opening.ended_at = at
    opening.version += 1
    announce_agenda(db, opening.community_id, opening.professional_id)
    await db.flush()
    await record(db, actor, "opening.ended", "opening", opening.id)


async def standing_in(db: AsyncSession, opening: Opening) -> list[Opening]:
    """The single days that stand instead of days of a recurring opening."""
    wanted = select(Opening).where(Opening.instead_of_id == opening.id, Opening.ended_at.is_(None))
    return list((await db.scalars(wanted.order_by(Opening.on_day, Opening.id))).all())


async def create_closure(db: AsyncSession, actor: Actor, body: wire.ClosureInput) -> wire.Closure:
    """Close a stretch of one's time. Appointments already taken stay, and are counted in the answer.

    InvalidInput on the times, and for an illness or a leave: one is away then, which is said as an absence.
    """
    at = clock.now()
    community_id, professional_id = present_community(actor), oneself(actor)
    errors = rules.refused_closure(body, at)
    if body.reason in rules.ABSENT:
        message = "Illness and leave are absences: say them with createAbsence (POST /api/v1/absences)"
        errors.append(FieldError("/reason", message))
    if errors:
        raise InvalidInput(errors=errors)
    await claims.lock(db, [professional_id])  # whoever books at this moment is counted, or refused
    closure = Closure(
        community_id=community_id,
        professional_id=professional_id,
        during=Range(body.starts_at, body.ends_at, bounds="[)"),
        reason=body.reason,
        created_at=at,
    )
    db.add(closure)
    announce_agenda(db, community_id, professional_id)
    await db.flush()
    await record(db, actor, "closure.created", "closure", closure.id)
    return closure_view(closure, await _standing_inside(db, actor, closure))


async def delete_closure(db: AsyncSession, actor: Actor, closure_id: UUID) -> None:
    """Open again, from now on, what one had closed. NotFound for anybody else's; IllegalTransition for an
    absence, which is taken back as such, and for what is over."""
    at = clock.now()
    closure = await db.scalar(select(Closure).where(Closure.id == closure_id, closures_of(actor)))
    if closure is None:
        raise NotFound
    if await db.scalar(select(Absence.id).where(Absence.closure_id == closure_id)) is not None:
        raise IllegalTransition("This closed time is an absence: take the absence back")
    if closure.during.upper is not None and closure.during.upper <= at:
        message = "This closed time is over and stays as it was: to see people, open time to come"
        raise IllegalTransition(message)
    await kept.open_again(db, closure, at)
    announce_agenda(db, closure.community_id, closure.professional_id)
    await record(db, actor, "closure.deleted", "closure", closure_id)


async def fill(
    db: AsyncSession,
    opening: Opening,
    body: wire.OpeningInput,
    at: datetime,
    *,
    under: str = "",
    hours: str = "from_time",
) -> Beside:
    """Give the opening what was asked for, once nothing speaks against it; what stands beside it.
    `under`: where it is in the body; `hours`: the field that says its hours there.

    InvalidInput, or OpeningOverlaps when it meets another one elsewhere.
    """
    setting = (await times.settings_of(db, [opening.community_id], at))[opening.community_id]
    calendar = setting.calendar
    values = rules.checked_opening(body, calendar, setting.delays, at, under=under)
    practices = {practice.id for practice in await directory.practices_of(db, opening.professional_id)}
    # An inherited opening stays where it was: at the practice of the one who is replaced.
    if body.practice_id not in practices | {opening.practice_id}:
        raise InvalidInput(errors=[FieldError(f"{under}/practice_id", "Choose one of your own practices")])
    await claims.lock(db, [opening.professional_id])
    for name, value in values.items():
        setattr(opening, name, value)
    there = await beside(db, opening, calendar, at)
    await refuse_elsewhere(db, opening, there, at)
    refuse_same_again(opening, there, at, f"{under}/{hours}")
    return there


def oneself(actor: Actor) -> UUID:
    """The professional whose time the actor opens and closes; NotAllowed for anybody else."""
    if actor.professional_id is None:
        raise NotAllowed("Only a professional opens and closes time, and only their own")
    return actor.professional_id


async def own(db: AsyncSession, actor: Actor, opening_id: UUID) -> Opening:
    """One's own opening, under the lock of one's time; NotFound for any other."""
    # The lock of one's time comes first, here as in every booking: no row is locked before it.
    await claims.lock(db, [oneself(actor)])
    mine = select(Opening).where(Opening.id == opening_id, Opening.ended_at.is_(None), own_openings(actor))
    opening = await db.scalar(mine)
    if opening is None:
        raise NotFound
    return opening


async def _standing_inside(db: AsyncSession, actor: Actor, closure: Closure) -> int:
    standing = (
        select(func.count())
        .select_from(Appointment)
        .where(
            visible_to(actor),
            Appointment.professional_id == closure.professional_id,
            Appointment.state == wire.AppointmentState.booked,
            Appointment.starts_at < closure.during.upper,
            Appointment.ends_at > closure.during.lower,
        )
    )
    return await db.scalar(standing) or 0
