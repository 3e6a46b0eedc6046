"""What kiosks report, in the order in which it happened: once each, whatever the network did. Decision 0051.

Numbers of an outbox have no gap. Each event is applied in a savepoint of its own: what refuses one undoes it
alone, and the answer is kept, so that the same event sent again is answered the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import (
    KioskEventOutcome,
    ProblemType,
    TeleconsultationState,
)
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.db import wait_for_turn
from api.core.ids import new_id
from api.core.problems import FieldError, IllegalTransition, InvalidInput, Refusal, StaleVersion, problem_of
from api.people.rules import NIR_HINT, refuse_nir
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.rules import AlreadyBooked, KioskEventReused, KioskEventsMissing
from api.teleconsultations.bookings.service.event_acts import apply
from api.teleconsultations.bookings.service.kiosks import heard_of, site_of_kiosk
from api.teleconsultations.bookings.tables import TeleconsultationBooking, TeleconsultationKioskEvent
from api.teleconsultations.sites.tables import TeleconsultationSite

KEPT_FOR = timedelta(days=30)
"""How long what was reported is remembered, to answer it again."""

_OVERTAKEN = (IllegalTransition, StaleVersion, AlreadyBooked)
"""Refusals that say that things have moved on."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of one event."""

    outcome: KioskEventOutcome
    booking_id: UUID | None
    problem: wire.Problem | None


async def send_kiosk_events(
    db: AsyncSession,
    actor: Actor,
    site_id: UUID,
    headers: wire.SendKioskEventsHeaders,
    body: wire.KioskEventBatch,
) -> wire.KioskEventResults:
    """Apply what happened at a kiosk, in order, each event once; one result for each. NotFound for a site for
    which the actor does not speak."""
    at = clock.now()
    site = await site_of_kiosk(db, actor, site_id)
    software = None if body.software is MISSING else body.software
    if software is not None and refuse_nir(software):
        raise InvalidInput(errors=[FieldError("/software", NIR_HINT)])
    skew = await heard_of(db, actor, site, headers.sent_at, at, software=software)
    await wait_for_turn(db, f"kiosk events|{site.id}|{body.outbox}")
    known = await _known(db, site, body)
    last = await _last_sequence(db, site, body.outbox)
    results = []
    for event in body.events:
        kept = known.get(event.id)
        if event.sequence <= last:
            results.append(await _again(db, body.outbox, event, kept))
            continue
        if event.sequence > last + 1:
            missing = _said(KioskEventsMissing(f"Send again from {last + 1}"))
            results.append(_result(event, KioskEventOutcome.refused, problem=missing))
            continue
        occurred_at = rules.clamp(event.occurred_at, skew, at)
        if kept is None:
            done = await _apply(db, actor, site, event, at, occurred_at)
        else:  # its id was another event's: refused, and its number is spent, so that the next ones go on
            done = _Done(KioskEventOutcome.refused, None, _reused())
        row = _row(site, body.outbox, event, done, occurred_at, at)
        row.event_id = event.id if kept is None else new_id()
        db.add(row)
        await db.flush()
        known.setdefault(event.id, row)
        last = event.sequence
        state = await _state_of(db, done.booking_id)
        results.append(
            _result(
                event,
                done.outcome,
                occurred_at=occurred_at,
                booking_id=done.booking_id,
                state=state,
                problem=done.problem,
            )
        )
    detail = {"events": len(body.events), "last": last}
    await audit.record(db, actor, "kiosk.events_received", "teleconsultation_site", site.id, detail=detail)
    return wire.KioskEventResults(received_at=at, skew_seconds=skew, next_sequence=last + 1, results=results)


async def forget_old(db: AsyncSession, community_id: UUID, at: datetime) -> None:
    """Delete what was reported more than a month ago, but for the last of each outbox: the numbers go on."""
    later = aliased(TeleconsultationKioskEvent)
    followed = exists().where(
        later.site_id == TeleconsultationKioskEvent.site_id,
        later.outbox == TeleconsultationKioskEvent.outbox,
        later.sequence > TeleconsultationKioskEvent.sequence,
    )
    await db.execute(
        delete(TeleconsultationKioskEvent).where(
            TeleconsultationKioskEvent.community_id == community_id,
            TeleconsultationKioskEvent.received_at <= at - KEPT_FOR,
            followed,
        )
    )


async def _known(
    db: AsyncSession, site: TeleconsultationSite, body: wire.KioskEventBatch
) -> dict[UUID, TeleconsultationKioskEvent]:
    """The events of this batch that came before, by their id."""
    ids = [event.id for event in body.events]
    sequences = [event.sequence for event in body.events]
    same = TeleconsultationKioskEvent.event_id.in_(ids)
    numbers = (TeleconsultationKioskEvent.outbox == body.outbox) & (
        TeleconsultationKioskEvent.sequence.in_(sequences)
    )
    rows = await db.scalars(
        select(TeleconsultationKioskEvent).where(
            TeleconsultationKioskEvent.site_id == site.id, or_(same, numbers)
        )
    )
    return {row.event_id: row for row in rows}


