"""The browsers of a person that take web push."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.problems import FieldError, InvalidInput, NotFound
from api.notifications import push, ways
from api.notifications.policy import devices_of
from api.notifications.tables import PushSubscription


async def create_push_subscription(
    db: AsyncSession, actor: Actor, body: wire.PushSubscriptionInput
) -> wire.PushDevice:
    """Take a browser in. One already known is renewed, and is the actor's from now on: whoever signed in
    last on a shared computer is who gets messages there, and nobody before them.

    InvalidInput names an address that is of no push service, and a key that is none.
    """
    target = push.Target(body.endpoint, body.p256dh, body.auth)
    if (fault := push.fault_of(target)) is not None:
        raise InvalidInput(errors=[FieldError(f"/{fault[0]}", fault[1])])
    found = keyed_hash("push endpoint", body.endpoint)
    row = await db.scalar(
        select(PushSubscription).where(PushSubscription.endpoint_hash == found).with_for_update()
    )
    if row is None:
        await _make_room(db, actor.person_id)
        row = PushSubscription(endpoint_hash=found, created_at=clock.now())
        db.add(row)
    row.account_id, row.device = actor.person_id, body.device
    row.target = {"endpoint": body.endpoint, "p256dh": body.p256dh, "auth": body.auth}
    await audit.record(db, actor, "push_subscription.created", "push_subscription", row.id)
    await db.flush()
    return device_view(row)


async def delete_push_subscription(db: AsyncSession, actor: Actor, subscription_id: UUID) -> None:
    """Forget a browser of the actor's; NotFound when it is not theirs."""
    gone = await db.scalar(
        delete(PushSubscription)
        .where(PushSubscription.id == subscription_id, devices_of(actor.person_id))
        .returning(PushSubscription.id)
    )
    if gone is None:
        raise NotFound("There is no such device among yours")
    await audit.record(db, actor, "push_subscription.deleted", "push_subscription", gone)


def device_view(row: PushSubscription) -> wire.PushDevice:
    """A device as its owner knows it."""
    return wire.PushDevice(
        id=row.id, device=row.device, created_at=row.created_at, last_sent_at=row.last_sent_at
    )


async def _make_room(db: AsyncSession, account_id: UUID) -> None:
    """Forget the devices that were silent for longest, so that one more is not one too many."""
    kept = (
        select(PushSubscription.id)
        .where(devices_of(account_id))
        .order_by(PushSubscription.last_sent_at.desc().nulls_last(), PushSubscription.id.desc())
        .limit(ways.MOST_DEVICES - 1)
    )
    await db.execute(delete(PushSubscription).where(devices_of(account_id), PushSubscription.id.not_in(kept)))
