"""Sites: made known, read, written anew, closed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import InvalidInput
from api.core.routing import expect_version
from api.directory import service as directory
from api.directory.geography import with_arrondissements
from api.directory.tables import Organisation
from api.identity import service as identity
from api.identity.policy import present_community
from api.teleconsultations.sites import policy, rules
from api.teleconsultations.sites.service.locking import changed, site_of
from api.teleconsultations.sites.service.people import professions_there
from api.teleconsultations.sites.service.views import site_views
from api.teleconsultations.sites.tables import TeleconsultationSite


async def list_teleconsultation_sites(db: AsyncSession, actor: Actor) -> wire.TeleconsultationSiteList:
    """The sites that the actor may see: those that cannot be booked first, closed ones last."""
    here = present_community(actor)
    rows = await db.scalars(
        select(TeleconsultationSite)
        .where(policy.visible_to(actor))
        .order_by(TeleconsultationSite.name, TeleconsultationSite.id)
    )
    views = await site_views(db, actor, here, rows.all(), clock.now())
    closed = wire.TeleconsultationSiteState.closed
    return wire.TeleconsultationSiteList(
        sites=sorted(views, key=lambda site: (site.state is closed, site.bookable))
    )


async def get_teleconsultation_site(
    db: AsyncSession, actor: Actor, site_id: UUID
) -> wire.TeleconsultationSite:
    """One site. NotFound when there is none that the actor may see."""
    site = await site_of(db, actor, site_id)
    [view] = await site_views(db, actor, site.community_id, [site], clock.now())
    return view


async def open_teleconsultation_site(
    db: AsyncSession, actor: Actor, body: wire.TeleconsultationSiteInput
) -> wire.TeleconsultationSite:
    """Make a site known, without kit, people or opening yet. InvalidInput names what does not fit."""
    here, at = present_community(actor), clock.now()
    structure = await _checked(db, here, body)
    site = TeleconsultationSite(
        community_id=here, version=1, hours=[], exceptions=[], **await _columns(db, here, body, structure)
    )
    db.add(site)
    await db.flush()
    await audit.record(db, actor, "teleconsultation_site.opened", "teleconsultation_site", site.id)
    [view] = await site_views(db, actor, here, [site], at)
    return view


async def replace_teleconsultation_site(
    db: AsyncSession, actor: Actor, site_id: UUID, body: wire.TeleconsultationSiteInput, *, expected: int
) -> wire.TeleconsultationSite:
    """Write a site anew; its people, opening, kit and connection stay.

    NotFound, StaleVersion (412); InvalidInput names what does not fit, such as a pharmacy in which nurses
    are named.
    """
    here, at = present_community(actor), clock.now()
    site = await site_of(db, actor, site_id, to_change=True)
    expect_version(expected, site.version)
    structure = await _checked(db, here, body, professions=await professions_there(db, site))
    wished = await _columns(db, here, body, structure)
    fields = [name for name, value in wished.items() if getattr(site, name) != value]
    for name in fields:
        setattr(site, name, wished[name])
    return await changed(db, actor, site, "replaced", at, detail={"changed": sorted(fields)})


async def _checked(
    db: AsyncSession,
    community_id: UUID,
    body: wire.TeleconsultationSiteInput,
    *,
    professions: tuple[str, ...] = (),
) -> Organisation | None:
    """The structure that the body names. InvalidInput."""
    community = await identity.community_of(db, community_id)
    structure = None
    if body.organisation_id is not None:
        structure = await db.get(Organisation, body.organisation_id)
    errors = rules.faults_of_place(
        body,
        structure=structure.kind if structure else None,
        in_territory=body.commune_insee in with_arrondissements(community.communes),
    )
    errors += rules.faults_of_kind(body.kind, professions)
    if errors:
        raise InvalidInput(errors=errors)
    return structure


async def _columns(
    db: AsyncSession,
    community_id: UUID,
    body: wire.TeleconsultationSiteInput,
    structure: Organisation | None,
) -> dict[str, object]:
    """What the body says, as it is kept; the point is that of the structure, else of the quarter."""
    place = await directory.place_of(db, community_id, body.commune_insee, body.sector, pointer="")
    at_the_structure = (
        structure is not None
        and structure.latitude is not None
        and structure.commune_insee == body.commune_insee
        and body.address_line is None
    )
    point = structure if structure is not None and at_the_structure else place
    return {
        "kind": body.kind,
        "state": body.state,
        "organisation_id": body.organisation_id,
        "name": body.name.strip(),
        "address_line": body.address_line,
        "commune_insee": body.commune_insee,
        "commune_name": place.commune_name,
        "sector": body.sector,
        "latitude": point.latitude,
        "longitude": point.longitude,
        "room_closed": body.room.closed,
        "room_seated": body.room.seated,
        "room_apart": body.room.apart,
        "join_link_base": body.join_link_base,
    }
