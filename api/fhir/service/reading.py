"""Reading by id what a search returns. NotFound when there is no such thing, or not for this client."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.rules import instant
from api.availability.tables import Opening
from api.contract.models import SlotAudience
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound
from api.core.settings import settings
from api.fhir import policy, rules
from api.fhir.rules import CommunityFacts, PlaceFacts, Resource
from api.fhir.service import facts, slots
from api.fhir.service.regulators import read_regulator

T = TypeVar("T")


async def read_slot(db: AsyncSession, actor: Actor, resource_id: str) -> Resource:
    """One slot, as long as it is free; in the profile of a CPTS' slots when it is at the disposal of one."""
    named = rules.slot_named(resource_id)
    if named is None:
        raise NotFound("No such slot")
    opening_id, start = named
    professional_id = await db.scalar(select(Opening.professional_id).where(Opening.id == opening_id))
    if professional_id is None:
        raise NotFound("No such slot")
    starts_at = instant(start)
    found = await slots.free_slots(
        db,
        actor,
        professional_ids=[professional_id],
        from_at=starts_at,
        to_at=starts_at + timedelta(seconds=1),
        at=clock.now(),
        with_communities=True,
    )
    frees = next((frees for frees in found if opening_id in {free.opening_id for free in frees}), None)
    if frees is None:
        raise NotFound("This slot is no longer free")
    people = await facts.people_by_id(db, [professional_id])
    communities = await facts.communities(db, [frees[0].community_id])
    return slots.slot_of(
        frees,
        people[professional_id],
        communities[frees[0].community_id].zone,
        for_communities=any(SlotAudience.cpts in free.audiences for free in frees),
    )


async def read_schedule(db: AsyncSession, actor: Actor, resource_id: str) -> Resource:
    """The agenda of a professional at a place."""
    return rules.schedule(await _place(db, resource_id))


async def read_practitioner(db: AsyncSession, actor: Actor, resource_id: str) -> Resource:
    """A professional of the national directory, which is public; to the platform, a regulator too."""
    known = await facts.people_by_id(db, [_id(resource_id)])
    if not known and (regulator := await read_regulator(db, actor, _id(resource_id))) is not None:
        return regulator
    return rules.practitioner(_only(known))


async def read_practitioner_role(db: AsyncSession, actor: Actor, resource_id: str) -> Resource:
    """A professional at a place."""
    return rules.practitioner_role(await _place(db, resource_id), settings().base_url)


async def read_healthcare_service(db: AsyncSession, actor: Actor, resource_id: str) -> Resource:
    """What a CPTS puts at disposal."""
    return rules.healthcare_service(await _community(db, actor, resource_id))


async def read_organization(db: AsyncSession, actor: Actor, resource_id: str) -> Resource:
    """A CPTS."""
    return rules.organization(await _community(db, actor, resource_id))


def _id(resource_id: str) -> UUID:
    try:
        return UUID(resource_id)
    except ValueError as error:
        raise NotFound("No such resource") from error


async def _place(db: AsyncSession, resource_id: str) -> PlaceFacts:
    return _only(await facts.places(db, [_id(resource_id)]))


async def _community(db: AsyncSession, actor: Actor, resource_id: str) -> CommunityFacts:
    community_id = _id(resource_id)
    seen = policy.may_see_community(actor, community_id)
    return _only(await facts.communities(db, [community_id]) if seen else {})


def _only(found: dict[UUID, T]) -> T:
    """What was found by one id. NotFound when nothing was."""
    for one in found.values():
        return one
    raise NotFound("No such resource")
