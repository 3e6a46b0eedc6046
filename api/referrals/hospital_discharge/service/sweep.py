"""What falls due by itself on a discharge. Each request, and each line, in a transaction of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import CaseKind, ClockKind, NotificationKind, TimelineKind, WaitsFor
from api.contract.models import DischargeLineState as Line
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.dispatch import service as dispatch
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.rules import Alarm, LineFacts
from api.referrals.hospital_discharge.service import course
from api.referrals.hospital_discharge.tables import HospitalDischargeRequest

BATCH = 200

_TO_SAY = (Line.line_to_reconfirm.value, Line.line_found.value)
"""Somebody has it and still has a word to say, when they are who must act."""


async def sweep(community_id: UUID, at: datetime) -> int:
    """Act on what is past at `at`; how many requests and lines moved."""
    async with unit_of_work(community_id) as db:
        due = (
            select(HospitalDischargeRequest.id)
            .where(
                HospitalDischargeRequest.community_id == community_id,
                HospitalDischargeRequest.alarm_at <= at,
            )
            .order_by(HospitalDischargeRequest.alarm_at)
            .limit(BATCH)
        )
        ids = list(await db.scalars(due))
        silent = (
            select(Case.id)
            .where(
                Case.community_id == community_id,
                Case.kind == CaseKind.hospital_discharge,
                Case.state.in_(_TO_SAY),
                Case.waits_for == WaitsFor.professional,
                Case.due_at <= at,
            )
            .order_by(Case.due_at)
            .limit(BATCH)
        )
        parts = list(await db.scalars(silent))
    moved = await each_alone(community_id, ids, at, _raise)
    return moved + await each_alone(community_id, parts, at, _give_to_coordination)


async def _raise(db: AsyncSession, whole_id: UUID, at: datetime) -> bool:
    """Say what has fallen due of one request, each thing once."""
    free = select(Case).where(Case.id == whole_id, Case.closed_at.is_(None))
    whole = await db.scalar(free.with_for_update(key_share=True, skip_locked=True))
    if whole is None:
        return False
    request = await course.request_of(db, whole.id)
    lines = (await course.lines_of(db, [whole.id]))[whole.id]
    facts = [LineFacts(line.need, line.state) for line in lines]
    own, zone = await course.own_rules(db, whole.community_id), await course.zone_of(db, whole.community_id)
    alarms = rules.alarms(own, course.course_of(whole, request, facts), zone)
    for alarm in [one for one, due_at in alarms.items() if due_at <= at]:
        await _SAID[alarm](db, whole, request, at)
    await course.settle(db, whole, at)
    return True


async def _of_readiness(
    db: AsyncSession, whole: Case, request: HospitalDischargeRequest, at: datetime
) -> None:
    request.readiness_told_at = at
    await cases.record(db, whole, TimelineKind.coordinator_alerted, system_actor(whole.community_id), at=at)
    await dispatch.tell_coordinators(db, whole, NotificationKind.request_needs_coordinator, at)


async def _of_call(db: AsyncSession, whole: Case, request: HospitalDischargeRequest, at: datetime) -> None:
    """No nurse, and the return home is near: the coordination calls the ward, which is told too."""
    request.call_told_at = at
    kind, departs_at = NotificationKind.hospital_call_due, request.departure_at
    await cases.record(db, whole, TimelineKind.hospital_call_due, system_actor(whole.community_id), at=at)
    await dispatch.tell_coordinators(db, whole, kind, at, starts_at=departs_at)
    asked = await cases.watchers(db, whole, coordination=False, professional=False)
    await dispatch.tell(db, whole, asked, kind, at, starts_at=departs_at)


async def _of_departure(
    db: AsyncSession, whole: Case, request: HospitalDischargeRequest, at: datetime
) -> None:
    """The day has passed without a word: who prepared it says whether the person has gone home."""
    request.departure_told_at = at
    asked = await cases.watchers(db, whole, coordination=True, professional=False)
    await dispatch.tell(db, whole, asked, NotificationKind.home_check_due, at, starts_at=request.departure_at)


async def _of_check(db: AsyncSession, whole: Case, request: HospitalDischargeRequest, at: datetime) -> None:
    """Somebody looks whether all is in place: the coordination, or who comes to the person."""
    request.check_told_at = at
    await cases.record(db, whole, TimelineKind.home_check_due, system_actor(whole.community_id), at=at)
    takers = await cases.watchers(db, whole, coordination=True)
    await dispatch.tell(
        db, whole, takers, NotificationKind.home_check_due, at, starts_at=request.went_home_at
    )


_SAID = {
    Alarm.readiness: _of_readiness,
    Alarm.call_hospital: _of_call,
    Alarm.departure: _of_departure,
    Alarm.check: _of_check,
}


async def _give_to_coordination(db: AsyncSession, part_id: UUID, at: datetime) -> bool:
    """Who had accepted has not said in time whether they still come, or when they see the person."""
    found = select(Case).where(
        Case.id == part_id,
        Case.state.in_(_TO_SAY),
        Case.waits_for == WaitsFor.professional,
        Case.due_at <= at,
    )
    part = await db.scalar(found.with_for_update(key_share=True, skip_locked=True))
    if part is None:
        return False
    actor = system_actor(part.community_id)
    await cases.record(
        db, part, TimelineKind.confirmation_overdue, actor, at=at, professional_id=part.professional_id
    )
    clock = ClockFacts(ClockKind.coordination, part.clock_started_at or at, at)
    await cases.update(db, part, at=at, waits_for=WaitsFor.coordinator, clock=clock)
    await dispatch.tell_coordinators(db, part, NotificationKind.confirmation_overdue, at)
    return True
