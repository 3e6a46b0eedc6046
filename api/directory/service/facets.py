"""What the territory holds, counted: the choices that filters offer."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core.actor import Actor
from api.directory import geography
from api.directory.nomenclatures import GENERAL_PRACTICE, profession_label, specialty_label
from api.directory.service.matching import GENERAL_PRACTITIONERS, IN_TERRITORY
from api.directory.tables import Professional
from api.identity import service as identity
from api.identity.policy import present_community


async def list_directory_facets(db: AsyncSession, actor: Actor) -> wire.DirectoryFacets:
    """Professions, specialties and communes of the professionals of the territory, most frequent first."""
    community = await identity.community_of(db, present_community(actor))
    communes = geography.with_arrondissements(community.communes)
    everyone = Professional.__table__
    here = and_(text(IN_TERRITORY).bindparams(territory=sorted(communes), community_id=community.id))
    codes = func.unnest(Professional.specialty_codes).table_valued("code").render_derived().lateral()
    code = codes.c.code
    grouped = case((code.in_(sorted(GENERAL_PRACTICE)), GENERAL_PRACTITIONERS), else_=code)
    places = func.unnest(Professional.practice_communes).table_valued("insee").render_derived().lateral()
    return wire.DirectoryFacets(
        professions=await _counted(db, everyone, Professional.profession_code, here, profession_label),
        # Savoir-faire of other lists (competences, orientations) are not specialties.
        specialties=await _counted(
            db, everyone.join(codes, true()), grouped, here & code.startswith("S"), _specialty_label
        ),
        communes=await _counted(
            db,
            everyone.join(places, true()),
            places.c.insee,
            here & places.c.insee.in_(sorted(communes)),
            _commune_name,
        ),
    )


async def _counted(
    db: AsyncSession, source: Any, value: Any, wanted: ColumnElement[bool], label: Callable[[str], str]
) -> list[wire.Facet]:
    rows = await db.execute(
        select(value, func.count(Professional.id.distinct()))
        .select_from(source)
        .where(wanted)
        .group_by(value)
    )
    facets = [wire.Facet(code=code, label=label(code), count=count) for code, count in rows]
    return sorted(facets, key=lambda facet: (-facet.count, facet.label))


def _specialty_label(code: str) -> str:
    return "Médecine générale" if code == GENERAL_PRACTITIONERS else specialty_label(code)


def _commune_name(insee: str) -> str:
    known = geography.communes().get(insee)
    return known.name if known else insee
