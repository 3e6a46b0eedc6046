"""A trial: one message to oneself, by one way, to see that it arrives."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import DeliveryChannel, NotificationKind
from api.core import clock
from api.core.actor import Actor
from api.core.jobs import defer
from api.identity import service as identity
from api.notifications import rules, ways
from api.notifications.policy import written_to
from api.notifications.service.delivering import DELIVER
from api.notifications.service.preferences import present_community
from api.notifications.service.reaching import ways_of
from api.notifications.service.texts import Texts
from api.notifications.service.writing import sendings
from api.notifications.tables import Notification

_NOTHING_THERE = {
    DeliveryChannel.email: "Your account has no e-mail address",
    DeliveryChannel.sms: "Give a mobile number first; and the server must have an SMS provider",
    DeliveryChannel.push: "Allow notifications on a device first",
}


async def create_notification_trial(
    db: AsyncSession, actor: Actor, body: wire.NotificationTrialInput
) -> wire.NotificationTrial:
    """Send the actor a trial by this way, at once. ChannelNotReady (409) when it leads nowhere yet,
    TooManyTrials (429) after five in an hour."""
    at, community_id = clock.now(), present_community(actor)
    lately = await db.scalars(
        select(Notification.created_at)
        .where(
            written_to(actor),
            Notification.kind == NotificationKind.trial,
            Notification.created_at > at - timedelta(hours=1),
        )
        .order_by(Notification.created_at)
    )
    ways.refuse_trial(lately.all(), at)
    zone = identity.zone_of(await identity.community_of(db, community_id))
    own = (await ways_of(db, community_id, [actor.person_id]))[actor.person_id]
    about = Notification(
        community_id=community_id,
        account_id=actor.person_id,
        kind=NotificationKind.trial,
        facts={},
        created_at=at,
    )
    channel = DeliveryChannel(body.channel.value)
    leaving = list(sendings(about, Texts.of(about, rules.Facts(), zone), own, frozenset({channel}), at))
    if not leaving:
        raise ways.ChannelNotReady(_NOTHING_THERE[channel])
    db.add(about)
    await db.flush()
    db.add_all(leaving)
    detail = {"channel": channel.value}
    await audit.record(db, actor, "notification.trial_sent", "notification", about.id, detail=detail)
    await defer(db, DELIVER, community_id=str(community_id))
    await db.flush()
    return wire.NotificationTrial(channel=body.channel, sendings=len(leaving))