async def _last_sequence(db: AsyncSession, site: TeleconsultationSite, outbox: UUID) -> int:
    last = select(func.max(TeleconsultationKioskEvent.sequence)).where(
        TeleconsultationKioskEvent.site_id == site.id, TeleconsultationKioskEvent.outbox == outbox
    )
    return await db.scalar(last) or 0


async def _again(
    db: AsyncSession, outbox: UUID, event: wire.KioskEvent, kept: TeleconsultationKioskEvent | None
) -> wire.KioskEventResult:
    """The answer to an event that came before, or to another one under its id or number."""
    if kept is None or kept.digest != _digest(outbox, event):
        return _result(event, KioskEventOutcome.refused, problem=_reused())
    problem = None if kept.problem is None else wire.Problem.model_validate(kept.problem)
    return _result(
        event,
        KioskEventOutcome.repeated,
        first=kept.outcome,
        occurred_at=kept.occurred_at,
        booking_id=kept.booking_id,
        state=await _state_of(db, kept.booking_id),
        problem=problem,
    )


async def _apply(
    db: AsyncSession,
    actor: Actor,
    site: TeleconsultationSite,
    event: wire.KioskEvent,
    at: datetime,
    occurred_at: datetime,
) -> _Done:
    """Apply one event by itself. What refuses it undoes it, and nothing else."""
    booking_id = await _booking_of(db, site, event)
    try:
        async with db.begin_nested():
            booking_id = await apply(db, actor, site, event, booking_id, at, occurred_at)
        return _Done(KioskEventOutcome.applied, booking_id, None)
    except _OVERTAKEN as refused:
        related = refused.extra.get("related_id")
        return _Done(KioskEventOutcome.overtaken, related or booking_id, _said(refused))
    except Refusal as refused:
        return _Done(KioskEventOutcome.refused, booking_id, _said(refused))


async def _booking_of(db: AsyncSession, site: TeleconsultationSite, event: wire.KioskEvent) -> UUID | None:
    """The booking of this site that an event is about, by its id or by the kiosk's own name for it."""
    here = select(TeleconsultationBooking.id).where(TeleconsultationBooking.site_id == site.id)
    if event.booking_id is not MISSING:
        return await db.scalar(here.where(TeleconsultationBooking.id == event.booking_id))
    if event.local_reference is MISSING:
        return None
    named = TeleconsultationBooking.local_reference == event.local_reference
    return await db.scalar(here.where(named))


async def _state_of(db: AsyncSession, booking_id: UUID | None) -> TeleconsultationState | None:
    if booking_id is None:
        return None
    found = select(TeleconsultationBooking.state).where(TeleconsultationBooking.id == booking_id)
    return await db.scalar(found)


def _said(refusal: Refusal) -> wire.Problem:
    return wire.Problem.model_validate(problem_of(refusal))


def _reused() -> wire.Problem:
    return _said(KioskEventReused("Draw a new id for each event, and count on"))


def _digest(outbox: UUID, event: wire.KioskEvent) -> bytes:
    return keyed_hash("kiosk event", f"{outbox}|{event.model_dump_json()}")


def _row(
    site: TeleconsultationSite,
    outbox: UUID,
    event: wire.KioskEvent,
    done: _Done,
    occurred_at: datetime,
    at: datetime,
) -> TeleconsultationKioskEvent:
    problem: dict[str, Any] | None = None
    if done.problem is not None:
        problem = done.problem.model_dump(mode="json")
    return TeleconsultationKioskEvent(
        community_id=site.community_id,
        site_id=site.id,
        outbox=outbox,
        sequence=event.sequence,
        kind=event.kind,
        digest=_digest(outbox, event),
        occurred_at=occurred_at,
        received_at=at,
        outcome=done.outcome,
        problem=problem,
        booking_id=done.booking_id,
    )


def _result(
    event: wire.KioskEvent,
    outcome: KioskEventOutcome,
    *,
    first: KioskEventOutcome | None = None,
    occurred_at: datetime | None = None,
    booking_id: UUID | None = None,
    state: TeleconsultationState | None = None,
    problem: wire.Problem | None = None,
) -> wire.KioskEventResult:
    said: ProblemType | None = problem.type if problem is not None else None
    return wire.KioskEventResult(
        id=event.id,
        sequence=event.sequence,
        outcome=outcome,
        first_outcome=first,
        occurred_at=occurred_at,
        booking_id=booking_id,
        state=state,
        problem=problem,
        next=rules.next_of(first or outcome, said),
    )
