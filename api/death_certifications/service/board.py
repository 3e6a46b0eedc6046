"""What the board says of these requests, beyond their header."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract.models import CommunityRules, NextStep, NextStepKind, WaitsFor
from api.contract.models import DeathCertificationState as State
from api.core import clock
from api.core.actor import Actor
from api.death_certifications import policy, rules
from api.death_certifications.actions import actions
from api.death_certifications.rules import Alarm
from api.death_certifications.service.ending import nurses_among
from api.death_certifications.service.facts import thresholds_of
from api.death_certifications.tables import DeathCertificationRequest
from api.dispatch import service as dispatch
from api.dispatch.service import SearchFacts
from api.identity import service as identity

_SAID = {
    Alarm.samu: NextStepKind.samu_proposed,
    Alarm.late: NextStepKind.late,
    Alarm.ceiling: NextStepKind.ceiling,
    Alarm.transport: NextStepKind.transport_limit,
}


async def board_facts(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> dict[UUID, BoardFacts]:
    """The facts of many requests for one actor. A page about one request also counts who comes next."""
    at = clock.now()
    searches = await dispatch.search_facts(db, found, at=at, with_people=len(found) == 1)
    ids = [case.id for case in found]
    rows = await db.scalars(select(DeathCertificationRequest).where(DeathCertificationRequest.id.in_(ids)))
    requests = {row.id: row for row in rows}
    community_rules = await identity.rules_of(db, found[0].community_id) if found else None
    nurses = await nurses_among(db, [case.professional_id for case in found if case.professional_id])
    facts = {}
    for case in found:
        search = searches.get(case.id)
        possible = actions(
            State(case.state),
            policy.part_of(actor, case),
            search=dispatch.actions(search.dispatch) if search else [],
            overdue=case.waits_for is WaitsFor.coordinator,
            nurse=case.professional_id in nurses,
        )
        assert community_rules is not None  # noqa: S101  read when there is a case
        upcoming = _upcoming(case, requests[case.id], search, community_rules, at)
        first = upcoming[0] if upcoming else None
        shown = BoardFacts(upcoming=upcoming, next_step=first, actions=possible)
        facts[case.id] = shown if search is None else search.added_to(shown)
    return facts


def _upcoming(
    case: Case,
    request: DeathCertificationRequest,
    search: SearchFacts | None,
    community_rules: CommunityRules,
    at: datetime,
) -> list[NextStep]:
    """What comes by itself: the search's steps, the arrival, and the thresholds of the community."""
    if case.closed_at is not None:
        return []
    steps = list(search.upcoming) if search and request.state in rules.SEARCHING else []
    if request.state in rules.COMING and request.eta_at is not None:
        steps.append(dispatch.next_step(NextStepKind.arrival, request.eta_at))
    for threshold in thresholds_of(community_rules, case, request):
        kind = _SAID.get(threshold.alarm)
        vain = threshold.alarm is Alarm.samu and request.state not in rules.BEFORE_SAMU
        if kind is not None and threshold.at > at and not vain:
            steps.append(dispatch.next_step(kind, threshold.at))
    return sorted(steps, key=lambda step: step.at)
