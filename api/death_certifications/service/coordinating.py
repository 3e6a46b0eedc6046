"""What the coordination does with a request: the SAMU, an end outside, two requests that are one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import ClockKind, DeathClosedBy, TimelineKind, WaitsFor
from api.contract.models import DeathCertificationState as State
from api.core import clock
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.problems import FieldError, InvalidInput, NotAllowed, NotFound
from api.death_certifications import policy, rules
from api.death_certifications.service import ending
from api.death_certifications.service.facts import (
    circumstances_of,
    move,
    request_of,
    set_alarm,
    tell_received,
)
from api.death_certifications.service.filing import start_search
from api.death_certifications.service.moves import View, locked
from api.death_certifications.service.views import load, request_view
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.identity.policy import present_community


async def hand_death_certification_to_samu(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """The SAMU looks for somebody: nobody else is asked, and the coordination keeps an eye on it."""
    at = at or clock.now()
    search, case = await _steered(db, actor, request_id, version)
    state = await move(db, case, "hand_to_samu", at)
    if search is not None:
        await dispatch.stop(db, search, case, actor, at, "samu")
    await cases.record(db, case, TimelineKind.handed_to_samu, actor, at=at, previous_state=case.state)
    kept = ClockFacts(ClockKind.coordination, case.created_at, at)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.coordinator, clock=kept)
    await audit.record(db, actor, "death_certification_request.hand_to_samu", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def close_death_certification_elsewhere(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathExternalClosure,
    *,
    at: datetime | None = None,
) -> View:
    """Somebody from outside has certified, or is requisitioned."""
    at = at or clock.now()
    search, case = await _steered(db, actor, request_id, version)
    (await request_of(db, case.id)).closed_by = body.closed_by
    action = "requisition" if body.closed_by is DeathClosedBy.requisition else "close_elsewhere"
    await ending.end(db, actor, search, case, action, TimelineKind.closed_elsewhere, at)
    return await request_view(db, actor, case, at=at)


async def mark_death_certification_duplicate(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathDuplicate,
    *,
    at: datetime | None = None,
) -> View:
    """It is the same death as another request. InvalidInput when that one is itself, is not to be seen, or is
    closed without anybody having come: the death would be nobody's.
    """
    at = at or clock.now()
    # One after the other: two requests marked at once as duplicates of each other would both be closed.
    await wait_for_turn(db, f"death duplicates|{present_community(actor)}")
    search, case = await _steered(db, actor, request_id, version)
    try:
        other = await load(db, actor, body.of_id)
    except NotFound as unknown:
        message = "There is no such request: take one of the possible duplicates"
        raise InvalidInput(errors=[FieldError("/of_id", message)]) from unknown
    if other.id == case.id:
        raise InvalidInput(errors=[FieldError("/of_id", "A request is no duplicate of itself")])
    if State(other.state) in rules.NOBODY_CAME:
        message = "Nobody comes for that request: take one that goes on, or cancel this one"
        raise InvalidInput(errors=[FieldError("/of_id", message)])
    (await request_of(db, case.id)).duplicate_of_id = other.id
    await ending.end(db, actor, search, case, "mark_duplicate", TimelineKind.marked_duplicate, at)
    return await request_view(db, actor, case, at=at)


async def undo_death_certification_duplicate(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """It was another death after all: the search begins anew, or waits for its answers again."""
    at = at or clock.now()
    search, case = await _steered(db, actor, request_id, version)
    state = await move(db, case, "undo_duplicate", at)
    request = await request_of(db, case.id)
    request.duplicate_of_id = None
    await tell_received(db, case, request, at)
    await set_alarm(db, case, request, at)
    await cases.record(db, case, TimelineKind.duplicate_undone, actor, at=at, previous_state=case.state)
    await audit.record(db, actor, "death_certification_request.undo_duplicate", "case", case.id)
    await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.coordinator, reopened=True)
    if rules.open_questions(circumstances_of(request)):
        state = await move(db, case, "await_answers", at)
        kept = ClockFacts(ClockKind.coordination, case.created_at, at + rules.COMPLETED_WITHIN)
        await cases.update(db, case, at=at, state=state, waits_for=WaitsFor.requester, clock=kept)
    elif search is None:
        await start_search(db, actor, case, at)
    else:
        await dispatch.begin_again(db, search, case, "reopen", at)
    return await request_view(db, actor, case, at=at)


async def _steered(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The request, locked, for the coordination."""
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination does this")
    return search, case
