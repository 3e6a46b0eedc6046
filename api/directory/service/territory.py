"""The territory of a community: its communes, quarters, outlines, and where a place lies."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.directory import geography
from api.directory.tables import Sector
from api.identity import service as identity
from api.identity.policy import present_community


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, without an address; degrees (WGS 84), None where no point is known."""

    commune_name: str
    latitude: float | None
    longitude: float | None


async def get_community(db: AsyncSession, actor: Actor) -> wire.Community:
    """The community where the actor stands. CommunityNotChosen when in none."""
    row = await identity.community_of(db, present_community(actor))
    sectors = await db.scalars(select(Sector).where(Sector.community_id == row.id).order_by(Sector.name))
    return wire.Community(
        id=row.id,
        name=row.name,
        short_name=row.short_name,
        finess=row.finess,
        time_zone=row.time_zone,
        coordination_phone=row.coordination_phone,
        communes=[_commune(insee) for insee in row.communes],
        sectors=[
            wire.Sector(
                name=sector.name,
                commune_insee=sector.commune_insee,
                latitude=sector.latitude,
                longitude=sector.longitude,
            )
            for sector in sectors
        ],
    )


def _commune(insee: str) -> wire.Commune:
    known = geography.communes().get(insee)
    return wire.Commune(
        insee=insee,
        name=known.name if known else insee,
        latitude=known.lat if known else None,
        longitude=known.lon if known else None,
    )


async def get_territory(db: AsyncSession, actor: Actor) -> wire.Territory:
    """What the map draws: outlines of the communes and their neighbours, or points alone."""
    row = await identity.community_of(db, present_community(actor))
    drawn = geography.territory_map(row.communes)
    outlines = {outline.insee: outline for outline in drawn.communes}
    shown = [*outlines, *(insee for insee in row.communes if insee not in outlines)]
    return wire.Territory(
        communes=[
            wire.CommuneOutline(
                insee=insee,
                name=point.name,
                in_territory=insee in row.communes,
                latitude=point.latitude,
                longitude=point.longitude,
                polygons=outlines[insee].polygons if insee in outlines else [],
            )
            for insee in shown
            for point in [_commune(insee)]
        ],
        water=list(drawn.water),
        attribution=geography.ATTRIBUTION if outlines else "",
    )


async def place_of(
    db: AsyncSession, community_id: UUID, commune_insee: str, sector: str | None, *, pointer: str = "/place"
) -> Place:
    """The middle of a quarter that the community names, else of the commune.

    InvalidInput, with pointers under `pointer`, when there is no such commune or the community has no such
    quarter there.
    """
    commune = geography.communes().get(commune_insee)
    if commune is None:
        message = "No commune has this INSEE code: give that of the commune, not a postcode"
        raise InvalidInput(errors=[FieldError(f"{pointer}/commune_insee", message)])
    if sector is None:
        return Place(commune.name, commune.lat, commune.lon)
    row = await db.scalar(
        select(Sector).where(
            Sector.community_id == community_id, Sector.commune_insee == commune_insee, Sector.name == sector
        )
    )
    if row is None:
        message = "The community names no such quarter in this commune: leave it out, or take one of its list"
        raise InvalidInput(errors=[FieldError(f"{pointer}/sector", message)])
    return Place(commune.name, row.latitude, row.longitude)
