"""Say that something changed, to the pages that show it (docs/decisions/0016).

A change is a row, written in the transaction of what it tells. Once that is committed, NOTIFY wakes each web
process, which numbers the new rows and hands them to its listeners (`live_feed`, `live_hub`). A NOTIFY that
is lost costs some seconds: the rows are looked for anyway.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import LiveTopic, Role
from api.core import clock
from api.core.alone import single_statements
from api.core.db import BEFORE_DISCONNECT, after_commit, unit_of_work
from api.core.jobs import periodic
from api.core.tables import LiveEvent
from api.core.writing import will_be_written, write_last

log = structlog.get_logger(__name__)

CHANNEL = "maillage_live"

KEPT_FOR = timedelta(days=1)
"""A page that was away for longer reads everything again."""

_ANNOUNCED = "live_events"

_LAST_RING_SECONDS = 5


def account_key(account_id: UUID) -> str:
    """In an audience: this account, wherever it is signed in."""
    return f"account:{account_id}"


def professional_key(professional_id: UUID) -> str:
    """In an audience: the accounts that act as this professional."""
    return f"professional:{professional_id}"


def organisation_key(organisation_id: UUID) -> str:
    """In an audience: the accounts that ask for this structure."""
    return f"organisation:{organisation_id}"


def role_key(role: Role) -> str:
    """In an audience: everybody with this role in the community."""
    return f"role:{role.value}"


def announce(
    db: AsyncSession,
    community_id: UUID,
    topic: LiveTopic,
    audience: Iterable[str],
    *,
    subject_id: UUID | None = None,
) -> bool:
    """Tell these people of the community that things of a topic changed, if this transaction commits.

    `audience` are keys as the functions above make them. Said twice in a transaction, it is one event for
    both audiences. Returns whether this was the first time.
    """
    said: dict[tuple[UUID, LiveTopic, UUID | None], LiveEvent] = db.info.setdefault(_ANNOUNCED, {})
    known = said.get((community_id, topic, subject_id))
    if known is not None and will_be_written(db, known):
        if missing := sorted(set(audience) - set(known.audience)):
            known.audience = [*known.audience, *missing]
        return False
    event = LiveEvent(
        community_id=community_id,
        topic=topic,
        subject_id=subject_id,
        audience=sorted(set(audience)),
        created_at=clock.now(),
    )
    write_last(db, event)
    said[community_id, topic, subject_id] = event
    after_commit(db, ring)
    return True


class _Bell:
    """The NOTIFY of this process that is under way, and whether another must follow."""

    task: asyncio.Task[None] | None = None
    again = False


def ring() -> None:
    """Wake the web processes, soon. What is asked for while one NOTIFY is under way is one more, not many.

    Outside of the transactions that changed something: those that notify commit one after the other in
    PostgreSQL, which would put all bookings into one queue.
    """
    task = _Bell.task
    if task is None or task.done() or task.get_loop() is not asyncio.get_running_loop():
        _Bell.task = asyncio.create_task(_notify())
    else:
        _Bell.again = True


async def _rung() -> None:
    """Wait for the NOTIFY that is under way. Cut off in the middle of connecting, it would leave PostgreSQL
    with a connection that says nothing, for which some commands wait a minute."""
    task = _Bell.task
    if task is not None and task.get_loop() is asyncio.get_running_loop():
        await asyncio.wait({task}, timeout=_LAST_RING_SECONDS)


BEFORE_DISCONNECT.append(_rung)


async def _notify() -> None:
    _Bell.again = True
    while _Bell.again:
        _Bell.again = False
        try:
            async with single_statements() as connection:
                await connection.execute(text(f"NOTIFY {CHANNEL}"))
        except (SQLAlchemyError, OSError, RuntimeError) as error:  # RuntimeError: disconnected meanwhile
            log.info("live.not_notified", error=type(error).__name__)


@periodic("53 * * * *", "core.forget_old_live_events")
async def forget_old_live_events(timestamp: int) -> None:
    """Every hour: delete what no page can ask for any more."""
    async with unit_of_work() as db:
        await db.execute(delete(LiveEvent).where(LiveEvent.created_at < clock.now() - KEPT_FOR))
