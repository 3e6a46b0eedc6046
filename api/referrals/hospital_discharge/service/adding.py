"""What is asked later of a discharge under way: one need more, and when the doctor comes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.cases import service as cases
from api.contract import models as wire
from api.contract.models import CancelledBy, CareMode, TimelineKind
from api.contract.models import DischargeLineState as Line
from api.contract.models import HospitalDischargeState as State
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed, NotFound
from api.dispatch.service import answer_of
from api.referrals.hospital_discharge import policy, rules
from api.referrals.hospital_discharge.rules import LineFacts
from api.referrals.hospital_discharge.service import course, visits
from api.referrals.hospital_discharge.service.locking import locked, own
from api.referrals.hospital_discharge.service.opening_lines import open_line, search_lines
from api.referrals.hospital_discharge.service.views import readiness_of, request_view

View = wire.HospitalDischargeRequest


async def add_discharge_line(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DischargeLineInput,
    *,
    at: datetime | None = None,
) -> View:
    """The person needs one thing more: it is searched for at once, unless the whole is still to complete.

    Once the person is at home a human takes over at once. InvalidInput for a need that is there already, or
    that is prescribed and has no signed prescription; IllegalTransition once the discharge has ended.
    """
    at = at or clock.now()
    whole = (await own(db, actor, request_id, version)).whole
    request = await course.request_of(db, whole.id)
    if request.state in rules.ENDED:
        raise IllegalTransition("The discharge has ended: prepare another if the person needs something")
    lines = (await course.lines_of(db, [whole.id]))[whole.id]
    facts = [LineFacts(line.need, line.state) for line in lines]
    errors = rules.errors_of_added(body.need, or_none(body.frequency), facts, request.attending_doctor_status)
    waits = request.state is State.to_complete
    if not waits:
        errors += rules.errors_of_unready(body.need, readiness_of(request))
    if errors:
        raise InvalidInput(errors=errors)
    part = await open_line(db, actor, whole, request, body, len(lines) + 1, at)
    await cases.record(db, part, TimelineKind.line_added, actor, at=at)
    await audit.record(db, actor, "hospital_discharge_request.line_added", "case", part.id)
    if waits:
        await course.settle(db, whole, at)
    else:
        await search_lines(db, actor, whole, [part], at)
    return await request_view(db, actor, whole, at=at)


async def give_discharge_visit_time(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    line_id: UUID,
    version: int,
    body: wire.DischargeVisitTime,
    *,
    at: datetime | None = None,
) -> View:
    """When the doctor sees the person: theirs to say, or to the coordination whom they told by telephone. A
    time given before is free again.

    InvalidInput without a time, or for one that does not fit (`visits.book`); IllegalTransition while nobody
    has accepted the visit.
    """
    at = at or clock.now()
    held = await locked(db, actor, request_id, version)
    part = held.parts.get(line_id)
    if part is None:
        raise NotFound("This discharge has no such line")
    if not (policy.has_taken(actor, part) or policy.may_coordinate(actor)):
        raise NotAllowed("The doctor who accepted says this, or the coordination")
    request, line = await course.request_of(db, held.whole.id), await course.line_of(db, part.id)
    if not rules.has_visit(line.need, line.state) or request.state in rules.ENDED:
        raise IllegalTransition("Only a visit that somebody has accepted has a time")
    assert part.professional_id is not None  # noqa: S101  somebody has accepted
    answer = answer_of(body)
    if not answer.has_time:
        raise InvalidInput(errors=[FieldError("/starts_at", "Say when: one of your slots, or a time")])
    before = await visits.appointment_of(db, part)
    if before is not None:
        # First: the new time may overlap the one given before.
        await availability.cancel(db, actor, before, by=CancelledBy.professional, at=at, known=True)
    mode = or_none(body.mode)
    booked = await visits.book(
        db, actor, part, part.professional_id, answer, at, mode=CareMode(mode.value) if mode else None
    )
    assert booked is not None  # noqa: S101  the answer has a time
    if line.state is Line.line_to_reconfirm:
        state = await course.move_line(db, part, "keep")
        await cases.record(
            db, part, TimelineKind.date_kept, actor, at=at, professional_id=part.professional_id
        )
        await cases.update(db, part, at=at, state=state)
    await visits.stands(db, actor, part, booked, at)
    return await request_view(db, actor, held.whole, at=at)
