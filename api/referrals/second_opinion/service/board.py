"""What the board says of these requests, beyond their header: nothing medical."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract.models import NextStep, NextStepKind, SecondOpinionRules, WaitsFor
from api.contract.models import SecondOpinionState as State
from api.core import clock
from api.core.actor import Actor
from api.directory.nomenclatures import specialty_label
from api.dispatch import service as dispatch
from api.dispatch.service import SearchFacts
from api.identity import service as identity
from api.referrals.second_opinion import policy
from api.referrals.second_opinion.actions import actions
from api.referrals.second_opinion.rules import ANSWERED, SEARCHING
from api.referrals.second_opinion.tables import SecondOpinionRequest


async def board_facts(db: AsyncSession, actor: Actor, found: Sequence[Case]) -> dict[UUID, BoardFacts]:
    """The facts of many requests for one actor. A page about one request also counts who comes next."""
    if not found:
        return {}
    at = clock.now()
    searches = await dispatch.search_facts(db, found, at=at, with_people=len(found) == 1)
    ids = [case.id for case in found]
    rows = await db.scalars(select(SecondOpinionRequest).where(SecondOpinionRequest.id.in_(ids)))
    requests = {row.id: row for row in rows}
    hours = (await identity.rules_of(db, found[0].community_id)).second_opinion
    facts = {}
    for case in found:
        search, request = searches.get(case.id), requests[case.id]
        possible = actions(
            request.state,
            policy.part_of(actor, case),
            search=dispatch.actions(search.dispatch) if search else [],
            in_person=actor.hand is None,
            was_read=request.read_at is not None,
            overdue=case.waits_for is WaitsFor.coordinator,
        )
        upcoming = _upcoming(case, search, hours)
        shown = BoardFacts(
            upcoming=upcoming,
            next_step=upcoming[0] if upcoming else None,
            actions=possible,
            specialty_label=specialty_label(request.specialty_code),
        )
        facts[case.id] = shown if search is None else search.added_to(shown)
    return facts


def _upcoming(case: Case, search: SearchFacts | None, hours: SecondOpinionRules) -> list[NextStep]:
    """What comes by itself: while somebody is looked for, the search's steps; then what is owed."""
    if case.closed_at is not None:
        return []
    if case.state in SEARCHING:
        return list(search.upcoming) if search else []
    steps = []
    if case.state == State.detail_asked and case.paused_at is not None:
        at = case.paused_at + timedelta(hours=hours.detail_hours)
        steps.append(dispatch.next_step(NextStepKind.detail_overdue, at))
    elif case.state in ANSWERED and case.due_at is not None:
        unread = case.waits_for is WaitsFor.requester
        kind = NextStepKind.opinion_overdue if unread else NextStepKind.opinion_closes
        steps.append(dispatch.next_step(kind, case.due_at))
    elif case.due_at is not None:
        steps.append(dispatch.next_step(NextStepKind.opinion_overdue, case.due_at))
    if case.appointment_at is not None:
        steps.append(dispatch.next_step(NextStepKind.appointment, case.appointment_at))
    return sorted(steps, key=lambda step: step.at)
