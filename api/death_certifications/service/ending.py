"""How a request leaves a certifier or ends, whoever says so, and who is told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import NotificationKind, TimelineKind
from api.core.actor import Actor
from api.death_certifications.service.facts import move, request_of
from api.death_certifications.tables import DeathCertificationRequest
from api.directory import service as directory
from api.directory.nomenclatures import NURSE
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch


async def give_back(
    db: AsyncSession, actor: Actor, search: Dispatch | None, case: Case, action: str, at: datetime
) -> None:
    """The certifier withdraws, or hands over to a doctor (`action`): the others are asked again at once."""
    assert search is not None and case.professional_id is not None  # noqa: S101, PT018  somebody had accepted
    without = case.professional_id
    state = await move(db, case, action, at)
    request = await request_of(db, case.id)
    request.accepted_at = request.eta_at = request.departed_at = request.arrived_at = None
    line = TimelineKind.professional_withdrew
    if action == "hand_to_doctor":
        request.doctors_only, line = True, TimelineKind.handed_to_doctor
    was = case.state
    await cases.record(db, case, line, actor, at=at, professional_id=without, previous_state=was)
    await cases.update(db, case, at=at, state=state, professional_id=None, clock=None)
    await audit.record(db, actor, f"death_certification_request.{action}", "case", case.id)
    asked = await cases.watchers(db, case, coordination=True, professional=False)
    await dispatch.tell(db, case, asked - {actor.id}, NotificationKind.professional_withdrew, at)
    await dispatch.restart(db, actor, search, case, at, without)


async def end(
    db: AsyncSession,
    actor: Actor,
    search: Dispatch | None,
    case: Case,
    action: str,
    line: TimelineKind,
    at: datetime,
) -> None:
    """The request ends: nobody is looked for any more. Those concerned are told, but who has just done it."""
    state = await move(db, case, action, at)
    concerned = await cases.watchers(db, case, coordination=False)
    who, was = case.professional_id, case.state
    await cases.record(db, case, line, actor, at=at, professional_id=who, previous_state=was)
    if search is not None:
        await dispatch.stop(db, search, case, actor, at, action)
    await cases.update(db, case, at=at, state=state, closed=True)
    await audit.record(db, actor, f"death_certification_request.{action}", "case", case.id)
    await dispatch.tell(db, case, concerned - {actor.id}, NotificationKind.request_closed, at)


async def tell_of_duplicates(db: AsyncSession, case: Case, at: datetime) -> None:
    """A request is cancelled for which others were closed as its duplicates: nobody comes for those any more.
    The coordination looks at each, and may say that it was another death."""
    closed = (
        select(Case)
        .join(DeathCertificationRequest, DeathCertificationRequest.id == Case.id)
        .where(DeathCertificationRequest.duplicate_of_id == case.id)
        .order_by(Case.created_at, Case.id)
    )
    for other in await db.scalars(closed):
        await dispatch.tell_coordinators(db, other, NotificationKind.death_delay, at)


async def tell_arrival(db: AsyncSession, case: Case, eta_at: datetime, at: datetime) -> None:
    """Those who asked learn when somebody is there."""
    asked = await cases.watchers(db, case, coordination=False, professional=False)
    await dispatch.tell(db, case, asked, NotificationKind.certifier_on_the_way, at, starts_at=eta_at)


async def nurses_among(db: AsyncSession, professional_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of these professionals who are nurses."""
    if not professional_ids:
        return frozenset()
    known = await directory.summaries(db, list(professional_ids))
    return frozenset(id_ for id_, summary in known.items() if summary.profession_code == NURSE)
