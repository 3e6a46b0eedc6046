"""Write a message to people, in the transaction of what it tells: both exist or neither."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DeliveryChannel, DeliveryState, LiveTopic, NotificationKind
from api.core import live
from api.core.jobs import defer
from api.core.writing import write_at_once
from api.identity import service as identity
from api.notifications import rules, sms, ways
from api.notifications.service.delivering import DELIVER, DELIVERY_READERS
from api.notifications.service.reaching import Ways, ways_of
from api.notifications.service.texts import Texts
from api.notifications.tables import Delivery, Notification


@dataclass(frozen=True)
class Told:
    """One message for one account.

    Of `facts`, only those that `rules.facts_of` lets through are kept or said. With `may_open_case` false
    (an offer not accepted yet) it leads to the offer instead of the request. `delegation_id`: that by which
    it concerns the account.
    """

    account_id: UUID
    kind: NotificationKind
    facts: Mapping[str, Any]
    offer_id: UUID | None = None
    delegation_id: UUID | None = None
    may_open_case: bool = True


async def notify(
    db: AsyncSession,
    *,
    community_id: UUID,
    account_ids: Iterable[UUID],
    kind: NotificationKind,
    at: datetime,
    case_id: UUID | None = None,
    case_number: str | None = None,
    offer_id: UUID | None = None,
    may_open_case: bool = True,
    facts: Mapping[str, Any] | None = None,
    delegations: Mapping[UUID, UUID] | None = None,
) -> None:
    """Tell these accounts the same, each once (see `Told` and `notify_each`). `delegations`: by account, that
    by which it concerns them."""
    told = [
        Told(account, kind, facts or {}, offer_id, (delegations or {}).get(account), may_open_case)
        for account in dict.fromkeys(account_ids)
    ]
    await notify_each(db, community_id, told, at, case_id=case_id, case_number=case_number)


async def notify_each(
    db: AsyncSession,
    community_id: UUID,
    told: Sequence[Told],
    at: datetime,
    *,
    case_id: UUID | None = None,
    case_number: str | None = None,
) -> None:
    """Write all these messages at once: on screen, and by the ways that each account chose for such a kind.

    A kind of `ways.ASKED_FOR` is written to those alone who chose a way for it. As many statements for a
    hundred as for one: all doctors of a territory may be asked together.
    """
    sent = list(dict.fromkeys(one.account_id for one in told if one.kind in rules.SENT_AT_ONCE))
    reached = await ways_of(db, community_id, sent) if sent else {}
    told = [
        one
        for one in told
        if one.kind not in ways.ASKED_FOR or ways.channels(one.kind, reached[one.account_id].choices)
    ]
    if not told:
        return
    zone = identity.zone_of(await identity.community_of(db, community_id))
    known = [rules.facts_of(one.facts) for one in told]
    written = [
        Notification(
            community_id=community_id,
            account_id=one.account_id,
            kind=one.kind,
            case_id=case_id,
            case_number=case_number,
            offer_id=one.offer_id,
            delegation_id=one.delegation_id,
            may_open_case=one.may_open_case,
            facts=facts.stored(),
            created_at=at,
        )
        for one, facts in zip(told, known, strict=True)
    ]
    await write_at_once(db, written)
    live.announce(
        db, community_id, LiveTopic.notifications, (live.account_key(one.account_id) for one in told)
    )
    live.announce(db, community_id, LiveTopic.deliveries, DELIVERY_READERS)
    shown: list[Delivery] = []
    leaving: list[Delivery] = []
    for about, facts in zip(written, known, strict=True):
        texts = Texts.of(about, facts, zone)
        if about.kind not in ways.ASKED_FOR:
            shown.append(on_screen(about, texts, at))
        if about.kind in rules.SENT_AT_ONCE:
            own = reached[about.account_id]
            leaving += sendings(about, texts, own, ways.channels(about.kind, own.choices), at)
    await write_at_once(db, [*shown, *leaving])
    if leaving:
        await defer(db, DELIVER, community_id=str(community_id))


def on_screen(about: Notification, texts: Texts, at: datetime) -> Delivery:
    """It is on the screen as soon as the transaction ends: nothing is left to send."""
    shown = rules.DELIVERY.after("show", DeliveryState.queued)
    row = _delivery(about, DeliveryChannel.screen, texts.full.subject, texts.full.text, at)
    row.state, row.attempts, row.sent_at, row.next_attempt_at = shown, 1, at, None
    return row


def sendings(
    about: Notification, texts: Texts, own: Ways, channels: frozenset[DeliveryChannel], at: datetime
) -> Iterator[Delivery]:
    """What is to leave by these ways to an account; nothing by a way that leads nowhere."""
    subject = texts.full.subject
    if DeliveryChannel.email in channels:
        yield _delivery(about, DeliveryChannel.email, subject, texts.full.text, at)
    if DeliveryChannel.sms in channels and own.phone is not None and sms.provider() is not None:
        yield _delivery(about, DeliveryChannel.sms, subject, texts.sms, at)
    if DeliveryChannel.push in channels:
        for device in own.devices:
            row = _delivery(about, DeliveryChannel.push, texts.push.subject, texts.push.text, at)
            row.subscription_id = device
            yield row


def _delivery(
    about: Notification, channel: DeliveryChannel, subject: str, text: str, at: datetime
) -> Delivery:
    return Delivery(
        community_id=about.community_id,
        notification_id=about.id,
        channel=channel,
        state=DeliveryState.queued,
        subject=subject,
        text=text,
        attempts=0,
        next_attempt_at=at,
        created_at=at,
    )
