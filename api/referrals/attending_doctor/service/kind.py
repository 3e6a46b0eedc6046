"""What the offer engine asks of this kind of request."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import FreeSlot
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import (
    AgeBand,
    AttendingDoctorCard,
    CaseKind,
    ClockKind,
    CommunityRules,
    DeclineReason,
    Mobility,
    NotificationKind,
    OfferCard,
    OfferReason,
    SkipReason,
    WaitsFor,
)
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.directory.nomenclatures import DOCTOR
from api.directory.service import Member
from api.dispatch import service as dispatch
from api.dispatch.rules import Asked, FirstResort, Load, Plan
from api.dispatch.service import Answer, Judge, Subject
from api.dispatch.tables import Dispatch, Offer
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import NoPlaceLeft, Places, Wanted
from api.referrals.attending_doctor.service.facts import (
    Setting,
    looks_on,
    move,
    refused_of,
    request_of,
    setting_of,
)
from api.referrals.attending_doctor.service.matching import (
    places_of,
    turns,
    wait_for_places,
    wanted_of,
)
from api.referrals.attending_doctor.service.sweep import sweep
from api.referrals.attending_doctor.tables import AttendingDoctorRequest

REASONS = frozenset(
    {
        DeclineReason.patient_list_full,
        DeclineReason.sector,
        DeclineReason.home_visits_impossible,
        DeclineReason.absent,
        DeclineReason.other,
    }
)
"""The closed list of domain rules §3.2: none says anything of the person."""

FIRST_APPOINTMENT_WITHIN = timedelta(days=30)
"""Shown as the clock of who accepted; nothing happens by itself at its end."""


@dataclass(frozen=True)
class DoctorJudge:
    """Who may be asked for one person: the volunteers, by what is left to each."""

    doctors: Mapping[UUID, Places]
    wanted: Wanted
    setting: Setting

    @property
    def on_call(self) -> frozenset[UUID]:
        """All of them: seven days to answer are asked for at any hour, and the quota is the only cap."""
        return frozenset(self.doctors)

    def serves(self, member: Member, subject: Subject) -> bool:
        """A doctor who volunteers to be somebody's attending doctor."""
        return member.attending_doctor and member.profession_code == DOCTOR

    def excludes(self, member: Member, subject: Subject) -> SkipReason | None:
        """Why this volunteer is not asked; who declared no place has none."""
        doctor = self.doctors.get(member.professional_id)
        if doctor is None:
            return SkipReason.no_place
        return rules.why_not(doctor, self.wanted, at=self.setting.at, today=self.setting.today)


