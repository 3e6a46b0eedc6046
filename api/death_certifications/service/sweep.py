"""The deadlines of requests: what is late goes to a human. Each request in a transaction of its own."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import CaseKind, ClockKind, NotificationKind, TimelineKind, WaitsFor
from api.contract.models import DeathCertificationState as State
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.death_certifications import rules
from api.death_certifications.rules import Alarm
from api.death_certifications.service.facts import request_of, thresholds_of
from api.death_certifications.tables import DeathCertificationRequest
from api.dispatch import service as dispatch
from api.identity import service as identity

BATCH = 200

_LINES = {
    Alarm.samu: TimelineKind.samu_proposed,
    Alarm.late: TimelineKind.late,
    Alarm.ceiling: TimelineKind.ceiling_passed,
    Alarm.transport: TimelineKind.transport_limit_near,
}
"""The line of each alarm; the coordination is called on the timeline by the engine itself, or once here."""

_EVEN_AT_WORK = frozenset({Alarm.late, Alarm.ceiling, Alarm.transport})
"""What the coordination is told although a certifier has the request."""

_TICK = timedelta(microseconds=1)


def _overdue(at: datetime) -> ColumnElement[bool]:
    """A clock of somebody other than the coordination that has run out."""
    coming = Case.state.in_([state.value for state in rules.COMING])
    waits = or_(
        and_(Case.state == State.to_complete.value, Case.waits_for == WaitsFor.requester, Case.due_at <= at),
        and_(
            coming,
            Case.waits_for == WaitsFor.professional,
            Case.due_at <= at - rules.ARRIVAL_GRACE,
        ),
        and_(Case.state == State.on_site.value, Case.waits_for == WaitsFor.professional, Case.due_at <= at),
    )
    return and_(Case.closed_at.is_(None), waits)


def _alarmed(at: datetime) -> ColumnElement[bool]:
    return and_(Case.closed_at.is_(None), DeathCertificationRequest.alarm_at <= at)


async def sweep(community_id: UUID, at: datetime) -> int:
    """Act on what is past at `at`; how many requests moved."""
    async with unit_of_work(community_id) as db:
        due = (
            select(Case.id)
            .join(DeathCertificationRequest, DeathCertificationRequest.id == Case.id)
            .where(
                Case.community_id == community_id,
                Case.kind == CaseKind.death_certification,
                or_(_overdue(at), _alarmed(at)),
            )
            .order_by(Case.created_at, Case.id)
            .limit(BATCH)
        )
        ids = (await db.scalars(due)).all()
    return await each_alone(community_id, ids, at, _act)


async def _act(db: AsyncSession, case_id: UUID, at: datetime) -> bool:
    """Move one request whose time has come, if it still has and nobody else holds it."""
    found = (
        select(Case)
        .join(DeathCertificationRequest, DeathCertificationRequest.id == Case.id)
        .where(Case.id == case_id, or_(_overdue(at), _alarmed(at)))
    )
    case = await db.scalar(found.with_for_update(of=Case, key_share=True, skip_locked=True))
    if case is None:
        return False
    request = await request_of(db, case.id)
    alarms: list[Alarm] = []
    if request.alarm_at is not None and request.alarm_at <= at:
        ahead = thresholds_of(await identity.rules_of(db, case.community_id), case, request)
        passed = [one.alarm for one in rules.passed(ahead, request.alarm_at - _TICK, at)]
        # The SAMU is proposed while nobody has it, the SAMU neither (domain rules §1.2).
        alarms = [one for one in passed if one is not Alarm.samu or request.state in rules.BEFORE_SAMU]
        request.alarm_at = rules.next_alarm(ahead, at)
    await _raise(db, case, request.state, alarms, at)
    return True


async def _raise(db: AsyncSession, case: Case, state: State, alarms: list[Alarm], at: datetime) -> None:
    """Say what is late on the thread, and call the coordination; a certifier at work keeps the request."""
    actor = system_actor(case.community_id)
    at_work, overdue = state in rules.TAKEN, _is_overdue(case, state, at)
    for alarm in alarms:
        if (line := _LINES.get(alarm)) is not None:
            await cases.record(db, case, line, actor, at=at)
    known = case.waits_for is WaitsFor.coordinator
    if not known and (overdue or not at_work):
        await cases.record(db, case, TimelineKind.coordinator_alerted, actor, at=at)
        clock = ClockFacts(ClockKind.coordination, case.created_at, at)
        await cases.update(db, case, at=at, waits_for=WaitsFor.coordinator, clock=clock)
    news = [alarm for alarm in alarms if alarm is not Alarm.coordinator or not known]
    if at_work:
        news = [alarm for alarm in news if alarm in _EVEN_AT_WORK]
    if news or overdue:
        await dispatch.tell_coordinators(db, case, NotificationKind.death_delay, at)


def _is_overdue(case: Case, state: State, at: datetime) -> bool:
    """The same as `_overdue`, of one case at hand."""
    if case.due_at is None or case.waits_for is WaitsFor.coordinator:
        return False
    if state in rules.COMING:
        return case.due_at <= at - rules.ARRIVAL_GRACE
    return state in (State.to_complete, State.on_site) and case.due_at <= at
