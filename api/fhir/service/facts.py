"""Reading from the tables below what resources are built of: people, places, communities."""

from collections.abc import Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.phones import PhoneRefused, e164
from api.directory.geography import communes
from api.directory.nomenclatures import table
from api.directory.tables import Practice, Professional
from api.fhir.rules import CommunityFacts, PersonFacts, PlaceFacts
from api.identity.tables import Community

_PERSON = {
    "person_id": Professional.id,
    "rpps": Professional.rpps,
    "family_name": Professional.family_name,
    "given_name": Professional.given_name,
    "specialty_codes": Professional.specialty_codes,
}
_PLACE = {
    "place_id": Practice.id,
    "professional_id": Practice.professional_id,
    "finess": Practice.finess,
    "siret": Practice.siret,
    "structure_id": Practice.structure_id,
    "place_name": Practice.name,
    "address_line": Practice.address_line,
    "postal_code": Practice.postal_code,
    "commune_insee": Practice.commune_insee,
    "commune_name": Practice.commune_name,
    "phone": Practice.phone,
}
_COMMUNITY = {
    "community_id": Community.id,
    "community_finess": Community.finess,
    "community_name": Community.name,
    "coordination_phone": Community.coordination_phone,
    "time_zone": Community.time_zone,
}
_IDENTIFIERS = {"person_id", "place_id", "professional_id", "community_id"}

PERSON_AS_TEXT, PLACE_AS_TEXT, COMMUNITY_AS_TEXT = (
    ", ".join(str(column.expression) for column in columns.values())
    for columns in (_PERSON, _PLACE, _COMMUNITY)
)
"""The same columns in SQL, for `json_build_array`; `person_said` and the like read what it gives."""


def _labelled(columns: Mapping[str, Any]) -> list[Any]:
    return [column.label(name) for name, column in columns.items()]


# One array, not a list of parameters: each statement is then the same for every search, and built once.
_IDS = bindparam("ids", type_=ARRAY(Uuid))
_PEOPLE = select(*_labelled(_PERSON)).where(Professional.id == any_(_IDS))
_PLACES = select(*_labelled(_PLACE)).where(Practice.id == any_(_IDS))
_COMMUNITIES = select(*_labelled(_COMMUNITY)).where(Community.id == any_(_IDS))


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


def person_said(values: Sequence[Any]) -> PersonFacts:
    """A professional, from the values of `PERSON_AS_TEXT`."""
    return _person(_row(_PERSON, values))


def place_said(values: Sequence[Any]) -> PlaceFacts:
    """A practice, from the values of `PLACE_AS_TEXT`."""
    return _place(_row(_PLACE, values))


def community_said(values: Sequence[Any]) -> CommunityFacts:
    """A community, from the values of `COMMUNITY_AS_TEXT`."""
    return _community(_row(_COMMUNITY, values))


def _row(columns: Mapping[str, Any], values: Sequence[Any]) -> SimpleNamespace:
    named = zip(columns, values, strict=True)
    return SimpleNamespace(**{name: UUID(it) if name in _IDENTIFIERS else it for name, it in named})


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
