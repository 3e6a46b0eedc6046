"""What the offer engine asks of this kind of request: it searches for each line, which is a part of the
case.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability.service import FreeSlot
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import (
    CancelledBy,
    CaseKind,
    CommunityRules,
    DischargeCard,
    DischargeNeed,
    NotificationKind,
    OfferCard,
    OfferReason,
    SkipReason,
    TimelineKind,
    WaitsFor,
)
from api.core.actor import Actor, system_actor
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.directory.service import Member
from api.dispatch import service as dispatch
from api.dispatch.rules import FirstResort, Plan
from api.dispatch.service import Answer, Judge, Subject
from api.dispatch.tables import Dispatch, Offer
from api.people import service as people
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.service import visits
from api.referrals.hospital_discharge.service.course import line_of, move_line
from api.referrals.hospital_discharge.service.sweep import sweep
from api.referrals.hospital_discharge.tables import DischargeLine, HospitalDischargeRequest


class HospitalDischarge:
    """The `RequestKind` of the lines of discharges. It keeps nothing: one instance serves the process."""

    kind = CaseKind.hospital_discharge
    declines = dispatch.OF_CARE

    def plan(self, community_rules: CommunityRules, subject: Subject, at: datetime) -> Plan:
        """The usual professionals, those nearby, all of the profession; see `rules.plan`."""
        assert subject.wished_before is not None  # noqa: S101  every line has a day
        return rules.plan(community_rules.hospital_discharge, subject.wished_before, at)

    on_call: frozenset[UUID] = frozenset()
    """Nobody is on duty for returns home."""

    async def judge(self, db: AsyncSession, subject: Subject, at: datetime) -> Judge:
        """Itself: the member and the need say all."""
        return self

    def serves(self, member: Member, subject: Subject) -> bool:
        """Whether the member's profession answers the need."""
        return rules.serves(member.profession_code, member.specialty_codes, _need(subject))

    def excludes(self, member: Member, subject: Subject) -> SkipReason | None:
        """Who says that they visit nobody at home is not asked to."""
        return None if rules.goes_home(member.home_visits, _need(subject)) else SkipReason.not_volunteer

    def suits(self, slot: FreeSlot, subject: Subject) -> bool:
        """Of a visit, an own slot after the return home; other hours are agreed with the person."""
        if _need(subject) is not DischargeNeed.doctor_visit or subject.wished_before is None:
            return False
        home_at = rules.home_at(_need(subject), subject.wished_before)
        return rules.after_return(slot.starts_at, home_at) and rules.slot_suits(slot.modes, slot.needs)

    async def first_resort(self, db: AsyncSession, case: Case) -> list[FirstResort]:
        """The professionals who usually care for the person, as the ward gave them, and those of their care
        circle."""
        if case.person_id is None:
            return []
        circles = await people.care_circles(db, system_actor(case.community_id), [case.person_id])
        circle = circles[case.person_id]
        followed = circle.followed_by
        return rules.first_resort(
            _need(case),
            circle.attending_professional_id,
            circle.usual_professional_ids,
            [*([followed.attending_id] if followed.attending_id else []), *followed.others],
        )

    async def cards(self, db: AsyncSession, actor: Actor, found: list[Case]) -> dict[UUID, OfferCard]:
        """What is said before acceptance: the need, the day, about where; no name, address or note."""
        rows = await db.execute(
            select(DischargeLine, HospitalDischargeRequest)
            .join(HospitalDischargeRequest, HospitalDischargeRequest.id == DischargeLine.request_id)
            .where(DischargeLine.id.in_([case.id for case in found]))
        )
        known = {line.id: (line, request) for line, request in rows}
        return {case.id: _card(case, *known[case.id]) for case in found}

    async def wave_opened(self, db: AsyncSession, case: Case, wave: int, at: datetime) -> str:
        """Somebody is being asked for this line."""
        return await move_line(db, case, "ask")

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Personne n'a répondu."""
        return await move_line(db, case, "exhaust")

    async def accepted(
        self, db: AsyncSession, actor: Actor, case: Case, offer: Offer, answer: Answer, at: datetime
    ) -> Appointment | None:
        """Give the line to the professional; the ward sees them from now on. Of a visit the doctor says when,
        now or within the hours of the rules."""
        visit = _need(case) is DischargeNeed.doctor_visit
        if answer.eta_minutes is not None or (answer.has_time and not visit):
            message = "Agree on the hour with the person: leave this out"
            raise InvalidInput(errors=[FieldError("/starts_at", message)])
        appointment = await visits.book(db, actor, case, offer.professional_id, answer, at) if visit else None
        to_say = visit and appointment is None
        state = await move_line(db, case, "accept")
        (await line_of(db, case.id)).answered_at = at
        await cases.update(
            db,
            case,
            at=at,
            state=state,
            waits_for=WaitsFor.professional if to_say else WaitsFor.nobody,
            clock=await visits.to_say(db, case, at) if to_say else None,
            professional_id=offer.professional_id,
            appointment=appointment,
            paused_at=None,
        )
        asked = await cases.watchers(db, case, coordination=False, professional=False)
        starts_at = appointment.starts_at if appointment else None
        await dispatch.tell(db, case, asked, NotificationKind.request_accepted, at, starts_at=starts_at)
        if offer.reason is OfferReason.assigned:
            kind = NotificationKind.assigned
            await dispatch.tell_professional(db, case, offer.professional_id, kind, at, starts_at=starts_at)
        return appointment

    async def take_back(
        self, db: AsyncSession, actor: Actor, search: Dispatch, case: Case, at: datetime
    ) -> None:
        """Who had accepted is not heard of, of the new day or of the hour of a visit: the coordination asks
        the others again."""
        if not (case.state in rules.TAKEN and case.waits_for is WaitsFor.coordinator):
            raise IllegalTransition("Somebody comes: call them first")
        assert case.professional_id is not None  # noqa: S101  somebody had accepted
        silent = case.professional_id
        await give_back(db, actor, search, case, at)
        kind = NotificationKind.offer_withdrawn
        await dispatch.tell_professional(db, case, silent, kind, at, may_open_case=False)

    async def sweep(self, community_id: UUID, at: datetime) -> None:
        """Returns home without a nurse, checks that are due, days that moved and nobody confirmed."""
        await sweep(community_id, at)


