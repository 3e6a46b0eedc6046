"""The message of an invitation: an e-mail alone, whose link is made for each attempt and kept nowhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import DeliveryChannel, LiveTopic, NotificationKind
from api.core import live
from api.core.jobs import defer
from api.identity import service as identity
from api.notifications import rules
from api.notifications.service.delivering import DELIVER, DELIVERY_READERS
from api.notifications.service.reaching import ways_of
from api.notifications.service.texts import Texts
from api.notifications.service.writing import sendings
from api.notifications.tables import Notification


async def send_invitation(db: AsyncSession, community_id: UUID, account_id: UUID, at: datetime) -> UUID:
    """Send somebody the invitation that the caller is writing, to the address of their account; the id of
    the message, by which `identity` finds the invitation again."""
    about = Notification(
        community_id=community_id,
        account_id=account_id,
        kind=NotificationKind.invited,
        facts={},
        created_at=at,
        summarised_at=at,
    )
    db.add(about)
    await db.flush()
    zone = identity.zone_of(await identity.community_of(db, community_id))
    own = (await ways_of(db, community_id, [account_id]))[account_id]
    texts = Texts.of(about, rules.Facts(), zone)
    db.add_all(sendings(about, texts, own, frozenset({DeliveryChannel.email}), at))
    await defer(db, DELIVER, community_id=str(community_id))
    live.announce(db, community_id, LiveTopic.deliveries, DELIVERY_READERS)
    await db.flush()
    return about.id


identity.SENDERS.append(send_invitation)
