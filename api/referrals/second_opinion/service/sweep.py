"""The deadlines of requests: what is late goes to somebody who can act. Each in a transaction of its own."""

from datetime import datetime, timedelta
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
    SecondOpinionRules,
    TimelineKind,
    WaitsFor,
)
from api.contract.models import SecondOpinionState as State
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.referrals.second_opinion.rules import ANSWERED, closes_at
from api.referrals.second_opinion.service import endings

BATCH = 200


def _late(rules: SecondOpinionRules, at: datetime) -> ColumnElement[bool]:
    """What moves because its time is past: an answer owed, a detail owed, an answer nobody confirmed."""
    owed = and_(Case.state == State.opinion_taken, Case.waits_for == WaitsFor.professional, Case.due_at <= at)
    missing = and_(
        Case.state == State.detail_asked,
        Case.waits_for == WaitsFor.requester,
        Case.paused_at <= at - timedelta(hours=rules.detail_hours),
    )
    unread = and_(Case.state.in_(ANSWERED), Case.due_at <= at)
    return and_(Case.kind == CaseKind.second_opinion, Case.closed_at.is_(None), or_(owed, missing, unread))


async def sweep(community_id: UUID, at: datetime) -> int:
    """Act on the deadlines of requests that are past at `at`; how many moved."""
    async with unit_of_work(community_id) as db:
        rules = (await identity.rules_of(db, community_id)).second_opinion
        late = select(Case.id).where(Case.community_id == community_id, _late(rules, at))
        ids = (await db.scalars(late.order_by(Case.due_at).limit(BATCH))).all()
    return await each_alone(community_id, ids, at, _act)


async def _act(db: AsyncSession, case_id: UUID, at: datetime) -> bool:
    """Move one late request if it still is, and nobody else holds it."""
    community_id = await db.scalar(select(Case.community_id).where(Case.id == case_id))
    if community_id is None:
        return False
    rules = (await identity.rules_of(db, community_id)).second_opinion
    found = select(Case).where(Case.id == case_id, _late(rules, at))
    case = await db.scalar(found.with_for_update(key_share=True, skip_locked=True))
    if case is None:
        return False
    actor = system_actor(case.community_id)
    if case.state in ANSWERED and case.waits_for is not WaitsFor.requester:
        await endings.end(db, actor, case, at)
        return True
    kind = NotificationKind.opinion_overdue
    await cases.record(
        db, case, TimelineKind.opinion_overdue, actor, at=at, professional_id=case.professional_id
    )
    if case.state in ANSWERED:
        # An answer that nobody has read helps nobody: the coordination calls who asked before it ends.
        asked = await cases.watchers(db, case, coordination=False, professional=False)
        again = ClockFacts(ClockKind.reading, at, closes_at(rules, at, case.appointment_at))
        await cases.update(db, case, at=at, waits_for=WaitsFor.coordinator, clock=again)
        await dispatch.tell(db, case, asked, kind, at)
    elif case.state == State.detail_asked:
        # The coordination calls who asked; the time to answer still stands still.
        asked = await cases.watchers(db, case, coordination=False, professional=False)
        await cases.update(db, case, at=at, waits_for=WaitsFor.coordinator)
        await dispatch.tell(db, case, asked, kind, at)
    else:
        await cases.update(db, case, at=at, waits_for=WaitsFor.coordinator)
        if case.professional_id is not None:
            await dispatch.tell_professional(db, case, case.professional_id, kind, at, due_at=case.due_at)
    await dispatch.tell_coordinators(db, case, kind, at, due_at=case.due_at)
    return True
