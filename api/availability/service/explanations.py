"""« Pourquoi ce créneau n'est pas libre ? », answered with the cause and the next time that is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import policy, rules
from api.availability.rules import Asked, Busy, Span, Standing, Verdict
from api.availability.service import standing, times
from api.availability.service.presence import span_of
from api.availability.tables import Appointment, Claim, Closure, Opening, OutsideBusy
from api.contract import models as wire
from api.contract.models import AppointmentState, TimeCause
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.core.spans import joined
from api.directory import service as directory

_AROUND = 2 * rules.DAY
"""Seconds around the time asked about in which something can stand against it: a day and a quota's day."""

NEXT_DAYS = 31


async def explain_time(db: AsyncSession, actor: Actor, query: wire.ExplainTimeQuery) -> wire.TimeExplanation:
    """Why a time of a professional is not free, as far as the actor may know, and the next one that is.

    Openings that the actor may not see count as none, but for the coordinator and the owner, who are told
    that they are for others. NotFound for an unknown professional or opening; InvalidInput when nobody is
    named and the actor is no professional.
    """
    now = clock.now()
    rows = await _openings(db, actor, query)
    professional_id = rows[0].professional_id if query.opening_id else query.professional_id
    professional_id = professional_id or actor.professional_id
    assert professional_id is not None  # noqa: S101  `_openings` asked for it
    at = rules.seconds(query.at)
    settings = await times.settings_of(db, {row.community_id for row in rows}, now)
    asked = [
        Asked(
            row,
            settings[row.community_id].calendar,
            settings[row.community_id].reach_of(row),
            policy.may_take(actor, row),
        )
        for row in rows
    ]
    stands = await _standing(db, professional_id, at, now, rows)
    told = policy.sees_why(actor, professional_id)
    verdict = rules.explain(asked, at, stands, now=rules.seconds(now), need=query.need, mode=query.mode)
    if verdict.cause is TimeCause.no_opening and told:
        verdict = _away(stands, at) or verdict
    offered = [one.opening for one in asked if one.meant]
    return wire.TimeExplanation(
        at=query.at,
        free=verdict.cause is None,
        cause=verdict.cause,
        opening_id=verdict.opening.id if verdict.opening else None,
        slot_id=rules.slot_id(verdict.opening.id, verdict.slot[0])
        if verdict.opening and verdict.slot
        else None,
        **_edges(verdict, told=told),
        holiday=verdict.holiday,
        appointment_id=await _appointment(db, actor, professional_id, verdict),
        next_free=await _next_free(db, offered, settings, query, now),
        as_of=now,
    )


async def _openings(db: AsyncSession, actor: Actor, query: wire.ExplainTimeQuery) -> list[Any]:
    if query.opening_id is not None:
        rows = await times.openings(db, Opening.id == query.opening_id, policy.openings_visible_to(actor))
        if not rows or query.professional_id not in (None, rows[0].professional_id):
            raise NotFound
        return rows
    professional_id = query.professional_id or actor.professional_id
    if professional_id is None:
        raise InvalidInput(errors=[FieldError("/query/professional_id", "Say whose time")])
    if professional_id not in await directory.summaries(db, [professional_id]):
        raise NotFound("There is no such professional")
    theirs = Opening.professional_id == professional_id
    if policy.is_owner(actor, professional_id):
        return await times.openings(db, theirs)
    if policy.sees_why(actor, professional_id):
        return await times.openings(db, theirs, Opening.community_id == actor.community_id)
    return await times.openings(db, theirs, policy.openings_visible_to(actor))


async def _standing(
    db: AsyncSession, professional_id: UUID, at: int, now: datetime, rows: Sequence[Any]
) -> Standing:
    window = at - _AROUND, at + _AROUND
    stretch = times.tstzrange(window)
    closures = select(Closure.during, Closure.reason).where(
        Closure.professional_id == professional_id, Closure.during.overlaps(stretch)
    )
    claims = select(Claim.during, Claim.expires_at).where(
        Claim.resource_id == professional_id,
        Claim.during.overlaps(stretch),
        (Claim.expires_at.is_(None)) | (Claim.expires_at > now),
    )
    away = select(OutsideBusy.during).where(
        OutsideBusy.professional_id == professional_id, OutsideBusy.during.overlaps(stretch)
    )
    busy = (await standing.against(db, [professional_id], window, now, openings=rows)).get(
        professional_id, Busy()
    )
    return Standing(
        [(span_of(during), reason) for during, reason in (await db.execute(closures)).all()],
        [
            (span_of(during), None if until is None else rules.seconds(until))
            for during, until in (await db.execute(claims)).all()
        ],
        busy,
        joined(span_of(during) for during in (await db.scalars(away)).all()),
    )


def _away(standing: Standing, at: int) -> Verdict | None:
    """A closure where nothing is open anyway: said to those who see the person's whole agenda."""
    for span, reason in standing.closed:
        if span[0] <= at < span[1]:
            cause = TimeCause.absent if reason in rules.ABSENT else TimeCause.closed
            return Verdict(cause, span=span)
    return None


def _edges(verdict: Verdict, *, told: bool) -> dict[str, datetime | None]:
    """From when until when; how long somebody is away is for those who see the whole agenda."""
    hidden = verdict.cause in {TimeCause.closed, TimeCause.absent, TimeCause.elsewhere} and not told
    if verdict.span is None or hidden:
        return {"from_at": None, "until_at": None}
    return {"from_at": rules.instant(verdict.span[0]), "until_at": rules.instant(verdict.span[1])}


async def _appointment(
    db: AsyncSession, actor: Actor, professional_id: UUID, verdict: Verdict
) -> UUID | None:
    """The appointment that stands there, if the actor may see it."""
    if verdict.cause is not TimeCause.taken or verdict.slot is None:
        return None
    wanted = select(Appointment.id).where(
        policy.visible_to(actor),
        Appointment.professional_id == professional_id,
        Appointment.state == AppointmentState.booked,
        Appointment.starts_at < rules.instant(verdict.slot[1]),
        Appointment.ends_at > rules.instant(verdict.slot[0]),
    )
    return (await db.scalars(wanted.order_by(Appointment.starts_at, Appointment.id).limit(1))).first()


async def _next_free(
    db: AsyncSession,
    rows: Sequence[Any],
    settings: dict[UUID, times.Setting],
    query: wire.ExplainTimeQuery,
    now: datetime,
) -> wire.SlotTime | None:
    """The first free time from the one asked about on, of what the actor may take."""
    start = max(query.at, now)
    window: Span = rules.seconds(start), rules.seconds(start) + NEXT_DAYS * rules.DAY
    fitting = [row for row in rows if rules.opening_fits(row, query.need, query.mode)]
    found = await times.free_between(db, fitting, settings, window, now)
    if not found:
        return None
    row, free = min(found, key=lambda one: (one[1].starts[0], one[0].id))
    begins = free.starts[0]
    return wire.SlotTime(
        slot_id=rules.slot_id(row.id, begins),
        practice_id=row.practice_id,
        starts_at=rules.instant(begins),
        ends_at=rules.instant(begins + free.lasts),
    )
