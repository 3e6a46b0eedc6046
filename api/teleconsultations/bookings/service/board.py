"""What the board and the thread say of bookings, beyond their header."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract.models import CaseAction, NextStep, NextStepKind
from api.contract.models import TeleconsultationState as State
from api.core import clock
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.teleconsultations.bookings import policy, rules


async def board_facts(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> dict[UUID, BoardFacts]:
    """The facts of many bookings for one actor; their own page says which steps they may take."""
    at = clock.now()
    searches = await dispatch.search_facts(db, found, at=at, with_people=False)
    facts = {}
    for case in found:
        state = State(case.state)
        search = searches.get(case.id)
        upcoming: list[NextStep] = []
        if state in rules.SEARCHING and search is not None:
            upcoming = list(search.upcoming)
        elif state in rules.AHEAD and case.appointment_at is not None:
            upcoming = [dispatch.next_step(NextStepKind.appointment, case.appointment_at)]
        actions: list[CaseAction] = []
        if state in rules.SEARCHING and policy.may_coordinate(actor):
            steering = dispatch.actions(search.dispatch) if search is not None else []
            actions = [*(CaseAction(action.value) for action in steering), CaseAction.close]
        if state in rules.SEARCHING | rules.AHEAD:
            actions.append(CaseAction.cancel)
        if state in rules.OPEN:
            actions.append(CaseAction.message)
        first = upcoming[0] if upcoming else None
        if search is None:
            facts[case.id] = BoardFacts(upcoming=upcoming, next_step=first, actions=actions)
            continue
        facts[case.id] = BoardFacts(
            wave=search.wave,
            waves=search.waves,
            counters=search.counters,
            next_step=first,
            upcoming=upcoming,
            decline_reasons=search.decline_reasons,
            dispatch_id=search.dispatch.id,
            actions=actions,
        )
    return facts
