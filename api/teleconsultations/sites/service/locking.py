"""One site, found for whoever asks, and what follows each of its changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core.actor import Actor
from api.core.problems import NotAllowed, NotFound
from api.core.routing import expect_version
from api.teleconsultations.sites import policy
from api.teleconsultations.sites.service.views import site_views
from api.teleconsultations.sites.tables import TeleconsultationSite


async def site_of(
    db: AsyncSession, actor: Actor, site_id: UUID, *, to_change: bool = False
) -> TeleconsultationSite:
    """The site of that id, locked when it is to change. NotFound when the actor may not see it."""
    wanted = select(TeleconsultationSite).where(policy.visible_to(actor), TeleconsultationSite.id == site_id)
    site = await db.scalar(wanted.with_for_update(of=TeleconsultationSite) if to_change else wanted)
    if site is None:
        raise NotFound("No such site")
    return site


async def site_to_keep(
    db: AsyncSession, actor: Actor, site_id: UUID, *, expected: int
) -> TeleconsultationSite:
    """The same for a change of its opening, kit or connection. NotFound; NotAllowed for who does not work
    there; StaleVersion when it is no longer the version that was read."""
    site = await site_of(db, actor, site_id, to_change=True)
    own = policy.own_sites(actor).where(TeleconsultationSite.id == site_id)
    if not policy.may_keep(actor, is_mine=await db.scalar(own) is not None):
        raise NotAllowed("Those who work at this site and the coordination keep it")
    expect_version(expected, site.version)
    return site


async def changed(
    db: AsyncSession,
    actor: Actor,
    site: TeleconsultationSite,
    act: str,
    at: datetime,
    *,
    detail: dict[str, Any] | None = None,
) -> wire.TeleconsultationSite:
    """Count the change, write it in the trail, and show the site as it is now."""
    site.version += 1
    await db.flush()
    await audit.record(
        db, actor, f"teleconsultation_site.{act}", "teleconsultation_site", site.id, detail=detail
    )
    [view] = await site_views(db, actor, site.community_id, [site], at)
    return view
