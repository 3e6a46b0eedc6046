"""Where a regulation looks, and which places are near."""

from collections.abc import Collection
from math import cos, radians
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.policy import openings_visible_to
from api.availability.tables import Opening
from api.contract import models as wire
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory
from api.directory.geography import communes, with_arrondissements
from api.directory.tables import Practice
from api.identity.tables import Community

_DEGREE_KM = 111.0
"""Kilometres of a degree of latitude, rounded down: a box drawn with it holds the whole circle."""


class Where(NamedTuple):
    """The centre of a search, in degrees, and the commune that counts as near as a whole."""

    latitude: float | None
    longitude: float | None
    commune_insee: str | None


class Place(NamedTuple):
    """A place where somebody practises; `distance_km` from the centre, to 100 m."""

    practice_id: UUID
    professional_id: UUID
    name: str | None
    address_line: str | None
    sector: str | None
    commune_name: str
    phone: str | None
    distance_km: float | None


async def where_of(db: AsyncSession, query: wire.SearchAvailabilityQuery) -> Where:
    """The centre that the query names, or the place of the professional that it names. InvalidInput for an
    unknown commune, or when nothing of the professional says where."""
    if query.commune_insee is not None:
        commune = communes().get(query.commune_insee)
        if commune is None:
            cure = "There is no such commune: give its INSEE code, which is not its postal code"
            raise InvalidInput(errors=[FieldError("/query/commune_insee", cure)])
        return Where(commune.lat, commune.lon, commune.insee)
    if query.latitude is not None:
        return Where(query.latitude, query.longitude, None)
    assert query.professional_id is not None  # noqa: S101  `errors_of_search` asked for one of the three
    places = await directory.practices_of(db, query.professional_id)
    if not places:
        cure = "This professional practises nowhere: say a commune"
        raise InvalidInput(errors=[FieldError("/query/professional_id", cure)])
    first = next((place for place in places if place.latitude is not None), places[0])
    centre = communes().get(first.commune_insee)
    if first.latitude is None and centre is not None:
        return Where(centre.lat, centre.lon, first.commune_insee)
    return Where(first.latitude, first.longitude, first.commune_insee)


async def communities_near(
    db: AsyncSession, actor: Actor, where: Where, query: wire.SearchAvailabilityQuery
) -> list[UUID]:
    """The communities that may have a member near: the present one. For a national client, of those that it
    looks at, those of the communes where a place is near, and those for which time is open there."""
    if actor.community_id is not None:
        return [actor.community_id]
    near = select(Practice.commune_insee).where(_near(where, query), Practice.is_active).distinct().subquery()
    open_there = select(Opening.community_id).where(
        openings_visible_to(actor),
        Opening.ended_at.is_(None),
        Opening.practice_id.in_(select(Practice.id).where(_near(where, query), Practice.is_active)),
    )
    of_its_communes = select(literal(1)).where(near.c.commune_insee == any_(Community.communes)).exists()
    wanted = select(Community.id).where(or_(of_its_communes, Community.id.in_(open_there)))
    if actor.communities is not None:
        wanted = wanted.where(Community.id.in_(actor.communities))
    return list(await db.scalars(wanted.order_by(Community.id)))


def _near(where: Where, query: wire.SearchAvailabilityQuery) -> ColumnElement[bool]:
    """The practices of the commune, those of a box that holds the circle, those of the professional."""
    near: list[ColumnElement[bool]] = []
    if where.commune_insee is not None:
        near.append(Practice.commune_insee.in_(with_arrondissements([where.commune_insee])))
    if where.latitude is not None and where.longitude is not None:
        north = query.radius_km / _DEGREE_KM
        east = north / max(cos(radians(where.latitude)), 0.01)
        near.append(
            and_(
                Practice.latitude.between(where.latitude - north, where.latitude + north),
                Practice.longitude.between(where.longitude - east, where.longitude + east),
            )
        )
    if query.professional_id is not None:
        near.append(Practice.professional_id == query.professional_id)
    return or_(*near)


async def places_near(
    db: AsyncSession,
    actor: Actor,
    where: Where,
    query: wire.SearchAvailabilityQuery,
    *,
    taking_calls: Collection[UUID],
) -> dict[UUID, Place]:
    """The places of the commune and within the radius, and those of the professional that the query names: of
    those who open time there, and of the professionals who are taking calls."""
    open_there = select(Opening.practice_id).where(openings_visible_to(actor), Opening.ended_at.is_(None))
    known = or_(Practice.id.in_(open_there), Practice.professional_id.in_(taking_calls))
    rows = await db.execute(
        select(
            Practice.id,
            Practice.professional_id,
            Practice.name,
            Practice.address_line,
            func.coalesce(Practice.sector, Practice.commune_name).label("sector"),
            Practice.commune_name,
            Practice.phone,
            Practice.latitude,
            Practice.longitude,
            Practice.commune_insee,
        ).where(_near(where, query), Practice.is_active, known)
    )
    inside = with_arrondissements([where.commune_insee]) if where.commune_insee is not None else frozenset()
    places = {}
    for row in rows:
        distance = _distance(where, row.latitude, row.longitude)
        wanted = row.professional_id == query.professional_id
        if wanted or row.commune_insee in inside or (distance is not None and distance <= query.radius_km):
            places[row.id] = Place(*row[:7], None if distance is None else round(distance, 1))
    return places


def _distance(where: Where, latitude: float | None, longitude: float | None) -> float | None:
    if None in (where.latitude, where.longitude, latitude, longitude):
        return None
    return directory.distance_km(where.latitude, where.longitude, latitude, longitude)  # type: ignore[arg-type]  # None is excluded
