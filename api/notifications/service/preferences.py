"""By which ways messages reach oneself: read and chosen by each person, for themselves alone."""

from datetime import time
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.ids import new_id
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError, InvalidInput
from api.core.routing import expect_version
from api.identity import service as identity
from api.notifications import push, sms, ways
from api.notifications.mobile import takes_sms
from api.notifications.policy import devices_of, preferences_of
from api.notifications.service.devices import device_view
from api.notifications.service.reaching import ways_of
from api.notifications.tables import NotificationPreferences, PushSubscription

FIRST_VERSION = 0
"""What somebody who never chose has read."""


async def get_notification_preferences(db: AsyncSession, actor: Actor) -> wire.NotificationPreferences:
    """The actor's choices, or the defaults; where their SMS go, and their devices."""
    community_id = present_community(actor)
    own = (await ways_of(db, community_id, [actor.person_id]))[actor.person_id]
    devices = await db.scalars(
        select(PushSubscription).where(devices_of(actor.person_id)).order_by(PushSubscription.id)
    )
    rules = await identity.rules_of(db, community_id)
    quiet = own.quiet
    return wire.NotificationPreferences(
        version=own.version,
        families=ways.families_of(actor.scopes, delegate=actor.hand is not None),
        choices=own.choices,
        daily_summary=own.daily_summary,
        summary_at=rules.notifications.summary_at,
        phone_masked=None if own.phone is None else ways.masked(own.phone),
        own_phone=own.own_phone,
        sms_available=sms.provider() is not None,
        push_public_key=push.public_key(),
        quiet_hours=(
            None
            if quiet is None or quiet[0] == quiet[1]
            else wire.QuietHours(from_time=f"{quiet[0]:%H:%M}", to_time=f"{quiet[1]:%H:%M}")
        ),
        devices=[device_view(device) for device in devices],
    )


async def replace_notification_preferences(
    db: AsyncSession, actor: Actor, body: wire.NotificationPreferencesInput, *, expected: int
) -> wire.NotificationPreferences:
    """Choose anew. `expected` is the version that was read: StaleVersion (412) when it changed since.

    InvalidInput names a number that takes no SMS, and quiet hours where those of a membership hold.
    """
    row = await _locked(db, actor.person_id)
    expect_version(expected, row.version)
    before = _written(row)
    if body.mobile_phone is not MISSING:
        row.mobile_phone = None if body.mobile_phone is None else _mobile(body.mobile_phone)
    if body.quiet_hours is not MISSING:
        hours = body.quiet_hours
        own = (await ways_of(db, present_community(actor), [actor.person_id]))[actor.person_id]
        if own.member_quiet:
            message = (
                "A member's quiet hours are those of the membership: change them there, or leave this out"
            )
            raise InvalidInput(errors=[FieldError("/quiet_hours", message)])
        row.quiet_from = time.fromisoformat(hours.from_time) if hours else None
        row.quiet_to = time.fromisoformat(hours.to_time) if hours else None
    row.choices, row.daily_summary = body.choices.model_dump(), body.daily_summary
    row.version += 1
    row.changed_at = clock.now()
    after = _written(row)
    changed = [name for name, value in after.items() if value != before[name]]
    detail = {"changed": changed}
    name = "notification_preferences.replaced"
    await audit.record(db, actor, name, "account", actor.person_id, detail=detail)
    await db.flush()
    return await get_notification_preferences(db, actor)


def _written(row: NotificationPreferences) -> dict[str, object]:
    """What is compared for the audit trail, which keeps the names of fields alone."""
    return {
        "choices": row.choices,
        "daily_summary": row.daily_summary,
        "mobile_phone": row.mobile_phone,
        "quiet_hours": (row.quiet_from, row.quiet_to),
    }


def present_community(actor: Actor) -> UUID:
    """Where the actor stands: whoever may read messages stands somewhere."""
    assert actor.community_id is not None  # noqa: S101  scopes come from a community
    return actor.community_id


async def _locked(db: AsyncSession, account_id: UUID) -> NotificationPreferences:
    """The row of these choices, made of the defaults when there is none yet, held until the end."""
    await db.execute(
        insert(NotificationPreferences)
        .values(
            id=new_id(),
            account_id=account_id,
            version=FIRST_VERSION,
            choices=ways.default_choices().model_dump(),
            daily_summary=True,
            changed_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["account_id"])
    )
    return (
        await db.scalars(select(NotificationPreferences).where(preferences_of(account_id)).with_for_update())
    ).one()


def _mobile(typed: str) -> str:
    try:
        phone = e164(typed)
    except PhoneRefused as refused:
        raise InvalidInput(errors=[FieldError("/mobile_phone", str(refused))]) from refused
    if not takes_sms(phone):
        message = "Give a French mobile number (06, 07, or that of an overseas département)"
        raise InvalidInput(errors=[FieldError("/mobile_phone", message)])
    return phone
