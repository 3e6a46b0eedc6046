"""How people may be reached: what they chose, where their SMS go, their devices, their quiet hours."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import NotificationChoices
from api.notifications.mobile import takes_sms
from api.notifications.tables import NotificationPreferences, PushSubscription
from api.notifications.ways import Reach, default_choices

REACH: list[Callable[[AsyncSession, UUID, Sequence[UUID]], Awaitable[dict[UUID, Reach]]]] = []
"""Who knows the phones and quiet hours of accounts in a community: modules above register."""


_ASKED = (
    func.unnest(bindparam("accounts", type_=ARRAY(Uuid)))
    .table_valued(column("account", Uuid))
    .render_derived(name="asked")
)
_ACCOUNT = _ASKED.c.account
_DEVICES = (
    select(func.array_agg(aggregate_order_by(PushSubscription.id, PushSubscription.id)))
    .where(PushSubscription.account_id == _ACCOUNT)
    .scalar_subquery()
)
_CHOSEN = (
    select(_ACCOUNT, NotificationPreferences, _DEVICES)
    .select_from(_ASKED)
    .outerjoin(NotificationPreferences, NotificationPreferences.account_id == _ACCOUNT)
)


@dataclass(frozen=True)
class Ways:
    """Everything that decides how one account is reached in a community.

    `phone` takes SMS and is in E.164; `own_phone` says that it was given with the choices. `quiet` is on the
    clock of the territory: those of the membership (`member_quiet`), else their own. `devices` are the ids of
    push subscriptions.
    """

    version: int
    choices: NotificationChoices
    daily_summary: bool
    phone: str | None
    own_phone: bool
    quiet: tuple[time, time] | None
    member_quiet: bool
    devices: tuple[UUID, ...]


async def ways_of(db: AsyncSession, community_id: UUID, accounts: Sequence[UUID]) -> dict[UUID, Ways]:
    """The ways of each of these accounts; with the defaults for who chose nothing (version 0)."""
    chosen = (await db.execute(_CHOSEN, {"accounts": list(accounts)})).all()
    reach: dict[UUID, Reach] = {}
    for known in REACH:
        reach |= await known(db, community_id, accounts)
    return {
        account: _ways(row, reach.get(account, Reach()), devices or ()) for account, row, devices in chosen
    }


def _ways(row: NotificationPreferences | None, reach: Reach, devices: Sequence[UUID]) -> Ways:
    own = row.mobile_phone if row is not None else None
    phone = own or reach.phone
    hours = (None, None) if row is None else (row.quiet_from, row.quiet_to)
    own_quiet = None if hours[0] is None or hours[1] is None else (hours[0], hours[1])
    return Ways(
        version=row.version if row is not None else 0,
        choices=NotificationChoices.model_validate(row.choices) if row is not None else default_choices(),
        daily_summary=row.daily_summary if row is not None else True,
        phone=phone if takes_sms(phone) else None,
        own_phone=own is not None,
        quiet=reach.quiet or own_quiet,
        member_quiet=reach.quiet is not None,
        devices=tuple(devices),
    )
