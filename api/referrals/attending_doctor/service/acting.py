"""The request that an act is about, locked, and who may act. Each act takes the locks of
`dispatch.lock_of_case` first: a sweep or an acceptance comes before or after."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.core.actor import Actor
from api.core.problems import NotAllowed
from api.core.routing import expect_version
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.referrals.attending_doctor import policy
from api.referrals.attending_doctor.service.views import load


async def locked(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The request and its search, locked, if the actor may see it and read its present version."""
    await load(db, actor, request_id)
    search, case = await dispatch.lock_of_case(db, request_id)
    expect_version(version, case.version)
    return search, case


async def steered(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The request, locked, for the coordination."""
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination does this")
    return search, case


async def own(db: AsyncSession, actor: Actor, request_id: UUID, version: int) -> tuple[Dispatch | None, Case]:
    """The request, locked, for who entered it and the coordination."""
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_complete(actor, case):
        raise NotAllowed("Only those who entered the request, or the coordination, do this")
    return search, case


async def followed(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> tuple[Dispatch | None, Case]:
    """The request, locked, for the doctor who accepted and the coordination."""
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_follow_up(actor, case):
        raise NotAllowed("Only the doctor who accepted, or the coordination, does this")
    return search, case
