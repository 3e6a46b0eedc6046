"""The sweep that tells the coordination of gaps of the rota that are near, each once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.certifiers import rules
from api.certifiers.service.facts import setting_of
from api.certifiers.service.rota import gaps_between
from api.certifiers.service.shifts import shift_views, shifts_between, shifts_of
from api.certifiers.tables import RotaGapTold
from api.contract.models import NotificationKind, Role
from api.directory.tables import Duty, Membership
from api.identity import service as identity
from api.identity.tables import Community
from api.notifications import service as notifications


async def tell_gaps(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """Tell the coordination of the gaps of the next 48 hours that it was not told of; how many.

    A gap that goes on, or shrinks, is the same one; one that was filled and opens again is told again. A
    community where nobody ever volunteered and no shift was ever put has no rota, and so no gap.
    """
    if not await _has_rota(db, community_id):
        return 0
    alone = select(Community.id).where(Community.id == community_id)
    if await db.scalar(alone.with_for_update(key_share=True, skip_locked=True)) is None:
        return 0  # another sweep is at it
    setting, end = await setting_of(db, community_id, at), at + rules.TOLD_AHEAD
    views = await shift_views(db, community_id, await shifts_between(db, community_id, at, end), setting)
    found = gaps_between(views, at, end, setting)
    open_now = rules.stretches_of(rules.Gap(one.starts_at, one.ends_at, one.missing) for one in found)
    mine = RotaGapTold.community_id == community_id
    told = (await db.scalars(select(RotaGapTold).where(mine))).all()
    fresh = rules.not_told(open_now, [(one.starts_at, one.ends_at) for one in told])
    await db.execute(delete(RotaGapTold).where(mine))
    db.add_all(
        RotaGapTold(community_id=community_id, starts_at=one.starts_at, ends_at=one.ends_at)
        for one in open_now
    )
    coordinators = await identity.accounts_with_role(db, community_id, Role.coordinator)
    for gap in fresh:
        await notifications.notify(
            db,
            community_id=community_id,
            account_ids=[account.id for account in coordinators],
            kind=NotificationKind.death_rota_gap,
            at=at,
            facts={"starts_at": gap.starts_at},  # where it ends may lie beyond the 48 hours
        )
    return len(fresh)


async def _has_rota(db: AsyncSession, community_id: UUID) -> bool:
    volunteers = select(Membership.id).where(
        Membership.community_id == community_id, Membership.death_certification
    )
    shifts = select(Duty.id).where(shifts_of(community_id))
    return bool(await db.scalar(select(or_(volunteers.exists(), shifts.exists()))))