class AttendingDoctor:
    """The search for an attending doctor, as the engine knows it."""

    kind = CaseKind.attending_doctor
    declines = REASONS

    def plan(self, community_rules: CommunityRules, subject: Subject, at: datetime) -> Plan:
        """One doctor after the other, each alone; see `rules.plan`."""
        return rules.plan(community_rules.attending_doctor, at)

    async def judge(self, db: AsyncSession, subject: Subject, at: datetime) -> Judge:
        """The volunteers, with what is taken of their places."""
        assert isinstance(subject, Case)  # noqa: S101  a doctor is looked for once somebody is entered
        setting = await setting_of(db, subject.community_id, at)
        doctors = await places_of(db, subject.community_id, setting)
        return DoctorJudge({one.professional_id: one for one in doctors}, wanted_of(subject), setting)

    async def whose_turn(
        self, db: AsyncSession, case: Case, at: datetime, without: AbstractSet[UUID]
    ) -> Asked | None:
        """The volunteer with the lowest share of their quota, then the nearest, then least recently asked."""
        await wait_for_places(db, case.community_id)
        setting = await setting_of(db, case.community_id, at)
        doctors = await places_of(db, case.community_id, setting)
        # Whoever could take the person would not be entering them.
        asking = case.requester_professional_id
        refusing = without if asking is None else without | {asking}
        found = turns(doctors, case, setting, without=refusing)
        if not found:
            return None
        turn = found[0]
        return Asked(turn.doctor.professional_id, OfferReason.in_turn, turn.distance_km, Load())

    def suits(self, slot: FreeSlot, subject: Subject) -> bool:
        """The first appointment is agreed with the person, later."""
        return False

    async def first_resort(self, db: AsyncSession, case: Case) -> list[FirstResort]:
        """Whoever has no doctor has no usual one."""
        return []

    async def cards(self, db: AsyncSession, actor: Actor, found: list[Case]) -> dict[UUID, OfferCard]:
        """What is said before acceptance: a level, an age band, a sector, ALD, visits. Never the score, the
        social cover, nor who made the person known."""
        ids = [case.id for case in found]
        rows = await db.scalars(select(AttendingDoctorRequest).where(AttendingDoctorRequest.id.in_(ids)))
        setting = await setting_of(db, found[0].community_id, clock.now())
        mine: Places | None = None
        if actor.professional_id is not None:
            own = await places_of(db, found[0].community_id, setting, actor.professional_id)
            mine = own[0] if own else None
        requests = {row.id: row for row in rows}
        return {case.id: _card(case, requests[case.id], mine, setting) for case in found}

    async def wave_opened(self, db: AsyncSession, case: Case, wave: int, at: datetime) -> str:
        """A doctor is asked, alone."""
        return await move(db, case, "propose", at)

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Enough refusals, or too long a wait: the coordination decides, and the CPAM is proposed. Before
        that, nobody has a place: the person waits for one."""
        setting = await setting_of(db, case.community_id, at)
        request = await request_of(db, case.id)
        refused = (await refused_of(db, [case.id])).get(case.id, 0)
        over = refused >= setting.rules.refusals_at_most or request.cpam_proposed_at is not None
        if over:
            request.cpam_proposed_at = request.cpam_proposed_at or at
        return await move(db, case, "hand_back" if over else "wait", at)

    async def accepted(
        self, db: AsyncSession, actor: Actor, case: Case, offer: Offer, answer: Answer, at: datetime
    ) -> Appointment | None:
        """Give the person to the doctor. NoPlaceLeft when that would be one more than they declared for the
        month: nothing is then changed, and they raise their quota first."""
        if answer.has_time:
            message = "Accept first: the first appointment is noted afterwards"
            raise InvalidInput(errors=[FieldError("/slot_id", message)])
        await wait_for_places(db, case.community_id)
        await db.flush()
        setting = await setting_of(db, case.community_id, at)
        own = await places_of(db, case.community_id, setting, offer.professional_id)
        # The offer is counted among the accepted already.
        if not own or own[0].accepted > own[0].quota:
            raise NoPlaceLeft("The places declared for this month are taken: declare one more, then accept")
        request = await request_of(db, case.id)
        request.accepted_at, request.undeclared_told_at = at, None
        looks_on(request, at)
        state = await move(db, case, "accept", at)
        await cases.update(
            db,
            case,
            at=at,
            state=state,
            waits_for=WaitsFor.professional,
            clock=ClockFacts(ClockKind.appointment, at, at + FIRST_APPOINTMENT_WITHIN),
            professional_id=offer.professional_id,
            paused_at=None,
        )
        asked = await cases.watchers(db, case, coordination=True, professional=False)
        await dispatch.tell(db, case, asked, NotificationKind.request_accepted, at)
        if offer.reason is OfferReason.assigned:
            await dispatch.tell_professional(db, case, offer.professional_id, NotificationKind.assigned, at)
        return None

    async def take_back(
        self, db: AsyncSession, actor: Actor, search: Dispatch, case: Case, at: datetime
    ) -> None:
        """Nobody takes a person back from their doctor: the doctor gives them back, or the request ends."""
        raise IllegalTransition("A doctor has this person: call them")

    async def sweep(self, community_id: UUID, at: datetime) -> None:
        """Scores that change, the CPAM proposed, who still looks, what ends by itself."""
        await sweep(community_id, at)


def _card(case: Case, request: AttendingDoctorRequest, mine: Places | None, setting: Setting) -> OfferCard:
    return OfferCard(
        kind=case.kind,
        attending_doctor=AttendingDoctorCard(
            level=request.level,
            long_term_illness=bool(request.long_term_illness),
            home_visit=bool(request.home_visit),
            waiting_days=rules.waiting_days(request.waiting_since, case.closed_at, setting.at, setting.zone),
            places=mine.quota if mine else 0,
            places_left=min(mine.quota, mine.left + 1) if mine else 0,
        ),
        need=None,
        age_band=AgeBand(case.age_band) if case.age_band else None,
        urgency=None,
        wished_before=None,
        sector=case.sector,
        commune_name=case.commune_name or "",
        mobility=Mobility(case.mobility) if case.mobility else None,
        requester_profession="",
        interpreter=request.interpreter,
        profession_sought=None,
        found_at=None,
        place_kind=None,
        opinion=None,
        discharge=None,
        teleconsultation=None,
    )
