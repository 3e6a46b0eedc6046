"""Walk the chains of seals from end to end, and say where one breaks."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.policy import visible_to
from api.audit.rules import (
    Found,
    Seal,
    Sealed,
    beginning,
    fault_after,
    fault_at_beginning,
    fault_at_end,
    is_another_break,
)
from api.audit.service.chain import cut_of, keyed, line_of, of_chain
from api.audit.service.noting import note_of, write_note
from api.audit.tables import AuditCheck, AuditEntry
from api.contract import models as wire
from api.core.actor import Actor

log = structlog.get_logger(__name__)

_AT_ONCE = 2_000
"""Lines read at a time: a chain of years does not fit in memory."""


@dataclass(frozen=True)
class Findings:
    """How far a chain holds, and its first fault. After a break nothing later can be vouched for."""

    chain_id: UUID
    reached: Seal
    found: Found | None
    unsealed: int
    removed: int
    """Lines that went before the first one, after their time."""
    is_news: bool = True
    """Whether a fault is another than that of the last check (`rules.is_another_break`)."""


async def verify(db: AsyncSession, chain_id: UUID, *, known: Seal | None = None) -> Findings:
    """Walk the whole chain, in a `unit_of_work(chain_id)`. `known`: a seal that was noted elsewhere earlier,
    in place of that of the last night: only so is it seen that the last lines were cut off."""
    note = await note_of(db, chain_id)
    known = known or note.held
    lines = (
        select(AuditEntry)
        .where(of_chain(chain_id), AuditEntry.seal_no.is_not(None))
        .order_by(AuditEntry.seal_no)
        .execution_options(yield_per=_AT_ONCE)
    )
    cut = await cut_of(db, chain_id)
    first = reached = beginning(chain_id, cut, keyed)
    found = fault_at_beginning(first, known)
    async for entry in await db.stream_scalars(lines):
        one = Sealed(line_of(entry), Seal(entry.seal_no or 0, entry.seal_hash or b""))
        db.expunge(entry)
        if (found := found or fault_after(reached, one, keyed, known)) is not None:
            break
        reached = one.seal
    waiting = select(func.count()).where(of_chain(chain_id), AuditEntry.seal_no.is_(None))
    unsealed = await db.scalar(waiting) or 0
    found = found or fault_at_end(reached, known) or fault_at_end(reached, None if cut is None else cut.last)
    found = found or note.found
    return Findings(chain_id, reached, found, unsealed, first.number)


async def verify_and_note(db: AsyncSession, chain_id: UUID, at: datetime) -> Findings:
    """The same, kept for who reads the trail, and said in the log: a chain that is written anew later no
    longer agrees with the logs that left the server."""
    note = await note_of(db, chain_id)
    before = None if note.check is None else note.check.fault_no
    findings = await verify(db, chain_id)
    findings = replace(findings, is_news=is_another_break(before, findings.found))
    write_note(db, chain_id, note, findings.reached, findings.found, at)
    said = {"chain": str(chain_id), "lines": findings.reached.number, "seal": findings.reached.hash.hex()}
    if findings.found is None:
        log.info("audit.verified", **said)
    else:
        log.error("audit.broken", fault=findings.found.fault.value, line=findings.found.number, **said)
    return findings


async def get_audit_chain(db: AsyncSession, actor: Actor) -> wire.AuditChain:
    """How far the actor's present community is sealed, and what the last check found."""
    sealed = AuditEntry.seal_no.is_not(None)
    counts = select(func.count().filter(sealed), func.count().filter(~sealed)).where(visible_to(actor))
    of, to_come = (await db.execute(counts)).one()
    check: AuditCheck | None = None
    removed = 0
    if (chain_id := actor.community_id) is not None:
        check = (await note_of(db, chain_id)).check
        removed = beginning(chain_id, await cut_of(db, chain_id), keyed).number
    if check is not None and check.fault is None and check.seal_no == removed:
        check = None  # it only began: no night has passed
    return wire.AuditChain(
        sealed=of,
        unsealed=to_come,
        removed=removed,
        checked_at=None if check is None else check.at,
        checked_lines=None if check is None else max(0, _held(check) - removed),
        fault=None if check is None else check.fault,
        fault_at_line=None if check is None else check.fault_no,
    )


def _held(check: AuditCheck) -> int:
    """A chain that broke held up to the line before."""
    return check.seal_no if check.fault_no is None else check.fault_no - 1
