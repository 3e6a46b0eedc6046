"""What every move of a request reads or writes: its state, what is known of the death, its alarms."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract.models import CommunityRules, DeathCertificationState
from api.contract.models import WebhookEventType as Event
from api.death_certifications import rules
from api.death_certifications.rules import Circumstances, Threshold
from api.death_certifications.tables import DeathCertificationRequest
from api.identity import service as identity
from api.webhooks import service as webhooks


async def request_of(db: AsyncSession, case_id: UUID) -> DeathCertificationRequest:
    """The request of a case, as it is now."""
    await db.flush()
    return await db.get_one(DeathCertificationRequest, case_id, populate_existing=True)


EVENTS: dict[str, Event] = {
    "ask_first_doctor": Event.death_certification_offered,
    "ask_rota": Event.death_certification_offered,
    "ask_volunteers": Event.death_certification_offered,
    "exhaust": Event.death_certification_escalated,
    "accept": Event.death_certification_accepted,
    "depart": Event.death_certification_en_route,
    "arrive": Event.death_certification_arrived,
    "certify": Event.death_certification_certified,
    "report_obstacle": Event.death_certification_obstacle,
    "withdraw": Event.death_certification_withdrawn,
    "hand_to_doctor": Event.death_certification_withdrawn,
    "hand_to_samu": Event.death_certification_escalated,
    "cancel": Event.death_certification_cancelled,
    "close_elsewhere": Event.death_certification_closed,
    "requisition": Event.death_certification_closed,
    "send_away": Event.death_certification_closed,
    "mark_duplicate": Event.death_certification_closed,
}
"""What the software of who asked is told of each action; of the others it hears nothing."""


async def move(
    db: AsyncSession, case: Case, action: str, at: datetime, *, eta_at: datetime | None = None
) -> DeathCertificationState:
    """Move the request by an action of its lifecycle; the new state, for the header of the case.

    `eta_at`: when somebody is there, for the actions that say it. IllegalTransition (409) when the state does
    not allow the action. The case is locked. The software of who asked is told.
    """
    request = await request_of(db, case.id)
    request.state = rules.DEATH_CERTIFICATION_REQUEST.after(action, request.state)
    request.eta_at = eta_at or request.eta_at
    if request.state in rules.ENDED or request.state is DeathCertificationState.duplicate:
        request.alarm_at = None
    if (event := EVENTS.get(action)) is not None:
        await tell_software(db, case, event, request.state, at, eta_at=eta_at)
    return request.state


async def tell_software(
    db: AsyncSession,
    case: Case,
    event: Event,
    state: DeathCertificationState,
    at: datetime,
    *,
    eta_at: datetime | None = None,
) -> None:
    """Write down, for the software of the structure that asked, what became of its request."""
    data = {"state": state, "eta_at": eta_at}
    await webhooks.announce(
        db, case.community_id, event, case.id, case.number, at, case.requester_organisation_id, data
    )


async def tell_received(
    db: AsyncSession, case: Case, request: DeathCertificationRequest, at: datetime
) -> None:
    """The request is there, be it new or open again: it is searched for, or waits for answers."""
    waits = rules.open_questions(circumstances_of(request))
    state = DeathCertificationState.to_complete if waits else request.state
    await tell_software(db, case, Event.death_certification_received, state, at)


def circumstances_of(request: DeathCertificationRequest) -> Circumstances:
    """What decides who may certify this death."""
    return Circumstances(
        public_place=request.public_place,
        violence=request.violence,
        identified=request.identified,
        age_from=request.age_from,
        place_kind=request.place_kind,
        doctors_only=request.doctors_only,
    )


def thresholds_of(
    community_rules: CommunityRules, case: Case, request: DeathCertificationRequest
) -> list[Threshold]:
    """The alarms of a request, by the rules of its community."""
    own = community_rules.death_certification
    return rules.thresholds(own, case.created_at, request.death_estimated_at)


async def set_alarm(db: AsyncSession, case: Case, request: DeathCertificationRequest, at: datetime) -> None:
    """Write down when an open request must be looked at again: there is always such an instant ahead."""
    community_rules = await identity.rules_of(db, case.community_id)
    request.alarm_at = rules.next_alarm(thresholds_of(community_rules, case, request), at)


def arrival_of(at: datetime, eta_minutes: int) -> datetime:
    """When somebody is there who said so at `at`."""
    return at + timedelta(minutes=eta_minutes)
