"""Beyond the agenda (surnuméraire): who accepts a call, when, and at which number."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import call_times_visible_to, own_call_times
from api.availability.service import times
from api.availability.service.openings import oneself
from api.availability.tables import CallTimes
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError, InvalidInput
from api.core.routing import expect_version
from api.directory import service as directory
from api.identity.policy import present_community


async def get_my_call_times(db: AsyncSession, actor: Actor) -> wire.CallTimes:
    """When the actor accepts calls; nothing, at version 0, when they never said."""
    return _view(await _mine(db, actor))


async def replace_my_call_times(
    db: AsyncSession, actor: Actor, body: wire.CallTimesInput, version: int
) -> wire.CallTimes:
    """Say anew when one accepts calls, never when there are no hours. StaleVersion as for any edit.

    InvalidInput names a number that is none, and hours that overlap or end before they start.
    """
    present_community(actor)
    oneself(actor)
    row = await _mine(db, actor, to_change=True)
    expect_version(version, 0 if row is None else row.version)
    errors, phone = rules.wrong_call_times(body), ""
    if body.phone is not None:
        try:
            phone = e164(body.phone)
        except PhoneRefused as refused:
            errors.append(FieldError("/phone", str(refused)))
    if errors:
        raise InvalidInput(errors=errors)
    if row is None:
        row = CallTimes(
            community_id=present_community(actor), professional_id=oneself(actor), version=0, hours=[]
        )
        db.add(row)
    row.phone = phone
    row.hours = [band.model_dump() for band in body.hours]
    row.changed_at = clock.now()
    row.version += 1
    await db.flush()
    await record(db, actor, "call_times.replaced", "call_times", row.id)
    return _view(row)


async def list_call_offers(
    db: AsyncSession, actor: Actor, query: wire.ListCallOffersQuery
) -> wire.CallOfferList:
    """Who of the community accepts a call now, then within a day; nobody for those who do not call."""
    at = clock.now()
    present_community(actor)
    offers = await call_offers(db, actor, at, professional_ids=query.professional_id)
    return wire.CallOfferList(items=offers, next_cursor=None, as_of=at)


async def call_offers(
    db: AsyncSession, actor: Actor, at: datetime, *, professional_ids: Collection[UUID] | None = None
) -> list[wire.CallOffer]:
    """The professionals whom the actor may call beyond their agenda: those of now first, then by hour."""
    wanted = select(CallTimes).where(call_times_visible_to(actor))
    if professional_ids:
        wanted = wanted.where(CallTimes.professional_id.in_(professional_ids))
    rows = list((await db.scalars(wanted)).all())
    settings = await times.settings_of(db, {row.community_id for row in rows}, at)
    found = []
    for row in rows:
        span = rules.accepts_calls(row.hours, settings[row.community_id].calendar, at)
        if span is not None:
            found.append((max(span[0], rules.seconds(at)), row, span))
    found.sort(key=lambda one: (one[0], one[1].professional_id))
    summaries = await directory.summaries(db, [row.professional_id for _, row, _ in found])
    return [
        wire.CallOffer(
            professional=summaries[row.professional_id],
            phone=row.phone,
            from_at=rules.instant(span[0]),
            until_at=rules.instant(span[1]),
        )
        for _, row, span in found
    ]


async def takes_calls(db: AsyncSession, actor: Actor, professional_id: UUID) -> bool:
    """Whether that professional accepts calls from the actor at all, at whichever hour."""
    wanted = select(CallTimes).where(
        call_times_visible_to(actor), CallTimes.professional_id == professional_id
    )
    row = await db.scalar(wanted)
    return row is not None and bool(row.hours)


async def _mine(db: AsyncSession, actor: Actor, *, to_change: bool = False) -> CallTimes | None:
    present_community(actor)
    oneself(actor)
    wanted = select(CallTimes).where(own_call_times(actor))
    found: CallTimes | None = await db.scalar(wanted.with_for_update() if to_change else wanted)
    return found


def _view(row: CallTimes | None) -> wire.CallTimes:
    if row is None:
        return wire.CallTimes(version=0, phone=None, hours=[])
    hours = [wire.CallHours.model_validate(band) for band in row.hours]
    return wire.CallTimes(version=row.version, phone=row.phone or None, hours=hours)
