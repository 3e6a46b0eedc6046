"""What leaves the directory as a file: tables for spreadsheets, cards for telephones. Never a patient."""

from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract.models import PlaceInstruction
from api.core import clock, downloads
from api.core.actor import Actor
from api.core.phones import spoken
from api.core.settings import settings
from api.core.spreadsheets import Cell
from api.directory.geography import with_arrondissements
from api.directory.nomenclatures import profession_label, specialty_label
from api.directory.rules import hours_in_words, main_specialty, plain_words, spoken_title
from api.directory.rules.cards import Address, Card, vcard
from api.directory.rules.wording import INSTRUCTIONS, KINDS
from api.directory.service.leave import leaves_at
from api.directory.service.matching import IN_TERRITORY
from api.directory.service.organisations import organisation_of
from api.directory.service.professionals import get_professional
from api.directory.tables import Membership, Organisation, Practice, Professional
from api.identity import service as identity
from api.identity.policy import present_community

"""Rows read at a time, so that a large territory is not held in memory."""

_PROFESSIONALS = (
    "Nom", "Prénom", "Titre", "Profession", "Spécialité", "RPPS", "Lieu d’exercice", "Adresse",
    "Code postal et commune", "Commune", "Quartier", "Téléphone", "Membre de la CPTS", "Nouveaux patients",
    "Visites à domicile", "Soins non programmés", "Absence jusqu’au", "Déclaré le", "Répertoire national du",
    "Latitude", "Longitude",
)  # fmt: skip

_ORGANISATIONS = (
    "Nom", "Nature", "Adresse", "Code postal et commune", "Commune", "Quartier", "Téléphone", "Accès",
    "Horaires", "FINESS", "Latitude", "Longitude",
)  # fmt: skip


async def export_professionals(db: AsyncSession, actor: Actor) -> Response:
    """The professionals of the territory and the members of the community, one line per place, streamed."""
    community = await identity.community_of(db, present_community(actor))
    zone = identity.zone_of(community)
    here = text(IN_TERRITORY).bindparams(
        territory=sorted(with_arrondissements(community.communes)), community_id=community.id
    )
    wanted = (
        select(Professional, Practice, Membership)
        .outerjoin(Practice, (Practice.professional_id == Professional.id) & Practice.is_active)
        .outerjoin(
            Membership,
            (Membership.professional_id == Professional.id) & (Membership.community_id == community.id),
        )
        .where(here)
        .order_by(Professional.search_text, Professional.id, Practice.id)
    )
    await _traced(db, actor, "professionals", Professional, here)
    leaves = await leaves_at(db, None, clock.now())

    def cells(row: Any) -> tuple[Cell, ...]:
        who, place, member = row
        specialty = main_specialty(who.specialty_codes)
        leave = leaves.get(who.id)
        return (
            who.family_name,
            who.given_name,
            spoken_title(who.title, who.profession_code),
            profession_label(who.profession_code),
            specialty_label(specialty) if specialty else None,
            who.rpps,
            *(_place(place) if place else (None,) * 6),
            member is not None,
            member.accepts_new_patients if member else None,
            member.home_visits if member else None,
            member.unscheduled_care if member else None,
            leave.until.astimezone(zone).date() if leave else None,
            member.declared_on if member else None,
            who.sourced_on,
            *(_point(place) if place else (None, None)),
        )

    content = downloads.lines(actor.community_id, wanted, cells)
    return downloads.table("annuaire-professionnels.csv", _PROFESSIONALS, content)


async def export_organisations(db: AsyncSession, actor: Actor) -> Response:
    """The structures of the territory with their hours, streamed."""
    community = await identity.community_of(db, present_community(actor))
    here = Organisation.is_active & Organisation.commune_insee.in_(with_arrondissements(community.communes))
    wanted = select(Organisation).where(here).order_by(Organisation.search_text, Organisation.id)
    await _traced(db, actor, "organisations", Organisation, here)

    def cells(row: Any) -> tuple[Cell, ...]:
        one: Organisation = row[0]
        _, *where = _place(one)
        return (
            one.name,
            KINDS[one.kind],
            *where,
            INSTRUCTIONS[PlaceInstruction(one.instruction)],
            hours_in_words(one.hours),
            # Digits alone would lose a first zero.
            f"n° {one.finess}" if one.finess else None,
            *_point(one),
        )

    content = downloads.lines(actor.community_id, wanted, cells)
    return downloads.table("annuaire-structures.csv", _ORGANISATIONS, content)


async def get_professional_card(db: AsyncSession, actor: Actor, professional_id: UUID) -> Response:
    """The card of a professional, with what their page shows to the actor. NotFound."""
    who = await get_professional(db, actor, professional_id)
    card = Card(
        id=who.id,
        name=who.name,
        family_name=who.family_name,
        given_name=who.given_name,
        title=who.title,
        role=", ".join(one.label for one in who.specialties) or who.profession_label,
        places=[_address(place) for place in who.practices],
        mobile_phone=who.mobile_phone,
        note=f"RPPS {who.rpps}",
        url=f"{settings().base_url.rstrip('/')}/annuaire/{who.id}",
    )
    return _card(card)


async def get_organisation_card(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Response:
    """The card of a structure, with its hours in the note. NotFound."""
    one = await organisation_of(db, organisation_id)
    card = Card(
        id=one.id,
        name=one.name,
        family_name=None,
        given_name=None,
        title=None,
        role=KINDS[one.kind],
        places=[_address(one)],
        mobile_phone=None,
        note=hours_in_words(one.hours) or None,
        url=f"{settings().base_url.rstrip('/')}/annuaire/structures/{one.id}",
    )
    return _card(card)


def _card(card: Card) -> Response:
    name = "-".join(plain_words(card.name)) or "contact"
    headers = {"Content-Disposition": f'attachment; filename="{name}.vcf"'}
    return Response(vcard(card), media_type="text/vcard", headers=headers)


def _address(place: Any) -> Address:
    return Address(
        name=place.name,
        address_line=place.address_line,
        postal_code=place.postal_code,
        commune_name=place.commune_name,
        latitude=place.latitude,
        longitude=place.longitude,
        phone=place.phone,
    )


def _place(place: Practice | Organisation) -> tuple[Cell, ...]:
    """Name, address, postal code and commune (together, so that a first zero is not lost), commune, quarter,
    telephone."""
    return (
        place.name,
        place.address_line,
        " ".join(part for part in (place.postal_code, place.commune_name) if part),
        place.commune_name,
        place.sector,
        spoken(place.phone) if place.phone else None,
    )


def _point(place: Practice | Organisation) -> tuple[Cell, Cell]:
    return place.latitude, place.longitude


async def _traced(
    db: AsyncSession, actor: Actor, what: str, table: Any, here: ColumnElement[bool] | Any
) -> None:
    """Who took which table, and how many it names: before a line of it leaves."""
    count = await db.scalar(select(func.count()).select_from(table).where(here))
    await audit.record(
        db,
        actor,
        "directory.exported",
        "community",
        actor.community_id,
        detail={"what": what, "count": count},
    )
