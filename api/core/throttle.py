"""How often something may be done by those who have no account: counted by the hour, in the database.

All processes share the count. What is counted (an address, a community) is kept as a keyed hash, for a day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from fastapi import Request
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import ProblemType
from api.core import clock
from api.core.crypto import keyed_hash
from api.core.ids import new_id
from api.core.problems import TooManyRequests
from api.core.tables import ThrottleCount

WINDOW = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)


class TooManyCalls(TooManyRequests):
    """Whoever calls did so often enough for the minute, or this for the hour."""

    type, title = ProblemType.too_many_calls, "Too many calls for now"


@dataclass(frozen=True)
class Limit:
    """At most so many in an hour, of `what`, by the same `who`."""

    what: str
    who: str
    most: int


async def count(db: AsyncSession, limit: Limit, at: datetime) -> None:
    """Count one more; it holds when the transaction does. TooManyCalls (429) past the limit.

    Others of the same `who` wait for this transaction to end, so that none passes the limit between two.
    """
    began, key_hash = _counted_under(limit, at)
    counted = insert(ThrottleCount).values(id=new_id(), key_hash=key_hash, began_at=began, count=1)
    so_far = await db.scalar(
        counted.on_conflict_do_update(
            index_elements=[ThrottleCount.key_hash, ThrottleCount.began_at],
            set_={"count": ThrottleCount.count + 1},
        ).returning(ThrottleCount.count)
    )
    if so_far is not None and so_far > limit.most:
        wait = int((began + WINDOW - at).total_seconds()) + 1
        raise TooManyCalls("Try again later, or call the coordination", retry_after=wait)


async def is_spent(db: AsyncSession, limit: Limit, at: datetime) -> bool:
    """Whether one more would pass the limit; nothing is counted."""
    began, key_hash = _counted_under(limit, at)
    wanted = select(ThrottleCount.count).where(
        ThrottleCount.key_hash == key_hash, ThrottleCount.began_at == began
    )
    so_far: int | None = await db.scalar(wanted)
    return so_far is not None and so_far >= limit.most


def _counted_under(limit: Limit, at: datetime) -> tuple[datetime, bytes]:
    """The hour, and the hash of who."""
    began = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return began, keyed_hash(f"throttle: {limit.what}", limit.who)


def network_of(address: str | None) -> str:
    """What is counted of an address: an IPv6 one with those of its /64, which one subscriber has whole."""
    try:
        read = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped or f"{read.exploded[:19]}::/64")
    return str(read)


def network_of_caller(request: Request) -> str:
    """Where a call comes from, as it is counted; behind a proxy, what that says, if the server trusts it."""
    return network_of(None if request.client is None else request.client.host)


async def forget_old_counts(db: AsyncSession) -> int:
    """Delete the counts of hours that are over; how many. For a periodic job."""
    old = delete(ThrottleCount).where(ThrottleCount.began_at <= clock.now() - KEPT_FOR)
    return len((await db.scalars(old.returning(ThrottleCount.id))).all())
