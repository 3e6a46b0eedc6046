"""Where the address of a slot leads a person, and what it opens to a regulator of the platform."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Opening
from api.core.actor import Actor
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
    named = rules.slot_named(sent.get("creneau", ""))
    opening_id = None if named is None else named[0]
    wanted = (
        select(Opening.community_id)
        .where(
            Opening.professional_id == UUID(sent["praticien"]),
            Opening.ended_at.is_(None),
            policy.meant_for_regulators(),
        )
        .order_by((Opening.id == opening_id).desc(), Opening.id.desc())
    )
    found: UUID | None = await db.scalar(wanted.limit(1))
    return found
