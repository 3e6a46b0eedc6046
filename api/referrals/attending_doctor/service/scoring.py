"""Scores counted anew, many at once: on the day on which they change, and when the rules do.

The same as `rules.score`, said in SQL so that fifty thousand take seconds (a test compares the two). The
birth date is encrypted: what is read of it, in the year of a birthday that counts, is decrypted row by row.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, and_, case, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract.models import AttendingDoctorLevel as Level
from api.people.correcting import birth_dates
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import STEP_AGES
from api.referrals.attending_doctor.service.facts import Setting
from api.referrals.attending_doctor.tables import AttendingDoctorRequest as Request


async def rescore_what_is_due(db: AsyncSession, community_id: UUID, setting: Setting) -> int:
    """Count anew what changes today, and everything after a change of the rules; how many requests."""
    changed = (
        select(Request.id)
        .where(*_open(community_id), Request.scored_rules_version < setting.version)
        .limit(1)
    )
    if await db.scalar(changed) is not None:
        return await rescore_all(db, community_id, setting)
    due = and_(*_open(community_id), Request.rescore_on <= setting.today)
    if await db.scalar(select(Request.id).where(due).limit(1)) is None:
        return 0
    await _grow_older(db, due, setting)
    return await _rescore(db, due, setting)


async def rescore_all(db: AsyncSession, community_id: UUID, setting: Setting) -> int:
    """Count every open request of the community anew, by the present rules."""
    everything = and_(*_open(community_id))
    await _grow_older(db, and_(everything, Request.rescore_on <= setting.today), setting)
    return await _rescore(db, everything, setting)


async def _rescore(db: AsyncSession, which: ColumnElement[bool], setting: Setting) -> int:
    score = score_of(setting)
    own = setting.rules
    level = case(
        (score >= own.high_from, Level.high.value),
        (score >= own.medium_from, Level.medium.value),
        else_=Level.ordinary.value,
    )
    done = await db.execute(
        update(Request)
        .where(which)
        .values(
            score=score,
            level=level,
            rescore_on=_next_change(setting),
            scored_rules_version=setting.version,
            scored_at=setting.at,
        )
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # of an UPDATE


def score_of(setting: Setting) -> ColumnElement[int]:
    """The score of a row on the day of the setting: `rules.total`."""
    own, weights = setting.rules, setting.rules.weights
    recent = and_(
        Request.discharged_on.is_not(None),
        _today(setting) - Request.discharged_on <= own.recent_discharge_days,
    )
    waiting = func.least(weights.waiting_at_most, weights.per_period * func.greatest(0, _waited(setting)))
    found: ColumnElement[int] = waiting
    for holds, points in (
        (Request.long_term_illness.is_(True), weights.long_term_illness),
        (Request.age_step == 2, weights.from_80),
        (Request.age_step == 1, weights.from_70),
        (Request.home_visit.is_(True), weights.home_visit),
        (Request.social_cover.is_(True), weights.social_cover),
        (Request.pregnancy.is_(True), weights.pregnancy),
        (Request.disability.is_(True), weights.disability),
        (recent, weights.recent_discharge),
    ):
        found = found + case((holds, points), else_=0)
    return cast(found, Integer)


def _next_change(setting: Setting) -> ColumnElement[date]:
    """The first later day on which the score may differ: `rules.next_change`."""
    own, today = setting.rules, _today(setting)
    period = _since(setting) + (_waited(setting) + 1) * own.period_days
    recent_until = Request.discharged_on + own.recent_discharge_days
    discharge = case((recent_until >= today, recent_until + 1), else_=None)
    turns = Request.birth_year + case((Request.age_step == 0, STEP_AGES[0]), else_=STEP_AGES[1])
    birthday = case(
        (Request.age_step == 2, None),
        (turns <= setting.today.year, literal(setting.today + timedelta(days=1), Date)),
        else_=func.make_date(cast(turns, Integer), 1, 1),
    )
    return func.least(period, discharge, birthday)  # `least` passes over nulls


def _today(setting: Setting) -> ColumnElement[date]:
    return literal(setting.today, Date)


def _since(setting: Setting) -> ColumnElement[date]:
    return cast(func.timezone(setting.zone.key, Request.waiting_since), Date)


def _waited(setting: Setting) -> ColumnElement[int]:
    """Full periods waited."""
    days: ColumnElement[int] = cast(_today(setting) - _since(setting), Integer)
    return cast(func.div(days, setting.rules.period_days), Integer)


async def _grow_older(db: AsyncSession, which: ColumnElement[bool], setting: Setting) -> None:
    """Who has had a birthday that counts moves to the next step of age."""
    turns = Request.birth_year + case((Request.age_step == 0, STEP_AGES[0]), else_=STEP_AGES[1])
    maybe = (
        select(Request.id, Request.age_step, Case.person_id)
        .join(Case, Case.id == Request.id)
        .where(which, Request.age_step < 2, turns <= setting.today.year, Case.person_id.is_not(None))
    )
    rows = (await db.execute(maybe)).all()
    born = await birth_dates(db, [row[2] for row in rows if row[2] is not None])
    older: dict[int, list[UUID]] = {}
    for request_id, step, person_id in rows:
        if person_id in born and (now := rules.age_step(born[person_id], setting.today)) != step:
            older.setdefault(now, []).append(request_id)
    for step, ids in older.items():
        await db.execute(
            update(Request)
            .where(Request.id.in_(ids))
            .values(age_step=step)
            .execution_options(synchronize_session=False)
        )


def _open(community_id: UUID) -> list[ColumnElement[bool]]:
    return [Request.community_id == community_id, Request.searching]  # type: ignore[list-item]  # a boolean column
