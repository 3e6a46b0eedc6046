"""The person of a case was corrected: the case says so to those who follow it, and knows the right age."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.policy import reaches_taker
from api.cases.service.header import record
from api.cases.service.watchers import watchers
from api.cases.tables import Case
from api.contract.models import IdentityField, NotificationKind, TimelineKind
from api.core.actor import Actor, system_actor
from api.notifications.service import notify
from api.people import service as people


async def cases_of(db: AsyncSession, person_ids: Collection[UUID]) -> list[Case]:
    """The cases about these persons, parts included, in one order for all."""
    found = select(Case).where(Case.person_id.in_(person_ids)).order_by(Case.id)
    return list(await db.scalars(found))


async def follow_correction(db: AsyncSession, actor: Actor, done: people.Corrected) -> None:
    """The age said before acceptance is right in every case; on those that run stands a line, and whoever
    follows them is told, but who has just done it. Neither holds what was written, before or after."""
    for case in await cases_of(db, done.fields.keys()):
        assert case.person_id is not None  # noqa: S101  found by it
        band = done.age_bands.get(case.person_id, case.age_band)
        if case.age_band != band:
            case.age_band = band
            case.version += 1
        if case.closed_at is None and case.parent_id is None:
            await _tell(db, actor, case, done.fields[case.person_id], done)


async def _tell(
    db: AsyncSession, actor: Actor, case: Case, fields: Iterable[IdentityField], done: people.Corrected
) -> None:
    # The doctor who has somebody is told by nobody who made them known: see `lines_told`.
    named = actor if reaches_taker(actor, case) else system_actor(case.community_id)
    said = [field.value for field in fields]
    await record(db, case, TimelineKind.corrected, named, at=done.at, corrected_identity=said)
    told = await watchers(db, case, coordination=False) - {actor.id}
    await notify(
        db,
        community_id=case.community_id,
        account_ids=sorted(told),
        kind=NotificationKind.request_corrected,
        at=done.at,
        case_id=case.id,
        case_number=case.number,
        facts={"need": case.need, "sector": case.sector},
    )


people.FOLLOWS.append(follow_correction)
