"""As soon as possible: what the offer engine asks of this kind of request. See decision 0052."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.service import FreeSlot, SlotTaken, Together
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import (
    AgeBand,
    CareMode,
    CaseKind,
    CommunityRules,
    Mobility,
    Need,
    NotificationKind,
    OfferCard,
    OfferReason,
    SkipReason,
    TeleconsultationCard,
)
from api.core.actor import Actor
from api.core.db import held
from api.core.problems import FieldError, IllegalTransition, InvalidInput
from api.core.spans import common, without
from api.dispatch import service as dispatch
from api.dispatch.rules import FirstResort, Plan
from api.dispatch.service import Answer, Judge, Subject
from api.dispatch.tables import Dispatch, Offer
from api.people import service as people
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.service import course as courses
from api.teleconsultations.bookings.service import holding, rebooking
from api.teleconsultations.bookings.service.course import Course
from api.teleconsultations.bookings.service.judging import SoonJudge, those_who_gave_back
from api.teleconsultations.bookings.service.sweep import sweep
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites import service as sites
from api.teleconsultations.sites.tables import TeleconsultationSite

MINUTES = 15
"""How long a teleconsultation outside any opening is booked for."""

STEP = timedelta(minutes=5)
"""The grid of such times."""


class TeleconsultationSoon:
    """The `RequestKind` of teleconsultations. It keeps nothing: one instance serves the process."""

    kind = CaseKind.teleconsultation
    declines = dispatch.OF_CARE

    def plan(self, community_rules: CommunityRules, subject: Subject, at: datetime) -> Plan:
        """The usual doctor, then the territory; see `rules.plan`."""
        return rules.plan(community_rules.teleconsultation_bookings, at)

    async def judge(self, db: AsyncSession, subject: Subject, at: datetime) -> Judge:
        """Who gave the booking back: all else is said by the member."""
        assert isinstance(subject, Case)  # noqa: S101  a doctor is looked for once somebody asked
        return SoonJudge(await those_who_gave_back(db, subject))

    def suits(self, slot: FreeSlot, subject: Subject) -> bool:
        """Whether an own slot is by video, and for this need."""
        return CareMode.video in slot.modes and (
            not slot.needs or subject.need is None or Need(subject.need) in slot.needs
        )

    async def first_resort(self, db: AsyncSession, case: Case) -> list[FirstResort]:
        """The usual doctor alone, unless they were phoned in vain or gave it back."""
        if case.person_id is None:
            return []
        attending = (await people.attending_of(db, [case.person_id])).get(case.person_id)
        if attending is None:
            return []
        booking = courses.own_of(db, case)
        if booking is None:
            booking = await db.get_one(TeleconsultationBooking, case.id)
        phoned = rules.was_phoned(booking.attending_contact)
        skip = SkipReason.already_contacted if phoned else None
        if attending in await those_who_gave_back(db, case):
            skip = SkipReason.declined_before
        return [FirstResort(attending, OfferReason.attending_doctor, skip)]

    async def cards(self, db: AsyncSession, actor: Actor, found: list[Case]) -> dict[UUID, OfferCard]:
        """What is said before acceptance: why, how old, from which site; nobody's name."""
        rows = await db.execute(
            select(TeleconsultationBooking, TeleconsultationSite)
            .join(TeleconsultationSite, TeleconsultationSite.id == TeleconsultationBooking.site_id)
            .where(TeleconsultationBooking.id.in_([case.id for case in found]))
        )
        known = {row[0].id: (row[0], row[1]) for row in rows}
        return {case.id: _card(case, known) for case in found}

    async def wave_opened(self, db: AsyncSession, case: Case, wave: int, at: datetime) -> str:
        """The usual doctor is asked; afterwards the territory."""
        return await _move(db, case, "ask_network" if wave else "ask_usual_doctor", at)

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Nobody answered: face-to-face, the SAMI or the 15 are proposed."""
        return await _move(db, case, "exhaust", at)

    async def accepted(
        self, db: AsyncSession, actor: Actor, case: Case, offer: Offer, answer: Answer, at: datetime
    ) -> Appointment | None:
        """Book the three at once, at the time that the doctor gave or the first that there is. SlotTaken when
        room and assistant are not free then: nothing is changed, and the doctor says another time."""
        course = await courses.course_of(db, None, case)
        together = await _take(db, course, offer.professional_id, answer, at)
        taken = together.taken
        courses.takes(
            course, taken, together.assistant_id, together.room_claim_id, together.assistant_claim_id
        )
        purpose = courses.purpose_of(case, course.booking)
        ready = await availability.prepare(
            db, actor, purpose, professional_id=taken.professional_id, starts_at=taken.starts_at, at=at
        )
        course.booking.confirm_by_phone = ready.confirm_by_phone
        appointment = await availability.write(db, actor, taken, purpose, at=at, ready=ready)
        # What an absence had left of an earlier time is over.
        await availability.settle_displaced(db, actor, case.id, appointment, at)
        await rebooking.stands(db, actor, course, appointment, at)
        asked = await cases.watchers(db, case, coordination=False, professional=False)
        await dispatch.tell(db, case, asked, NotificationKind.request_accepted, at, starts_at=taken.starts_at)
        return appointment

    async def take_back(
        self, db: AsyncSession, actor: Actor, search: Dispatch, case: Case, at: datetime
    ) -> None:
        """Who accepted has a time: it is moved or cancelled, never taken back."""
        raise IllegalTransition("Somebody has it: move or cancel the booking")

    async def sweep(self, community_id: UUID, at: datetime) -> None:
        """People who are late or did not come, kiosks that are silent."""
        await sweep(community_id, at)


async def _move(db: AsyncSession, case: Case, action: str, at: datetime) -> str:
    course = await courses.course_of(db, None, case)
    if course.booking.dispatch_id is None:
        [course.booking.dispatch_id] = [one.id for one in held(db, Dispatch) if one.case_id == case.id]
    return await courses.move(db, course, action, at)


async def _take(db: AsyncSession, course: Course, doctor_id: UUID, answer: Answer, at: datetime) -> Together:
    """Claim doctor, room and assistant for what the doctor answered."""
    if answer.slot_id is not None:
        seen, slot = await availability.look_at(db, None, answer.slot_id, at)
        if seen.opening.professional_id != doctor_id or CareMode.video not in seen.opening.modes:
            cure = "Take one of your own slots by video, or give the hour itself in starts_at"
            raise InvalidInput(errors=[FieldError("/slot_id", cure)])
        starts_at, ends_at = (datetime.fromtimestamp(second, at.tzinfo) for second in slot)
        time = await holding.time_at(db, course.site, starts_at, ends_at, at)
        return await availability.take_slot_with(
            db, answer.slot_id, seen, course.site.id, time.assistants_at(starts_at, ends_at), at=at
        )
    starts_at = await _start(db, course, doctor_id, answer, at)
    ends_at = starts_at + timedelta(minutes=MINUTES)
    time = await holding.time_at(db, course.site, starts_at, ends_at, at)
    return await availability.take_time_with(
        db,
        doctor_id,
        answer.practice_id,
        starts_at,
        MINUTES,
        course.site.id,
        time.assistants_at(starts_at, ends_at),
        at=at,
    )


async def _start(db: AsyncSession, course: Course, doctor_id: UUID, answer: Answer, at: datetime) -> datetime:
    """The hour that the doctor gave, or the first at which all three are free. InvalidInput for one past."""
    if answer.starts_at is not None:
        if answer.starts_at < at:
            raise InvalidInput(errors=[FieldError("/starts_at", "This time is past: give a later one")])
        return answer.starts_at
    from_at = at + timedelta(minutes=answer.eta_minutes or 0)
    until = from_at + timedelta(minutes=course.rules.soon_minutes)
    return await first_together(db, course.site, doctor_id, from_at, until, at)


async def first_together(
    db: AsyncSession,
    site: TeleconsultationSite,
    doctor_id: UUID,
    from_at: datetime,
    until: datetime,
    at: datetime,
) -> datetime:
    """The first multiple of five minutes at which room, an assistant and the doctor are free for as long as a
    teleconsultation lasts. SlotTaken when there is none before `until`."""
    length = timedelta(minutes=MINUTES)
    last = until + length
    [time] = await sites.site_times(db, [site], from_at, last, at=at)
    resources = {site.id, doctor_id, *time.assistants}
    taken = await availability.taken_spans(db, resources, from_at, last, at=at)
    free = without(without(time.open, taken.get(site.id, ())), taken.get(doctor_id, ()))
    starts = []
    for who, there in time.assistants.items():
        for start, end in common(free, without(there, taken.get(who, ()))):
            first = _aligned(max(start, from_at))
            if first + length <= end and first <= until:
                starts.append(first)
    if not starts:
        raise SlotTaken("Room and assistant are not free together soon: give another time")
    return min(starts)


def _aligned(at: datetime) -> datetime:
    """The next multiple of five minutes."""
    past = timedelta(seconds=at.timestamp() % STEP.total_seconds())
    return at if not past else at + (STEP - past)


def _card(
    case: Case, known: Mapping[UUID, tuple[TeleconsultationBooking, TeleconsultationSite]]
) -> OfferCard:
    booking, site = known[case.id]
    return OfferCard(
        kind=case.kind,
        attending_doctor=None,
        need=Need(case.need) if case.need else None,
        age_band=AgeBand(case.age_band) if case.age_band else None,
        urgency=None,
        wished_before=case.wished_before,
        sector=case.sector,
        commune_name=case.commune_name or "",
        mobility=Mobility(case.mobility) if case.mobility else None,
        requester_profession=case.requester_profession,
        interpreter=None,
        profession_sought=None,
        found_at=None,
        place_kind=None,
        opinion=None,
        discharge=None,
        teleconsultation=TeleconsultationCard(
            reason=booking.reason,
            site_name=site.name,
            site_kind=site.kind,
            is_minor=booking.is_minor,
        ),
    )
