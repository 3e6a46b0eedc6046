"""What a professional does with an offer: see it, accept it, decline it. First acceptance wins."""

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import DispatchState, OfferState, TimelineKind, WithdrawalReason
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.directory import service as directory
from api.dispatch.policy import visible_to
from api.dispatch.refusals import (
    NotEligible,
    OfferAlreadyAnswered,
    OfferLapsed,
    OfferTaken,
    OfferWithdrawn,
)
from api.dispatch.rules import OFFER
from api.dispatch.service import messages
from api.dispatch.service.closing import (
    end,
    lock_dispatch,
    pending_offers,
    withdraw_pending,
)
from api.dispatch.service.engine import go_on
from api.dispatch.service.offer_views import offer_views
from api.dispatch.service.registry import Answer, can_be_asked, kind_of
from api.dispatch.tables import Dispatch, Offer


async def mark_offer_seen(
    db: AsyncSession, actor: Actor, offer_id: UUID, *, at: datetime | None = None
) -> wire.Offer:
    """Note the first time that a pending offer was looked at; later looks change nothing."""
    at = at or clock.now()
    offer = await _mine(db, actor, offer_id)
    first = (
        update(Offer)
        .where(Offer.id == offer.id, Offer.seen_at.is_(None), Offer.state == OfferState.pending)
        .values(seen_at=at)
        .returning(Offer.id)
        .execution_options(synchronize_session=False)
    )
    if await db.scalar(first) is not None:
        await db.refresh(offer)
        messages.announce_offers(db, [offer])
        case = await db.get_one(Case, offer.case_id)
        await cases.record(
            db, case, TimelineKind.offer_seen, actor, at=at, professional_id=offer.professional_id
        )
    await audit.record(db, actor, "offer.seen", "offer", offer.id)
    return (await offer_views(db, actor, [offer], at=at))[0]


async def accept_offer(
    db: AsyncSession,
    actor: Actor,
    offer_id: UUID,
    body: wire.OfferAcceptance,
    *,
    at: datetime | None = None,
) -> wire.Offer:
    """Take a request, with a time or without one yet. The same answer sent again answers the same.

    Raises OfferTaken when somebody was first, OfferLapsed after the deadline (also when the sweep is
    late), OfferWithdrawn when the request needs nobody any more, OfferAlreadyAnswered, NotEligible, and
    what booking raises (SlotTaken…): nothing is then changed.
    """
    at = at or clock.now()
    answer = answer_of(body)
    offer = await _mine(db, actor, offer_id)
    # Who comes late need not wait for the lock.
    if offer.state is OfferState.pending:
        dispatch, case = await lock_dispatch(db, offer.dispatch_id)
        await db.refresh(offer, with_for_update={"key_share": True})
        _refuse_when_late(offer, dispatch, at)
        if offer.state is OfferState.pending:
            await _refuse_unless_eligible(db, actor, case, at)
            await take(db, actor, dispatch, case, offer, answer, at, action="answer")
            return (await offer_views(db, actor, [offer], at=at))[0]
    if offer.state is not OfferState.accepted or not _same_answer(offer, answer):
        _refuse_second_answer(offer)
    await audit.record(db, actor, "offer.answer_repeated", "offer", offer.id)
    return (await offer_views(db, actor, [offer], at=at))[0]


async def take(
    db: AsyncSession,
    actor: Actor,
    dispatch: Dispatch,
    case: Case,
    offer: Offer,
    answer: Answer,
    at: datetime,
    *,
    action: str,
) -> None:
    """Give the case to the professional of this pending offer; `action` is `answer` or `assign`."""
    offer.state = OFFER.after("accept", offer.state)
    offer.answered_at = offer.closed_at = at
    was = case.state
    messages.announce_offers(db, [offer])
    end(dispatch, action, at)
    await withdraw_pending(db, dispatch, case, WithdrawalReason.taken, at)
    appointment = await kind_of(dispatch).accepted(db, actor, case, offer, answer, at)
    if appointment is not None:
        offer.slot_id, offer.practice_id = answer.slot_id, appointment.practice_id
        offer.slot_starts_at, offer.slot_ends_at = appointment.starts_at, appointment.ends_at
    await cases.record(
        db,
        case,
        TimelineKind.assigned if action == "assign" else TimelineKind.offer_accepted,
        actor,
        at=at,
        professional_id=offer.professional_id,
        wave=offer.wave,
        starts_at=offer.slot_starts_at,
        ends_at=offer.slot_ends_at,
        previous_state=was,
    )
    said = "offer.assigned" if action == "assign" else "offer.accepted"
    await audit.record(db, actor, said, "offer", offer.id)
    await db.flush()


