"""Claims: whose time is taken. Everything that books anything goes through `claim`.

The advisory lock of each resource, taken in id order, is the authority: under it expired claims are
cleared, what stands is counted, and only then a claim is written. The exclusion constraint is the net.
(docs/decisions/0002-claims.md)
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, delete, text, update
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import SlotTaken, Span
from api.availability.service.times import tstzrange
from api.availability.tables import Claim
from api.core.writing import write_before_waiting

_LOCK = text(
    "SELECT pg_advisory_xact_lock(hashtextextended('claim|' || resource, 0)) "
    "FROM unnest(CAST(:resources AS text[])) AS wanted (resource)"
)

# Expired claims are cleared so that the exclusion constraint does not see them; those that stand are
# counted in the same round trip. A resource without any claim has no row: the others decide.
_STANDING = text(
    """
    WITH cleared AS (
        DELETE FROM claims WHERE resource_id = ANY(CAST(:resources AS uuid[]))
        AND during && CAST(:during AS tstzrange) AND expires_at <= CAST(:at AS timestamptz)
    )
    SELECT coalesce(max(standing), 0) FROM (
        SELECT count(*) AS standing FROM claims WHERE resource_id = ANY(CAST(:resources AS uuid[]))
        AND during && CAST(:during AS tstzrange)
        AND (expires_at IS NULL OR expires_at > CAST(:at AS timestamptz))
        GROUP BY resource_id
    ) AS counted
    """
).bindparams(bindparam("resources", type_=ARRAY(Uuid)), bindparam("during", type_=TSTZRANGE))


@dataclass(frozen=True)
class Place:
    """One place of an opening that may take several people at once: which start of which opening."""

    opening_id: UUID
    starts_at: datetime
    capacity: int


async def lock(db: AsyncSession, resources: Collection[UUID]) -> None:
    """Wait for one's turn on these resources, until the transaction ends. In id order, against deadlocks.

    What was read before may be stale afterwards: read what decides after this call.
    """
    await write_before_waiting(db)
    await db.execute(_LOCK, {"resources": sorted({str(resource) for resource in resources})})


async def claim(
    db: AsyncSession,
    resources: Sequence[UUID],
    during: Span,
    *,
    at: datetime,
    place: Place | None = None,
    expires_at: datetime | None = None,
) -> list[Claim]:
    """Take the resources (professionals, rooms) for that time, all or none; the claims in the same order.

    One at a time, unless `place` says that several people may be taken at once. Buffers belong to
    `during`. With `expires_at` the time is free again by itself. SlotTaken when one is not free.
    """
    await lock(db, resources)
    return await claim_locked(db, resources, during, at=at, place=place, expires_at=expires_at)


async def claim_locked(
    db: AsyncSession,
    resources: Sequence[UUID],
    during: Span,
    *,
    at: datetime,
    place: Place | None = None,
    expires_at: datetime | None = None,
) -> list[Claim]:
    """`claim`, for who already holds the `lock` of all these resources in this transaction."""
    stretch = tstzrange(during)
    standing = await db.scalar(_STANDING, {"resources": list(resources), "during": stretch, "at": at})
    if (standing or 0) >= (1 if place is None else place.capacity):
        raise SlotTaken
    claims = [
        Claim(
            resource_id=resource,
            during=stretch,
            exclusive=place is None or place.capacity == 1,
            opening_id=place.opening_id if place else None,
            slot_starts_at=place.starts_at if place else None,
            expires_at=expires_at,
            created_at=at,
        )
        for resource in resources
    ]
    db.add_all(claims)
    await db.flush()
    return claims


async def keep(db: AsyncSession, claim_id: UUID, *, at: datetime) -> bool:
    """Make a claim that expires later than `at` last for good; False when there is none (any more)."""
    running = update(Claim).where(Claim.id == claim_id, Claim.expires_at > at).values(expires_at=None)
    return (await db.scalar(running.returning(Claim.id))) is not None


async def release(db: AsyncSession, claim_id: UUID | None) -> None:
    """Give the time back. Harmless when it is free already."""
    if claim_id is not None:
        await db.execute(delete(Claim).where(Claim.id == claim_id))


async def let_go(db: AsyncSession, claim_id: UUID) -> None:
    """Give back what was only held: a claim that a booking made permanent stays."""
    await db.execute(delete(Claim).where(Claim.id == claim_id, Claim.expires_at.is_not(None)))


async def forget_expired(db: AsyncSession, at: datetime) -> int:
    """Delete the claims that expired: nobody counts them any more. How many there were."""
    gone = delete(Claim).where(Claim.expires_at <= at).returning(Claim.id)
    return len((await db.scalars(gone)).all())
