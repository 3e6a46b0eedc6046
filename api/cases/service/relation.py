"""What an actor is to the person of a case: whether they may read the identity, and how."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import rules
from api.cases.policy import standing, visible_to
from api.cases.tables import Case
from api.core import clock
from api.core.actor import Actor
from api.people.policy import ASKED, RELATIONS, Relation


async def relation_by_case(db: AsyncSession, actor: Actor, person_id: UUID) -> Relation | None:
    """Through the cases about this person that the actor may see: None when there is none."""
    at, found = clock.now(), None
    for case in await db.scalars(select(Case).where(Case.person_id == person_id, visible_to(actor))):
        access: Relation = rules.identity_access(standing(actor, case), case.closed_at, at)
        if access == "need":
            return access
        found = access
    return found


def may_read_identity(actor: Actor, case: Case) -> bool:
    """Whether the actor reads the identity without giving a reason (`may_read_identity` of a request).
    For a case that `visible_to` showed them; false when there is nobody, or nobody any more."""
    access = rules.identity_access(standing(actor, case), case.closed_at, clock.now())
    return case.person_id is not None and access == "need"


async def asked_about(db: AsyncSession, actor: Actor, person_ids: Collection[UUID]) -> set[UUID]:
    """Which of these persons the actor made a request about."""
    found = await db.scalars(select(Case).where(Case.person_id.in_(person_ids), visible_to(actor)))
    mine = [case.person_id for case in found if standing(actor, case) is rules.Standing.requester]
    return {one for one in mine if one is not None}


RELATIONS.append(relation_by_case)
ASKED.append(asked_about)
