"""What waits, what failed and why: for the administration."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import LiveTopic, SasTransmissionAction, SasTransmissionState
from api.core import clock, live
from api.core.actor import Actor
from api.core.jobs import defer
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.directory import service as directory
from api.sas import platform
from api.sas.policy import visible_to
from api.sas.rules import TRANSMISSION
from api.sas.service.following import READERS, SEND
from api.sas.tables import SasTransmission


async def list_sas_transmissions(
    db: AsyncSession, actor: Actor, query: wire.ListSasTransmissionsQuery
) -> wire.SasTransmissionList:
    """One page of the transmissions of the community, the last changed first, and how many wait or failed."""
    wanted = select(SasTransmission).where(visible_to(actor))
    if query.state is not None:
        wanted = wanted.where(SasTransmission.state == query.state)
    keys = [Key(SasTransmission.changed_at, descending=True), Key(SasTransmission.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    rows = [row[0] for row in page.items]
    names = await directory.summaries(db, list({row.professional_id for row in rows}))
    waiting, failed = (
        await db.execute(
            select(
                func.count().filter(SasTransmission.state == SasTransmissionState.waiting),
                func.count().filter(SasTransmission.state == SasTransmissionState.failed),
            ).where(visible_to(actor))
        )
    ).one()
    return wire.SasTransmissionList(
        items=[_view(row, names) for row in rows],
        next_cursor=page.next_cursor,
        connected=platform.connected(),
        waiting=waiting,
        failed=failed,
    )


async def retry_sas_transmission(
    db: AsyncSession, actor: Actor, transmission_id: UUID
) -> wire.SasTransmission:
    """Send again what was given up. Raises IllegalTransition (409) when it waits or was taken."""
    row = await db.scalar(
        select(SasTransmission)
        .where(SasTransmission.id == transmission_id, visible_to(actor))
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such transmission in this community")
    row.state = TRANSMISSION.after("retry", row.state)
    row.failures, row.next_attempt_at = 0, clock.now()
    await audit.record(db, actor, "sas_transmission.retried", "sas_transmission", row.id)
    await defer(db, SEND)
    live.announce(db, row.community_id, LiveTopic.deliveries, READERS)
    await db.flush()
    return _view(row, await directory.summaries(db, [row.professional_id]))


def _view(row: SasTransmission, names: Mapping[UUID, wire.ProfessionalSummary]) -> wire.SasTransmission:
    retry = "retry" in TRANSMISSION.actions_from(row.state)
    return wire.SasTransmission(
        id=row.id,
        state=row.state,
        appointment_state=row.appointment_state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        professional=names[row.professional_id],
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        last_attempt_at=row.last_attempt_at,
        last_status=row.last_status,
        last_error=row.last_error,
        changed_at=row.changed_at,
        sent_at=row.sent_at,
        actions=[SasTransmissionAction.retry] if retry else [],
    )
