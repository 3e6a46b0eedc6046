"""What every act on a request reads or writes: the rules of the community, the request, its deadlines."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract.models import AttendingDoctorRules, AttendingDoctorState, OfferState
from api.dispatch.tables import Offer
from api.identity import service as identity
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import Course, ScoreFacts
from api.referrals.attending_doctor.rules.score import AgeStep
from api.referrals.attending_doctor.tables import AttendingDoctorRequest


@dataclass(frozen=True)
class Setting:
    """The rules of a community at an instant, and its calendar."""

    rules: AttendingDoctorRules
    version: int
    retention_months: int
    zone: ZoneInfo
    at: datetime

    @property
    def today(self) -> date:
        """The day in the territory."""
        return self.at.astimezone(self.zone).date()


async def setting_of(db: AsyncSession, community_id: UUID, at: datetime) -> Setting:
    """The rules by which the requests of a community are counted at `at`."""
    everything = await identity.rules_of(db, community_id)
    zone = identity.zone_of(await identity.community_of(db, community_id))
    return Setting(
        everything.attending_doctor,
        everything.version,
        everything.retention.attending_doctor_months,
        zone,
        at,
    )


async def request_of(db: AsyncSession, case_id: UUID) -> AttendingDoctorRequest:
    """The request of a case, as it is now."""
    await db.flush()
    return await db.get_one(AttendingDoctorRequest, case_id, populate_existing=True)


async def move(db: AsyncSession, case: Case, action: str, at: datetime) -> AttendingDoctorState:
    """Move the request by an action of its lifecycle; the new state, for the header of the case.

    IllegalTransition (409) when the state does not allow the action. The case is locked.
    """
    request = await request_of(db, case.id)
    request.state = rules.ATTENDING_DOCTOR_REQUEST.after(action, request.state)
    request.searching = request.state in rules.SEARCHING
    await set_deadline(db, request, at)
    return request.state


async def set_deadline(db: AsyncSession, request: AttendingDoctorRequest, at: datetime) -> None:
    """Write down when the request must be looked at again; never once it has ended."""
    if request.state in rules.ENDED:
        request.next_at = None
        return
    setting = await setting_of(db, request.community_id, at)
    request.next_at = rules.deadlines(course_of(request), setting.rules, setting.zone)[0][0]


def looks_on(request: AttendingDoctorRequest, at: datetime) -> None:
    """Somebody has found that the person still looks: the question that was asked is answered, and comes
    again in as many months as the community says."""
    request.renewed_at, request.still_looking_asked_at = at, None


def course_of(request: AttendingDoctorRequest) -> Course:
    """Where the request stands in time."""
    return Course(
        state=request.state,
        created_at=request.waiting_since,
        renewed_at=request.renewed_at,
        asked_at=request.still_looking_asked_at,
        cpam_proposed_at=request.cpam_proposed_at,
        accepted_at=request.accepted_at,
        first_appointment_on=request.first_appointment_on,
        undeclared_told_at=request.undeclared_told_at,
        declared_at=request.declared_at if request.state is AttendingDoctorState.declared else None,
    )


def score_facts(request: AttendingDoctorRequest, zone: ZoneInfo) -> ScoreFacts:
    """What the score of the request is made of."""
    step: AgeStep = 2 if request.age_step == 2 else 1 if request.age_step == 1 else 0
    return ScoreFacts(
        age_step=step,
        waiting_since=request.waiting_since.astimezone(zone).date(),
        long_term_illness=request.long_term_illness,
        home_visit=request.home_visit,
        social_cover=request.social_cover,
        pregnancy=request.pregnancy,
        disability=request.disability,
        discharged_on=request.discharged_on,
    )


def set_score(request: AttendingDoctorRequest, setting: Setting) -> None:
    """Count the score of one request anew."""
    facts = score_facts(request, setting.zone)
    request.score = rules.total(facts, setting.rules, setting.today)
    request.level = rules.level(request.score, setting.rules)
    request.rescore_on = rules.next_change(facts, request.birth_year or None, setting.rules, setting.today)
    request.scored_rules_version, request.scored_at = setting.version, setting.at


async def refused_of(db: AsyncSession, case_ids: list[UUID]) -> dict[UUID, int]:
    """How many doctors declined each request or let the time pass."""
    rows = await db.execute(
        select(Offer.case_id, func.count())
        .where(Offer.case_id.in_(case_ids), Offer.state.in_([OfferState.declined, OfferState.lapsed]))
        .group_by(Offer.case_id)
    )
    return {row[0]: row[1] for row in rows}
