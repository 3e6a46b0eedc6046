"""The rota of those who certify deaths: put, moved and taken off by the coordination, gaps shown ahead."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.certifiers import rules
from api.certifiers.rules import Held
from api.certifiers.service.facts import Setting, certifier_facts, setting_of
from api.certifiers.service.shifts import shift_views, shifts_between, shifts_of
from api.contract import models as wire
from api.contract.models import DutyInput, DutyKind
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.core.routing import expect_version
from api.directory.rules.duty import errors_of_duty
from api.directory.tables import Duty
from api.identity.policy import present_community


async def get_death_rota(db: AsyncSession, actor: Actor, query: wire.GetDeathRotaQuery) -> wire.DeathRota:
    """The shifts of these weeks, from Monday at 8:00; gaps in them from now on, and in the days ahead."""
    here, at = present_community(actor), clock.now()
    setting = await setting_of(db, here, at)
    monday = rules.monday_of(query.from_on or setting.today)
    zone = setting.territory.zone
    start, end = rules.week_bounds(monday, query.weeks, zone)
    ahead = rules.at_wall(setting.today + timedelta(days=setting.rules.days_ahead), rules.MORNING, zone)
    rows = await shifts_between(db, here, min(start, at), max(end, ahead))
    views = await shift_views(db, here, rows, setting)
    return wire.DeathRota(
        from_on=monday,
        weeks=query.weeks,
        shifts=[one for one in views if one.starts_at < end and one.ends_at > start],
        gaps=gaps_between(views, max(start, at), end, setting),
        gaps_ahead=gaps_between(views, at, ahead, setting),
    )


async def put_on_death_rota(db: AsyncSession, actor: Actor, body: wire.RotaShiftInput) -> wire.RotaShift:
    """Put a volunteer on the rota. InvalidInput; AlreadyOnRota when they are there in that time."""
    here, at = present_community(actor), clock.now()
    await _refuse_unfit(db, here, body, at)
    row = _shift(here, body.professional_id, body.starts_at, body.ends_at)
    db.add(row)
    await db.flush()
    await audit.record(db, actor, "duty.created", "duty", row.id)
    return await _one(db, here, row, at)


async def move_on_death_rota(
    db: AsyncSession, actor: Actor, duty_id: UUID, body: wire.RotaShiftInput, *, expected: int
) -> wire.RotaShift:
    """Move a shift, or give it to somebody else. NotFound, StaleVersion, InvalidInput, AlreadyOnRota."""
    here, at = present_community(actor), clock.now()
    row = await _locked(db, actor, duty_id)
    expect_version(expected, row.version)
    await _refuse_unfit(db, here, body, at)
    row.professional_id, row.phone = body.professional_id, None
    row.starts_at, row.ends_at = body.starts_at.astimezone(UTC), body.ends_at.astimezone(UTC)
    row.version += 1
    await db.flush()
    await audit.record(db, actor, "duty.moved", "duty", row.id)
    return await _one(db, here, row, at)


async def take_off_death_rota(db: AsyncSession, actor: Actor, duty_id: UUID, *, expected: int) -> None:
    """Take a shift off the rota. NotFound, StaleVersion."""
    row = await _locked(db, actor, duty_id)
    expect_version(expected, row.version)
    await db.delete(row)
    await audit.record(db, actor, "duty.deleted", "duty", duty_id)


async def copy_death_rota_week(db: AsyncSession, actor: Actor, body: wire.RotaCopyInput) -> wire.RotaCopy:
    """Copy the shifts that begin in one week onto another, hour for hour of the wall clock.

    What cannot stand there is left out with its cause; the rest is copied. InvalidInput for the same week.
    """
    here, at = present_community(actor), clock.now()
    setting = await setting_of(db, here, at)
    zone = setting.territory.zone
    source, target = rules.monday_of(body.from_on), rules.monday_of(body.to_on)
    days = (target - source).days
    if not days:
        raise InvalidInput(errors=[FieldError("/to_on", "Choose another week than the one to copy")])
    start, end = rules.week_bounds(source, 1, zone)
    rows = [row for row in await shifts_between(db, here, start, end) if row.starts_at >= start]
    wished = [
        (row, rules.later_by(row.starts_at, days, zone), rules.later_by(row.ends_at, days, zone))
        for row in rows
    ]
    first, last = rules.week_bounds(target, 3, zone)  # whatever begins in the week ends within two more
    there = await shifts_between(db, here, first, last)
    copies = [_shift(here, row.professional_id, starts_at, ends_at) for row, starts_at, ends_at in wished]
    views = await shift_views(db, here, copies, setting)
    causes = [
        rules.why_left_out(
            Held(view.starts_at, view.ends_at),
            at=at,
            there=[Held(o.starts_at, o.ends_at) for o in there if o.professional_id == view.professional.id],
            away=view.away,
            volunteers=wire.CertifierLack.not_volunteering not in view.lacks,
        )
        for view in views
    ]
    made = [copy for copy, cause in zip(copies, causes, strict=True) if cause is None]
    db.add_all(made)
    await db.flush()
    copied = {"from_on": source.isoformat(), "to_on": target.isoformat(), "shifts": len(made)}
    await audit.record(db, actor, "duty.week_copied", "duty", None, detail=copied)
    return wire.RotaCopy(
        shifts=[view for view, cause in zip(views, causes, strict=True) if cause is None],
        left_out=[
            wire.RotaLeftOut(professional=view.professional, starts_at=view.starts_at, cause=cause)
            for view, cause in zip(views, causes, strict=True)
            if cause is not None
        ],
    )


def _shift(community_id: UUID, professional_id: UUID | None, starts_at: datetime, ends_at: datetime) -> Duty:
    return Duty(
        community_id=community_id,
        kind=DutyKind.death_certification,
        professional_id=professional_id,
        version=1,
        starts_at=starts_at.astimezone(UTC),
        ends_at=ends_at.astimezone(UTC),
    )


async def _locked(db: AsyncSession, actor: Actor, duty_id: UUID) -> Duty:
    mine = select(Duty).where(shifts_of(present_community(actor)), Duty.id == duty_id)
    row = await db.scalar(mine.with_for_update())
    if row is None:
        raise NotFound("No such shift")
    return row


async def _refuse_unfit(
    db: AsyncSession, community_id: UUID, body: wire.RotaShiftInput, at: datetime
) -> None:
    """InvalidInput for a time that makes no sense, and for somebody who did not volunteer."""
    wished = DutyInput(
        kind=DutyKind.death_certification, organisation_id=None, phone=None, **body.model_dump()
    )
    errors = errors_of_duty(wished, at)
    facts = await certifier_facts(db, community_id, [body.professional_id])
    if body.professional_id not in facts or not facts[body.professional_id].volunteers:
        errors.append(FieldError("/professional_id", "Choose somebody who volunteers to certify deaths"))
    if errors:
        raise InvalidInput(errors=errors)


async def _one(db: AsyncSession, community_id: UUID, row: Duty, at: datetime) -> wire.RotaShift:
    [view] = await shift_views(db, community_id, [row], await setting_of(db, community_id, at))
    return view


def gaps_between(
    views: Sequence[wire.RotaShift], start: datetime, end: datetime, setting: Setting
) -> list[wire.RotaGap]:
    """Gaps between two instants: whoever is away or may not certify holds nothing."""
    zone, holidays = setting.territory.zone, setting.territory.holidays
    wanted = rules.wanted_between(start, end, setting.rules, zone=zone, holidays=holidays)
    held = [Held(one.starts_at, one.ends_at) for one in views if not one.away and not one.lacks]
    return [
        wire.RotaGap(starts_at=gap.starts_at, ends_at=gap.ends_at, missing=gap.missing)
        for gap in rules.gaps_of(wanted, held)
    ]
