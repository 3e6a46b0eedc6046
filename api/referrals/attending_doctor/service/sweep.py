"""What is due: scores, the CPAM proposed, who still looks, what ends by itself. Each request in a transaction
of its own, scores in one statement."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import AttendingDoctorState as State
from api.contract.models import ClockKind, NotificationKind, TimelineKind, WaitsFor
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.identity.tables import Community
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import Deadline
from api.referrals.attending_doctor.service import ending, oppositions
from api.referrals.attending_doctor.service.facts import (
    course_of,
    move,
    request_of,
    set_deadline,
    setting_of,
)
from api.referrals.attending_doctor.service.scoring import rescore_what_is_due
from api.referrals.attending_doctor.tables import AttendingDoctorRequest as Request

BATCH = 200

_ENDS = {
    Deadline.expire: "give_up",
    Deadline.give_up: "give_up",
    Deadline.close_found: "close_found",
}


async def sweep(community_id: UUID, at: datetime) -> int:
    """Act on what is past at `at`; how many requests moved: none where there is no such community."""
    async with unit_of_work(community_id) as db:
        # Held, or the session would forget it and read it again for the setting.
        community = await db.get(Community, community_id)
        if community is None:
            return 0
        setting = await setting_of(db, community_id, at)
        await rescore_what_is_due(db, community_id, setting)
        await oppositions.forget_old(db, community_id, setting)
    async with unit_of_work(community_id) as db:
        due = (
            select(Request.id)
            .where(Request.community_id == community_id, Request.next_at <= at)
            .order_by(Request.next_at, Request.id)
            .limit(BATCH)
        )
        ids = (await db.scalars(due)).all()
    return await each_alone(community_id, ids, at, _act)


async def _act(db: AsyncSession, case_id: UUID, at: datetime) -> bool:
    """Move one request whose time has come, if it still has and nobody else holds it.

    Locks as every act does, the search before the case; whoever holds one of them keeps the request for the
    next sweep.
    """
    search = await db.scalar(
        select(Dispatch).where(Dispatch.case_id == case_id).with_for_update(key_share=True, skip_locked=True)
    )
    if search is None and await db.scalar(select(Dispatch.id).where(Dispatch.case_id == case_id)):
        return False
    found = select(Case).where(Case.id == case_id)
    case = await db.scalar(found.with_for_update(key_share=True, skip_locked=True))
    if case is None:
        return False
    request = await request_of(db, case.id)
    if request.next_at is None or request.next_at > at:
        return False
    setting = await setting_of(db, case.community_id, at)
    due = [
        what for when, what in rules.deadlines(course_of(request), setting.rules, setting.zone) if when <= at
    ]
    ends = [what for what in due if what in _ENDS]
    if ends:
        actor = system_actor(case.community_id)
        await ending.end(db, actor, search, case, _ENDS[ends[0]], at)
        return True
    for what in due:
        await _DOES[what](db, case, request, at)
    await set_deadline(db, request, at)
    await db.flush()
    return bool(due)


async def _propose_cpam(db: AsyncSession, case: Case, request: Request, at: datetime) -> None:
    """Too long without a doctor: the coordination decides. A doctor who is being asked keeps their time."""
    request.cpam_proposed_at = at
    await cases.record(db, case, TimelineKind.cpam_proposed, system_actor(case.community_id), at=at)
    if request.state is State.waiting:
        state = await move(db, case, "hand_back", at)
        await _to_coordination(db, case, at, state)
    await dispatch.tell_coordinators(db, case, NotificationKind.attending_doctor_delay, at)


async def _ask(db: AsyncSession, case: Case, request: Request, at: datetime) -> None:
    """Somebody must find out whether the person still looks: whoever entered them, or the coordination."""
    request.still_looking_asked_at = at
    await cases.record(db, case, TimelineKind.still_looking_asked, system_actor(case.community_id), at=at)
    await _to_coordination(db, case, at, None)
    told = await cases.watchers(db, case, coordination=True, professional=False)
    await dispatch.tell(db, case, told, NotificationKind.attending_doctor_delay, at)


async def _tell_undeclared(db: AsyncSession, case: Case, request: Request, at: datetime) -> None:
    """A doctor accepted, and no declaration came: the coordination calls them. They keep the person."""
    request.undeclared_told_at = at
    actor = system_actor(case.community_id)
    await cases.record(
        db, case, TimelineKind.declaration_awaited, actor, at=at, professional_id=case.professional_id
    )
    await _to_coordination(db, case, at, None)
    await audit.record(db, actor, "attending_doctor_request.declaration_awaited", "case", case.id)
    await dispatch.tell_coordinators(db, case, NotificationKind.attending_doctor_delay, at)


async def _to_coordination(db: AsyncSession, case: Case, at: datetime, state: str | None) -> None:
    kept = ClockFacts(ClockKind.coordination, case.created_at, at)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.coordinator, clock=kept)


_DOES = {
    Deadline.propose_cpam: _propose_cpam,
    Deadline.ask_still_looking: _ask,
    Deadline.tell_undeclared: _tell_undeclared,
}
