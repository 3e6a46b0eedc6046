"""What people do with one line of a discharge. What the engine does with it is in `kind`; the coordination
steers its search as any other (`api/dispatch`).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import CancelledBy, DispatchState, NotificationKind, TimelineKind, WaitsFor
from api.contract.models import DischargeLineState as Line
from api.contract.models import HospitalDischargeState as State
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed, NotFound
from api.dispatch import service as dispatch
from api.dispatch.service import Locked
from api.people.rules import NIR_HINT, refuse_nir
from api.referrals.hospital_discharge import policy, rules
from api.referrals.hospital_discharge.service import course, visits
from api.referrals.hospital_discharge.service.filing import start_once_ready
from api.referrals.hospital_discharge.service.kind import give_back
from api.referrals.hospital_discharge.service.locking import locked, own, steered
from api.referrals.hospital_discharge.service.views import request_view

View = wire.HospitalDischargeRequest


async def settle_discharge_line(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    line_id: UUID,
    version: int,
    body: wire.DischargeSettlement,
    *,
    at: datetime | None = None,
) -> View:
    """The coordination has found a supplier, or somebody who is no member: nobody is asked any more."""
    at = at or clock.now()
    held = await steered(db, actor, request_id, version)
    part = _part(held, line_id)
    said = body.settled_with.strip()
    if not said:
        raise InvalidInput(errors=[FieldError("/settled_with", "Say who comes")])
    if refuse_nir(said):
        raise InvalidInput(errors=[FieldError("/settled_with", NIR_HINT)])
    state = await course.move_line(db, part, "settle")
    line = await course.line_of(db, part.id)
    line.settled_with, line.answered_at = said, at
    search = held.searches.get(part.id)
    if search is not None and search.state is not DispatchState.stopped:
        await dispatch.settle_by_hand(db, search, part, at)
    await cases.record(db, part, TimelineKind.line_settled, actor, at=at)
    await audit.record(db, actor, "hospital_discharge_request.line_settled", "case", part.id)
    await cases.update(db, part, at=at, state=state, waits_for=WaitsFor.nobody, clock=None, paused_at=None)
    asked = await cases.watchers(db, part, coordination=False, professional=False)
    await dispatch.tell(db, part, asked - {actor.id}, NotificationKind.request_accepted, at)
    return await request_view(db, actor, held.whole, at=at)


async def drop_discharge_line(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    line_id: UUID,
    version: int,
    *,
    at: datetime | None = None,
) -> View:
    """This need is none any more; who was asked or had accepted is told. When it alone lacked something, the
    others are searched for at once. IllegalTransition for the last one: the discharge itself is cancelled
    then."""
    at = at or clock.now()
    held = await own(db, actor, request_id, version)
    part = _part(held, line_id)
    request = await course.request_of(db, held.whole.id)
    if request.state in rules.ENDED or request.state in rules.AT_HOME:
        raise IllegalTransition("The person has left the ward: who comes says so, or withdraws")
    lines = (await course.lines_of(db, [held.whole.id]))[held.whole.id]
    if all(line.id == line_id or line.state is Line.line_dropped for line in lines):
        raise IllegalTransition("This is the last need: cancel the discharge if nobody is needed")
    await visits.call_off(db, actor, part, CancelledBy.person, at)
    state = await course.move_line(db, part, "drop")
    taker = part.professional_id
    if (search := held.searches.get(part.id)) is not None:
        await dispatch.stop(db, search, part, actor, at, "dropped")
    await cases.record(db, part, TimelineKind.line_dropped, actor, at=at, professional_id=taker)
    await audit.record(db, actor, "hospital_discharge_request.line_dropped", "case", part.id)
    await cases.update(
        db,
        part,
        at=at,
        state=state,
        waits_for=WaitsFor.nobody,
        clock=None,
        professional_id=None,
        paused_at=None,
    )
    if taker is not None:
        kind = NotificationKind.offer_withdrawn
        await dispatch.tell_professional(db, part, taker, kind, at, may_open_case=False)
    if request.state is State.to_complete:
        # It may have been the only one that lacked something.
        await start_once_ready(db, actor, held.whole, at)
    return await request_view(db, actor, held.whole, at=at)


async def withdraw_from_discharge_line(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    line_id: UUID,
    version: int,
    *,
    at: datetime | None = None,
) -> View:
    """I can no longer come: the others are asked again at once, without me. The answer is the discharge as
    it is then, of which I see no more."""
    at = at or clock.now()
    held = await locked(db, actor, request_id, version)
    part = _part(held, line_id)
    if not policy.has_taken(actor, part):
        raise NotAllowed("Only the one who accepted withdraws")
    request = await course.request_of(db, held.whole.id)
    if request.state in rules.ENDED:
        raise IllegalTransition("The discharge has ended")
    await give_back(db, actor, held.searches[part.id], part, at)
    return await request_view(db, actor, held.whole, at=at)


async def keep_discharge_line(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    line_id: UUID,
    version: int,
    *,
    at: datetime | None = None,
) -> View:
    """Who accepted still comes on the new day, as they say themselves or to the coordination by telephone."""
    at = at or clock.now()
    held = await locked(db, actor, request_id, version)
    part = _part(held, line_id)
    if not (policy.has_taken(actor, part) or policy.may_coordinate(actor)):
        raise NotAllowed("The one who accepted says this, or the coordination")
    state = await course.move_line(db, part, "keep")
    await cases.record(db, part, TimelineKind.date_kept, actor, at=at, professional_id=part.professional_id)
    await audit.record(db, actor, "hospital_discharge_request.date_kept", "case", part.id)
    line = await course.line_of(db, part.id)
    to_say = rules.has_visit(line.need, state) and part.appointment_id is None
    await cases.update(
        db,
        part,
        at=at,
        state=state,
        waits_for=WaitsFor.professional if to_say else WaitsFor.nobody,
        clock=await visits.to_say(db, part, at) if to_say else None,
    )
    return await request_view(db, actor, held.whole, at=at)


def _part(held: Locked, line_id: UUID) -> Case:
    """The part of a line of this discharge; NotFound when it has none such."""
    part = held.parts.get(line_id)
    if part is None:
        raise NotFound("This discharge has no such line")
    return part
