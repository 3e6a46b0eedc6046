"""Write the trail, and read it back."""

import json
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from fastapi import Response
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.policy import visible_to
from api.audit.tables import AuditEntry
from api.contract import models as wire
from api.core import clock, downloads
from api.core.actor import Actor
from api.core.db import unit_of_work
from api.core.paging import Key, page_of
from api.core.spreadsheets import Cell
from api.core.writing import write_last

NAMES: list[Callable[[AsyncSession, set[UUID]], Awaitable[dict[UUID, str]]]] = []
"""Who knows the names of actors: modules above register, so that the trail itself holds none."""


async def record(
    db: AsyncSession,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: UUID | None,
    *,
    detail: dict[str, Any] | None = None,
    community_id: UUID | None = None,
) -> None:
    """Add one line to the trail, in the transaction of the act: both happen or neither.

    `action` reads `subject.verb` in the past (`offer.accepted`, `person.identity_read`). `detail` is
    JSON without any personal datum. `community_id` says where, when it is not the actor's own (an actor
    who chooses a community, or the server acting nationally).
    """
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    entry = AuditEntry(
        community_id=community_id or actor.community_id,
        at=clock.now(),
        actor_kind=actor.kind,
        actor_id=actor.person_id,
        on_behalf_of_id=None if actor.hand is None else actor.id,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        detail=detail,
        request_id=request_id,
    )
    write_last(db, entry)  # all lines of a transaction in one statement


async def record_refused(
    actor: Actor, action: str, subject_kind: str, subject_id: UUID | None, *, reason: str
) -> None:
    """Add a line for a refused access, in a transaction of its own: the refusal undoes the request's."""
    async with unit_of_work(actor.community_id) as db:
        await record(db, actor, action, subject_kind, subject_id, detail={"refused": reason})


async def list_audit_entries(
    db: AsyncSession, actor: Actor, query: wire.ListAuditEntriesQuery
) -> wire.AuditEntryList:
    """The entries that the actor may read and that match, newest first."""
    keys = [Key(AuditEntry.at, descending=True), Key(AuditEntry.id, descending=True)]
    page = await page_of(db, _matching(actor, query), keys=keys, cursor=query.cursor, limit=query.limit)
    entries = [row[0] for row in page.items]
    named = {who for entry in entries for who in (entry.actor_id, entry.on_behalf_of_id) if who is not None}
    names = await _names(db, named)
    return wire.AuditEntryList(
        items=[_shown(entry, names) for entry in entries],
        next_cursor=page.next_cursor,
    )


async def export_audit_entries(
    db: AsyncSession, actor: Actor, query: wire.ExportAuditEntriesQuery
) -> Response:
    """The same as a table, oldest first, streamed: ids and no names, as the trail itself, with each line's
    place in the chain. Who took it, and what of it, is a line of the trail."""
    await record(
        db,
        actor,
        "audit.exported",
        "community",
        actor.community_id,
        detail=query.model_dump(mode="json", exclude_none=True) or None,
    )
    wanted = _matching(actor, query).order_by(AuditEntry.at, AuditEntry.id)
    content = downloads.lines(actor.community_id, wanted, _cells)
    return downloads.table("journal-des-acces.csv", _TITLES, content)


def _matching(
    actor: Actor, query: wire.ListAuditEntriesQuery | wire.ExportAuditEntriesQuery
) -> Select[AuditEntry]:
    wanted = select(AuditEntry).where(visible_to(actor))
    for column, value in (
        (AuditEntry.subject_id, query.subject_id),
        (AuditEntry.actor_id, query.actor_id),
        (AuditEntry.action, query.action),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if query.from_at is not None:
        wanted = wanted.where(AuditEntry.at >= query.from_at)
    if query.to_at is not None:
        wanted = wanted.where(AuditEntry.at < query.to_at)
    return wanted


_TITLES = (
    "Numéro", "Instant (UTC)", "Nature de l’acteur", "Acteur", "Au nom de", "Action", "Nature de l’objet",
    "Objet", "Détail", "Requête", "Sceau",
)  # fmt: skip


def _cells(row: Any) -> tuple[Cell, ...]:
    entry: AuditEntry = row[0]
    ids = [None if one is None else str(one) for one in (entry.actor_id, entry.on_behalf_of_id)]
    return (
        entry.seal_no,
        entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        entry.actor_kind,
        *ids,
        entry.action,
        entry.subject_kind,
        None if entry.subject_id is None else str(entry.subject_id),
        _detail(entry),
        entry.request_id,
        None if entry.seal_hash is None else entry.seal_hash.hex(),
    )


def _detail(entry: AuditEntry) -> str | None:
    return None if entry.detail is None else json.dumps(entry.detail, ensure_ascii=False)


async def last_acts(db: AsyncSession, account_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these persons last did something traced for the account, in the present community."""
    wanted = (
        select(AuditEntry.actor_id, func.max(AuditEntry.at))
        .where(AuditEntry.on_behalf_of_id == account_id, AuditEntry.actor_id.in_(person_ids))
        .group_by(AuditEntry.actor_id)
    )
    return {person: at for person, at in await db.execute(wanted) if person is not None}


async def _names(db: AsyncSession, actor_ids: set[UUID]) -> dict[UUID, str]:
    names: dict[UUID, str] = {}
    for named in NAMES:
        names |= await named(db, actor_ids)
    return names


def _shown(entry: AuditEntry, names: dict[UUID, str]) -> wire.AuditEntry:
    """The wire form. The trail itself keeps ids only: names are those of today."""
    return wire.AuditEntry(
        id=entry.id,
        at=entry.at,
        actor_kind=wire.AuditActorKind(entry.actor_kind),
        actor_id=entry.actor_id,
        actor_name=names.get(entry.actor_id) if entry.actor_id else None,
        on_behalf_of_id=entry.on_behalf_of_id,
        on_behalf_of_name=names.get(entry.on_behalf_of_id) if entry.on_behalf_of_id else None,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        detail=_detail(entry),
    )
