"""What every move of a discharge writes: its state, that of its lines, who must act, what falls due by
itself.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import (
    ClockKind,
    DischargeLineState,
    HospitalDischargeRules,
    HospitalDischargeState,
    WaitsFor,
)
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.rules import LineFacts
from api.referrals.hospital_discharge.tables import DischargeLine, HospitalDischargeRequest


async def request_of(db: AsyncSession, whole_id: UUID) -> HospitalDischargeRequest:
    """The request of a case, as it is now."""
    await db.flush()
    return await db.get_one(HospitalDischargeRequest, whole_id, populate_existing=True)


async def line_of(db: AsyncSession, part_id: UUID) -> DischargeLine:
    """The line of a part, as it is now."""
    await db.flush()
    return await db.get_one(DischargeLine, part_id, populate_existing=True)


async def lines_of(db: AsyncSession, whole_ids: Sequence[UUID]) -> dict[UUID, list[DischargeLine]]:
    """The lines of many requests, by request, in the order in which they were asked for."""
    await db.flush()
    rows = await db.scalars(
        select(DischargeLine)
        .join(Case, Case.id == DischargeLine.id)
        .where(DischargeLine.request_id.in_(whole_ids))
        .order_by(Case.number)
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[DischargeLine]] = {id_: [] for id_ in whole_ids}
    for line in rows:
        found[line.request_id].append(line)
    return found


async def live_lines_of(db: AsyncSession, whole_id: UUID) -> list[DischargeLine]:
    """The lines of one request that are still needs."""
    lines = (await lines_of(db, [whole_id]))[whole_id]
    return [line for line in lines if line.state is not DischargeLineState.line_dropped]


async def own_rules(db: AsyncSession, community_id: UUID) -> HospitalDischargeRules:
    """The community's rules of returns home."""
    return (await identity.rules_of(db, community_id)).hospital_discharge


async def zone_of(db: AsyncSession, community_id: UUID) -> ZoneInfo:
    """The time zone of the territory."""
    return identity.zone_of(await identity.community_of(db, community_id))


async def move(db: AsyncSession, case: Case, action: str) -> HospitalDischargeState:
    """Move the request by an action of its lifecycle. IllegalTransition (409) when it may not; the case is
    locked."""
    request = await request_of(db, case.id)
    request.state = rules.HOSPITAL_DISCHARGE_REQUEST.after(action, request.state)
    await db.flush()
    return request.state


async def move_line(db: AsyncSession, part: Case, action: str) -> DischargeLineState:
    """Move a line by an action of its lifecycle, in the same way; its new state, for the header of its
    part."""
    line = await line_of(db, part.id)
    line.state = rules.DISCHARGE_LINE.after(action, line.state)
    await db.flush()
    return line.state


async def part_changed(db: AsyncSession, part: Case, at: datetime) -> None:
    """A line has changed: its request becomes what its lines are by now."""
    await settle(db, await dispatch.lock_case(db, part.whole_id), at)


async def settle(db: AsyncSession, whole: Case, at: datetime) -> None:
    """Bring the state of a request, who must act on it, its clock and its next alarm up to date."""
    parts = (await cases.parts_of(db, [whole.id])).get(whole.id, [])
    lines = {line.id: line for line in (await lines_of(db, [whole.id]))[whole.id]}
    facts = [
        LineFacts(line.need, line.state, part.waits_for) for part in parts if (line := lines.get(part.id))
    ]
    request = await request_of(db, whole.id)
    if (action := rules.action_of(request.state, facts)) is not None:
        request.state = rules.HOSPITAL_DISCHARGE_REQUEST.after(action, request.state)
    if not rules.lacks_nurse(facts):
        # Somebody was found after all: should they withdraw, it turns red again.
        request.call_told_at = request.hospital_called_at = None
    own, zone = await own_rules(db, whole.community_id), await zone_of(db, whole.community_id)
    alarms = rules.alarms(own, course_of(whole, request, facts), zone)
    request.alarm_at = min(alarms.values(), default=None)
    await db.flush()
    if request.state in rules.ENDED:
        return
    who = rules.waits_for(request.state, facts, overdue=is_overdue(request))
    await cases.update(
        db,
        whole,
        at=at,
        state=request.state,
        waits_for=who,
        clock=_clock(whole, request, parts, who, own, zone),
    )


def course_of(whole: Case, request: HospitalDischargeRequest, facts: Sequence[LineFacts]) -> rules.Course:
    """What decides the alarms of a request."""
    return rules.Course(
        state=request.state,
        created_at=whole.created_at,
        departure_at=request.departure_at,
        lacks_nurse=rules.lacks_nurse(facts),
        readiness_told=request.readiness_told_at is not None,
        call_told=request.call_told_at is not None,
        departure_told=request.departure_told_at is not None,
        went_home_on=request.went_home_on,
        check_told=request.check_told_at is not None,
    )


def to_call(request: HospitalDischargeRequest) -> bool:
    """Whether it is red and nobody has called the ward yet."""
    red = request.state in rules.BEFORE and request.call_told_at is not None
    return red and request.hospital_called_at is None


def is_overdue(request: HospitalDischargeRequest) -> bool:
    """Whether the coordination must act, whatever the lines say."""
    if request.state is HospitalDischargeState.to_complete:
        return request.readiness_told_at is not None
    if request.state in rules.AT_HOME:
        return request.check_told_at is not None
    return to_call(request)


def _clock(
    whole: Case,
    request: HospitalDischargeRequest,
    parts: Sequence[Case],
    who: WaitsFor,
    own: HospitalDischargeRules,
    zone: ZoneInfo,
) -> ClockFacts | None:
    """The clock of a request: of who must act, the soonest."""
    began = whole.created_at
    if request.state is HospitalDischargeState.to_complete:
        return ClockFacts(ClockKind.coordination, began, began + rules.COMPLETED_WITHIN)
    check = rules.next_check(request.state)
    if check is not None and request.went_home_on is not None and request.went_home_at is not None:
        due = rules.check_at(own, check, request.went_home_on, zone)
        return ClockFacts(ClockKind.home_check, request.went_home_at, due)
    if to_call(request):
        due = rules.call_hospital_at(own, request.departure_at)
        return ClockFacts(ClockKind.coordination, min(began, due), due)
    running = [
        ClockFacts(part.clock_kind, part.clock_started_at, part.due_at)
        for part in parts
        if part.waits_for is who and part.clock_kind and part.clock_started_at and part.due_at
    ]
    gone = ClockFacts(ClockKind.departure, began, request.departure_at)
    return min(running, key=lambda clock: clock.due_at, default=gone)
