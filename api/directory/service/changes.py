"""What the imports changed in a territory: kept with each of them, and shown to the coordination."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.directory import policy, rules
from api.directory.service.professionals import summaries
from api.directory.tables import DirectoryChange, DirectoryImport, Membership
from api.identity import service as identity
from api.identity.policy import present_community

_KNOWN = text(
    """
    SELECT p.id, p.family_name || ' ' || p.given_name AS name, p.specialty_codes,
           array_agg(DISTINCT concat_ws(', ', practices.address_line, practices.commune_insee)) AS places,
           array_agg(DISTINCT practices.phone) FILTER (WHERE practices.phone IS NOT NULL) AS phones
    FROM practices JOIN professionals AS p ON p.id = practices.professional_id
    WHERE practices.is_active AND p.is_active
      AND practices.commune_insee = ANY(CAST(:communes AS text[]))
    GROUP BY p.id
    """
)


async def known_in(db: AsyncSession, communes: Sequence[str]) -> dict[UUID, rules.Known]:
    """Who practises in these communes (INSEE codes), with what an import may change."""
    return {
        row.id: rules.Known(
            row.id, row.name, tuple(row.specialty_codes), tuple(row.places), tuple(row.phones or ())
        )
        for row in await db.execute(_KNOWN, {"communes": list(communes)})
    }


async def keep_changes(
    db: AsyncSession,
    community_id: UUID,
    before: Mapping[UUID, rules.Known],
    after: Mapping[UUID, rules.Known],
    *,
    counts: Mapping[str, int],
    sourced_on: date,
    at: datetime,
) -> None:
    """Keep an import and what it changed, in its transaction; what is older than 13 months goes."""
    old = DirectoryImport.at < at - rules.KEPT
    await db.execute(delete(DirectoryImport).where(DirectoryImport.community_id == community_id, old))
    done = DirectoryImport(community_id=community_id, at=at, sourced_on=sourced_on, counts=dict(counts))
    db.add(done)
    await db.flush()
    db.add_all(
        DirectoryChange(
            community_id=community_id,
            import_id=done.id,
            professional_id=professional_id,
            kind=kind,
            at=at,
        )
        for professional_id, kind in rules.changes(before, after)
    )
    await db.flush()


async def list_directory_changes(
    db: AsyncSession, actor: Actor, query: wire.ListDirectoryChangesQuery
) -> wire.DirectoryChangeList:
    """What changed in the actor's territory, newest first, and how the last import went."""
    community_id = present_community(actor)
    wanted = select(DirectoryChange).where(DirectoryChange.community_id == community_id)
    if query.kind is not None:
        wanted = wanted.where(DirectoryChange.kind == query.kind)
    keys = [Key(DirectoryChange.at, descending=True), Key(DirectoryChange.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    found = [row[0] for row in page.items]
    ids = [one.professional_id for one in found]
    people = await summaries(db, ids)
    members = set(
        await db.scalars(
            select(Membership.professional_id).where(
                policy.visible_to(actor), Membership.professional_id.in_(ids)
            )
        )
    )
    return wire.DirectoryChangeList(
        items=[
            wire.DirectoryChange(
                id=one.id,
                kind=one.kind,
                at=one.at,
                professional=people[one.professional_id],
                is_member=one.professional_id in members,
            )
            for one in found
        ],
        next_cursor=page.next_cursor,
        last_import=await _last_import(db, community_id, clock.now()),
    )


async def _last_import(db: AsyncSession, community_id: UUID, at: datetime) -> wire.DirectoryImport | None:
    last = await db.scalar(
        select(DirectoryImport)
        .where(DirectoryImport.community_id == community_id)
        .order_by(DirectoryImport.at.desc(), DirectoryImport.id.desc())
        .limit(1)
    )
    if last is None:
        return None
    late_days = (await identity.rules_of(db, community_id)).directory.import_late_days
    return wire.DirectoryImport(
        at=last.at,
        sourced_on=last.sourced_on,
        is_late=rules.is_late(last.at, at, late_days),
        **{name: last.counts[name] for name in ("created", "updated", "left", "gone", "closed_places")},
    )
