"""Holds: a slot kept for some minutes by somebody who is filling a form."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import holds_of, may_take
from api.availability.rules import HoldExpired, SlotTaken
from api.availability.service import across, claims, times
from api.availability.service.announcing import announce_agenda
from api.availability.service.taking import Taken, look, take_slot
from api.availability.tables import Absence, Closure, Hold, Opening
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.problems import FieldError, InvalidInput, NotFound
from api.directory import service as directory
from api.identity import service as identity
from api.identity.policy import present_community

KEPT_FOR = timedelta(days=1)
"""How long ended holds stay, to answer a late click with "no longer held"."""

_TOKEN_BYTES = 24


async def create_hold(db: AsyncSession, actor: Actor, body: wire.HoldInput) -> wire.Hold:
    """Keep a free slot for the minutes of the community's rules; the token is told once, here."""
    at = clock.now()
    seen = await look(db, body.slot_id, at)
    opening = seen.opening
    actor = await across.where_it_opens(db, actor, opening)
    if not may_take(actor, opening):
        raise SlotTaken("This time is no longer offered: search again")
    community_id = present_community(actor)
    minutes = (await identity.rules_of(db, community_id)).availability.hold_minutes
    expires_at = at + timedelta(minutes=minutes)
    summary = (await directory.summaries(db, [opening.professional_id]))[opening.professional_id]
    taken = await take_slot(db, body.slot_id, at=at, expires_at=expires_at, seen=seen)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    hold = Hold(
        community_id=community_id,
        claim_id=taken.claim_id,
        token_hash=_hash(token),
        slot_id=body.slot_id,
        opening_id=opening.id,
        professional_id=taken.professional_id,
        starts_at=taken.starts_at,
        ends_at=taken.ends_at,
        expires_at=expires_at,
        made_by_kind=actor.kind,
        made_by_id=actor.id,
        created_at=at,
        ended_at=None,
    )
    db.add(hold)
    announce_agenda(db, opening.community_id, opening.professional_id)
    await db.flush()
    await record(db, actor, "hold.created", "hold", hold.id)
    return wire.Hold(
        id=hold.id,
        token=token,
        slot_id=hold.slot_id,
        professional=summary,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        expires_at=hold.expires_at,
    )


async def delete_hold(db: AsyncSession, actor: Actor, hold_id: UUID) -> None:
    """Let a slot go that the actor holds; harmless when the hold has ended. NotFound for others' holds."""
    actor = await across.where_it_is(db, actor, Hold, hold_id)
    hold = await db.scalar(select(Hold).where(Hold.id == hold_id, holds_of(actor)))
    if hold is None:
        raise NotFound
    await claims.lock(db, [hold.professional_id])
    await db.refresh(hold)
    if hold.ended_at is None:
        hold.ended_at = clock.now()
        await claims.let_go(db, hold.claim_id)
        announce_agenda(db, hold.community_id, hold.professional_id)
    await record(db, actor, "hold.ended", "hold", hold.id)


async def held(db: AsyncSession, actor: Actor, token: str, slot_id: str) -> Hold:
    """What the actor holds by this token. HoldExpired when the token is not (any more) good, InvalidInput
    when it holds another slot."""
    mine = select(Hold).where(Hold.token_hash == _hash(token), holds_of(actor), Hold.ended_at.is_(None))
    hold = (await db.scalars(mine)).one_or_none()
    if hold is None:
        raise HoldExpired("Take the slot again if it is still free")
    if hold.slot_id != slot_id:
        raise InvalidInput(errors=[FieldError("/hold_token", "This token holds another slot")])
    return hold


async def spend(db: AsyncSession, hold: Hold, *, at: datetime) -> Taken:
    """Turn a hold into a lasting claim. HoldExpired when its time is over, SlotTaken when the professional
    closed the time meanwhile."""
    await claims.lock(db, [hold.professional_id])
    closed, practice_id = await _since(db, hold)
    if closed:
        raise SlotTaken("The professional closed this time meanwhile: search again")
    if not await claims.keep(db, hold.claim_id, at=at):
        raise HoldExpired("Take the slot again if it is still free")
    hold.ended_at = at
    return Taken(
        hold.claim_id, hold.opening_id, hold.professional_id, practice_id, hold.starts_at, hold.ends_at
    )


async def _since(db: AsyncSession, hold: Hold) -> tuple[bool, UUID]:
    """Whether the time was closed while it was held, and where its opening is now. An absence closes
    nothing: what it meets is followed up."""
    stretch = times.tstzrange((rules.seconds(hold.starts_at), rules.seconds(hold.ends_at)))
    closed = select(Closure.id).where(
        Closure.professional_id == hold.professional_id,
        Closure.during.overlaps(stretch),
        ~select(Absence.id).where(Absence.closure_id == Closure.id).exists(),
    )
    found = select(closed.exists(), Opening.practice_id).where(Opening.id == hold.opening_id)
    row = (await db.execute(found)).one()
    return row[0], row[1]


async def forget_ended(db: AsyncSession, at: datetime) -> None:
    """Delete the holds of the present community that are over for a day."""
    await db.execute(delete(Hold).where(Hold.expires_at <= at - KEPT_FOR))


def _hash(token: str) -> bytes:
    return keyed_hash("hold", token)
