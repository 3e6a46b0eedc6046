"""Members whom the national file lists at no place: written down by the coordination, under their number."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.core.actor import Actor
from api.core.ids import new_id
from api.core.problems import FieldError, InvalidInput
from api.directory.nomenclatures import DOCTOR
from api.directory.service.checks import today_of
from api.directory.service.members import begin_membership
from api.directory.tables import Professional
from api.identity.policy import present_community


async def bring_in_doctor(
    db: AsyncSession,
    actor: Actor,
    *,
    rpps: str,
    title: str | None,
    family_name: str,
    given_name: str,
    at: datetime,
) -> UUID:
    """Make a member of a doctor, known to the directory or not; the id of the professional.

    Who is new to it practises nowhere until the national file says where. InvalidInput when the number is
    somebody else's, or a member's.
    """
    here = present_community(actor)
    await db.execute(
        insert(Professional)
        .values(
            id=new_id(),
            rpps=rpps,
            title=title,
            family_name=family_name.strip(),
            given_name=given_name.strip(),
            profession_code=DOCTOR,
            is_active=False,
            created_at=at,
            updated_at=at,
        )
        .on_conflict_do_nothing(index_elements=["rpps"])
    )
    found = await db.execute(
        select(
            Professional.id,
            Professional.profession_code,
            _letters(Professional.family_name) == _letters(family_name),
        ).where(Professional.rpps == rpps)
    )
    professional_id, profession_code, same_name = found.one()
    if not same_name:
        raise _refused("/family_name", "This number has another name in the national directory")
    if profession_code != DOCTOR:
        raise _refused("/rpps", "This number is not that of a doctor")
    joined = await begin_membership(db, here, professional_id, await today_of(db, here, at))
    if joined is None:
        raise _refused("/rpps", "This number is that of a member already")
    await audit.record(db, actor, "membership.given", "membership", joined)
    return UUID(str(professional_id))


def _letters(name: object) -> ColumnElement[str]:
    """A name without accents, capitals, hyphens and spaces."""
    return func.regexp_replace(func.f_unaccent(name), "[^a-z0-9]+", "", "g")


def _refused(pointer: str, message: str) -> InvalidInput:
    return InvalidInput(errors=[FieldError(pointer, message)])
