"""Where the address of a slot leads a person, and what it opens to a regulator of the platform."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import parse_slot_id
from api.availability.tables import Opening
from api.core.actor import Actor
from api.core.problems import InvalidInput
from api.fhir import policy, rules
from api.fhir.rules import Pairs
from api.identity import service as identity
from api.identity.regulators import comes_from_platform


async def booking_page(db: AsyncSession, actor: Actor | None, pairs: Pairs) -> str:
    """The page of the web app to go to, for the parameters of the address of a slot.

    A regulator of the platform who comes from there works from now on in the community of the slot, where
    they get that role.
    """
    sent = rules.sent_to(pairs)
    if actor is not None and comes_from_platform(sent.get("origin")):
        community_id = await _community(db, sent)
        if community_id is not None:
            await identity.arrive(db, actor, community_id)
    return rules.landing(sent, signed_in=actor is not None)


async def _community(db: AsyncSession, sent: dict[str, str]) -> UUID | None:
    """Where the slot is; of a slot that is gone for good, where its professional opens time to the
    regulation. Other time opens no community to anybody."""
    if "praticien" not in sent:
        return None
    wanted = (
        select(Opening.community_id)
        .where(
            Opening.professional_id == UUID(sent["praticien"]),
            Opening.ended_at.is_(None),
            policy.meant_for_regulators(),
        )
        .order_by((Opening.id == _opening_id(sent.get("creneau", ""))).desc(), Opening.id.desc())
    )
    found: UUID | None = await db.scalar(wanted.limit(1))
    return found


def _opening_id(slot_id: str) -> UUID:
    own = rules.own_slot_id(slot_id)
    try:
        return UUID(int=0) if own is None else parse_slot_id(own)[0]
    except InvalidInput:
        return UUID(int=0)
