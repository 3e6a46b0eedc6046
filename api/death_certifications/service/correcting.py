"""How a request that has ended is corrected: the facts change, what was said before stays on the thread."""

from dataclasses import asdict, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.contract import models as wire
from api.contract.models import NotificationKind, TimelineKind, WebhookEventType
from api.core import clock
from api.core.actor import Actor
from api.core.members import text_or_none
from api.core.problems import IllegalTransition, InvalidInput, NotAllowed
from api.death_certifications import policy, rules
from api.death_certifications.service.facts import request_of, tell_software
from api.death_certifications.service.moves import View, locked
from api.death_certifications.service.views import request_view
from api.death_certifications.tables import DeathCertificationRequest
from api.dispatch import service as dispatch


async def correct_death_certification_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.DeathCorrection,
    *,
    at: datetime | None = None,
) -> View:
    """Say how it really went. The figures follow; whoever follows the request, and their software, is told.

    IllegalTransition (409) while the request runs, or when it ended in a way that is not corrected;
    InvalidInput on a time that cannot be, an end that its steps deny, or a text that must not be kept.
    """
    at = at or clock.now()
    _, case = await locked(db, actor, request_id, version)
    request = await request_of(db, case.id)
    if request.state not in rules.CORRECTABLE:
        raise IllegalTransition("Only what has ended is corrected: use the acts while it runs")
    if not policy.may_correct(actor, case, rules.given(body)):
        raise NotAllowed("The coordination corrects this; a certifier corrects the times of their own acts")
    before = _course_of(request)
    refused = rules.errors_of_correction(
        before,
        body,
        created_at=case.created_at,
        at=at,
        was_taken=case.professional_id is not None,
        # Every request that can be corrected had a person: theirs is gone with the identity.
        erased=case.person_id is None,
    )
    if refused:
        raise InvalidInput(errors=refused)
    after = rules.corrected(before, body, case.created_at)
    for name, fact in asdict(after).items():
        setattr(request, name, fact)
    said = [change.model_dump(mode="json") for change in rules.changes(before, after)]
    await cases.record(
        db,
        case,
        TimelineKind.corrected,
        actor,
        at=at,
        professional_id=case.professional_id,
        text=text_or_none(body.text),
        previous_state=before.state,
        corrections=said,
        correction_reason=body.reason,
    )
    await cases.update(db, case, at=at, state=after.state)
    detail = {"reason": body.reason.value, "changes": said}
    action = "death_certification_request.corrected"
    await audit.record(db, actor, action, "case", case.id, detail=detail)
    await tell_software(db, case, WebhookEventType.death_certification_corrected, after.state, at)
    # The coordination knows what it corrects itself; what a certifier corrects, it learns.
    told = await cases.watchers(db, case, coordination=not policy.may_coordinate(actor))
    await dispatch.tell(db, case, told - {actor.id}, NotificationKind.request_corrected, at)
    return await request_view(db, actor, case, at=at)


def _course_of(request: DeathCertificationRequest) -> rules.Course:
    """What a correction may change of a request."""
    return rules.Course(**{fact.name: getattr(request, fact.name) for fact in fields(rules.Course)})
