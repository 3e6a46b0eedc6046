"""Who opposed to the search: kept as a keyed hash alone, so that no later list enters them again.

Docs: docs/decisions/0042-public-form-and-list-of-the-cpam.md.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.rules import erased_from
from api.core.ids import new_id
from api.people import service as people
from api.referrals.attending_doctor.service.facts import Setting
from api.referrals.attending_doctor.tables import AttendingDoctorOpposition as Opposition

AT_ONCE = 2_000
"""Hashes of one statement: a list of the CPAM may hold ten times as many."""

KEPT_MONTHS = 36
"""As long as the CNIL recommends for lists of those who opposed; a list after that informs them anew."""


async def remember(db: AsyncSession, community_id: UUID, person_id: UUID, at: datetime) -> None:
    """Keep the hashes of a person who opposes, those of before a correction too; before they are erased."""
    await remember_hashes(db, community_id, await people.hashes_of(db, person_id), at)


async def remember_hashes(
    db: AsyncSession, community_id: UUID, hashes: Collection[bytes], at: datetime
) -> None:
    """Keep the hashes of those who oppose, each once; said again, it counts from now."""
    everybody = sorted(set(hashes))
    for some in (everybody[first : first + AT_ONCE] for first in range(0, len(everybody), AT_ONCE)):
        kept = insert(Opposition).values(
            [
                {"id": new_id(), "community_id": community_id, "identity_hash": one, "opposed_at": at}
                for one in some
            ]
        )
        await db.execute(
            kept.on_conflict_do_update(
                index_elements=[Opposition.community_id, Opposition.identity_hash], set_={"opposed_at": at}
            )
        )


async def stand_again(db: AsyncSession, community_id: UUID, said: Mapping[bytes, datetime]) -> int:
    """After a restore, keep the hashes of those who have opposed since, each from when they did; how many."""
    known = await db.execute(
        select(Opposition.identity_hash, Opposition.opposed_at).where(Opposition.community_id == community_id)
    )
    here = {identity_hash: opposed_at for identity_hash, opposed_at in known}
    by_day: dict[datetime, list[bytes]] = {}
    for identity_hash, opposed_at in said.items():
        if here.get(identity_hash) != opposed_at:
            by_day.setdefault(opposed_at, []).append(identity_hash)
    for opposed_at, hashes in by_day.items():
        await remember_hashes(db, community_id, hashes, opposed_at)
    return sum(map(len, by_day.values()))


async def lift(db: AsyncSession, community_id: UUID, person_id: UUID) -> None:
    """The coordination has checked that a person agrees now: forget that they opposed before."""
    hashes = await people.hashes_of(db, person_id)
    await db.execute(
        delete(Opposition).where(
            Opposition.community_id == community_id, Opposition.identity_hash.in_(hashes)
        )
    )


async def is_opposed(db: AsyncSession, community_id: UUID, identity_hash: bytes) -> bool:
    """Whether who is recognised by this hash opposed."""
    return await opposed_since(db, community_id, identity_hash) is not None


async def opposed_since(db: AsyncSession, community_id: UUID, identity_hash: bytes) -> datetime | None:
    """When who is recognised by this hash opposed; None when they did not."""
    known = select(Opposition.opposed_at).where(
        Opposition.community_id == community_id, Opposition.identity_hash == identity_hash
    )
    since: datetime | None = await db.scalar(known)
    return since


async def carry_over(db: AsyncSession, community_id: UUID, former: bytes, present: bytes) -> None:
    """Who opposed is called otherwise now: remember both, as long as the later opposition; none is lost."""
    since = await opposed_since(db, community_id, former)
    if since is not None:
        already = await opposed_since(db, community_id, present)
        await remember_hashes(db, community_id, [present], max(since, already or since))


async def opposed_in(db: AsyncSession, community_id: UUID) -> frozenset[bytes]:
    """The hashes of all those who opposed in a community."""
    known = select(Opposition.identity_hash).where(Opposition.community_id == community_id)
    return frozenset(await db.scalars(known))


async def forget_old(db: AsyncSession, community_id: UUID, setting: Setting) -> None:
    """Forget oppositions older than `KEPT_MONTHS`."""
    rows = await db.scalars(select(Opposition).where(Opposition.community_id == community_id))
    for row in rows:
        if erased_from(row.opposed_at, KEPT_MONTHS, setting.zone) <= setting.at:
            await db.delete(row)
