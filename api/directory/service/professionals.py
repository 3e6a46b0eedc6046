"""One professional: the page, and the two lines by which the rest of the application names them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.direct import Direct
from api.core.problems import NotFound
from api.directory import policy
from api.directory.nomenclatures import profession_label, specialty_label
from api.directory.rules import spoken_name, spoken_title
from api.directory.service.checks import checks_of, page_facts
from api.directory.service.leave import leave_of
from api.directory.service.views import practice_view, summary_view, volunteering_view
from api.directory.tables import Membership, Practice, Professional
from api.identity import references

_PLACE = (
    select(Practice.id)
    .where(Practice.professional_id == Professional.id, Practice.is_active)
    .order_by(Practice.id)
    .limit(1)
    .correlate(Professional)
    .scalar_subquery()
)

_NAMED = ("title", "given_name", "family_name", "profession_code", "specialty_codes")

# One array, not a list of parameters: the statement is then the same for every page, and built once.
_SUMMARIES = Direct(
    select(
        Professional.id,
        Professional.title,
        Professional.given_name,
        Professional.family_name,
        Professional.profession_code,
        Professional.specialty_codes,
        Practice.sector,
        Practice.commune_name,
    )
    .outerjoin(Practice, Practice.id == _PLACE)
    .where(Professional.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
)


async def summaries(
    db: AsyncSession, professional_ids: Sequence[UUID]
) -> dict[UUID, wire.ProfessionalSummary]:
    """Name, profession and quarter of these professionals; those who do not exist are left out. One query."""
    if not professional_ids:
        return {}
    found = {}
    for id_, *who, sector, commune_name in await _SUMMARIES.rows(db, {"ids": list(set(professional_ids))}):
        row = dict(zip(_NAMED, who, strict=True))
        found[id_] = summary_view(row, professional_id=id_, sector=sector, commune_name=commune_name)
    return found


async def practices_of(db: AsyncSession, professional_id: UUID) -> list[Practice]:
    """The places where a professional practises at present, oldest first."""
    places = select(Practice).where(Practice.professional_id == professional_id, Practice.is_active)
    return list(await db.scalars(places.order_by(Practice.id)))


async def get_professional(db: AsyncSession, actor: Actor, professional_id: UUID) -> wire.Professional:
    """A professional's page. What they declared is shown to their community only. NotFound."""
    row = await db.get(Professional, professional_id)
    if row is None:
        raise NotFound("No such professional")
    member = await db.scalar(
        select(Membership).where(policy.visible_to(actor), Membership.professional_id == professional_id)
    )
    colleague = member is not None and policy.may_see_mobile_phone(actor)
    practices = await practices_of(db, professional_id)
    at = clock.now()
    said = await page_facts(db, member, practices, at) if member is not None else None
    leave = await leave_of(db, row.id, at)
    stand_in = leave.replacement_id if leave else None
    return wire.Professional(
        id=row.id,
        rpps=row.rpps,
        name=spoken_name(row.title, row.given_name, row.family_name, profession_code=row.profession_code),
        title=spoken_title(row.title, row.profession_code),
        family_name=row.family_name,
        given_name=row.given_name,
        profession_code=row.profession_code,
        profession_label=profession_label(row.profession_code),
        specialties=[wire.CodeLabel(code=code, label=specialty_label(code)) for code in row.specialty_codes],
        practices=[practice_view(practice) for practice in practices],
        is_member=member is not None,
        volunteering=volunteering_view(member) if member else None,
        accepts_new_patients=said.accepts_new_patients if said else None,
        new_patients_lapse=said.new_patients_lapse if said else None,
        home_visits=member.home_visits if member else None,
        sectors=said.sectors if said else [],
        languages=said.languages if said else [],
        skills=said.skills if said else [],
        checks=said.checks if said else await checks_of(db, None, practices, sourced_on=row.sourced_on),
        confirmation=said.confirmation if said else None,
        absent_until=leave.until if leave else None,
        replaced_by=(await summaries(db, [stand_in])).get(stand_in) if stand_in else None,
        declared_on=member.declared_on if member else None,
        mobile_phone=member.mobile_phone if member is not None and colleague else None,
        sourced_on=row.sourced_on,
    )


def occupation(profession_code: str, specialty_code: str | None) -> str:
    """The line under a name for national codes, of whomever: the specialty, else the profession."""
    return specialty_label(specialty_code) if specialty_code else profession_label(profession_code)


# Identity stands below and shows the profession of who is signed in.
references.SUMMARIES.append(summaries)
references.OCCUPATIONS.append(occupation)
