"""A chain as it is stored: its lines, the key of its seals, and where it begins."""

from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.rules import NATIONAL, Cut, Line, Seal
from api.audit.tables import AuditCheck, AuditCut, AuditEntry
from api.core.crypto import keyed_hash
from api.core.db import wait_for_turn

keyed = partial(keyed_hash, "seal of the audit trail")
"""The hash of seals, under the key of this instance (`rules.Keyed`)."""


async def wait_for_chain(db: AsyncSession, chain_id: UUID) -> None:
    """Who seals or cuts the same chain waits until this transaction ends."""
    await wait_for_turn(db, f"audit chain {chain_id}")


def of_chain(
    chain_id: UUID, table: type[AuditEntry] | type[AuditCut] | type[AuditCheck] = AuditEntry
) -> ColumnElement[bool]:
    """The lines of a chain, or what is noted of it."""
    if chain_id == NATIONAL:
        return table.community_id.is_(None)
    return table.community_id == chain_id


async def cut_of(db: AsyncSession, chain_id: UUID) -> Cut | None:
    """What the database says was removed from the beginning of a chain; `rules.beginning` judges it."""
    row = await db.scalar(select(AuditCut).where(of_chain(chain_id, AuditCut)))
    return None if row is None else Cut(Seal(row.seal_no, row.seal_hash), row.at, row.mark)


def line_of(entry: AuditEntry) -> Line:
    """What a row of the trail says."""
    return Line(
        id=entry.id,
        community_id=entry.community_id,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        on_behalf_of_id=entry.on_behalf_of_id,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        detail=entry.detail,
        request_id=entry.request_id,
    )
