"""Closing offers and searches: lapse, withdrawal, end, and the lock under which all of it happens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import DispatchState, NotificationKind, OfferState, TimelineKind, WithdrawalReason
from api.core.actor import Actor, system_actor
from api.dispatch.rules import DISPATCH, OFFER, due_next
from api.dispatch.service import messages
from api.dispatch.tables import Dispatch, Offer
from api.people import service as people


async def lock_of_case(db: AsyncSession, case_id: UUID) -> tuple[Dispatch | None, Case]:
    """The case and its search (None when nobody was ever asked), both locked, the search first.

    Every change of a search or of its request takes these locks in this order, so none can deadlock.
    """
    found = (
        select(Dispatch)
        .where(Dispatch.case_id == case_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    dispatch = await db.scalar(found)
    return dispatch, await lock_case(db, case_id)


@dataclass(frozen=True)
class Locked:
    """A request with parts, and all that may move it."""

    whole: Case
    parts: dict[UUID, Case]
    searches: dict[UUID, Dispatch]
    """By the id of the part; one that nobody was ever asked for is absent."""


async def lock_of_parts(db: AsyncSession, whole_id: UUID) -> Locked:
    """A case, its parts and their searches, all locked: the searches first, then the parts, the whole last.

    An acceptance of one part takes its search, the part, then the whole: in the same order, so none can
    deadlock.
    """
    ids = select(Case.id).where(Case.parent_id == whole_id)
    found = (
        select(Dispatch)
        .where(Dispatch.case_id.in_(ids))
        .order_by(Dispatch.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    searches = {dispatch.case_id: dispatch for dispatch in await db.scalars(found)}
    parts = (
        select(Case)
        .where(Case.parent_id == whole_id)
        .order_by(Case.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    locked = {part.id: part for part in await db.scalars(parts)}
    return Locked(await lock_case(db, whole_id), locked, searches)


async def lock_of_people(db: AsyncSession, person_ids: Collection[UUID]) -> None:
    """All cases about these persons, and their searches, locked in the order of `lock_of_parts`."""
    about = Case.person_id.in_(person_ids)
    searches = select(Dispatch).where(Dispatch.case_id.in_(select(Case.id).where(about)))
    parts, wholes = [
        select(Case).where(about, kind).order_by(Case.id)
        for kind in (Case.parent_id.is_not(None), Case.parent_id.is_(None))
    ]
    for found in (searches.order_by(Dispatch.id), parts, wholes):
        await db.execute(found.with_for_update(key_share=True).execution_options(populate_existing=True))


async def lock_case(db: AsyncSession, case_id: UUID) -> Case:
    """The case, locked. Its search is locked before (`lock_of_case`, `lock_dispatch`).

    The weaker lock lets others go on writing lines of the timeline, which refer to the case.
    """
    return await db.get_one(Case, case_id, with_for_update={"key_share": True}, populate_existing=True)


async def lock_dispatch(db: AsyncSession, dispatch_id: UUID) -> tuple[Dispatch, Case]:
    """The search and its case, both locked, in this order."""
    dispatch = await db.get_one(
        Dispatch, dispatch_id, with_for_update={"key_share": True}, populate_existing=True
    )
    return dispatch, await lock_case(db, dispatch.case_id)


async def lapse_pending(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> int:
    """Close the offers that stayed without answer; how many."""
    offers = await pending_offers(db, dispatch)
    for offer in offers:
        offer.state, offer.closed_at = OFFER.after("lapse", offer.state), at
    messages.announce_offers(db, offers)
    if offers:
        step = dispatch.plan[dispatch.step] if dispatch.step >= 0 else {"number": 0}
        await cases.record(
            db,
            case,
            TimelineKind.offers_lapsed,
            system_actor(case.community_id),
            at=at,
            wave=step["number"],
            lapsed=len(offers),
        )
    await db.flush()
    return len(offers)


async def stop(
    db: AsyncSession, dispatch: Dispatch, case: Case, actor: Actor, at: datetime, why: str
) -> None:
    """End a search because the request needs nobody any more; those still asked are told.

    `why` goes to the audit trail (`cancelled`, `closed`). A search that was answered stays answered.
    """
    if dispatch.state not in DISPATCH.moves["stop"][0]:
        return
    await withdraw_pending(db, dispatch, case, WithdrawalReason.closed, at)
    end(dispatch, "stop", at)
    await audit.record(db, actor, "dispatch.stopped", "dispatch", dispatch.id, detail={"why": why})
    await db.flush()


async def settle_by_hand(db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime) -> None:
    """End a search because somebody has the request who was not asked; those still asked are told. It may be
    restarted. IllegalTransition when it has ended."""
    await withdraw_pending(db, dispatch, case, WithdrawalReason.taken, at)
    end(dispatch, "assign", at)
    await db.flush()


async def withdraw_pending(
    db: AsyncSession, dispatch: Dispatch, case: Case, why: WithdrawalReason, at: datetime
) -> None:
    """Take back the offers still pending and tell those concerned why."""
    offers = await pending_offers(db, dispatch)
    for offer in offers:
        offer.state, offer.closed_at = OFFER.after("withdraw", offer.state), at
        offer.withdrawn_because = why
    messages.announce_offers(db, offers)
    await db.flush()
    taken = why is WithdrawalReason.taken
    kind = NotificationKind.offer_taken if taken else NotificationKind.offer_withdrawn
    await messages.tell_no_longer(db, case, offers, kind, at)


def end(dispatch: Dispatch, action: str, at: datetime) -> None:
    """Close a search by `answer`, `assign` or `stop`. IllegalTransition (409) when it may not."""
    dispatch.state = DISPATCH.after(action, dispatch.state)
    dispatch.ended_at, dispatch.wave_due_at = at, None
    dispatch.paused_at = dispatch.remaining_seconds = None
    dispatch.remind_at = dispatch.wakes_at = None
    dispatch.version += 1
    settle(dispatch)


def settle(dispatch: Dispatch) -> None:
    """Write down when the sweep must look at it again."""
    if dispatch.state is DispatchState.running:
        dispatch.next_at = due_next(
            dispatch.wave_due_at,
            dispatch.coordinator_at,
            dispatch.coordinator_alerted_at,
            dispatch.remind_at,
            dispatch.wakes_at,
        )
    else:
        dispatch.next_at = dispatch.wakes_at if dispatch.state is DispatchState.exhausted else None


async def pending_offers(db: AsyncSession, dispatch: Dispatch) -> list[Offer]:
    """The offers that wait for an answer, locked, in the order of their ids (no two paths can deadlock)."""
    waiting = (
        select(Offer)
        .where(Offer.dispatch_id == dispatch.id, Offer.state == OfferState.pending)
        .order_by(Offer.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    await db.flush()
    return list((await db.scalars(waiting)).all())


people.LOCKS.append(lock_of_people)
