"""Who is told what, when a search moves. Nothing here carries an identity."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.rules import is_after_wish
from api.cases.tables import Case
from api.contract.models import LiveTopic, NotificationKind, Role
from api.core import live
from api.dispatch.tables import Offer
from api.identity import service as identity
from api.notifications import service as notifications


def announce_offers(db: AsyncSession, offers: Iterable[Offer]) -> None:
    """The offers made to these professionals changed: their pages read them again after the commit."""
    by_community: dict[UUID, list[str]] = {}
    for offer in offers:
        by_community.setdefault(offer.community_id, []).append(live.professional_key(offer.professional_id))
    for community_id, audience in by_community.items():
        live.announce(db, community_id, LiveTopic.offers, audience)


def facts_of(case: Case, *, due_at: datetime | None, starts_at: datetime | None) -> dict[str, Any]:
    """What a message may say: the kind of request, need, urgency, sector, hours; never who or where."""
    return {
        "case_kind": case.kind,
        "need": case.need,
        "urgency": case.urgency,
        "sector": case.sector,
        "due_at": due_at,
        "starts_at": starts_at,
        "after_wish": is_after_wish(starts_at, case.wished_before),
        **cases.KINDS[case.kind].message_facts(case),
    }


async def tell(
    db: AsyncSession,
    case: Case,
    account_ids: Iterable[UUID],
    kind: NotificationKind,
    at: datetime,
    *,
    offer_id: UUID | None = None,
    may_open_case: bool = True,
    due_at: datetime | None = None,
    starts_at: datetime | None = None,
) -> None:
    """Send one kind of message about a case to these accounts, once each."""
    unique = list(dict.fromkeys(account_ids))
    if unique:
        await notifications.notify(
            db,
            community_id=case.community_id,
            account_ids=unique,
            kind=kind,
            at=at,
            case_id=case.whole_id,
            case_number=case.said_number,
            offer_id=offer_id,
            may_open_case=may_open_case,
            facts=facts_of(case, due_at=due_at, starts_at=starts_at),
        )


async def tell_asked(
    db: AsyncSession,
    case: Case,
    offers: Sequence[Offer],
    at: datetime,
    kind: NotificationKind = NotificationKind.offer_made,
) -> None:
    """Tell each professional asked that an offer waits for them (`kind`: for the first time, or still), and
    their delegates who may answer and wish to know."""
    accounts = await _accounts(db, case.community_id, offers)
    delegates = await _delegates(db, case.community_id, offers)
    told: list[notifications.Told] = []
    for offer in offers:
        asked = partial(
            notifications.Told,
            facts=facts_of(case, due_at=offer.due_at, starts_at=None),
            offer_id=offer.id,
            may_open_case=False,
        )
        for account, delegation in delegates.get(offer.professional_id, {}).items():
            told.append(asked(account, NotificationKind.delegated_offer, delegation_id=delegation))
        told += [asked(account, kind) for account in dict.fromkeys(accounts.get(offer.professional_id, ()))]
    await notifications.notify_each(
        db, case.community_id, told, at, case_id=case.whole_id, case_number=case.said_number
    )


async def answer_times_moved(db: AsyncSession, offers: Sequence[Offer], *, paused: bool = False) -> None:
    """What was said of these offers of one community follows their new time to answer; none while paused."""
    if not offers:
        return
    accounts = await _accounts(db, offers[0].community_id, offers)
    delegates = await _delegates(db, offers[0].community_id, offers)
    await notifications.move_answer_times(
        db,
        offers[0].community_id,
        [account for told in (accounts, delegates) for ids in told.values() for account in ids],
        {offer.id: None if paused else offer.due_at for offer in offers},
        since=min(offer.offered_at for offer in offers),
    )


async def tell_no_longer(
    db: AsyncSession, case: Case, offers: Sequence[Offer], kind: NotificationKind, at: datetime
) -> None:
    """Tell all those still asked at once that their answer is no longer needed, and why (`kind`)."""
    accounts = await _accounts(db, case.community_id, offers)
    everybody = [account for ids in accounts.values() for account in ids]
    await tell(db, case, everybody, kind, at, may_open_case=False)


async def tell_coordinators(
    db: AsyncSession,
    case: Case,
    kind: NotificationKind,
    at: datetime,
    *,
    due_at: datetime | None = None,
    starts_at: datetime | None = None,
) -> None:
    """Tell every coordinator of the community."""
    accounts = await identity.accounts_with_role(db, case.community_id, Role.coordinator)
    await tell(db, case, [account.id for account in accounts], kind, at, due_at=due_at, starts_at=starts_at)


async def tell_professional(
    db: AsyncSession,
    case: Case,
    professional_id: UUID,
    kind: NotificationKind,
    at: datetime,
    *,
    may_open_case: bool = True,
    due_at: datetime | None = None,
    starts_at: datetime | None = None,
) -> None:
    """Tell the accounts of one professional."""
    accounts = await identity.accounts_of_professional(db, case.community_id, professional_id)
    ids = [account.id for account in accounts]
    await tell(db, case, ids, kind, at, may_open_case=may_open_case, due_at=due_at, starts_at=starts_at)


async def _accounts(db: AsyncSession, community_id: UUID, offers: Sequence[Offer]) -> dict[UUID, list[UUID]]:
    """The accounts of those asked, in one statement."""
    ids = [offer.professional_id for offer in offers]
    return await identity.account_ids_of_professionals(db, community_id, ids) if ids else {}


async def _delegates(
    db: AsyncSession, community_id: UUID, offers: Sequence[Offer]
) -> dict[UUID, dict[UUID, UUID]]:
    """Who may answer for those asked: by professional, the delegation of each account."""
    return await identity.answering_for(db, community_id, {offer.professional_id for offer in offers})
