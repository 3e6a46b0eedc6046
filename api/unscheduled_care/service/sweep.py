"""The deadlines of requests: what is late goes to somebody who can act. Each in a transaction of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import (
    CaseKind,
    ClockKind,
    NotificationKind,
    TimelineKind,
    UnscheduledCareState,
    WaitsFor,
)
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.dispatch import service as dispatch
from api.unscheduled_care.rules import OUTCOME_UNTIL

BATCH = 200


def _late(at: datetime) -> ColumnElement[bool]:
    """What waits for somebody other than the coordination, and moves because its clock has run out."""
    confirmed = Case.state == UnscheduledCareState.appointment_confirmed
    waits = or_(
        and_(Case.state == UnscheduledCareState.to_complete, Case.waits_for == WaitsFor.requester),
        and_(Case.state == UnscheduledCareState.slot_held, Case.waits_for == WaitsFor.professional),
        and_(confirmed, Case.waits_for == WaitsFor.person),
        and_(confirmed, Case.waits_for == WaitsFor.professional, Case.due_at <= at - OUTCOME_UNTIL),
    )
    return and_(Case.closed_at.is_(None), Case.due_at <= at, waits)


async def sweep(community_id: UUID, at: datetime) -> int:
    """Act on the deadlines of requests that are past at `at`; how many moved.

    A time not confirmed stays booked and goes to the coordinators, as does a request that nobody
    completed. After the hour of an appointment its professional is asked what came of it, and a day later
    the coordination.
    """
    async with unit_of_work(community_id) as db:
        late = (
            select(Case.id)
            .where(
                Case.community_id == community_id,
                Case.kind == CaseKind.unscheduled_care,
                _late(at),
            )
            .order_by(Case.due_at)
            .limit(BATCH)
        )
        ids = (await db.scalars(late)).all()
    return await each_alone(community_id, ids, at, _act)


async def _act(db: AsyncSession, case_id: UUID, at: datetime) -> bool:
    """Move one late request if it still is, and nobody else holds it."""
    found = select(Case).where(Case.id == case_id, _late(at))
    case = await db.scalar(found.with_for_update(key_share=True, skip_locked=True))
    if case is None:
        return False
    actor = system_actor(case.community_id)
    if case.state == UnscheduledCareState.appointment_confirmed:
        asked = case.waits_for is WaitsFor.professional
        if asked:
            await cases.record(db, case, TimelineKind.coordinator_alerted, actor, at=at)
        whom = WaitsFor.coordinator if asked else WaitsFor.professional
        await cases.update(db, case, at=at, waits_for=whom)
        return True
    if case.state == UnscheduledCareState.slot_held:
        await cases.record(
            db,
            case,
            TimelineKind.confirmation_overdue,
            actor,
            at=at,
            professional_id=case.professional_id,
            starts_at=case.appointment_at,
        )
        # The clock stays: the coordinator sees since when the confirmation is late.
        await cases.update(db, case, at=at, waits_for=WaitsFor.coordinator)
        kind = NotificationKind.confirmation_overdue
        await dispatch.tell_coordinators(db, case, kind, at, starts_at=case.appointment_at)
        if case.professional_id is not None:
            await dispatch.tell_professional(
                db, case, case.professional_id, kind, at, starts_at=case.appointment_at
            )
        return True
    await cases.record(db, case, TimelineKind.coordinator_alerted, actor, at=at)
    clock = ClockFacts(ClockKind.coordination, case.created_at, at)
    await cases.update(db, case, at=at, waits_for=WaitsFor.coordinator, clock=clock)
    kind = NotificationKind.request_needs_coordinator
    await dispatch.tell_coordinators(db, case, kind, at, due_at=case.wished_before)
    return True
