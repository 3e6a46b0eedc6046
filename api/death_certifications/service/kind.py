"""What the offer engine asks of this kind of request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import FreeSlot
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.certifiers import service as certifiers
from api.certifiers.rules import CertifierFacts, category_of
from api.contract.models import (
    AttendingDoctorContact,
    CaseKind,
    ClockKind,
    CommunityRules,
    NotificationKind,
    OfferCard,
    OfferReason,
    SkipReason,
    WaitsFor,
)
from api.core.actor import Actor, system_actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.death_certifications import rules
from api.death_certifications.rules import Circumstances
from api.death_certifications.service import ending
from api.death_certifications.service.facts import arrival_of, circumstances_of, move, request_of
from api.death_certifications.service.sweep import sweep
from api.death_certifications.tables import DeathCertificationRequest
from api.directory.service import Member
from api.dispatch import service as dispatch
from api.dispatch.rules import FirstResort, Plan
from api.dispatch.service import Answer, Judge, Subject
from api.dispatch.tables import Dispatch, Offer
from api.people import service as people

WAVES = {0: "ask_first_doctor", 1: "ask_rota"}
"""The action of the lifecycle by the number of a wave; every other asks the volunteers."""


@dataclass(frozen=True)
class DeathJudge:
    """Who may certify one death on one day."""

    circumstances: Circumstances
    facts: Mapping[UUID, CertifierFacts]
    on_call: frozenset[UUID]
    today: date
    order_list_days: int

    def serves(self, member: Member, subject: Subject) -> bool:
        """Whether the law lets this member certify this death; a doctor need not volunteer for that."""
        return rules.may_certify(
            self._of(member),
            self.circumstances,
            self.today,
            order_list_days=self.order_list_days,
            attending=True,
        )

    def excludes(self, member: Member, subject: Subject) -> SkipReason | None:
        """The network asks volunteers alone."""
        return None if self._of(member).volunteers else SkipReason.not_volunteer

    def _of(self, member: Member) -> CertifierFacts:
        """The facts of a member; of one without dossier, what the national directory says."""
        known = self.facts.get(member.professional_id)
        return known or CertifierFacts(
            professional_id=member.professional_id,
            category=category_of(None, profession_code=member.profession_code, practises=member.practises),
            diploma_on=None,
            training_validated_on=None,
            order_list_checked_on=None,
            volunteers=member.death_certification,
            practises=member.practises,
        )


class DeathCertification:
    """The `RequestKind` of the certification of deaths. It keeps nothing: one instance serves the process."""

    kind = CaseKind.death_certification
    declines = dispatch.OF_CARE

    def plan(self, community_rules: CommunityRules, subject: Subject, at: datetime) -> Plan:
        """The attending doctor, those on the rota, all who may; see `rules.plan`."""
        assert isinstance(subject, Case)  # noqa: S101  a death is searched for once it is filed
        return rules.plan(community_rules, subject.created_at, at)

    async def judge(self, db: AsyncSession, subject: Subject, at: datetime) -> Judge:
        """The dossiers of the community, who is on the rota, and what is known of this death."""
        assert isinstance(subject, Case)  # noqa: S101  a death is searched for once it is filed
        setting = await certifiers.setting_of(db, subject.community_id, at)
        return DeathJudge(
            circumstances=circumstances_of(await request_of(db, subject.id)),
            facts=await certifiers.certifier_facts(db, subject.community_id),
            on_call=frozenset(await certifiers.on_rota(db, subject.community_id, at)),
            today=setting.today,
            order_list_days=setting.rules.order_list_days,
        )

    def suits(self, slot: FreeSlot, subject: Subject) -> bool:
        """Nobody certifies a death in a slot."""
        return False

    async def first_resort(self, db: AsyncSession, case: Case) -> list[FirstResort]:
        """The attending doctor, unless whoever asks has called them already; else that of the care circle."""
        if case.person_id is None:
            return []
        request = await request_of(db, case.id)
        circles = await people.care_circles(db, system_actor(case.community_id), [case.person_id])
        circle = circles[case.person_id]
        doctor = circle.attending_professional_id
        if doctor is None:
            known = circle.followed_by.attending_id
            return [FirstResort(known, OfferReason.attending_doctor, told=False)] if known else []
        called = request.attending_contact in (
            AttendingDoctorContact.called_unavailable,
            AttendingDoctorContact.called_no_answer,
        )
        skip = SkipReason.already_contacted if called else None
        return [FirstResort(doctor, OfferReason.attending_doctor, skip)]

    async def cards(self, db: AsyncSession, actor: Actor, found: list[Case]) -> dict[UUID, OfferCard]:
        """What is said before acceptance: where about, and who may certify; never who died or the address."""
        rows = await db.scalars(
            select(DeathCertificationRequest).where(
                DeathCertificationRequest.id.in_([case.id for case in found])
            )
        )
        requests = {row.id: row for row in rows}
        return {case.id: _card(case, requests[case.id]) for case in found}

    async def wave_opened(self, db: AsyncSession, case: Case, wave: int, at: datetime) -> str:
        """Médecin traitant, astreinte, then all the volunteers."""
        return await move(db, case, WAVES.get(wave, "ask_volunteers"), at)

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Personne n'a répondu."""
        return await move(db, case, "exhaust", at)

    async def accepted(
        self, db: AsyncSession, actor: Actor, case: Case, offer: Offer, answer: Answer, at: datetime
    ) -> Appointment | None:
        """Give the request to the certifier, who says when they are there. InvalidInput when they do not."""
        if answer.has_time:
            raise InvalidInput(
                errors=[FieldError("/slot_id", "Say in how many minutes you are there instead")]
            )
        if answer.eta_minutes is None:
            raise InvalidInput(errors=[FieldError("/eta_minutes", "Say in how many minutes you are there")])
        eta_at = arrival_of(at, answer.eta_minutes)
        state = await move(db, case, "accept", at, eta_at=eta_at)
        request = await request_of(db, case.id)
        request.accepted_at = at
        request.departed_at = request.arrived_at = None
        await cases.update(
            db,
            case,
            at=at,
            state=state,
            waits_for=WaitsFor.professional,
            clock=ClockFacts(ClockKind.arrival, at, eta_at),
            professional_id=offer.professional_id,
            paused_at=None,
        )
        await ending.tell_arrival(db, case, eta_at, at)
        if offer.reason is OfferReason.assigned:
            kind = NotificationKind.assigned
            await dispatch.tell_professional(db, case, offer.professional_id, kind, at)
        return None

    async def take_back(
        self, db: AsyncSession, actor: Actor, search: Dispatch, case: Case, at: datetime
    ) -> None:
        """Who accepted is not there and is not heard of: the coordination asks the others again."""
        if not (case.state in rules.COMING and case.waits_for is WaitsFor.coordinator):
            raise IllegalTransition("Somebody is on the way: call them first")
        assert case.professional_id is not None  # noqa: S101  somebody had accepted
        silent = case.professional_id
        await ending.give_back(db, actor, search, case, "withdraw", at)
        kind = NotificationKind.offer_withdrawn
        await dispatch.tell_professional(db, case, silent, kind, at, may_open_case=False)

    async def sweep(self, community_id: UUID, at: datetime) -> None:
        """Arrivals that are late, questions that nobody answered, thresholds of the community."""
        await sweep(community_id, at)


def _card(case: Case, request: DeathCertificationRequest) -> OfferCard:
    return OfferCard(
        kind=case.kind,
        attending_doctor=None,
        need=None,
        age_band=None,
        urgency=None,
        wished_before=None,
        sector=case.sector,
        commune_name=case.commune_name or "",
        mobility=None,
        requester_profession=case.requester_profession,
        interpreter=None,
        profession_sought=rules.profession_sought(circumstances_of(request)),
        found_at=request.found_at,
        place_kind=request.place_kind,
        opinion=None,
        discharge=None,
        teleconsultation=None,
    )
