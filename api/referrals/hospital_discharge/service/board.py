"""What the board says of these requests, beyond their header: how many needs are met, and what comes next."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract.models import (
    CaseAction,
    DischargeSummary,
    HospitalDischargeRules,
    NextStep,
    NextStepKind,
)
from api.core import clock
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.referrals.hospital_discharge import policy, rules
from api.referrals.hospital_discharge.actions import actions
from api.referrals.hospital_discharge.rules import Alarm, LineFacts
from api.referrals.hospital_discharge.service import course
from api.referrals.hospital_discharge.tables import HospitalDischargeRequest

_STEPS = {
    Alarm.readiness: NextStepKind.coordinator_called,
    Alarm.call_hospital: NextStepKind.hospital_call,
    Alarm.check: NextStepKind.home_check,
}


async def board_facts(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> dict[UUID, BoardFacts]:
    """The facts of many requests for one actor, whom the caller shows them; a part has none of its own."""
    wholes = [case for case in found if case.parent_id is None]
    if not wholes:
        return {}
    at, ids, community_id = clock.now(), [case.id for case in wholes], wholes[0].community_id
    rows = await db.scalars(select(HospitalDischargeRequest).where(HospitalDischargeRequest.id.in_(ids)))
    requests = {row.id: row for row in rows}
    lines = await course.lines_of(db, ids)
    parts = await cases.parts_of(db, ids)
    own, zone = await course.own_rules(db, community_id), await course.zone_of(db, community_id)
    facts = {}
    for case in wholes:
        request = requests[case.id]
        said = [LineFacts(line.need, line.state) for line in lines[case.id]]
        has_line = any(policy.has_taken(actor, part) for part in parts.get(case.id, ()))
        upcoming = _upcoming(case, request, said, own, zone, at)
        facts[case.id] = BoardFacts(
            next_step=upcoming[0] if upcoming else None,
            upcoming=upcoming,
            actions=possible(actor, case, request, own, zone, at, has_line=has_line),
            discharge=DischargeSummary(
                planned_on=request.planned_on,
                lines=len(rules.live(said)),
                found=sum(line.state in rules.MET for line in said),
                late=is_late(request, said, own, at),
            ),
        )
    return facts


def is_late(
    request: HospitalDischargeRequest, lines: Sequence[LineFacts], own: HospitalDischargeRules, at: datetime
) -> bool:
    """Whether it is red at `at`: no nurse, and the return home is near, told or not yet."""
    near = at >= rules.call_hospital_at(own, request.departure_at)
    return request.state in rules.BEFORE and near and rules.lacks_nurse(lines)


def possible(
    actor: Actor,
    case: Case,
    request: HospitalDischargeRequest,
    own: HospitalDischargeRules,
    zone: ZoneInfo,
    at: datetime,
    *,
    has_line: bool,
) -> list[CaseAction]:
    """What the actor may do with the request now."""
    today = at.astimezone(zone).date()
    check, home_on = rules.next_check(request.state), request.went_home_on
    check_on = rules.check_on(own, check, home_on) if check and home_on else None
    return actions(
        request.state,
        policy.part_of(actor, case),
        has_line=has_line,
        to_call=course.to_call(request),
        day_has_come=today >= request.planned_on,
        check_has_come=check_on is not None and today >= check_on,
    )


def _upcoming(
    case: Case,
    request: HospitalDischargeRequest,
    lines: Sequence[LineFacts],
    own: HospitalDischargeRules,
    zone: ZoneInfo,
    at: datetime,
) -> list[NextStep]:
    """What comes by itself: the call to the ward, the return home, the check at home."""
    if case.closed_at is not None:
        return []
    due = rules.alarms(own, course.course_of(case, request, lines), zone)
    steps = [(_STEPS[alarm], instant) for alarm, instant in due.items() if alarm in _STEPS]
    if request.state in rules.BEFORE:
        steps.append((NextStepKind.going_home, request.departure_at))
    ahead = [dispatch.next_step(kind, instant) for kind, instant in steps if instant > at]
    return sorted(ahead, key=lambda step: step.at)
