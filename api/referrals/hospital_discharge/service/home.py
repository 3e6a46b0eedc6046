"""How a discharge ends: checks at home, a hand-over, a cancellation, a death."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import CancelledBy, NotificationKind, OrganisationKind, TimelineKind
from api.contract.models import DischargeLineState as Line
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none
from api.core.problems import IllegalTransition, InvalidInput, NotAllowed
from api.dispatch import service as dispatch
from api.dispatch.service import Locked
from api.identity import service as identity
from api.referrals.hospital_discharge import policy, rules
from api.referrals.hospital_discharge.service import course, visits
from api.referrals.hospital_discharge.service.filing import criteria_kept
from api.referrals.hospital_discharge.service.locking import locked, own
from api.referrals.hospital_discharge.service.views import request_view

View = wire.HospitalDischargeRequest


async def record_discharge_check(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DischargeCheckInput,
    *,
    at: datetime | None = None,
) -> View:
    """Somebody has looked: all is in place, or something is not, and the coordination acts. The second check
    closes the request. NotAllowed for who does not come to the person; IllegalTransition before its day."""
    at = at or clock.now()
    held = await locked(db, actor, request_id, version)
    whole = held.whole
    comes = any(policy.has_taken(actor, part) for part in held.parts.values())
    if not (comes or policy.may_coordinate(actor)):
        raise NotAllowed("Those who come to the person say this, or the coordination")
    request = await course.request_of(db, whole.id)
    check = rules.next_check(request.state)
    if check is None or request.went_home_on is None:
        raise IllegalTransition("There is no check to make: the person is not at home, or all were made")
    settings, zone = (
        await course.own_rules(db, whole.community_id),
        await course.zone_of(db, whole.community_id),
    )
    if at.astimezone(zone).date() < rules.check_on(settings, check, request.went_home_on):
        raise IllegalTransition("The day of this check is to come")
    first = check is wire.DischargeCheckKind.first
    if first:
        request.first_check_at, request.first_check_ok = at, body.all_in_place
    else:
        request.second_check_at, request.second_check_ok = at, body.all_in_place
    found = TimelineKind.home_in_place if body.all_in_place else TimelineKind.home_problem
    await cases.record(db, whole, found, actor, at=at)
    await audit.record(db, actor, f"hospital_discharge_request.{found.value}", "case", whole.id)
    if not body.all_in_place:
        # It stays to be made again, and the coordination has it in hand.
        request.check_told_at = request.check_told_at or at
        await dispatch.tell_coordinators(db, whole, NotificationKind.request_needs_coordinator, at)
        await course.settle(db, whole, at)
        return await request_view(db, actor, whole, at=at)
    request.check_told_at = None
    if first:
        await course.move(db, whole, "check_first")
        await course.settle(db, whole, at)
    else:
        await end(db, actor, held, "check_second", TimelineKind.closed, at)
    return await request_view(db, actor, whole, at=at)


async def cancel_hospital_discharge(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DischargeCancellation,
    *,
    at: datetime | None = None,
) -> View:
    """Nobody is needed any more: everyone asked is told. A death ends it at any time, other reasons while the
    person is in hospital."""
    at = at or clock.now()
    held = await own(db, actor, request_id, version)
    died = body.reason is wire.DischargeCancellationReason.deceased
    (await course.request_of(db, held.whole.id)).cancellation_reason = body.reason
    line = TimelineKind.deceased if died else TimelineKind.cancelled
    await end(db, actor, held, "record_death" if died else "cancel", line, at)
    return await request_view(db, actor, held.whole, at=at)


async def hand_discharge_over(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DischargeHandover,
    *,
    at: datetime | None = None,
) -> View:
    """The DAC or PRADO takes over, as a person has decided; the DAC of the community is told that somebody is
    handed to it, by the number alone. InvalidInput when the criteria that they
    ticked are too few for the DAC (domain rules §5.2)."""
    at = at or clock.now()
    held = await own(db, actor, request_id, version)
    criteria = or_none(body.criteria) or []
    to_dac = body.to is wire.DischargeHandedTo.dac
    settings = await course.own_rules(db, held.whole.community_id)
    if to_dac and (errors := rules.errors_of_criteria(criteria, settings)):
        raise InvalidInput(errors=errors)
    if to_dac:
        (await course.request_of(db, held.whole.id)).fragilities = criteria_kept(criteria)
    line = TimelineKind.handed_to_dac if to_dac else TimelineKind.handed_to_prado
    await end(db, actor, held, "hand_to_dac" if to_dac else "hand_to_prado", line, at)
    if to_dac:
        await _tell_dac(db, actor, held.whole, at)
    return await request_view(db, actor, held.whole, at=at)


async def _tell_dac(db: AsyncSession, actor: Actor, whole: Case, at: datetime) -> None:
    """Whoever answers for the DAC knows that a person is theirs now; who it is and what they need is told by
    voice, since a message says neither and the request stays closed to those who had no part in it."""
    told = await identity.account_ids_of_kind(db, whole.community_id, OrganisationKind.support_service)
    kind = NotificationKind.discharge_handed_over
    others = [account for account in told if account != actor.id]
    await dispatch.tell(db, whole, others, kind, at, may_open_case=False)
    detail = {"told": len(others)}
    await audit.record(db, actor, "hospital_discharge_request.dac_told", "case", whole.id, detail=detail)


async def end(
    db: AsyncSession, actor: Actor, held: Locked, action: str, line: TimelineKind, at: datetime
) -> None:
    """The request ends with all its lines: nobody is looked for any more, and those concerned are told."""
    whole = held.whole
    state = await course.move(db, whole, action)
    (await course.request_of(db, whole.id)).alarm_at = None
    concerned = await cases.watchers(db, whole, coordination=False)
    await cases.record(db, whole, line, actor, at=at)
    await cases.update(db, whole, at=at, state=state, closed=True)
    over = action in ("cancel", "record_death")
    for part in held.parts.values():
        if over:
            await visits.call_off(db, actor, part, CancelledBy.person, at)
        if (search := held.searches.get(part.id)) is not None:
            await dispatch.stop(db, search, part, actor, at, action)
        unmet = (await course.line_of(db, part.id)).state not in {*rules.MET, *rules.TAKEN, Line.line_dropped}
        line_state = await course.move_line(db, part, "drop") if unmet else None
        await cases.update(db, part, at=at, state=line_state, closed=True)
    await audit.record(db, actor, f"hospital_discharge_request.{action}", "case", whole.id)
    await dispatch.tell(db, whole, concerned - {actor.id}, NotificationKind.request_closed, at)
