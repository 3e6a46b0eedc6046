"""How people leave or end a request: give it back, cancel it, close it for want of an answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.contract import models as wire
from api.contract.models import CancelledBy
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotAllowed
from api.referrals.second_opinion import policy
from api.referrals.second_opinion.service import endings
from api.referrals.second_opinion.service.state import appointment_of, locked, request_of
from api.referrals.second_opinion.service.views import request_view


async def withdraw_from_second_opinion(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int, *, at: datetime | None = None
) -> wire.SecondOpinionRequest:
    """I cannot answer after all: a time given is free again, the others are asked without me."""
    at = at or clock.now()
    search, case = await locked(db, actor, request_id, version)
    if not policy.has_taken(actor, case):
        raise NotAllowed("Only the professional who took it gives it back")
    appointment = await appointment_of(db, case)
    await endings.give_back(db, actor, search, case, at)
    if appointment is not None:
        await availability.cancel(db, actor, appointment, by=CancelledBy.professional, at=at)
    return await request_view(db, actor, case, at=at)


async def cancel_second_opinion_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.OpinionCancellation,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """No opinion is needed any more: those asked, and the one who took it, are told."""
    at = at or clock.now()
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_cancel(actor, case):
        raise NotAllowed("Only who asked, or the coordination, cancels a request")
    appointment = await appointment_of(db, case)
    await endings.stop(db, actor, search, case, "cancel", at)
    (await request_of(db, case)).cancellation_reason = body.reason
    if appointment is not None:
        await availability.cancel(db, actor, appointment, by=CancelledBy.person, at=at)
    return await request_view(db, actor, case, at=at)


async def close_second_opinion_request(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: wire.OpinionSolutionInput,
    *,
    at: datetime | None = None,
) -> wire.SecondOpinionRequest:
    """Nobody here could answer: say how it ends. For the coordination."""
    at = at or clock.now()
    search, case = await locked(db, actor, request_id, version)
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination closes a request that nobody answered")
    await endings.stop(db, actor, search, case, "close_elsewhere", at)
    (await request_of(db, case)).solution = body.solution
    return await request_view(db, actor, case, at=at)
