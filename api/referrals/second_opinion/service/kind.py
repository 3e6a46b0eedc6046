"""What the offer engine asks of this kind of request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import FreeSlot
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import (
    AgeBand,
    CareMode,
    CaseKind,
    CommunityRules,
    NotificationKind,
    OfferCard,
    OfferReason,
    OpinionCard,
    OpinionFact,
    SkipReason,
    WaitsFor,
)
from api.contract.models import SecondOpinionState as State
from api.core.actor import Actor
from api.core.problems import IllegalTransition
from api.directory.nomenclatures import specialty_label
from api.directory.service import Member
from api.dispatch import service as dispatch
from api.dispatch.rules import FirstResort, Plan
from api.dispatch.service import Answer, Judge, Subject
from api.dispatch.tables import Dispatch, Offer
from api.referrals.second_opinion import rules
from api.referrals.second_opinion.service import endings
from api.referrals.second_opinion.service.giving import give_time
from api.referrals.second_opinion.service.state import book, move, request_of, to_answer
from api.referrals.second_opinion.service.sweep import sweep
from api.referrals.second_opinion.tables import SecondOpinionRequest


@dataclass(frozen=True)
class OpinionJudge:
    """Who may answer one request."""

    specialty_code: str
    named: frozenset[UUID]
    on_call: frozenset[UUID] = frozenset()
    """Nobody is on duty for opinions."""

    def serves(self, member: Member, subject: Subject) -> bool:
        """Whether the member is of the specialty, or was asked by name or with the group."""
        return rules.serves(member.professional_id, member.specialty_codes, self.specialty_code, self.named)

    def excludes(self, member: Member, subject: Subject) -> SkipReason | None:
        """Nobody: an opinion to a colleague is part of the profession; each says how much in their cap."""
        return None


class SecondOpinion:
    """The `RequestKind` of opinions. It keeps nothing: one instance serves the process."""

    kind = CaseKind.second_opinion
    declines = dispatch.OF_CARE

    def plan(self, community_rules: CommunityRules, subject: Subject, at: datetime) -> Plan:
        """The colleague or the group, then all of the specialty; see `rules.plan`."""
        assert subject.wished_before is not None  # noqa: S101  every request says when it is wished for
        return rules.plan(community_rules.second_opinion, subject.wished_before, at)

    async def judge(self, db: AsyncSession, subject: Subject, at: datetime) -> Judge:
        """The specialty that is sought, and those asked by name or with the group."""
        assert isinstance(subject, Case)  # noqa: S101  an opinion is searched for once it is filed
        request = await request_of(db, subject)
        named = {request.colleague_id} if request.colleague_id else set(request.group_member_ids)
        return OpinionJudge(request.specialty_code, frozenset(named))

    def suits(self, slot: FreeSlot, subject: Subject) -> bool:
        """An own slot where one sees people at the practice, kept for no need of unscheduled care."""
        return CareMode.office in slot.modes and not slot.needs

    async def first_resort(self, db: AsyncSession, case: Case) -> list[FirstResort]:
        """The colleague, or the members that the group had when it was asked."""
        request = await request_of(db, case)
        return rules.first_asked(
            request.colleague_id, request.group_member_ids, case.requester_professional_id
        )

    async def cards(self, db: AsyncSession, actor: Actor, found: list[Case]) -> dict[UUID, OfferCard]:
        """What is said before acceptance: specialty, urgency, closed answers; no text and no person."""
        ids = [case.id for case in found]
        rows = await db.scalars(select(SecondOpinionRequest).where(SecondOpinionRequest.id.in_(ids)))
        requests = {row.id: row for row in rows}
        return {case.id: _card(case, requests[case.id]) for case in found}

    async def wave_opened(self, db: AsyncSession, case: Case, wave: int, at: datetime) -> str:
        """The colleague or the group is asked; afterwards all of the specialty."""
        if wave:
            return await move(db, case, "ask_specialty")
        named = (await request_of(db, case)).colleague_id is not None
        return await move(db, case, "ask_colleague" if named else "ask_group")

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Personne n'a répondu."""
        return await move(db, case, "exhaust")

    async def accepted(
        self, db: AsyncSession, actor: Actor, case: Case, offer: Offer, answer: Answer, at: datetime
    ) -> Appointment | None:
        """Give the request to the colleague, who answers within the time of the rules, or has just given a
        time at which they see the person."""
        state = await move(db, case, "accept")
        await cases.update(
            db,
            case,
            at=at,
            state=state,
            waits_for=WaitsFor.professional,
            clock=await to_answer(db, case, at),
            professional_id=offer.professional_id,
            paused_at=None,
        )
        asked = await cases.watchers(db, case, coordination=False, professional=False)
        await dispatch.tell(db, case, asked, NotificationKind.request_accepted, at)
        if offer.reason is OfferReason.assigned:
            kind = NotificationKind.assigned
            await dispatch.tell_professional(db, case, offer.professional_id, kind, at)
        if not answer.has_time:
            return None
        booked = await book(db, actor, case, offer.professional_id, answer, at)
        await give_time(db, actor, case, booked, at)
        return booked

    async def take_back(
        self, db: AsyncSession, actor: Actor, search: Dispatch, case: Case, at: datetime
    ) -> None:
        """Who took it let the time to answer pass: the coordination asks the others again."""
        if not (case.state == State.opinion_taken and case.waits_for is WaitsFor.coordinator):
            raise IllegalTransition("Somebody has it: call them first")
        assert case.professional_id is not None  # noqa: S101  somebody had accepted
        silent = case.professional_id
        await endings.give_back(db, actor, search, case, at)
        kind = NotificationKind.offer_withdrawn
        await dispatch.tell_professional(db, case, silent, kind, at, may_open_case=False)

    async def sweep(self, community_id: UUID, at: datetime) -> None:
        """Answers and details that are late, answers that nobody said to have read."""
        await sweep(community_id, at)


def _card(case: Case, request: SecondOpinionRequest) -> OfferCard:
    return OfferCard(
        kind=case.kind,
        need=None,
        age_band=AgeBand(case.age_band) if case.age_band else None,
        urgency=None,
        wished_before=case.wished_before,
        sector=case.sector,
        commune_name=case.commune_name or "",
        mobility=None,
        requester_profession=case.requester_profession,
        interpreter=None,
        profession_sought=None,
        found_at=None,
        place_kind=None,
        attending_doctor=None,
        discharge=None,
        teleconsultation=None,
        opinion=OpinionCard(
            specialty_label=specialty_label(request.specialty_code),
            group_name=request.group_name,
            urgency=request.urgency,
            facts=[OpinionFact.model_validate(fact) for fact in request.facts],
        ),
    )
