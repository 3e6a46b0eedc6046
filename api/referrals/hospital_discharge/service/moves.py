"""What people do with a discharge once filed. Each takes all its locks first (`dispatch.lock_of_parts`): a
sweep or an acceptance comes before or after.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.contract import models as wire
from api.contract.models import CancelledBy, ClockKind, NotificationKind, TimelineKind, WaitsFor
from api.contract.models import DischargeLineState as Line
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.dispatch import service as dispatch
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.service import course, visits
from api.referrals.hospital_discharge.service.filing import start_once_ready
from api.referrals.hospital_discharge.service.locking import own, steered
from api.referrals.hospital_discharge.service.views import readiness_of, request_view

View = wire.HospitalDischargeRequest


async def check_hospital_discharge_readiness(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DischargeReadiness,
    *,
    at: datetime | None = None,
) -> View:
    """Say what is ready by now, before or after the searches have begun; they begin once nothing holds them.

    InvalidInput for days of a prescription that cannot be, and for what is taken back once people are asked;
    IllegalTransition once the person has left.
    """
    at = at or clock.now()
    whole = (await own(db, actor, request_id, version)).whole
    request = await course.request_of(db, whole.id)
    waiting = request.state is wire.HospitalDischargeState.to_complete
    if not waiting and request.state not in rules.BEFORE:
        raise IllegalTransition("The person has left the ward: what was ready then stands")
    valid_from, valid_until = or_none(body.prescription_from), or_none(body.prescription_until)
    if errors := list(rules.errors_of_prescription(valid_from, valid_until, request.planned_on)):
        raise InvalidInput(errors=errors)
    request.informed, request.prescription_signed = body.informed, body.prescription_signed
    request.prescription_from, request.prescription_until = valid_from, valid_until
    request.liaison_letter_sent = body.liaison_letter_sent
    if not waiting:
        needs = [line.need for line in await course.live_lines_of(db, whole.id)]
        if errors := rules.errors_of_undone(rules.missing(readiness_of(request), needs)):
            raise InvalidInput(errors=errors)
    await audit.record(db, actor, "hospital_discharge_request.readiness", "case", whole.id)
    if not (waiting and await start_once_ready(db, actor, whole, at)):
        await course.settle(db, whole, at)
    return await request_view(db, actor, whole, at=at)


async def postpone_hospital_discharge(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DischargePostponement,
    *,
    at: datetime | None = None,
) -> View:
    """The person goes home on another day. Who accepted is told, and says whether they still come; whoever
    was telephoned is called again; searches go on for the new day.

    InvalidInput for a day that is past, too far, the same, or after the end of the prescription.
    """
    at = at or clock.now()
    locked = await own(db, actor, request_id, version)
    whole = locked.whole
    request = await course.request_of(db, whole.id)
    if request.state not in rules.BEFORE and request.state is not wire.HospitalDischargeState.to_complete:
        raise IllegalTransition("The person has left the ward")
    settings, zone = (
        await course.own_rules(db, whole.community_id),
        await course.zone_of(db, whole.community_id),
    )
    errors = list(rules.errors_of_day(body.planned_on, at.astimezone(zone).date(), settings))
    if body.planned_on == request.planned_on:
        errors.append(FieldError("/planned_on", "This is the day already planned: give another"))
    if request.prescription_until is not None and request.prescription_until < body.planned_on:
        errors.append(FieldError("/planned_on", "The prescription ends before this day: renew it first"))
    if errors:
        raise InvalidInput(errors=errors)
    request.postponed_from, request.planned_on = request.planned_on, body.planned_on
    request.departure_at = rules.departure_at(settings, body.planned_on, zone)
    request.call_told_at = request.hospital_called_at = request.departure_told_at = None
    if request.state is wire.HospitalDischargeState.hospital_confirmed:
        # The ward had confirmed the other day; what the lines are decides below.
        request.state = rules.HOSPITAL_DISCHARGE_REQUEST.after("find_some", request.state)
    whole.wished_before = request.departure_at
    until = ClockFacts(ClockKind.confirmation, at, at + timedelta(hours=settings.reconfirm_hours))
    await cases.record(
        db, whole, TimelineKind.discharge_postponed, actor, at=at, starts_at=request.departure_at
    )
    for part in locked.parts.values():
        line = await course.line_of(db, part.id)
        part.wished_before = rules.wished_before(line.need, request.departure_at)
        if (search := locked.searches.get(part.id)) is not None:
            await dispatch.follow_wish(db, search, part, at)
        if not _stands(part.appointment_at, request.departure_at):
            await visits.call_off(db, actor, part, CancelledBy.coordination, at)
        if line.state is Line.line_found:
            state = await course.move_line(db, part, "move_day")
            await cases.update(db, part, at=at, state=state, waits_for=WaitsFor.professional, clock=until)
        elif line.state is Line.line_settled:
            line.settled_with = None
            state = await course.move_line(db, part, "call_again")
            due = ClockFacts(
                ClockKind.coordination, at, rules.telephone_before(settings, part.wished_before, at)
            )
            await cases.update(db, part, at=at, state=state, waits_for=WaitsFor.coordinator, clock=due)
    await db.flush()
    await audit.record(db, actor, "hospital_discharge_request.postponed", "case", whole.id)
    await course.settle(db, whole, at)
    takers = await cases.watchers(db, whole, coordination=True)
    await dispatch.tell(
        db,
        whole,
        takers - {actor.id},
        NotificationKind.discharge_postponed,
        at,
        starts_at=request.departure_at,
    )
    return await request_view(db, actor, whole, at=at)


def _stands(visit_at: datetime | None, departs_at: datetime) -> bool:
    """Whether the time of a visit, if there is one, still comes in the week after the return home."""
    return visit_at is None or departs_at <= visit_at <= departs_at + rules.DOCTOR_VISIT_WITHIN


async def note_hospital_call(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """The coordination has called the ward of a red return home. IllegalTransition when there is none to
    make."""
    at = at or clock.now()
    whole = (await steered(db, actor, request_id, version)).whole
    request = await course.request_of(db, whole.id)
    if not course.to_call(request):
        raise IllegalTransition("There is no call to make: it is not red, or the ward was called")
    request.hospital_called_at = at
    await cases.record(db, whole, TimelineKind.hospital_called, actor, at=at)
    await audit.record(db, actor, "hospital_discharge_request.hospital_called", "case", whole.id)
    await course.settle(db, whole, at)
    return await request_view(db, actor, whole, at=at)


async def confirm_hospital_discharge(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DischargeConfirmation,
    *,
    at: datetime | None = None,
) -> View:
    """The ward has read who comes and keeps the day. InvalidInput while the letter of liaison is not sent:
    it is given on the day of discharge (CSP R1112-1-2)."""
    at = at or clock.now()
    whole = (await own(db, actor, request_id, version)).whole
    request = await course.request_of(db, whole.id)
    request.state = rules.HOSPITAL_DISCHARGE_REQUEST.after("confirm", request.state)
    if not body.liaison_letter_sent and not request.liaison_letter_sent:
        cure = "Send the letter by MSSanté first; then say so here"
        raise InvalidInput(errors=[FieldError("/liaison_letter_sent", cure)])
    request.liaison_letter_sent = True
    await cases.record(db, whole, TimelineKind.hospital_confirmed, actor, at=at)
    await audit.record(db, actor, "hospital_discharge_request.confirmed", "case", whole.id)
    await course.settle(db, whole, at)
    takers = await cases.watchers(db, whole, coordination=False)
    await dispatch.tell(
        db,
        whole,
        takers - {actor.id},
        NotificationKind.discharge_confirmed,
        at,
        starts_at=request.departure_at,
    )
    return await request_view(db, actor, whole, at=at)


async def record_hospital_departure(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> View:
    """The person has gone home; what is still searched for goes on. IllegalTransition before the planned
    day."""
    at = at or clock.now()
    whole = (await own(db, actor, request_id, version)).whole
    request = await course.request_of(db, whole.id)
    request.state = rules.HOSPITAL_DISCHARGE_REQUEST.after("go_home", request.state)
    today = at.astimezone(await course.zone_of(db, whole.community_id)).date()
    if today < request.planned_on:
        raise IllegalTransition("The planned day is to come: move it first, so that those who come know")
    request.went_home_at, request.went_home_on = at, today
    await cases.record(db, whole, TimelineKind.went_home, actor, at=at)
    await audit.record(db, actor, "hospital_discharge_request.went_home", "case", whole.id)
    await course.settle(db, whole, at)
    return await request_view(db, actor, whole, at=at)
