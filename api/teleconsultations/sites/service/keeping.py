"""What those who work at a site keep of it: opening, kit, connection."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import InvalidInput
from api.directory.geography import zone_of
from api.teleconsultations.sites import rules
from api.teleconsultations.sites.service.locking import changed, site_to_keep
from api.teleconsultations.sites.tables import TeleconsultationKitCheck


async def replace_teleconsultation_site_opening(
    db: AsyncSession, actor: Actor, site_id: UUID, body: wire.TeleconsultationSiteOpening, *, expected: int
) -> wire.TeleconsultationSite:
    """Write when a site is open. NotFound, NotAllowed, StaleVersion; InvalidInput names what overlaps."""
    at = clock.now()
    site = await site_to_keep(db, actor, site_id, expected=expected)
    today = at.astimezone(zone_of(site.commune_insee)).date()
    if errors := rules.faults_of_opening(body, today):
        raise InvalidInput(errors=errors)
    site.hours = [band.model_dump() for band in body.hours]
    site.exceptions = [
        one.model_dump(mode="json") for one in sorted(body.exceptions, key=lambda one: one.from_day)
    ]
    return await changed(db, actor, site, "opening_replaced", at)


async def replace_teleconsultation_site_kit(
    db: AsyncSession, actor: Actor, site_id: UUID, body: wire.TeleconsultationKitInput, *, expected: int
) -> wire.TeleconsultationSite:
    """Write what the kit holds, and when each item was last looked at.

    An item sent with the day that it had keeps who looked at it; one that is left out is gone. NotFound,
    NotAllowed, StaleVersion; InvalidInput names an item named twice and a day to come.
    """
    at = clock.now()
    site = await site_to_keep(db, actor, site_id, expected=expected)
    if errors := rules.faults_of_kit(body, at.astimezone(zone_of(site.commune_insee)).date()):
        raise InvalidInput(errors=errors)
    there = TeleconsultationKitCheck.site_id == site.id
    known = {row.item: row for row in await db.scalars(select(TeleconsultationKitCheck).where(there))}
    wished = {one.item: one.checked_on for one in body.items}
    gone = known.keys() - wished.keys()
    looked_at = [item for item, day in wished.items() if item not in known or known[item].checked_on != day]
    await db.execute(delete(TeleconsultationKitCheck).where(there, TeleconsultationKitCheck.item.in_(gone)))
    for item in looked_at:
        row = known.get(item) or TeleconsultationKitCheck(
            community_id=site.community_id, site_id=site.id, item=item
        )
        row.checked_on, row.checked_by_id = wished[item], actor.person_id
        db.add(row)
    detail = {"checked": sorted(looked_at), "gone": sorted(gone)}
    return await changed(db, actor, site, "kit_checked", at, detail=detail)


async def record_teleconsultation_connection_test(
    db: AsyncSession,
    actor: Actor,
    site_id: UUID,
    body: wire.TeleconsultationConnectionInput,
    *,
    expected: int,
) -> wire.TeleconsultationSite:
    """Write how the last test of the connection went. NotFound, NotAllowed, StaleVersion, InvalidInput."""
    at = clock.now()
    site = await site_to_keep(db, actor, site_id, expected=expected)
    if errors := rules.faults_of_connection(body, at.astimezone(zone_of(site.commune_insee)).date()):
        raise InvalidInput(errors=errors)
    site.connection_tested_on, site.connection_worked = body.tested_on, body.worked
    site.down_mbps, site.up_mbps = body.down_mbps, body.up_mbps
    site.connection_tested_by_id = actor.person_id
    return await changed(db, actor, site, "connection_tested", at, detail={"worked": body.worked})
