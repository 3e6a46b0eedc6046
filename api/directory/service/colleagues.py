"""Who works at the same place and does the same work."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.directory.tables import Membership, Practice, Professional


async def colleagues_of(
    db: AsyncSession, community_id: UUID, professional_id: UUID, *, practice_id: UUID | None
) -> list[UUID]:
    """The members of the community who practise in the same structure (structure id or FINESS of the national
    file), in the same profession and a specialty in common; of one practice, or of all of them. Of somebody
    who left, where they practised last.
    """
    me, mine, theirs = aliased(Professional), aliased(Practice), aliased(Practice)
    place = or_(theirs.structure_id == mine.structure_id, theirs.finess == mine.finess)
    specialty = or_(
        Professional.specialty_codes == me.specialty_codes,
        Professional.specialty_codes.op("&&")(me.specialty_codes),
    )
    wanted = (
        select(Professional.id)
        .join(me, me.id == professional_id)
        .join(mine, mine.professional_id == me.id)
        .join(theirs, (theirs.professional_id == Professional.id) & place)
        .join(Membership, Membership.professional_id == Professional.id)
        .where(
            Membership.community_id == community_id,
            Professional.id != me.id,
            Professional.is_active,
            Professional.profession_code == me.profession_code,
            specialty,
            theirs.is_active,
            or_(mine.is_active, me.is_active.is_(False)),
        )
        .distinct()
        .order_by(Professional.id)
    )
    if practice_id is not None:
        wanted = wanted.where(mine.id == practice_id)
    return list((await db.scalars(wanted)).all())
