"""What the board says of these requests, beyond their header."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract.models import AttendingDoctorState as State
from api.contract.models import NextStep, NextStepKind
from api.core import clock
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.service import SearchFacts
from api.referrals.attending_doctor import policy, rules
from api.referrals.attending_doctor.actions import actions
from api.referrals.attending_doctor.rules import Deadline
from api.referrals.attending_doctor.service.facts import Setting, course_of, setting_of
from api.referrals.attending_doctor.tables import AttendingDoctorRequest

_SAID = {
    Deadline.propose_cpam: NextStepKind.cpam_proposed,
    Deadline.ask_still_looking: NextStepKind.still_looking,
}


async def board_facts(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> dict[UUID, BoardFacts]:
    """The facts of many requests for one actor."""
    if not found:
        return {}
    at = clock.now()
    searches = await dispatch.search_facts(db, found, at=at, with_people=False)
    ids = [case.id for case in found]
    rows = await db.scalars(select(AttendingDoctorRequest).where(AttendingDoctorRequest.id.in_(ids)))
    requests = {row.id: row for row in rows}
    setting = await setting_of(db, found[0].community_id, at)
    facts = {}
    for case in found:
        search, request = searches.get(case.id), requests[case.id]
        possible = actions(
            State(case.state),
            policy.part_of(actor, case),
            search=dispatch.actions(search.dispatch) if search else [],
            asked=request.still_looking_asked_at is not None,
        )
        upcoming = _upcoming(case, request, search, setting)
        first = upcoming[0] if upcoming else None
        shown = BoardFacts(upcoming=upcoming, next_step=first, actions=possible)
        # How many doctors declined is the coordination's to know.
        facts[case.id] = (
            search.added_to(shown) if search is not None and policy.may_coordinate(actor) else shown
        )
    return facts


def _upcoming(
    case: Case, request: AttendingDoctorRequest, search: SearchFacts | None, setting: Setting
) -> list[NextStep]:
    """What comes by itself: the reminder, the next doctor, the CPAM, « cherche encore ? »."""
    if case.closed_at is not None:
        return []
    steps = []
    if search is not None and request.state is State.proposed:
        wave = search.dispatch
        if wave.remind_at is not None:
            steps.append(dispatch.next_step(NextStepKind.reminder, wave.remind_at))
        steps += [step for step in search.upcoming if step.kind is NextStepKind.wave_opens][:1]
    for when, deadline in rules.deadlines(course_of(request), setting.rules, setting.zone):
        if deadline in _SAID:
            steps.append(dispatch.next_step(_SAID[deadline], _ahead(when, setting.at)))
    return sorted(steps, key=lambda step: step.at)


def _ahead(when: datetime, at: datetime) -> datetime:
    """What is due comes with the next sweep, not in the past."""
    return max(when, at + timedelta(seconds=1))
