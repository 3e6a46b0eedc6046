"""The timeline of a case, and the messages on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import rules
from api.cases.kinds import KINDS, BoardFacts
from api.cases.policy import events_visible_to, reaches_taker, standing
from api.cases.service.header import load, parts_of, record
from api.cases.service.reading import readings_of, unread_among
from api.cases.service.watchers import watchers
from api.cases.tables import Case, Follower, MessageReading, TimelineEvent
from api.contract import models as wire
from api.contract.models import NotificationKind, TimelineKind
from api.core import clock
from api.core.actor import Actor
from api.core.ids import new_id
from api.core.paging import Key, page_of
from api.core.problems import FieldError, InvalidInput, NotFound
from api.directory import service as directory
from api.notifications.service import notify


async def list_timeline(
    db: AsyncSession, actor: Actor, case_id: UUID, query: wire.ListTimelineQuery
) -> wire.TimelineEntryList:
    """One page of what happened on a case, oldest first, and what comes by itself if nobody moves.

    What happened on its parts stands between, each line with its part. NotFound when the actor may not see
    it. Names are those that the actor's standing shows.
    """
    case = await load(db, actor, case_id)
    page = await page_of(
        db,
        select(TimelineEvent).where(
            or_(
                TimelineEvent.case_id == case.id,
                TimelineEvent.case_id.in_(select(Case.id).where(Case.parent_id == case.id)),
            ),
            events_visible_to(actor),
        ),
        keys=[Key(TimelineEvent.at), Key(TimelineEvent.id)],
        cursor=query.cursor,
        limit=query.limit,
    )
    entries = await _entries(db, actor, case, [row[0] for row in page.items])
    facts = BoardFacts()
    if case.closed_at is None:
        facts = (await KINDS[case.kind].facts(db, actor, [case])).get(case.id, facts)
    return wire.TimelineEntryList(items=entries, next_cursor=page.next_cursor, upcoming=list(facts.upcoming))


async def post_message(
    db: AsyncSession, actor: Actor, case_id: UUID, message: wire.MessageInput
) -> wire.TimelineEntry:
    """Write on the thread of an open case, and tell the others who follow it and may read it.

    Raises CaseClosed (409) once the case has ended, InvalidInput (422) on a blank text or one that holds
    a social security number (NIR: its use is restricted by decree 2019-341), or, on a death, words that look
    like a cause and that the author has not confirmed to be none: no cause of death is ever kept.
    """
    case = await load(db, actor, case_id)
    if case.parent_id is not None:
        raise NotFound("A part has no thread of its own: write on that of its request")
    if case.closed_at is not None:
        raise rules.CaseClosed("Write to the professional by secure mail, or make a new request")
    if cure := rules.why_not_written(message.text, case.kind, confirmed=message.confirmed_not_medical):
        raise InvalidInput(errors=[FieldError("/text", cure)])
    at = clock.now()
    event = await record(db, case, TimelineKind.message, actor, at=at, text=message.text.strip())
    await audit.record(db, actor, "case.message_posted", "case", case.id)
    told = await watchers(db, case, coordination=True, professional=reaches_taker(actor, case))
    others = told - {actor.id}
    await notify(
        db,
        community_id=case.community_id,
        account_ids=sorted(others),
        kind=NotificationKind.message_posted,
        at=at,
        case_id=case.id,
        case_number=case.number,
        facts={"need": case.need, "sector": case.sector},
    )
    await db.flush()
    return (await _entries(db, actor, case, [event]))[0]


async def follow(db: AsyncSession, actor: Actor, case: Case, *, at: datetime) -> bool:
    """Join a request that somebody else made. True when that is new: it then stands on the timeline.

    The caller has found out that the actor may (the same person, an open request).
    """
    joined = await db.scalar(
        insert(Follower)
        .values(
            id=new_id(),
            community_id=case.community_id,
            case_id=case.id,
            account_id=actor.id,
            organisation_id=actor.organisation_id,
            created_at=at,
        )
        .on_conflict_do_nothing()
        .returning(Follower.id)
    )
    if joined is not None:
        await record(db, case, TimelineKind.duplicate_follower, actor, at=at)
    return joined is not None


async def _entries(
    db: AsyncSession, actor: Actor, case: Case, events: list[TimelineEvent]
) -> list[wire.TimelineEntry]:
    names: dict[UUID, wire.ProfessionalSummary] = {}
    named = rules.sees_names(standing(actor, case))
    messages = {event.id: event for event in events if event.kind is TimelineKind.message}
    unread = await unread_among(db, actor, messages) if messages else set()
    mine = [id_ for id_, event in messages.items() if event.actor_id == actor.id]
    read = await readings_of(db, case, mine)
    about = {event.professional_id for event in events if event.professional_id is not None}
    if named and about:
        names = await directory.summaries(db, list(about))
    reads = KINDS[case.kind].reads_texts(actor, case)
    needs = {part.id: part.need for part in (await parts_of(db, [case.id])).get(case.id, ())}
    return [
        _entry(
            event,
            named=named,
            names=names,
            reads=reads or event.actor_id == actor.id,
            unread=event.id in unread,
            read=read.get(event.id, []),
            part_need=needs.get(event.case_id),
        )
        for event in events
    ]


def _entry(
    event: TimelineEvent,
    *,
    named: bool,
    names: dict[UUID, wire.ProfessionalSummary],
    reads: bool,
    unread: bool,
    read: Sequence[MessageReading],
    part_need: str | None,
) -> wire.TimelineEntry:
    about = names.get(event.professional_id) if event.professional_id else None
    said: dict[str, Any] = event.facts
    # The author of a message is known to all who read it: otherwise nobody could answer.
    author = event.actor_name if named or event.kind is TimelineKind.message else None
    return wire.TimelineEntry(
        id=event.id,
        at=event.at,
        kind=event.kind,
        actor_name=author,
        professional_name=about.name if about else None,
        text=event.text if reads else None,
        corrections=said.get("corrections", []),
        corrected_identity=said.get("corrected_identity", []),
        unread=unread,
        readings=[
            wire.MessageReading(name=one.reader_name if named else None, read_at=one.read_at) for one in read
        ],
        discharge_need=wire.DischargeNeed(part_need) if part_need else None,
        # A part has states of its own, which are not those of a request.
        previous_state=None if part_need else said.get("previous_state"),
        **{name: said.get(name) for name in _FACTS},
    )


_FACTS = (
    "wave",
    "waves",
    "audience",
    "asked",
    "declined",
    "lapsed",
    "decline_reason",
    "skip_reason",
    "starts_at",
    "ends_at",
    "solution",
    "correction_reason",
)
"""Members of `TimelineEntry` that `record` keeps as facts."""
