"""Remove the lines of the trail whose time is over, so that those which stay can still be vouched for.

The database lets nobody remove a line but its own function, which removes what lies before an ordered cut and
is older than six months (the least that the CNIL asks); without the key file nobody can write such a cut."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.rules import NATIONAL, Seal, ordered_cut
from api.audit.service.chain import keyed, of_chain, wait_for_chain
from api.audit.service.trail import record
from api.audit.tables import AuditCut, AuditEntry
from api.core.actor import system_actor

AT_ONCE = 10_000
"""Lines removed in one transaction."""

_REMOVE = text("SELECT cut_audit_trail()")


async def cut(db: AsyncSession, chain_id: UUID, before: datetime, at: datetime, *, up_to: int) -> int:
    """Remove the oldest lines of a chain that were written before an instant; how many, at most `AT_ONCE`. In
    a `unit_of_work(chain_id)`. That it happened, and how many went, is a line of the trail itself.

    Lines go from the beginning on: one that stands after a later one waits for it. None goes beyond `up_to`,
    the number up to which the chain was found whole: what an altered line says of its age is worth nothing.
    """
    await wait_for_chain(db, chain_id)
    last = await _last_to_go(db, chain_id, before, up_to)
    if last is None:
        return 0
    ordered = ordered_cut(chain_id, last, at, keyed)
    row = await db.scalar(select(AuditCut).where(of_chain(chain_id, AuditCut)))
    if row is None:
        row = AuditCut(community_id=None if chain_id == NATIONAL else chain_id)
        db.add(row)
    row.at, row.seal_no, row.seal_hash, row.mark = at, last.number, last.hash, ordered.mark
    await db.flush()
    removed: int = await db.scalar(_REMOVE) or 0
    actor = system_actor(None if chain_id == NATIONAL else chain_id)
    detail = {"lines": removed, "up_to": last.number, "before": before.isoformat()}
    await record(db, actor, "audit.cut", "community", actor.community_id, detail=detail)
    await db.flush()
    return removed


async def _last_to_go(db: AsyncSession, chain_id: UUID, before: datetime, up_to: int) -> Seal | None:
    sealed = select(AuditEntry.seal_no).where(of_chain(chain_id), AuditEntry.seal_no.is_not(None))
    first = await db.scalar(sealed.order_by(AuditEntry.seal_no).limit(1))
    if first is None:
        return None
    beyond = min(first + AT_ONCE, up_to + 1)
    younger = sealed.where(AuditEntry.seal_no < beyond, AuditEntry.at >= before)
    stays = await db.scalar(younger.order_by(AuditEntry.seal_no).limit(1))
    last = (
        select(AuditEntry.seal_no, AuditEntry.seal_hash)
        .where(of_chain(chain_id), AuditEntry.seal_no < (stays or beyond))
        .order_by(AuditEntry.seal_no.desc())
        .limit(1)
    )
    row = (await db.execute(last)).one_or_none()
    return None if row is None else Seal(row.seal_no, row.seal_hash)
