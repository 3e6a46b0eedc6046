"""What the board says of these requests, beyond their header."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract.models import NextStep, NextStepKind, WaitsFor
from api.contract.models import UnscheduledCareState as State
from api.core import clock
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.service import SearchFacts
from api.unscheduled_care import policy
from api.unscheduled_care.actions import actions
from api.unscheduled_care.rules import FOUND


async def board_facts(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> dict[UUID, BoardFacts]:
    """The facts of many requests for one actor. A page about one request also counts who comes next."""
    at = clock.now()
    searches = await dispatch.search_facts(db, found, at=at, with_people=len(found) == 1)
    facts = {}
    for case in found:
        search = searches.get(case.id)
        possible = actions(
            State(case.state),
            policy.part_of(actor, case),
            search=dispatch.actions(search.dispatch) if search else [],
            appointment_at=case.appointment_at,
            at=at,
            overdue=case.waits_for is WaitsFor.coordinator,
        )
        upcoming = _upcoming(case, search)
        shown = BoardFacts(upcoming=upcoming, next_step=_first(upcoming), actions=possible)
        facts[case.id] = shown if search is None else search.added_to(shown)
    return facts


def _upcoming(case: Case, search: SearchFacts | None) -> list[NextStep]:
    """What comes by itself: while somebody is looked for, the search's steps; then the appointment's."""
    if case.closed_at is not None:
        return []
    if case.state not in FOUND:
        return list(search.upcoming) if search else []
    steps = []
    if case.state == State.slot_held and case.due_at is not None:
        steps.append(dispatch.next_step(NextStepKind.confirmation_overdue, case.due_at))
    if case.appointment_at is not None:
        steps.append(dispatch.next_step(NextStepKind.appointment, case.appointment_at))
    return sorted(steps, key=lambda step: step.at)


def _first(steps: Sequence[NextStep]) -> NextStep | None:
    return steps[0] if steps else None
