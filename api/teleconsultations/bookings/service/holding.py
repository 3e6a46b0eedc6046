"""Holds: the room, the assistant and the doctor of one start, kept together for some minutes."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability import service as availability
from api.availability.service import SlotTaken, Taken
from api.availability.tables import Opening
from api.contract import models as wire
from api.contract.models import CareMode, Need
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.problems import FieldError, InvalidInput, NotAllowed, NotFound
from api.directory import service as directory
from api.directory.geography import zone_of
from api.identity import service as identity
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.rules import AlreadyBooked, HoldGone, SiteNotBookable
from api.teleconsultations.bookings.service.finding import lacks_on
from api.teleconsultations.bookings.tables import TeleconsultationHold
from api.teleconsultations.sites import service as sites
from api.teleconsultations.sites.service import SiteTime
from api.teleconsultations.sites.tables import TeleconsultationSite

KEPT_FOR = timedelta(days=7)
"""How long ended holds stay, as long as a kiosk may come back: a late click is told what became of it."""

_TOKEN_BYTES = 24


async def hold_teleconsultation(
    db: AsyncSession, actor: Actor, body: wire.TeleconsultationHoldInput, *, at: datetime | None = None
) -> wire.TeleconsultationHold:
    """Keep one start. NotFound for a site that the actor does not see, NotAllowed when they do not book
    there; what `hold_at` refuses."""
    site = await site_to_book(db, actor, body.site_id)
    return await hold_at(db, actor, site, body.slot_id, at or clock.now())


async def hold_at(
    db: AsyncSession, actor: Actor, site: TeleconsultationSite, slot_id: str, at: datetime
) -> wire.TeleconsultationHold:
    """Keep one start at a site where the actor books; the token is told once, here. SiteNotBookable;
    SlotTaken when one of the three is not free."""
    seen, slot = await availability.look_at(db, actor, slot_id, at)
    opening = seen.opening
    if CareMode.video not in opening.modes or opening.community_id != site.community_id:
        raise SlotTaken("This time is not by video: search again")
    starts_at, ends_at = (datetime.fromtimestamp(second, at.tzinfo) for second in slot)
    time = await time_at(db, site, starts_at, ends_at, at)
    one_of = time.assistants_at(starts_at, ends_at)
    names = await directory.summaries(db, [opening.professional_id, *one_of])
    if not rules.may_answer(names[opening.professional_id].profession_code):
        raise SlotTaken("This time is not a doctor's: search again")
    minutes = (await identity.rules_of(db, site.community_id)).teleconsultation_bookings.hold_minutes
    expires_at = at + timedelta(minutes=minutes)
    together = await availability.take_slot_with(
        db,
        slot_id,
        seen,
        site.id,
        one_of,
        at=at,
        expires_at=expires_at,
    )
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    taken = together.taken
    assert taken.opening_id is not None  # noqa: S101  a slot is of an opening
    hold = TeleconsultationHold(
        community_id=site.community_id,
        site_id=site.id,
        professional_id=taken.professional_id,
        assistant_id=together.assistant_id,
        opening_id=taken.opening_id,
        practice_id=taken.practice_id,
        slot_id=slot_id,
        starts_at=taken.starts_at,
        ends_at=taken.ends_at,
        token_hash=_hash(token),
        doctor_claim_id=taken.claim_id,
        room_claim_id=together.room_claim_id,
        assistant_claim_id=together.assistant_claim_id,
        expires_at=expires_at,
        made_by_kind=actor.kind,
        made_by_id=actor.id,
        created_at=at,
    )
    db.add(hold)
    await db.flush()
    await audit.record(db, actor, "teleconsultation_hold.created", "teleconsultation_hold", hold.id)
    return wire.TeleconsultationHold(
        id=hold.id,
        token=token,
        site_id=site.id,
        site_name=site.name,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        professional=names[hold.professional_id],
        assistant_name=names[hold.assistant_id].name,
        expires_at=expires_at,
    )


async def release_teleconsultation_hold(db: AsyncSession, actor: Actor, hold_id: UUID) -> None:
    """Let a start go that the actor holds; harmless when that has ended. NotFound for others' holds."""
    found = select(TeleconsultationHold).where(TeleconsultationHold.id == hold_id, policy.holds_of(actor))
    hold = await db.scalar(found.with_for_update())
    if hold is None:
        raise NotFound("There is no such hold, or it is not yours")
    if hold.ended_at is None:
        await let_go(db, hold, clock.now())
    await audit.record(db, actor, "teleconsultation_hold.ended", "teleconsultation_hold", hold.id)


