"""Reading from the tables below what resources are built of: people, places, communities."""

from collections.abc import Collection
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.phones import PhoneRefused, e164
from api.directory.geography import communes
from api.directory.nomenclatures import table
from api.directory.tables import Practice, Professional
from api.fhir.rules import CommunityFacts, PersonFacts, PlaceFacts
from api.identity.tables import Community

# One array, not a list of parameters: each statement is then the same for every search, and built once.
_IDS = bindparam("ids", type_=ARRAY(Uuid))
_PEOPLE = select(
    Professional.id,
    Professional.rpps,
    Professional.family_name,
    Professional.given_name,
    Professional.specialty_codes,
)
_BY_RPPS = _PEOPLE.where(Professional.rpps == any_(bindparam("rpps", type_=ARRAY(Text))))
_BY_ID = _PEOPLE.where(Professional.id == any_(_IDS))
_PLACES = select(
    Practice.id,
    Practice.professional_id,
    Practice.finess,
    Practice.siret,
    Practice.structure_id,
    Practice.name,
    Practice.address_line,
    Practice.postal_code,
    Practice.commune_insee,
    Practice.commune_name,
    Practice.phone,
).where(Practice.id == any_(_IDS))
_COMMUNITIES = select(
    Community.id, Community.finess, Community.name, Community.coordination_phone, Community.time_zone
).where(Community.id == any_(_IDS))


async def people_by_rpps(db: AsyncSession, rpps: Collection[str]) -> dict[UUID, PersonFacts]:
    """The professionals of these RPPS numbers; numbers that nobody has are left out."""
    return {row.id: _person(row) for row in await db.execute(_BY_RPPS, {"rpps": list(rpps)})}


async def people_by_id(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, PersonFacts]:
    """The same by our own ids."""
    return {row.id: _person(row) for row in await db.execute(_BY_ID, {"ids": list(ids)})}


async def places(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, PlaceFacts]:
    """These practices."""
    rows = (await db.execute(_PLACES, {"ids": list(ids)})).all() if ids else []
    return {row.id: _place(row) for row in rows}


async def communities(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, CommunityFacts]:
    """These communities."""
    rows = (await db.execute(_COMMUNITIES, {"ids": list(ids)})).all() if ids else []
    return {row.id: _community(row) for row in rows}


def _person(row: Any) -> PersonFacts:
    # R38 is the only list of skills that the profile of a slot takes.
    ordinal = table("TRE_R38-SpecialiteOrdinale")
    specialties = tuple(code for code in row.specialty_codes if code in ordinal)
    return PersonFacts(row.id, row.rpps, row.family_name, row.given_name, specialties)


def _community(row: Any) -> CommunityFacts:
    phone = _phone(row.coordination_phone)
    return CommunityFacts(row.id, row.finess, row.name, phone, ZoneInfo(row.time_zone))


def _place(row: Any) -> PlaceFacts:
    """A place; the profile wants a street, a town and a postal code of each, which the national file lacks
    of some: the name of the place then, and the first postal code of the commune."""
    commune = communes().get(row.commune_insee)
    postal_code = row.postal_code or (commune.postcodes[0] if commune and commune.postcodes else None)
    return PlaceFacts(
        id=row.id,
        professional_id=row.professional_id,
        finess=row.finess,
        siret=row.siret,
        structure_id=row.structure_id,
        line=row.address_line or row.name or row.commune_name,
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
