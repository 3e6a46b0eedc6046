"""What every move of a request reads or writes: its state, what is known of the death, its alarms."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract.models import CommunityRules, DeathCertificationState
from api.death_certifications import rules
from api.death_certifications.rules import Circumstances, Threshold
from api.death_certifications.tables import DeathCertificationRequest
from api.identity import service as identity


async def request_of(db: AsyncSession, case_id: UUID) -> DeathCertificationRequest:
    """The request of a case, as it is now."""
    await db.flush()
    return await db.get_one(DeathCertificationRequest, case_id, populate_existing=True)


async def move(db: AsyncSession, case: Case, action: str) -> DeathCertificationState:
    """Move the request by an action of its lifecycle; the new state, for the header of the case.

    IllegalTransition (409) when its state does not allow the action. The case is locked.
    """
    request = await request_of(db, case.id)
    request.state = rules.DEATH_CERTIFICATION_REQUEST.after(action, request.state)
    if request.state in rules.ENDED or request.state is DeathCertificationState.duplicate:
        request.alarm_at = None
    return request.state


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
