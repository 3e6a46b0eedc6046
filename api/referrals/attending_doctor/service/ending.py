"""How a request ends, whoever says so, and who is told."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import NotificationKind, TimelineKind
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch
from api.referrals.attending_doctor.service import oppositions
from api.referrals.attending_doctor.service.facts import move, request_of


async def end(
    db: AsyncSession,
    actor: Actor,
    search: Dispatch | None,
    case: Case,
    action: str,
    at: datetime,
    line: TimelineKind = TimelineKind.closed,
) -> None:
    """The request ends: nobody is looked for any more. Those concerned are told, but who has just done it.

    An opposition erases the person at once, and what was said of them (RGPD art. 21; domain rules §7.2.6);
    a keyed hash stays, so that no later list enters them again.
    """
    state = await move(db, case, action, at)
    concerned = await cases.watchers(db, case, coordination=False)
    await cases.record(db, case, line, actor, at=at, professional_id=case.professional_id)
    if search is not None:
        await dispatch.stop(db, search, case, actor, at, action)
    await cases.update(db, case, at=at, state=state, closed=True)
    await audit.record(db, actor, f"attending_doctor_request.{action}", "case", case.id)
    await dispatch.tell(db, case, concerned - {actor.id}, NotificationKind.request_closed, at)
    if action == "oppose":
        await erase_opposed(db, case, at)


async def erase_opposed(db: AsyncSession, case: Case, at: datetime) -> None:
    """Erase who opposes, and remember that they do. Harmless once they are erased."""
    if case.person_id is None:
        return
    await oppositions.remember(db, case.community_id, case.person_id, at)
    await cases.erase(db, case, at)


async def forget(db: AsyncSession, case: Case, at: datetime) -> None:
    """Erase what says something of a person, when they are forgotten; the level and the source stay, for
    statistics."""
    request = await request_of(db, case.id)
    request.former_doctor = request.interpreter = None
    request.wheelchair = request.pregnancy = request.disability = None
    request.social_cover = request.discharged_on = request.retires_on = None
    request.household_without_doctor = None
    request.birth_year = 0
    await db.flush()
