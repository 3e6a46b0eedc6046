"""Kiosks: what one shows, its signs of life, and those that the coordination must look after."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import NotificationKind, Role
from api.core import clock
from api.core.actor import Actor
from api.core.ids import new_id
from api.core.problems import NotFound
from api.directory import service as directory
from api.directory.geography import communes, zone_of
from api.identity import service as identity
from api.identity.policy import present_community
from api.identity.tables import MachineClient
from api.notifications import service as notifications
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.service.finding import lacks_on, times_of
from api.teleconsultations.bookings.tables import TeleconsultationKiosk
from api.teleconsultations.sites import service as sites
from api.teleconsultations.sites.service import SiteTime
from api.teleconsultations.sites.tables import TeleconsultationSite

AHEAD = timedelta(days=7)
"""How far the opening of a site is looked for, and times by default."""

PAGE = "Page du site"
"""What speaks for a site without a machine client."""


async def site_of_kiosk(db: AsyncSession, actor: Actor, site_id: UUID) -> TeleconsultationSite:
    """The site for which the actor speaks. NotFound for any other site, its own community's too."""
    if actor.kind == "client":
        asked = {"site_id": site_id, "community_id": actor.community_id, "client_id": actor.id}
        site = await db.scalar(policy.SITE_OF_CLIENT, asked)
    else:
        own = TeleconsultationSite.id.in_(policy.sites_of(actor))
        site = await db.scalar(select(TeleconsultationSite).where(TeleconsultationSite.id == site_id, own))
    if site is None:
        raise NotFound("No such site, or this kiosk is not bound to it")
    return site


async def read_kiosk(db: AsyncSession, actor: Actor, site_id: UUID) -> wire.Kiosk:
    """What a kiosk shows before anybody touches it."""
    at = clock.now()
    site = await site_of_kiosk(db, actor, site_id)
    community = await identity.community_of(db, site.community_id)
    own = (await identity.rules_of(db, site.community_id)).teleconsultation_bookings
    [time] = await sites.site_times(db, [site], at, at + AHEAD, at=at)
    organisation = None
    if site.organisation_id is not None:
        organisation = (await directory.organisation_of(db, site.organisation_id)).name
    row = await _row_of(db, site.id)
    until, opens = _opening(time, at)
    return wire.Kiosk(
        site_id=site.id,
        site_name=site.name,
        site_kind=site.kind,
        organisation_name=organisation,
        commune_insee=site.commune_insee,
        commune_name=site.commune_name,
        communes=_communes(community.communes),
        time_zone=community.time_zone,
        server_time=at,
        is_open=until is not None,
        open_until=until,
        opens_at=opens,
        lacks=lacks_on(time, at.astimezone(zone_of(site.commune_insee)).date()),
        reasons=[
            wire.KioskReason(reason=reason, redirect=rules.redirect_of(reason, None, own))
            for reason in wire.TeleconsultationReason
        ],
        hold_minutes=own.hold_minutes,
        late_minutes=own.late_minutes,
        coordination_phone=community.coordination_phone,
        last_heartbeat_at=row.last_heartbeat_at if row else None,
        skew_seconds=row.skew_seconds if row else 0,
    )


async def find_kiosk_times(
    db: AsyncSession, actor: Actor, site_id: UUID, query: wire.FindKioskTimesQuery
) -> wire.TeleconsultationTimeList:
    """The starts that can be booked at the site of the kiosk."""
    at = clock.now()
    site = await site_of_kiosk(db, actor, site_id)
    from_at = query.from_at or at
    return await times_of(
        db,
        actor,
        [site],
        from_at,
        query.until or from_at + AHEAD,
        at=at,
        limit=query.limit or 50,
        reason=query.reason,
        professional_id=query.professional_id,
    )


async def send_kiosk_heartbeat(
    db: AsyncSession, actor: Actor, site_id: UUID, headers: wire.SendKioskHeartbeatHeaders
) -> wire.KioskHeartbeat:
    """I am alive. The answer says how far the clock of the kiosk is away."""
    at = clock.now()
    site = await site_of_kiosk(db, actor, site_id)
    own = (await identity.rules_of(db, site.community_id)).teleconsultation_bookings
    skew = await heard_of(db, actor, site, headers.sent_at, at)
    return wire.KioskHeartbeat(
        received_at=at,
        skew_seconds=skew,
        clock_is_wrong=rules.is_clock_wrong(skew, own.skew_seconds),
        next_within_minutes=own.silent_minutes,
    )


