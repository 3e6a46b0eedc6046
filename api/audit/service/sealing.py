"""Seal the lines that were written since: not in their own transaction, which would make all acts wait for
each other, but seconds later, by a job. Late, killed or run twice at once, it changes nothing but latency."""

from uuid import UUID

import structlog
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.rules import Seal, beginning, next_seal
from api.audit.service.chain import cut_of, keyed, line_of, of_chain, wait_for_chain
from api.audit.service.noting import begin_note, note_of
from api.audit.tables import AuditEntry
from api.core import clock

log = structlog.get_logger(__name__)

BATCH = 1_000
"""Lines sealed in one transaction."""

_CHAINS = text("SELECT audit_chains_to_seal()")


async def chains_to_seal(db: AsyncSession) -> list[UUID]:
    """The chains that have lines without a seal: ids of communities, `NATIONAL` for that of none."""
    return sorted((await db.scalars(_CHAINS)).all())


async def seal_lines(db: AsyncSession, chain_id: UUID) -> int:
    """Seal the oldest lines of a chain that have no seal yet; how many, at most `BATCH`. In a
    `unit_of_work(chain_id)`. Who seals the same chain waits: two would give the same number twice.

    A chain whose seals were taken away gets no new ones, which would make right what somebody changed: the
    walk of the night says what is missing.
    """
    await wait_for_chain(db, chain_id)
    before, note = await _last_seal(db, chain_id), await note_of(db, chain_id)
    if note.found is not None or (note.held is not None and note.held.number > before.number):
        log.error("audit.not_sealed", chain=str(chain_id), line=before.number + 1)
        return 0
    unsealed = (
        select(AuditEntry)
        .where(of_chain(chain_id), AuditEntry.seal_no.is_(None))
        .order_by(AuditEntry.id)
        .limit(BATCH)
    )
    seals = []
    for entry in (await db.scalars(unsealed)).all():
        before = next_seal(before, line_of(entry), keyed)
        seals.append({"entry": entry.id, "no": before.number, "hash": before.hash})
    if seals:
        if note.check is None:
            begin_note(db, chain_id, beginning(chain_id, await cut_of(db, chain_id), keyed), clock.now())
        sealing = update(AuditEntry.__table__).where(AuditEntry.id == bindparam("entry"))  # type: ignore[arg-type]  # a table
        connection = await db.connection()
        await connection.execute(sealing.values(seal_no=bindparam("no"), seal_hash=bindparam("hash")), seals)
    return len(seals)


async def _last_seal(db: AsyncSession, chain_id: UUID) -> Seal:
    last = (
        select(AuditEntry.seal_no, AuditEntry.seal_hash)
        .where(of_chain(chain_id), AuditEntry.seal_no.is_not(None))
        .order_by(AuditEntry.seal_no.desc())
        .limit(1)
    )
    row = (await db.execute(last)).one_or_none()
    if row is None:
        return beginning(chain_id, await cut_of(db, chain_id), keyed)
    return Seal(row.seal_no, row.seal_hash)