async def decline_offer(
    db: AsyncSession,
    actor: Actor,
    offer_id: UUID,
    body: wire.OfferDecline,
    *,
    at: datetime | None = None,
) -> wire.Offer:
    """Say no, with a reason of the closed list; never asked again for this case.

    When nobody is left to answer, the next wave opens at once. `not_before` also keeps all other offers
    away until then. Raises the same refusals as an acceptance.
    """
    at = at or clock.now()
    until = None if body.not_before is MISSING else body.not_before
    if until is not None and until <= at:
        raise InvalidInput(
            errors=[FieldError("/not_before", "Give an instant in the future, or leave it out")]
        )
    offer = await _mine(db, actor, offer_id)
    dispatch, case = await lock_dispatch(db, offer.dispatch_id)
    if body.reason not in kind_of(dispatch).declines:
        raise InvalidInput(errors=[FieldError("/reason", "This is no reason for such a request")])
    await db.refresh(offer, with_for_update={"key_share": True})
    if offer.state is OfferState.declined and offer.decline_reason is body.reason:
        await audit.record(db, actor, "offer.answer_repeated", "offer", offer.id)
        return (await offer_views(db, actor, [offer], at=at))[0]
    _refuse_when_late(offer, dispatch, at)
    if offer.state is not OfferState.pending:
        _refuse_second_answer(offer)
    offer.state, offer.decline_reason = OFFER.after("decline", offer.state), body.reason
    offer.answered_at = offer.closed_at = at
    messages.announce_offers(db, [offer])
    await cases.record(
        db,
        case,
        TimelineKind.offer_declined,
        actor,
        at=at,
        professional_id=offer.professional_id,
        decline_reason=body.reason,
        wave=offer.wave,
    )
    detail = {"reason": body.reason.value}
    await audit.record(db, actor, "offer.declined", "offer", offer.id, detail=detail)
    if until is not None:
        await directory.set_not_before(
            db, actor, community_id=case.community_id, professional_id=offer.professional_id, not_before=until
        )
    await db.flush()
    if dispatch.state is DispatchState.running and not await pending_offers(db, dispatch):
        dispatch.version += 1
        await go_on(db, dispatch, case, at)
    return (await offer_views(db, actor, [offer], at=at))[0]


def answer_of(
    body: wire.OfferAcceptance
    | wire.Assignment
    | wire.UnscheduledCareConfirmation
    | wire.OpinionAppointment
    | wire.DischargeVisitTime,
) -> Answer:
    """The time in a body: an own slot, another time, or neither. InvalidInput when it says both."""
    slot_id = None if body.slot_id is MISSING else body.slot_id
    starts_at = None if body.starts_at is MISSING else body.starts_at
    practice_id = None if body.practice_id is MISSING else body.practice_id
    if slot_id is not None and starts_at is not None:
        message = "Give either slot_id or starts_at, not both"
        raise InvalidInput(errors=[FieldError("/starts_at", message)])
    if practice_id is not None and starts_at is None:
        message = "A place goes with a time: add starts_at, or leave practice_id out"
        raise InvalidInput(errors=[FieldError("/practice_id", message)])
    eta = getattr(body, "eta_minutes", MISSING)
    return Answer(
        slot_id,
        starts_at,
        practice_id,
        after_wish=body.after_wish is True,
        eta_minutes=None if eta is MISSING else eta,
    )


async def _mine(db: AsyncSession, actor: Actor, offer_id: UUID) -> Offer:
    offer = await db.scalar(select(Offer).where(Offer.id == offer_id, visible_to(actor)))
    if offer is None:
        raise NotFound("There is no such offer, or it was not made to you")
    return offer


def _same_answer(offer: Offer, answer: Answer) -> bool:
    if answer.slot_id is not None:
        return offer.slot_id == answer.slot_id
    if answer.starts_at is not None:
        return offer.slot_id is None and offer.slot_starts_at == answer.starts_at
    return offer.slot_starts_at is None


def _refuse_when_late(offer: Offer, dispatch: Dispatch, at: datetime) -> None:
    """The deadline holds even when the sweep is late; while the search is paused its clock stands still."""
    if offer.state is OfferState.pending and offer.due_at <= (dispatch.paused_at or at):
        raise OfferLapsed(f"The time to answer ended at {_moment(offer.due_at)}")


def _refuse_second_answer(offer: Offer) -> NoReturn:
    """Say why an offer that is no longer pending cannot be answered."""
    if offer.state is OfferState.lapsed:
        raise OfferLapsed(f"The time to answer ended at {_moment(offer.due_at)}")
    if offer.state is not OfferState.withdrawn:
        raise OfferAlreadyAnswered("Your first answer stands; the coordination can change it")
    if offer.withdrawn_because is WithdrawalReason.taken:
        raise OfferTaken(f"Taken at {_moment(offer.closed_at)}: nothing to do")
    if offer.withdrawn_because is WithdrawalReason.left:
        raise OfferWithdrawn("Taken back: by the national directory, you practise here no longer")
    raise OfferWithdrawn("Nothing to do: the request was cancelled or closed")


async def _refuse_unless_eligible(db: AsyncSession, actor: Actor, case: Case, at: datetime) -> None:
    """What was true when they were asked must still be: a member, of a profession that can answer."""
    assert actor.professional_id is not None  # noqa: S101  `visible_to` showed an offer made to them
    member = await directory.member_of(db, case.community_id, actor.professional_id)
    if member is None or not can_be_asked(member, case.kind):
        raise NotEligible("By the national directory, you practise here no longer: call the coordination")
    if not (await kind_of(case).judge(db, case, at)).serves(member, case):
        raise NotEligible("What you may answer has changed since: call the coordination")


def _moment(at: datetime | None) -> str:
    return "an earlier hour" if at is None else at.isoformat(timespec="minutes")
