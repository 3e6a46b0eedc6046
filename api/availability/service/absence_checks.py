"""Who may be said to be away, when, and who may replace them."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import policy
from api.availability.rules import AbsenceOverlaps
from api.availability.service.inheriting import said_away
from api.availability.service.openings import oneself
from api.contract import models as wire
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.directory import service as directory
from api.identity.policy import present_community


async def whose(db: AsyncSession, actor: Actor, named: UUID | None) -> UUID:
    """Who is away: oneself, or the member that the coordination names."""
    professional_id = named or oneself(actor)
    if not policy.may_say_absence(actor, professional_id):
        raise NotAllowed("Only the professional, or the coordination, says an absence")
    if policy.is_owner(actor, professional_id):
        return professional_id
    if await directory.member_of(db, present_community(actor), professional_id) is None:
        message = "This professional is not a member of the community: take one of the directory"
        raise InvalidInput(errors=[FieldError("/professional_id", message)])
    return professional_id


async def refuse_replacement(
    db: AsyncSession, community_id: UUID, professional_id: UUID, replacement_id: UUID
) -> None:
    """InvalidInput unless that member can replace the professional."""
    replacement = await directory.member_of(db, community_id, replacement_id)
    message = None
    if replacement_id == professional_id:
        message = "One does not replace oneself: name a colleague, or nobody"
    elif replacement is None:
        message = "This professional is not a member of the community: take one of the directory"
    else:
        known = await directory.summaries(db, [professional_id])
        if known[professional_id].profession_code != replacement.profession_code:
            message = "A replacement has the same profession: name somebody else, or nobody"
    if message is not None:
        raise InvalidInput(errors=[FieldError("/replacement_id", message)])


async def refuse_overlap(db: AsyncSession, professional_id: UUID, body: wire.AbsenceInput) -> None:
    """AbsenceOverlaps when the professional is said to be away in a part of that time. Under their lock."""
    stretch = Range(body.starts_at, body.ends_at, bounds="[)")
    other = await said_away(db, professional_id, stretch)
    if other is not None:
        said = " to ".join(f"{edge:%Y-%m-%d %H:%M} UTC" for edge in (other.during.lower, other.during.upper))
        raise AbsenceOverlaps(f"Already away from {said}: take that absence back, or choose other times")
