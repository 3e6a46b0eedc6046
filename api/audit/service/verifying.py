"""Walk the chains of seals from end to end, and say where one breaks."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.policy import visible_to
from api.audit.rules import (
    NATIONAL,
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
    """Walk the whole chain, in a `unit_of_work(chain_id)`. `known`: a seal that was noted earlier: only so
    is it seen that the last lines were cut off."""
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
    return Findings(chain_id, reached, found, unsealed, first.number)


async def verify_and_note(db: AsyncSession, chain_id: UUID, at: datetime) -> Findings:
    """The same, against what was found the last time; kept for who reads the trail, and said in the log: a
    chain that is written anew later no longer agrees with the logs that left the server."""
    check = await _last_check(db, chain_id)
    known = _held_seal(check)
    findings = await verify(db, chain_id, known=known)
    before = None if check is None else check.fault_no
    findings = replace(findings, is_news=is_another_break(before, findings.found))
    if check is None:
        check = AuditCheck(community_id=None if chain_id == NATIONAL else chain_id)
        db.add(check)
    check.at = at
    if findings.found is None:
        check.seal_no, check.seal_hash = findings.reached.number, findings.reached.hash
    elif known is None:
        check.seal_no, check.seal_hash = 0, b""
    check.fault = None if findings.found is None else findings.found.fault
    check.fault_no = None if findings.found is None else findings.found.number
    said = {"chain": str(chain_id), "lines": findings.reached.number, "seal": findings.reached.hash.hex()}
    if findings.found is None:
        log.info("audit.verified", **said)
    else:
        log.error("audit.broken", fault=findings.found.fault.value, line=findings.found.number, **said)
    return findings


async def last_seal(db: AsyncSession, chain_id: UUID) -> Seal | None:
    """The last one that the server itself vouched for, at night; None before its first night."""
    return _held_seal(await _last_check(db, chain_id))


def _held_seal(check: AuditCheck | None) -> Seal | None:
    return None if check is None else Seal(check.seal_no, check.seal_hash)


async def _last_check(db: AsyncSession, chain_id: UUID) -> AuditCheck | None:
    found: AuditCheck | None = await db.scalar(select(AuditCheck).where(of_chain(chain_id, AuditCheck)))
    return found


async def get_audit_chain(db: AsyncSession, actor: Actor) -> wire.AuditChain:
    """How far the actor's present community is sealed, and what the last check found."""
    sealed = AuditEntry.seal_no.is_not(None)
    counts = select(func.count().filter(sealed), func.count().filter(~sealed)).where(visible_to(actor))
    of, to_come = (await db.execute(counts)).one()
    check, removed = None, 0
    if (chain_id := actor.community_id) is not None:
        check = await _last_check(db, chain_id)
        removed = beginning(chain_id, await cut_of(db, chain_id), keyed).number
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
