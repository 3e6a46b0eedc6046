"""What the offer engine asks of this kind of request."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.service import FreeSlot
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import (
    AgeBand,
    CancelledBy,
    CaseKind,
    CommunityRules,
    Mobility,
    Need,
    NotificationKind,
    OfferCard,
    OfferReason,
    SkipReason,
    Urgency,
    WaitsFor,
)
from api.contract.models import UnscheduledCareState as State
from api.core.actor import Actor, system_actor
from api.core.problems import IllegalTransition
from api.directory.service import Member
from api.dispatch import service as dispatch
from api.dispatch.rules import FirstResort, Plan
from api.dispatch.service import Answer, Judge, Subject
from api.dispatch.tables import Dispatch, Offer
from api.people import service as people
from api.unscheduled_care import rules
from api.unscheduled_care.service import endings, timing
from api.unscheduled_care.service.sweep import sweep
from api.unscheduled_care.tables import UnscheduledCareRequest


class UnscheduledCare:
    """The `RequestKind` of unscheduled care. It keeps nothing: one instance serves the process."""

    kind = CaseKind.unscheduled_care
    declines = dispatch.OF_CARE

    def plan(self, community_rules: CommunityRules, subject: Subject, at: datetime) -> Plan:
        """The waves of the community's rules; see `rules.plan`."""
        deadline = subject.wished_before
        assert deadline is not None  # noqa: S101  only a request with a wish is searched for
        return rules.plan(community_rules, Urgency(str(subject.urgency)), deadline, at)

    on_call: frozenset[UUID] = frozenset()
    """Nobody is on duty for unscheduled care by the engine's waves."""

    async def judge(self, db: AsyncSession, subject: Subject, at: datetime) -> Judge:
        """Itself: the member and the subject say all."""
        return self

    def serves(self, member: Member, subject: Subject) -> bool:
        """Whether the member's profession can answer the need."""
        return rules.serves(member.profession_code, member.specialty_codes, Need(str(subject.need)))

    def excludes(self, member: Member, subject: Subject) -> SkipReason | None:
        """No volunteer for unscheduled care, or no home visits when one is needed."""
        return rules.not_asked(
            volunteers=member.unscheduled_care,
            home_visits=member.home_visits,
            mobility=Mobility(str(subject.mobility)),
        )

    def suits(self, slot: FreeSlot, subject: Subject) -> bool:
        """Whether an own slot is for this need and this way of being seen."""
        return rules.slot_suits(
            [str(need) for need in slot.needs],
            [str(mode) for mode in slot.modes],
            Need(str(subject.need)),
            Mobility(str(subject.mobility)),
        )

    async def first_resort(self, db: AsyncSession, case: Case) -> list[FirstResort]:
        """The attending doctor and the usual professionals of the person, as the requester gave them, and
        those of their care circle."""
        if case.person_id is None:
            return []
        request = await db.get_one(UnscheduledCareRequest, case.id)
        circles = await people.care_circles(db, system_actor(case.community_id), [case.person_id])
        circle = circles[case.person_id]
        followed = circle.followed_by
        return rules.first_resort(
            circle.attending_professional_id,
            request.attending_contact,
            circle.usual_professional_ids,
            [*([followed.attending_id] if followed.attending_id else []), *followed.others],
        )

    async def cards(self, db: AsyncSession, actor: Actor, found: list[Case]) -> dict[UUID, OfferCard]:
        """What is said before acceptance: no name, address, phone, note or birth date."""
        rows = await db.execute(
            select(UnscheduledCareRequest.id, UnscheduledCareRequest.interpreter).where(
                UnscheduledCareRequest.id.in_([case.id for case in found])
            )
        )
        interpreters = {row[0]: row[1] for row in rows}
        return {case.id: _card(case, interpreters) for case in found}

    async def wave_opened(self, db: AsyncSession, case: Case, wave: int, at: datetime) -> str:
        """Médecin traitant sollicité, or the wave's own state (a fifth wave reads as the fourth)."""
        action = f"open_wave_{min(wave, 4)}" if wave else "ask_first_resort"
        return await timing.move(db, case, action)

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Personne n'a répondu."""
        return await timing.move(db, case, "exhaust")

    async def accepted(
        self, db: AsyncSession, actor: Actor, case: Case, offer: Offer, answer: Answer, at: datetime
    ) -> Appointment | None:
        """Give the request to the professional and book the time they gave, kept until it is confirmed."""
        state = await timing.move(db, case, "accept")
        appointment = await timing.book(db, actor, case, offer.professional_id, answer, at)
        starts_at = appointment.starts_at if appointment else None
        await cases.update(
            db,
            case,
            at=at,
            state=state,
            waits_for=WaitsFor.professional,
            clock=await timing.to_agree(db, case, starts_at, at),
            professional_id=offer.professional_id,
            appointment=appointment,
            paused_at=None,
        )
        asked = await cases.watchers(db, case, coordination=False, professional=False)
        await dispatch.tell(db, case, asked, NotificationKind.request_accepted, at, starts_at=starts_at)
        if offer.reason is OfferReason.assigned:
            kind = NotificationKind.assigned
            await dispatch.tell_professional(db, case, offer.professional_id, kind, at, starts_at=starts_at)
        return appointment

    async def take_back(
        self, db: AsyncSession, actor: Actor, search: Dispatch, case: Case, at: datetime
    ) -> None:
        """The professional let the time to confirm pass: the coordination asks the others again."""
        if not (case.state == State.slot_held and case.waits_for is WaitsFor.coordinator):
            raise IllegalTransition("Somebody has it: call them, or cancel their appointment first")
        assert case.professional_id is not None  # noqa: S101  somebody had accepted
        silent, appointment = case.professional_id, await timing.appointment_of(db, case)
        await endings.give_back(db, actor, search, case, at)
        if appointment is not None:
            await availability.cancel(db, actor, appointment, by=CancelledBy.coordination, at=at)
        kind = NotificationKind.offer_withdrawn
        await dispatch.tell_professional(db, case, silent, kind, at, may_open_case=False)

    async def sweep(self, community_id: UUID, at: datetime) -> None:
        """Confirmations that are late, requests that nobody completed, appointments whose hour has come."""
        await sweep(community_id, at)


def _card(case: Case, interpreters: Mapping[UUID, str | None]) -> OfferCard:
    assert case.wished_before is not None  # noqa: S101  only a complete request is offered
    return OfferCard(
        kind=case.kind,
        attending_doctor=None,
        need=Need(str(case.need)),
        age_band=AgeBand(str(case.age_band)),
        urgency=Urgency(str(case.urgency)),
        wished_before=case.wished_before,
        sector=case.sector,
        commune_name=case.commune_name or "",
        mobility=Mobility(str(case.mobility)),
        requester_profession=case.requester_profession,
        interpreter=interpreters.get(case.id),
        profession_sought=None,
        found_at=None,
        place_kind=None,
        opinion=None,
        discharge=None,
        teleconsultation=None,
    )
