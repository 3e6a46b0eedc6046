"""Retention: some months after a case is closed, the person is forgotten and the figures stay."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import rules
from api.cases.kinds import KINDS
from api.cases.policy import visible_to
from api.cases.service.header import record
from api.cases.tables import Case, MessageReading, TimelineEvent
from api.contract.models import RequestOrigin, TimelineKind
from api.core import idempotency
from api.core.actor import system_actor
from api.identity import service as identity
from api.people import service as people

ERASURES: list[Callable[[AsyncSession, Case, datetime], Awaitable[None]]] = []
"""What else a request module must forget of a case (its note, for example), in the same transaction."""

WRITTEN = (TimelineKind.message, TimelineKind.corrected)
"""The lines on which people write freely."""

BATCH = 100


async def erase_what_is_due(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """Erase the identity of the persons of cases closed long enough ago; the number of cases done.

    At most `BATCH` cases of a kind in a call: call again until it answers 0. The age band, the commune and
    the sector stay, for statistics. Whatever was written goes too: it may name somebody.
    """
    community = await identity.community_of(db, community_id)
    zone = identity.zone_of(community)
    months = await identity.rules_of(db, community_id)
    actor = system_actor(community_id)
    due: list[Case] = []
    for kind, spec in KINDS.items():
        kept = spec.retention_months(months)
        # Months differ in length: the statement takes the shortest, the rule then decides by the calendar.
        oldest = await db.scalars(
            select(Case)
            .where(
                visible_to(actor),
                Case.kind == kind,
                Case.person_id.is_not(None),
                Case.closed_at <= at - timedelta(days=27 * kept),
            )
            .order_by(Case.closed_at)
            .limit(BATCH)
            .with_for_update(key_share=True, skip_locked=True)
        )
        due += [
            case
            for case in oldest.all()
            if case.closed_at is not None and at >= rules.erased_from(case.closed_at, kept, zone)
        ]
    for case in due:
        await erase(db, case, at)
    return len(due)


async def erase(db: AsyncSession, case: Case, at: datetime) -> None:
    """Forget the person of a case now, and what people wrote on it. The case has one."""
    actor = system_actor(case.community_id)
    person_id, case.person_id = case.person_id, None
    assert person_id is not None  # noqa: S101  the statement above asked for it
    if case.origin == RequestOrigin.coordinator:
        # Taken by phone: the name typed may be that of a relative.
        case.requester_name, case.requester_phone = "Coordination", None
    await db.execute(
        update(TimelineEvent)
        .where(TimelineEvent.case_id == case.id)
        .values(text_sealed=None)
        .execution_options(synchronize_session=False)
    )
    await db.execute(delete(MessageReading).where(MessageReading.case_id == case.id))
    await idempotency.forget_answers(db, [case.id])
    for forget in ERASURES:
        await forget(db, case, at)
    await people.erase(db, person_id, at)
    await record(db, case, TimelineKind.identity_erased, actor, at=at)
    await audit.record(db, actor, "person.identity_erased", "person", person_id)
    await db.flush()
