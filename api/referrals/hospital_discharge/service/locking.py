"""The locks under which a discharge is moved, for whom may move it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.actor import Actor
from api.core.problems import NotAllowed
from api.core.routing import expect_version
from api.dispatch import service as dispatch
from api.dispatch.service import Locked
from api.referrals.hospital_discharge import policy
from api.referrals.hospital_discharge.service.views import load


async def own(db: AsyncSession, actor: Actor, request_id: UUID, version: int) -> Locked:
    """The request, locked, for the ward that made it or the coordination."""
    held = await locked(db, actor, request_id, version)
    if not policy.may_complete(actor, held.whole):
        raise NotAllowed("Only the ward that asked, or the coordination, says this")
    return held


async def steered(db: AsyncSession, actor: Actor, request_id: UUID, version: int) -> Locked:
    """The request, locked, for the coordination."""
    held = await locked(db, actor, request_id, version)
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination does this")
    return held


async def locked(db: AsyncSession, actor: Actor, request_id: UUID, version: int) -> Locked:
    """The request with its lines and their searches, locked, if the actor may see it and read this
    version."""
    await load(db, actor, request_id)
    held = await dispatch.lock_of_parts(db, request_id)
    expect_version(version, held.whole.version)
    return held
