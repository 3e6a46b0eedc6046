"""Who of the coordination has a case in hand, so that colleagues do not call twice."""

from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases.policy import may_coordinate
from api.cases.rules import CaseClosed
from api.cases.service.announcing import announce_case
from api.cases.service.board import case_views
from api.cases.service.header import load
from api.cases.tables import Case
from api.contract import models as wire
from api.core.actor import Actor
from api.core.problems import IllegalTransition, NotAllowed, NotFound


async def take_case(db: AsyncSession, actor: Actor, case_id: UUID) -> wire.Case:
    """Take a case in hand; nothing changes when it already is in mine.

    Raises IllegalTransition when a colleague has it (they release it first, or anybody does for them),
    CaseClosed once it has ended. The request itself is not changed, so its version stays.
    """
    case = await _open_one(db, actor, case_id)
    if case.handled_by_id != actor.id:
        taken = await db.scalar(
            update(Case)
            .where(Case.id == case.id, or_(Case.handled_by_id.is_(None), Case.handled_by_id == actor.id))
            .values(handled_by_id=actor.id, handled_by_name=actor.name)
            .returning(Case.id)
            .execution_options(synchronize_session=False)
        )
        if taken is None:
            raise IllegalTransition("A colleague has it in hand: release it first if they are away")
        await db.refresh(case)
        await announce_case(db, case)
    await audit.record(db, actor, "case.taken", "case", case.id)
    return (await case_views(db, actor, [case]))[0]


async def release_case(db: AsyncSession, actor: Actor, case_id: UUID) -> wire.Case:
    """Leave a case to colleagues. Anybody of the coordination may: the one who has it may have gone home."""
    case = await _open_one(db, actor, case_id)
    before = None if case.handled_by_id is None else str(case.handled_by_id)
    case.handled_by_id = case.handled_by_name = None
    await announce_case(db, case)
    await audit.record(db, actor, "case.released", "case", case.id, detail={"handled_by": before})
    await db.flush()
    return (await case_views(db, actor, [case]))[0]


async def _open_one(db: AsyncSession, actor: Actor, case_id: UUID) -> Case:
    case = await load(db, actor, case_id)
    if not may_coordinate(actor):
        raise NotAllowed("Only the coordination takes cases in hand")
    if case.parent_id is not None:
        raise NotFound("A need is handled with its request")
    if case.closed_at is not None:
        raise CaseClosed("There is nothing left to do on it")
    return case