async def held(
    db: AsyncSession, actor: Actor, token: str, at: datetime, *, site_id: UUID | None = None
) -> TeleconsultationHold:
    """What the actor holds by this token, locked. NotFound when nobody holds anything by it, or somebody
    else or another site does; AlreadyBooked (with the booking) or HoldGone when it is no longer good."""
    mine = {"community_id": actor.community_id, "kind": actor.kind, "id": actor.id}
    hold = await db.scalar(policy.HELD, {"token": _hash(token), **mine})
    if hold is None or site_id not in (None, hold.site_id):
        raise NotFound("Nobody holds anything here by this token: hold a time at this site first")
    if hold.booking_id is not None:
        raise AlreadyBooked("Read the booking that was made with it", related_id=hold.booking_id)
    if hold.ended_at is not None or hold.expires_at <= at:
        raise HoldGone("Search for a time and hold it again, if it is still free")
    return hold


async def refuse_other_need(
    db: AsyncSession, hold: TeleconsultationHold, need: Need | None, pointer: str
) -> None:
    """InvalidInput at the pointer when the doctor opened what is held for other needs than this one."""
    if need is None:
        return
    needs = await db.scalar(select(Opening.needs).where(Opening.id == hold.opening_id))
    if needs and need.value not in needs:
        cure = "The doctor does not take it at this time: hold one that a search for this reason gave"
        raise InvalidInput(errors=[FieldError(pointer, cure)])


async def spend(db: AsyncSession, hold: TeleconsultationHold, booking_id: UUID, at: datetime) -> Taken:
    """Turn the three claims of a hold into lasting ones; HoldGone when one has expired meanwhile.

    Without the lock of their resources, for which those who search in vain would wait: whoever clears expired
    claims meets the rows themselves, and the exclusion constraint.
    """
    if not await availability.keep_together(db, claims_of(hold), at=at):
        raise HoldGone("Search for a time and hold it again, if it is still free")
    hold.ended_at, hold.booking_id = at, booking_id
    return Taken(
        hold.doctor_claim_id,
        hold.opening_id,
        hold.professional_id,
        hold.practice_id,
        hold.starts_at,
        hold.ends_at,
    )


async def let_go(db: AsyncSession, hold: TeleconsultationHold, at: datetime) -> None:
    """Give back what was held, all three."""
    hold.ended_at = at
    await availability.release_all(db, claims_of(hold))


async def time_at(
    db: AsyncSession, site: TeleconsultationSite, starts_at: datetime, ends_at: datetime, at: datetime
) -> SiteTime:
    """The site at that time. SiteNotBookable when it lacks anything, is shut, or nobody assists then."""
    [time] = await sites.site_times(db, [site], starts_at, ends_at, at=at)
    if lacks := time.lacks(starts_at, ends_at):
        words = [f"{one.cause.value}:{one.item.value}" if one.item else one.cause.value for one in lacks]
        said = ", ".join(words)
        raise SiteNotBookable(f"Choose another time or site; here: {said}")
    return time


async def site_to_book(db: AsyncSession, actor: Actor, site_id: UUID) -> TeleconsultationSite:
    """The site, for who books there. NotFound when the actor does not see it; NotAllowed."""
    site, at_site = await site_seen(db, actor, site_id)
    if not policy.may_book(actor, at_site=at_site):
        raise NotAllowed("Those who work at this site, professionals and the coordination book here")
    return site


async def site_seen(db: AsyncSession, actor: Actor, site_id: UUID) -> tuple[TeleconsultationSite, bool]:
    """The site that the actor sees, and whether they speak for it. NotFound otherwise."""
    own = TeleconsultationSite.id.in_(policy.sites_of(actor))
    seen = select(TeleconsultationSite, own).where(
        TeleconsultationSite.id == site_id, policy.sites_visible_to(actor)
    )
    row = (await db.execute(seen)).first()
    if row is None:
        raise NotFound("No such site")
    return row[0], row[1]


async def forget_ended(db: AsyncSession, community_id: UUID, at: datetime) -> None:
    """Delete the holds of a community that are over for a week."""
    old = TeleconsultationHold.expires_at <= at - KEPT_FOR
    await db.execute(
        delete(TeleconsultationHold).where(TeleconsultationHold.community_id == community_id, old)
    )


def claims_of(hold: TeleconsultationHold) -> Sequence[UUID]:
    """The three claims of a hold."""
    return (hold.doctor_claim_id, hold.room_claim_id, hold.assistant_claim_id)


def _hash(token: str) -> bytes:
    return keyed_hash("teleconsultation hold", token)


async def refuse_unless_open(
    db: AsyncSession, site: TeleconsultationSite, from_at: datetime, until: datetime
) -> None:
    """SiteNotBookable when the site cannot take anybody at any time between two instants."""
    [time] = await sites.site_times(db, [site], from_at, until, at=from_at)
    lacks = lacks_on(time, from_at.astimezone(zone_of(site.commune_insee)).date())
    if lacks or not any(time.assistants.values()):
        words = [one.cause.value for one in lacks] or ["nobody_then"]
        raise SiteNotBookable(f"Choose another site, or another day; here: {', '.join(words)}")
