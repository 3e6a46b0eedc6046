"""What is noted of a chain beside it: how far it held. Whoever owns the database may change the note, or take
it away, and has not the key of its mark."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.rules import NATIONAL, Found, Seal, mark_of_check
from api.audit.service.chain import keyed, of_chain
from api.audit.tables import AuditCheck, AuditEntry
from api.contract.models import AuditFault as Fault


@dataclass(frozen=True)
class Note:
    """`held`: the last seal that the server vouched for; None before its first night. `found`: the note
    itself is not what the server wrote."""

    check: AuditCheck | None
    held: Seal | None
    found: Found | None


async def note_of(db: AsyncSession, chain_id: UUID) -> Note:
    """What is noted of a chain, in a `unit_of_work(chain_id)`."""
    check: AuditCheck | None = await db.scalar(select(AuditCheck).where(of_chain(chain_id, AuditCheck)))
    if check is None:
        sealed = exists().where(of_chain(chain_id), AuditEntry.seal_no.is_not(None))
        return Note(None, None, Found(Fault.altered, 1) if await db.scalar(select(sealed)) else None)
    if check.mark != _mark(chain_id, check):
        return Note(check, None, Found(Fault.altered, 1))
    return Note(check, Seal(check.seal_no, check.seal_hash) if check.seal_hash else None, None)


def begin_note(db: AsyncSession, chain_id: UUID, first: Seal, at: datetime) -> None:
    """A chain begins: nothing was walked yet, and that it exists is noted."""
    check = AuditCheck(community_id=None if chain_id == NATIONAL else chain_id, at=at)
    check.seal_no, check.seal_hash, check.fault, check.fault_no = first.number, first.hash, None, None
    check.mark = _mark(chain_id, check)
    db.add(check)


def write_note(
    db: AsyncSession, chain_id: UUID, note: Note, reached: Seal, found: Found | None, at: datetime
) -> None:
    """Keep what a walk found. After a fault the seal of the last good night stays; a note that somebody else
    wrote bears no mark again, so that it is not right the night after."""
    check = note.check
    if check is None:
        check = AuditCheck(community_id=None if chain_id == NATIONAL else chain_id)
        check.seal_no, check.seal_hash, check.mark = 0, b"", b""
        db.add(check)
    check.at = at
    check.fault, check.fault_no = (None, None) if found is None else (found.fault, found.number)
    if found is None:
        check.seal_no, check.seal_hash = reached.number, reached.hash
    if note.found is None:
        check.mark = _mark(chain_id, check)


def _mark(chain_id: UUID, check: AuditCheck) -> bytes:
    wrong = None if check.fault is None else Found(check.fault, check.fault_no or 0)
    return mark_of_check(chain_id, check.at, Seal(check.seal_no, check.seal_hash), wrong, keyed)