async def give_back(db: AsyncSession, actor: Actor, search: Dispatch, part: Case, at: datetime) -> None:
    """Who had accepted a line comes no more: the others are asked again at once, without them."""
    assert part.professional_id is not None  # noqa: S101  somebody had accepted
    without = part.professional_id
    await visits.call_off(db, actor, part, CancelledBy.professional, at)
    state = await move_line(db, part, "withdraw")
    (await line_of(db, part.id)).answered_at = None
    await cases.record(db, part, TimelineKind.professional_withdrew, actor, at=at, professional_id=without)
    await cases.update(
        db, part, at=at, state=state, waits_for=WaitsFor.professional, professional_id=None, clock=None
    )
    await audit.record(db, actor, "hospital_discharge_request.withdraw", "case", part.id)
    told = await cases.watchers(db, part, coordination=True, professional=False)
    await dispatch.tell(db, part, told - {actor.id}, NotificationKind.professional_withdrew, at)
    await dispatch.restart(db, actor, search, part, at, without)


def _need(subject: Subject) -> DischargeNeed:
    return DischargeNeed(str(subject.need))


def _card(part: Case, line: DischargeLine, request: HospitalDischargeRequest) -> OfferCard:
    return OfferCard(
        kind=part.kind,
        need=None,
        age_band=part.age_band,
        urgency=None,
        wished_before=part.wished_before,
        sector=part.sector,
        commune_name=part.commune_name or "",
        mobility=None,
        requester_profession=part.requester_profession,
        interpreter=None,
        profession_sought=None,
        found_at=None,
        place_kind=None,
        attending_doctor=None,
        opinion=None,
        discharge=DischargeCard(
            need=line.need,
            frequency=line.frequency,
            planned_on=request.planned_on,
            autonomy=request.autonomy,
        ),
        teleconsultation=None,
    )
