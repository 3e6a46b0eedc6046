"""The state of a request and the locks under which it moves: what every act needs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.rules import is_after_wish
from api.cases.service import ClockFacts
from api.cases.tables import Case
from api.contract.models import (
    AppointmentOrigin,
    AttendingDoctorStatus,
    AttendingTold,
    CareMode,
    ClockKind,
    NotificationKind,
    SecondOpinionRules,
    SecondOpinionState,
)
from api.core.actor import Actor, system_actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.core.routing import expect_version
from api.dispatch import service as dispatch
from api.dispatch.service import Answer
from api.dispatch.tables import Dispatch
from api.identity import service as identity
from api.people import service as people
from api.people.service import CareCircle
from api.referrals.second_opinion import policy, rules
from api.referrals.second_opinion.tables import SecondOpinionRequest

APPOINTMENT_MINUTES = 30
"""How long a time given outside any opening is booked for: a first consultation of a specialist."""


async def move(db: AsyncSession, case: Case, action: str) -> SecondOpinionState:
    """Move the request by an action of its lifecycle; the new state, for the header of the case.

    IllegalTransition (409) when its state does not allow the action. The case is locked.
    """
    await db.flush()
    request = await request_of(db, case)
    request.state = rules.SECOND_OPINION_REQUEST.after(action, request.state)
    return request.state


async def request_of(db: AsyncSession, case: Case) -> SecondOpinionRequest:
    """The request of a case, as it is now."""
    return await db.get_one(SecondOpinionRequest, case.id, populate_existing=True)


async def rules_of(db: AsyncSession, case: Case) -> SecondOpinionRules:
    """The community's hours for opinions."""
    return (await identity.rules_of(db, case.community_id)).second_opinion


async def load(db: AsyncSession, actor: Actor, request_id: UUID) -> Case:
    """The case of a request that the actor may see; NotFound otherwise."""
    visible = select(Case).join(SecondOpinionRequest, SecondOpinionRequest.id == Case.id)
    case = await db.scalar(visible.where(Case.id == request_id, policy.visible_to(actor)))
    if case is None:
        raise NotFound("There is no such request, or it is not for you to see")
    return case


async def locked(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The search and the case of a request that the actor may see, locked, in the version they read."""
    await load(db, actor, request_id)
    search, case = await dispatch.lock_of_case(db, request_id)
    expect_version(version, case.version)
    return search, case


async def appointment_of(db: AsyncSession, case: Case) -> Appointment | None:
    """The appointment given as an answer, if there is one."""
    return None if case.appointment_id is None else await db.get_one(Appointment, case.appointment_id)


async def attending_of(db: AsyncSession, case: Case) -> UUID | None:
    """The attending doctor of the person, if the one who asked knows them."""
    circle = await _circle_of(db, case)
    return circle.attending_professional_id if circle else None


async def attending_of_circle(db: AsyncSession, case: Case, request: SecondOpinionRequest) -> UUID | None:
    """When who asked does not know the attending doctor: the one of the circle that the person agreed to, if
    that is somebody else and has an account here. Who asked is told of no name (`CareCircle.followed_by`)."""
    circle = await _circle_of(db, case)
    found = circle.followed_by.attending_id if circle else None
    if request.attending_doctor_status is not AttendingDoctorStatus.unknown or found is None:
        return None
    if found == case.requester_professional_id:
        return None
    reached = await identity.accounts_of_professional(db, case.community_id, found)
    return found if reached else None


async def _circle_of(db: AsyncSession, case: Case) -> CareCircle | None:
    if case.person_id is None:
        return None
    circles = await people.care_circles(db, system_actor(case.community_id), [case.person_id])
    return circles[case.person_id]


async def told_of(db: AsyncSession, case: Case, request: SecondOpinionRequest) -> AttendingTold:
    """How the answer reaches the attending doctor."""
    attending = await attending_of(db, case)
    reached = False
    if attending is not None:
        reached = bool(await identity.accounts_of_professional(db, case.community_id, attending))
    return rules.attending_told(
        request.attending_doctor_status, attending, case.requester_professional_id, reached=reached
    )


async def to_read(db: AsyncSession, case: Case, at: datetime) -> ClockFacts:
    """The clock of an answer: when it ends by itself unless who asked says that they have read it."""
    ends_at = rules.closes_at(await rules_of(db, case), at, case.appointment_at)
    return ClockFacts(ClockKind.reading, at, ends_at)


async def to_answer(db: AsyncSession, case: Case, at: datetime) -> ClockFacts:
    """The clock of whoever has just taken it."""
    assert case.wished_before is not None  # noqa: S101  every request says when it is wished for
    due_at = rules.answer_due(await rules_of(db, case), case.wished_before, at)
    return ClockFacts(ClockKind.opinion, at, due_at)


async def book(
    db: AsyncSession, actor: Actor, case: Case, professional_id: UUID, answer: Answer, at: datetime
) -> Appointment:
    """Book the time of an answer with the professional.

    Raises SlotTaken when somebody has it, InvalidInput when none is given, when the slot is another's, or
    when it is after the wish and nobody said to know it.
    """
    purpose = availability.Purpose(
        mode=CareMode.office,
        need=None,
        origin=AppointmentOrigin.second_opinion,
        subject_kind=rules.SUBJECT_KIND,
        subject_id=case.id,
        subject_number=case.number,
        person_id=case.person_id,
        age_band=case.age_band,
    )
    if answer.slot_id is not None:
        booked = await availability.book_slot(db, actor, purpose, slot_id=answer.slot_id, at=at)
    elif answer.starts_at is not None:
        booked = await availability.book_time(
            db,
            actor,
            purpose,
            professional_id=professional_id,
            practice_id=answer.practice_id,
            starts_at=answer.starts_at,
            minutes=APPOINTMENT_MINUTES,
            at=at,
        )
    else:
        message = "Say when: one of your slots, or a time and place"
        raise InvalidInput(errors=[FieldError("/starts_at", message)])
    refuse_misfit(case, booked, professional_id, answer)
    return booked


def refuse_misfit(case: Case, booked: Appointment, professional_id: UUID, answer: Answer) -> None:
    """InvalidInput when the time just booked is not one for this request: it is undone with the rest."""
    if booked.professional_id != professional_id:
        message = "This slot is another professional's: take one of yours"
        raise InvalidInput(errors=[FieldError("/slot_id", message)])
    if is_after_wish(booked.starts_at, case.wished_before) and not answer.after_wish:
        message = "This is after the wished date: choose a sooner time, or say that you know (after_wish)"
        raise InvalidInput(errors=[FieldError("/slot_id" if answer.slot_id else "/starts_at", message)])


async def tell_asker(
    db: AsyncSession, actor: Actor, case: Case, kind: NotificationKind, at: datetime
) -> None:
    """Tell who asked, unless it is who acts."""
    told = await cases.watchers(db, case, coordination=False, professional=False)
    await dispatch.tell(db, case, told - {actor.id}, kind, at, starts_at=case.appointment_at)
