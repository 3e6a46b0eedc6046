"""Reading from the tables below what resources are built of: people, places, communities."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import OpeningTimes
from api.availability.tables import Opening
from api.core.phones import PhoneRefused, e164
from api.directory.geography import communes
from api.directory.nomenclatures import table
from api.directory.tables import Practice, Professional
from api.fhir.rules import CommunityFacts, PersonFacts, PlaceFacts
from api.identity.tables import Community

_PERSON = (
    Professional.id.label("person_id"),
    Professional.rpps,
    Professional.family_name,
    Professional.given_name,
    Professional.specialty_codes,
)
_PLACE = (
    Practice.id.label("place_id"),
    Practice.professional_id,
    Practice.finess,
    Practice.siret,
    Practice.structure_id,
    Practice.name.label("place_name"),
    Practice.address_line,
    Practice.postal_code,
    Practice.commune_insee,
    Practice.commune_name,
    Practice.phone,
)
_COMMUNITY = (
    Community.id.label("community_id"),
    Community.finess.label("community_finess"),
    Community.name.label("community_name"),
    Community.coordination_phone,
    Community.time_zone,
)

# One array, not a list of parameters: each statement is then the same for every search, and built once.
_IDS = bindparam("ids", type_=ARRAY(Uuid))
_PEOPLE = select(*_PERSON).where(Professional.id == any_(_IDS))
_PLACES = select(*_PLACE).where(Practice.id == any_(_IDS))
_COMMUNITIES = select(*_COMMUNITY).where(Community.id == any_(_IDS))
_open_for = (
    select(Opening.community_id)
    .where(Opening.professional_id == Professional.id, Opening.ended_at.is_(None))
    .distinct()
    .lateral("open_for")
)
_AROUND = (
    select(*_PERSON, *_PLACE, *_COMMUNITY)
    .outerjoin(Practice, Practice.professional_id == Professional.id)
    .outerjoin(_open_for, true())
    .outerjoin(Community, Community.id == _open_for.c.community_id)
    .where(Professional.rpps == any_(bindparam("rpps", type_=ARRAY(Text))))
)


class Around(NamedTuple):
    """Professionals, their places, the communities for which they open time, each by its id."""

    people: dict[UUID, PersonFacts]
    places: dict[UUID, PlaceFacts]
    communities: dict[UUID, CommunityFacts]


async def around(db: AsyncSession, rpps: Collection[str]) -> Around:
    """What there is around the professionals of these RPPS numbers; numbers that nobody has are left out.

    In one statement, before it is known what is free. A locum's time may be at a place of somebody else:
    `complete` adds those.
    """
    found = Around({}, {}, {})
    # By the connection: the rows are no entities, which the session would look for.
    for row in await (await db.connection()).execute(_AROUND, {"rpps": list(rpps)}):
        if row.person_id not in found.people:
            found.people[row.person_id] = _person(row)
        if row.place_id is not None and row.place_id not in found.places:
            found.places[row.place_id] = _place(row)
        if row.community_id is not None and row.community_id not in found.communities:
            found.communities[row.community_id] = _community(row)
    return found


async def complete(db: AsyncSession, known: Around, openings: Iterable[OpeningTimes]) -> Around:
    """The same with the places and the communities of these openings that are not there yet."""
    rows = list(openings)
    missing = {one.practice_id for one in rows} - known.places.keys()
    unknown = {one.community_id for one in rows} - known.communities.keys()
    return known._replace(
        places=known.places | await places(db, missing),
        communities=known.communities | await communities(db, unknown),
    )


async def people_by_id(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, PersonFacts]:
    """The professionals of these ids of ours."""
    return {row.person_id: _person(row) for row in await db.execute(_PEOPLE, {"ids": list(ids)})}


async def places(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, PlaceFacts]:
    """These practices."""
    rows = (await db.execute(_PLACES, {"ids": list(ids)})).all() if ids else []
    return {row.place_id: _place(row) for row in rows}


async def communities(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, CommunityFacts]:
    """These communities."""
    rows = (await db.execute(_COMMUNITIES, {"ids": list(ids)})).all() if ids else []
    return {row.community_id: _community(row) for row in rows}


def _person(row: Any) -> PersonFacts:
    # R38 is the only list of skills that the profile of a slot takes.
    ordinal = table("TRE_R38-SpecialiteOrdinale")
    specialties = tuple(code for code in row.specialty_codes if code in ordinal)
    return PersonFacts(row.person_id, row.rpps, row.family_name, row.given_name, specialties)


def _community(row: Any) -> CommunityFacts:
    phone = _phone(row.coordination_phone)
    zone = ZoneInfo(row.time_zone)
    return CommunityFacts(row.community_id, row.community_finess, row.community_name, phone, zone)


def _place(row: Any) -> PlaceFacts:
    """A place; the profile wants a street, a town and a postal code of each, which the national file lacks
    of some: the name of the place then, and the first postal code of the commune."""
    commune = communes().get(row.commune_insee)
    postal_code = row.postal_code or (commune.postcodes[0] if commune and commune.postcodes else None)
    return PlaceFacts(
        id=row.place_id,
        professional_id=row.professional_id,
        finess=row.finess,
        siret=row.siret,
        structure_id=row.structure_id,
        line=row.address_line or row.place_name or row.commune_name,
        city=row.commune_name,
        postal_code=postal_code or row.commune_insee,
        phone=_phone(row.phone),
    )


def _phone(text: str | None) -> str | None:
    """In the international form; None when it is no phone number."""
    if text is None:
        return None
    try:
        return e164(text)
    except PhoneRefused:
        return None
