"""A professional's time taken together with a room and with one of those who assist there: all or none.

The three (and everybody who might assist) are locked in one statement, in id order like every claim; what
stands is counted under the lock, and the three claims are written at once. (docs/decisions/0050)
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, any_, bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import may_take
from api.availability.rules import SlotTaken, Span
from api.availability.service import claims, times
from api.availability.service.taking import (
    Seen,
    Taken,
    closed,
    look,
    refuse_out_of_reach,
    refuse_unless_free,
    with_buffers,
)
from api.availability.tables import Claim
from api.core.actor import Actor

# Each resource for its own stretch of time: the pauses around a slot are the professional's alone.
_STANDING = text(
    """
    WITH wanted AS (
        SELECT resource, tstzrange(to_timestamp(starts), to_timestamp(ends)) AS during
        FROM unnest(CAST(:resources AS uuid[]), CAST(:starts AS bigint[]), CAST(:ends AS bigint[]))
            AS each (resource, starts, ends)
    ), cleared AS (
        DELETE FROM claims USING wanted WHERE claims.resource_id = wanted.resource
        AND claims.during && wanted.during AND claims.expires_at <= CAST(:at AS timestamptz)
    )
    SELECT wanted.resource FROM wanted
    WHERE EXISTS (
        SELECT FROM claims WHERE claims.resource_id = wanted.resource AND claims.during && wanted.during
        AND (claims.expires_at IS NULL OR claims.expires_at > CAST(:at AS timestamptz))
    )
    """
).bindparams(
    bindparam("resources", type_=ARRAY(Uuid)),
    bindparam("starts", type_=ARRAY(BigInteger)),
    bindparam("ends", type_=ARRAY(BigInteger)),
)


# Built once, as kiosks ask with every touch. Without the session, which would look for the rows it holds.
_CLAIMS = Claim.__table__.c

_KEEP = (
    update(Claim.__table__)  # type: ignore[arg-type]  # a table
    .where(_CLAIMS.id == any_(bindparam("claims", type_=ARRAY(Uuid))), _CLAIMS.expires_at > bindparam("at"))
    .values(expires_at=None)
    .returning(_CLAIMS.id)
)

_TAKEN = (
    select(_CLAIMS.resource_id, func.lower(_CLAIMS.during), func.upper(_CLAIMS.during))
    .where(
        _CLAIMS.resource_id == any_(bindparam("resources", type_=ARRAY(Uuid))),
        _CLAIMS.during.overlaps(bindparam("window", type_=TSTZRANGE)),
        or_(_CLAIMS.expires_at.is_(None), _CLAIMS.expires_at > bindparam("at")),
    )
    .order_by(func.lower(_CLAIMS.during))
)


@dataclass(frozen=True, slots=True)
class Together:
    """A time that was just taken of a professional, a room and somebody who assists."""

    taken: Taken
    assistant_id: UUID
    room_claim_id: UUID
    assistant_claim_id: UUID


async def look_at(db: AsyncSession, actor: Actor | None, slot_id: str, at: datetime) -> tuple[Seen, Span]:
    """A slot that the actor may take (None: whoever gives their own) and that is free, before any lock: what
    it is, and its seconds.

    SlotTaken (naming free times nearby) when it is not, or is offered to others only; InvalidInput when it
    is no slot, past, too near or too far ahead, or takes several people at once.
    """
    seen = await look(db, slot_id, at)
    offered = actor is None or may_take(actor, seen.opening)
    if not offered or seen.opening.capacity != 1:
        raise SlotTaken("This time is not offered for this: search again")
    refuse_out_of_reach(seen.start, seen.setting.reach_of(seen.opening))
    return seen, await refuse_unless_free(db, seen, at)


async def take_slot_with(
    db: AsyncSession,
    slot_id: str,
    seen: Seen,
    room: UUID,
    one_of: Sequence[UUID],
    *,
    at: datetime,
    expires_at: datetime | None = None,
) -> Together:
    """Take a slot that `look_at` saw, with the room and the first of `one_of` who is free. SlotTaken when one
    of the three is not, and then none is taken."""
    await claims.lock(db, [seen.opening.professional_id, room, *one_of])
    seen = await look(db, slot_id, at)
    slot, opening = await refuse_unless_free(db, seen, at), seen.opening
    starts_at, ends_at = map(rules.instant, slot)
    taken = Taken(UUID(int=0), opening.id, opening.professional_id, opening.practice_id, starts_at, ends_at)
    return await _write(db, taken, with_buffers(opening, slot), slot, room, one_of, at, expires_at)


async def take_time_with(
    db: AsyncSession,
    professional_id: UUID,
    practice_id: UUID | None,
    starts_at: datetime,
    minutes: int,
    room: UUID,
    one_of: Sequence[UUID],
    *,
    at: datetime,
) -> Together:
    """The same for a time that the professional gives outside any opening."""
    start = rules.seconds(starts_at)
    span = start, start + minutes * 60
    await claims.lock(db, [professional_id, room, *one_of])
    if await closed(db, professional_id, span):
        raise SlotTaken("The professional is closed at that time: choose another")
    begins, ends = map(rules.instant, span)
    taken = Taken(UUID(int=0), None, professional_id, practice_id, begins, ends)
    return await _write(db, taken, span, span, room, one_of, at, None)


async def _write(
    db: AsyncSession,
    taken: Taken,
    own: Span,
    slot: Span,
    room: UUID,
    one_of: Sequence[UUID],
    at: datetime,
    expires_at: datetime | None,
) -> Together:
    spans = {who: slot for who in one_of} | {room: slot, taken.professional_id: own}
    standing = await _standing(db, spans, at)
    if taken.professional_id in standing:
        raise SlotTaken("The professional was just taken: search again")
    if room in standing:
        raise SlotTaken("The room is taken then: search again")
    assistant = next((who for who in one_of if who not in standing), None)
    if assistant is None:
        raise SlotTaken("Nobody who assists is free then: search again")
    rows = [
        Claim(
            resource_id=resource,
            during=times.tstzrange(during),
            exclusive=True,
            opening_id=taken.opening_id if resource == taken.professional_id else None,
            slot_starts_at=taken.starts_at
            if resource == taken.professional_id and taken.opening_id
            else None,
            expires_at=expires_at,
            created_at=at,
        )
        for resource, during in ((taken.professional_id, own), (room, slot), (assistant, slot))
    ]
    db.add_all(rows)
    await db.flush()
    doctor, of_room, of_assistant = (row.id for row in rows)
    return Together(replace(taken, claim_id=doctor), assistant, of_room, of_assistant)


async def _standing(db: AsyncSession, spans: Mapping[UUID, Span], at: datetime) -> set[UUID]:
    """Which of these are taken in their stretch; what has expired there is cleared."""
    ids = sorted(spans, key=str)
    values = {
        "resources": ids,
        "starts": [spans[id_][0] for id_ in ids],
        "ends": [spans[id_][1] for id_ in ids],
        "at": at,
    }
    return set((await db.scalars(_STANDING, values)).all())


async def take_one_of(
    db: AsyncSession, one_of: Sequence[UUID], starts_at: datetime, ends_at: datetime, *, at: datetime
) -> tuple[UUID, UUID] | None:
    """Take that time of the first of `one_of` who is free: who it is, and the claim. None when nobody is."""
    span = rules.seconds(starts_at), rules.seconds(ends_at)
    await claims.lock(db, one_of)
    standing = await _standing(db, dict.fromkeys(one_of, span), at)
    free = next((who for who in one_of if who not in standing), None)
    if free is None:
        return None
    claim = Claim(resource_id=free, during=times.tstzrange(span), exclusive=True, created_at=at)
    db.add(claim)
    await db.flush()
    return free, claim.id


async def keep_together(db: AsyncSession, claim_ids: Collection[UUID], *, at: datetime) -> bool:
    """Make claims that expire together later than `at` last for good; False, and nothing changed, when one is
    gone."""
    kept = await (await db.connection()).execute(_KEEP, {"claims": list(claim_ids), "at": at})
    return len(kept.all()) == len(claim_ids)


async def release_all(db: AsyncSession, claim_ids: Collection[UUID | None]) -> None:
    """Give times back. Harmless when they are free already."""
    if ids := [id_ for id_ in claim_ids if id_ is not None]:
        await db.execute(delete(Claim).where(Claim.id.in_(ids)))


async def shorten(db: AsyncSession, claim_ids: Collection[UUID | None], until: datetime) -> None:
    """End claims earlier: what is left of their time is free again. One that begins later is given back."""
    ids = [id_ for id_ in claim_ids if id_ is not None]
    if not ids:
        return
    later = delete(Claim).where(Claim.id.in_(ids), func.lower(Claim.during) >= until)
    await db.execute(later.execution_options(synchronize_session=False))
    sooner = func.tstzrange(func.lower(Claim.during), until)
    running = update(Claim).where(Claim.id.in_(ids), func.upper(Claim.during) > until).values(during=sooner)
    await db.execute(running.execution_options(synchronize_session=False))


async def taken_spans(
    db: AsyncSession, resources: Collection[UUID], from_at: datetime, until: datetime, *, at: datetime
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """When each of these resources is taken between two instants, in order; one that never is, is absent."""
    window = times.tstzrange((rules.seconds(from_at), rules.seconds(until)))
    values = {"resources": list(resources), "window": window, "at": at}
    rows = await (await db.connection()).execute(_TAKEN, values)
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for resource, start, end in rows:
        found.setdefault(resource, []).append((start, end))
    return found
