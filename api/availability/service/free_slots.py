"""Free slots for the other modules: of some professionals, whatever the page."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import FreeSlot
from api.availability.service import times
from api.availability.service.opening_columns import OF_SLOTS
from api.availability.tables import Opening
from api.contract.models import CareMode, Need, SlotAudience


async def free_slots(
    db: AsyncSession,
    *,
    professional_ids: Collection[UUID],
    from_at: datetime,
    to_at: datetime,
    at: datetime,
    need: Need | None = None,
    mode: CareMode | None = None,
    audiences: Collection[SlotAudience] | None = None,
    community_ids: Collection[UUID] | None = None,
) -> Sequence[FreeSlot]:
    """The free slots of these professionals that start in [from_at, to_at), by start, then professional.

    Those of every opening, or, with `audiences`, of the openings meant for one of them; with
    `community_ids`, of the openings of these communities only. `at` is the present instant.
    """
    where: list[ColumnElement[bool]] = [
        times.of_professionals(professional_ids),
        times.runs_near(from_at, to_at),
    ]
    if audiences is not None:
        words = [audience.value for audience in audiences]
        where.append(Opening.audiences.op("&&")(bindparam(None, words, ARRAY(Text))))
    if community_ids is not None:
        where.append(Opening.community_id == any_(bindparam(None, list(community_ids), ARRAY(Uuid))))
    rows = await times.openings(db, *where, need=need, mode=mode, columns=OF_SLOTS)
    rows.sort(key=lambda row: row.professional_id.int)
    settings = await times.settings_of(db, times.distinct(row.community_id for row in rows), at)
    window = times.window_of(from_at, to_at)
    found = await times.free_between(db, rows, settings, window, at)
    return rules.FreeSlots(found)