async def heard_of(
    db: AsyncSession,
    actor: Actor,
    site: TeleconsultationSite,
    sent_at: datetime,
    at: datetime,
    *,
    software: str | None = None,
) -> int:
    """Write down that the kiosk of a site gave a sign of life; how many seconds its clock is ahead."""
    skew = rules.skew_of(sent_at, at)
    now: dict[str, Any] = {"last_heartbeat_at": at, "skew_seconds": skew, "silent_told_at": None}
    if software is not None:
        now["software"] = software
    first = insert(TeleconsultationKiosk).values(
        id=new_id(), community_id=site.community_id, site_id=site.id, **now
    )
    await db.execute(first.on_conflict_do_update(index_elements=[TeleconsultationKiosk.site_id], set_=now))
    return skew


async def list_teleconsultation_kiosks(db: AsyncSession, actor: Actor) -> wire.TeleconsultationKioskList:
    """The kiosks of the community; those that are silent while their site is open first."""
    at = clock.now()
    community_id = present_community(actor)
    rows = await db.execute(
        select(TeleconsultationKiosk, TeleconsultationSite, MachineClient.name)
        .join(TeleconsultationSite, TeleconsultationSite.id == TeleconsultationKiosk.site_id)
        .outerjoin(MachineClient, MachineClient.id == TeleconsultationKiosk.machine_client_id)
        .where(policy.kiosks_visible_to(actor))
        .order_by(TeleconsultationSite.name, TeleconsultationSite.id)
    )
    found = [(row[0], row[1], row[2]) for row in rows]
    own = (await identity.rules_of(db, community_id)).teleconsultation_bookings
    open_now = await _open_now(db, [site for _, site, _ in found], at)
    shown = [_shown(kiosk, site, name, own, at, is_open=site.id in open_now) for kiosk, site, name in found]
    shown.sort(key=lambda one: not one.is_silent)
    return wire.TeleconsultationKioskList(kiosks=shown)


async def tell_silent(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """Tell the coordination, once each time, of the kiosks that fell silent while their site is open; how
    many."""
    own = (await identity.rules_of(db, community_id)).teleconsultation_bookings
    limit = at - timedelta(minutes=own.silent_minutes)
    silent = (
        select(TeleconsultationKiosk)
        .where(
            TeleconsultationKiosk.community_id == community_id,
            TeleconsultationKiosk.last_heartbeat_at < limit,
            TeleconsultationKiosk.silent_told_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    rows = (await db.scalars(silent)).all()
    if not rows:
        return 0
    of_rows = select(TeleconsultationSite).where(TeleconsultationSite.id.in_([row.site_id for row in rows]))
    open_now = await _open_now(db, (await db.scalars(of_rows)).all(), at)
    told = [row for row in rows if row.site_id in open_now]
    for row in told:
        row.silent_told_at = at
    if told:
        accounts = await identity.accounts_with_role(db, community_id, Role.coordinator)
        await notifications.notify(
            db,
            community_id=community_id,
            account_ids=[account.id for account in accounts],
            kind=NotificationKind.kiosk_silent,
            at=at,
            may_open_case=False,
        )
    await db.flush()
    return len(told)


async def _open_now(db: AsyncSession, found: Sequence[TeleconsultationSite], at: datetime) -> set[UUID]:
    """Which of these sites are open at this minute."""
    times = await sites.site_times(db, found, at, at + timedelta(minutes=1), at=at)
    return {time.site.id for time in times if time.open}


def _shown(
    kiosk: TeleconsultationKiosk,
    site: TeleconsultationSite,
    client_name: str | None,
    own: wire.TeleconsultationBookingRules,
    at: datetime,
    *,
    is_open: bool,
) -> wire.TeleconsultationKiosk:
    last = kiosk.last_heartbeat_at
    silent = is_open and rules.is_silent(last, at, own.silent_minutes)
    return wire.TeleconsultationKiosk(
        site_id=site.id,
        site_name=site.name,
        client_name=client_name or PAGE,
        last_heartbeat_at=last,
        is_silent=silent,
        silent_since=last if silent else None,
        skew_seconds=kiosk.skew_seconds,
        clock_is_wrong=rules.is_clock_wrong(kiosk.skew_seconds, own.skew_seconds),
        version_label=kiosk.software,
    )


async def _row_of(db: AsyncSession, site_id: UUID) -> TeleconsultationKiosk | None:
    found = select(TeleconsultationKiosk).where(TeleconsultationKiosk.site_id == site_id)
    return (await db.scalars(found)).one_or_none()


def _opening(time: SiteTime, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Until when the site is open, and when it opens next if it is not."""
    for start, end in time.open:
        if start <= at < end:
            return end, None
        if start > at:
            return None, start
    return None, None


def _communes(insee_codes: list[str]) -> list[wire.KioskCommune]:
    known = communes()
    found = [
        wire.KioskCommune(insee=insee, name=known[insee].name if insee in known else insee)
        for insee in insee_codes
    ]
    return sorted(found, key=lambda commune: commune.name)
