"""How many wait, for how long, and what places are left: the head of the waiting list."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import AttendingDoctorLevel as Level
from api.core import clock
from api.core.actor import Actor
from api.identity.policy import present_community
from api.notifications.words import plain
from api.referrals.attending_doctor import policy, rules
from api.referrals.attending_doctor.service.facts import Setting, setting_of
from api.referrals.attending_doctor.service.matching import places_of
from api.referrals.attending_doctor.tables import AttendingDoctorRequest as Request


async def get_attending_doctor_figures(db: AsyncSession, actor: Actor) -> wire.AttendingDoctorFigures:
    """The figures of the community now. Days are calendar days of the territory, a median is rounded down."""
    community_id = present_community(actor)
    setting = await setting_of(db, community_id, clock.now())
    mine = [Request.community_id == community_id, policy.listed_for(actor)]
    counted = select(Request.state, func.count()).where(*mine).group_by(Request.state)
    states = {state: number for state, number in await db.execute(counted)}
    everybody = await places_of(db, community_id, setting)
    doctors = [one for one in everybody if one.quota]
    by_level = await _waits(db, setting, mine, Request.level)
    by_commune = await _waits(db, setting, mine, Case.commune_name)
    overall = (await _waits(db, setting, mine, literal(0))).get(0)
    return wire.AttendingDoctorFigures(
        waiting=sum(states.get(state, 0) for state in rules.SEARCHING),
        proposed=sum(states.get(state, 0) for state in rules.PROPOSED),
        to_complete=sum(states.get(state, 0) for state in rules.TO_COMPLETE),
        found=sum(states.get(state, 0) for state in rules.FOUND),
        median_days=overall[1] if overall else None,
        by_level=[
            wire.AttendingDoctorLevelWait(
                level=level,
                waiting=by_level[level][0] if level in by_level else 0,
                median_days=by_level[level][1] if level in by_level else None,
            )
            for level in Level
        ],
        by_commune=[
            wire.AttendingDoctorCommuneWait(commune_name=name, waiting=count, median_days=median)
            for name, (count, median) in sorted(by_commune.items(), key=lambda one: plain(str(one[0])))
        ],
        places=sum(one.quota for one in doctors),
        places_left=sum(one.left for one in doctors),
        volunteers=len(doctors),
        in_six_months=sum(one.in_six_months for one in everybody),
        month=rules.month_of(setting.at, setting.zone),
    )


async def _waits(
    db: AsyncSession, setting: Setting, mine: list[ColumnElement[bool]], by: Any
) -> dict[object, tuple[int, int]]:
    """How many wait and the median of their days, by a column."""
    since: ColumnElement[date] = cast(func.timezone(setting.zone.key, Request.waiting_since), Date)
    days = cast(literal(setting.today, Date) - since, Integer)
    median = func.percentile_disc(0.5).within_group(days)
    wanted = (
        select(by, func.count(), median)
        .select_from(Request)
        .join(Case, Case.id == Request.id)
        .where(*mine, Request.searching)
        .group_by(by)
    )
    return {row[0]: (row[1], row[2]) for row in await db.execute(wanted)}
