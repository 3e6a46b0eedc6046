"""People who did not come: somebody calls them, and the next appointment may want a call before."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import follow_ups_visible_to
from api.availability.service import subjects
from api.availability.tables import Appointment, NoShowFollowUp
from api.contract import models as wire
from api.contract.models import AppointmentState, NoShowFollowUpAction, NotificationKind, Role
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.core.routing import expect_version
from api.directory import service as directory
from api.identity import service as identity
from api.people import service as people
from api.people.policy import RELATIONS, Relation


async def confirm_by_phone(
    db: AsyncSession, community_id: UUID, person_id: UUID | None, *, at: datetime
) -> bool:
    """Whether somebody did not come so often of late that an appointment made now is confirmed by phone."""
    if person_id is None:
        return False
    known = await people.people_like(db, person_id)
    if known in ([], [person_id]):
        return False
    community_rules = (await identity.rules_of(db, community_id)).appointments
    since = rules.counted_from(community_rules, at)
    return rules.confirm_by_phone(community_rules, await _count(db, known, since))


async def open_follow_up(
    db: AsyncSession, actor: Actor, appointment: Appointment, *, at: datetime
) -> NoShowFollowUp:
    """Ask who asked for the appointment, and the coordination, to call the person. The caller has just
    recorded that they did not come."""
    community_rules = (await identity.rules_of(db, appointment.community_id)).appointments
    count = 1
    if appointment.person_id is not None:
        known = await people.people_like(db, appointment.person_id)
        since = rules.counted_from(community_rules, at)
        count = max(1, await _count(db, known or [appointment.person_id], since))
    asker = await subjects.asker_of(db, appointment)
    follow_up = NoShowFollowUp(
        community_id=appointment.community_id,
        version=1,
        state=rules.FOLLOW_UP.start,
        appointment_id=appointment.id,
        asked_by_kind=asker.kind,
        asked_by_id=asker.id,
        asked_by_organisation_id=asker.organisation_id,
        no_shows=count,
        confirm_by_phone=rules.confirm_by_phone(community_rules, count),
        calls=0,
        created_at=at,
    )
    db.add(follow_up)
    await db.flush()
    await record(db, actor, "no_show_follow_up.opened", "no_show_follow_up", follow_up.id)
    coordination = await identity.accounts_with_role(db, appointment.community_id, Role.coordinator)
    told = {*asker.accounts, *(account.id for account in coordination)} - {actor.id}
    await subjects.tell(db, appointment, told, NotificationKind.no_show_to_follow, at)
    return follow_up


async def list_no_show_follow_ups(
    db: AsyncSession, actor: Actor, query: wire.ListNoShowFollowUpsQuery
) -> wire.NoShowFollowUpList:
    """The follow-ups that the actor may see, the latest first, without names."""
    wanted = select(NoShowFollowUp).where(follow_ups_visible_to(actor))
    if query.state is not None:
        wanted = wanted.where(NoShowFollowUp.state == query.state)
    keys = [Key(NoShowFollowUp.created_at, descending=True), Key(NoShowFollowUp.id, descending=True)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    rows = [row[0] for row in page.items]
    return wire.NoShowFollowUpList(items=await _views(db, rows), next_cursor=page.next_cursor)


async def record_no_show_call(
    db: AsyncSession, actor: Actor, follow_up_id: UUID, version: int | None, body: wire.NoShowCall
) -> wire.NoShowFollowUp:
    """Say what came of calling the person. IllegalTransition when the follow-up has ended."""
    at = clock.now()
    wanted = select(NoShowFollowUp).where(NoShowFollowUp.id == follow_up_id, follow_ups_visible_to(actor))
    follow_up = await db.scalar(wanted.with_for_update())
    if follow_up is None:
        raise NotFound("There is no such follow-up, or it is not for you to see")
    expect_version(version, follow_up.version)
    community_rules = (await identity.rules_of(db, follow_up.community_id)).appointments
    action = rules.after_call(community_rules, body.outcome, follow_up.calls + 1)
    follow_up.state = rules.FOLLOW_UP.after(action, follow_up.state)
    follow_up.calls += 1
    follow_up.version += 1
    follow_up.last_outcome, follow_up.last_call_at = body.outcome, at
    follow_up.last_call_by_id, follow_up.last_call_by_name = actor.id, actor.name
    if follow_up.state in rules.FOLLOW_UP.terminal:
        follow_up.closed_at = at
    await db.flush()
    detail = {"outcome": body.outcome.value}
    await record(db, actor, "no_show_follow_up.called", "no_show_follow_up", follow_up.id, detail=detail)
    return (await _views(db, [follow_up]))[0]


async def relation_by_follow_up(db: AsyncSession, actor: Actor, person_id: UUID) -> Relation | None:
    """Who has somebody to call needs to know whom: while the follow-up is open."""
    mine = select(NoShowFollowUp.id).join(Appointment, Appointment.id == NoShowFollowUp.appointment_id)
    is_open = NoShowFollowUp.state == rules.FOLLOW_UP.start
    mine = mine.where(Appointment.person_id == person_id, is_open, follow_ups_visible_to(actor))
    return "need" if await db.scalar(mine.limit(1)) is not None else None


async def _count(db: AsyncSession, person_ids: Sequence[UUID], since: datetime) -> int:
    missed = (
        select(func.count())
        .select_from(Appointment)
        .where(
            Appointment.person_id.in_(person_ids),
            Appointment.state == AppointmentState.no_show,
            Appointment.starts_at >= since,
        )
    )
    return (await db.scalar(missed)) or 0


async def _views(db: AsyncSession, rows: Sequence[NoShowFollowUp]) -> list[wire.NoShowFollowUp]:
    ids = [row.appointment_id for row in rows]
    found = await db.scalars(select(Appointment).where(Appointment.id.in_(ids)))
    missed = {appointment.id: appointment for appointment in found}
    names = await directory.summaries(db, list({one.professional_id for one in missed.values()}))
    return [_view(row, missed[row.appointment_id], names) for row in rows]


def _view(
    row: NoShowFollowUp, missed: Appointment, names: dict[UUID, wire.ProfessionalSummary]
) -> wire.NoShowFollowUp:
    is_open = row.state not in rules.FOLLOW_UP.terminal
    return wire.NoShowFollowUp(
        id=row.id,
        version=row.version,
        state=row.state,
        appointment_id=row.appointment_id,
        missed_at=missed.starts_at,
        professional=names[missed.professional_id],
        need=missed.need,
        age_band=wire.AgeBand(missed.age_band) if missed.age_band else None,
        case_id=missed.subject_id,
        case_number=missed.subject_number,
        person_id=missed.person_id,
        no_shows=row.no_shows,
        confirm_by_phone=row.confirm_by_phone,
        calls=row.calls,
        last_outcome=row.last_outcome,
        last_call_at=row.last_call_at,
        last_call_by_name=row.last_call_by_name,
        created_at=row.created_at,
        closed_at=row.closed_at,
        actions=[NoShowFollowUpAction.record_call] if is_open else [],
    )


RELATIONS.append(relation_by_follow_up)
