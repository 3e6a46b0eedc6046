"""Send what is due. One attempt is two short transactions with the exchange between them.

The first takes the row and lets it rest for longer than an exchange may last, so that no other worker
makes the same attempt, and a worker killed in between leaves a row that comes back by itself. What leaves is
always the last state. Once something left that the platform may have taken, every other attempt is the
conditional PUT: it changes what is there and creates what is not, so that nothing is there twice.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import AppointmentState, LiveTopic, SasTransmissionState
from api.core import clock, live
from api.core.db import unit_of_work
from api.core.jobs import task
from api.core.settings import settings
from api.directory.tables import Professional
from api.identity import service as identity
from api.sas import rules
from api.sas.platform import NoAnswer, Platform, connected, platform
from api.sas.rules import TRANSMISSION, Refused
from api.sas.service.following import READERS, SEND
from api.sas.tables import SasTransmission

log = structlog.get_logger(__name__)

AT_ONCE = 4
"""Exchanges side by side in one worker: a platform that stalls holds up four."""

PER_SWEEP = 200

MARGIN = timedelta(seconds=10)
"""Between the longest exchange and the next attempt of a row whose worker has died."""

_WAITING = SasTransmission.state == SasTransmissionState.waiting


@dataclass(frozen=True)
class Attempt:
    """One attempt that this worker, and no other, has taken."""

    id: UUID
    community_id: UUID
    number: int
    revision: int
    create: bool
    was_there: bool
    body: dict[str, Any]
    until: datetime


@task(SEND)
async def send() -> None:
    """Send what there is to send. Deferred with each change; the sweep finds the late ones."""
    await send_due()


async def send_due() -> int:
    """Make every attempt that is due, at most `PER_SWEEP`; how many were made. None without a platform.

    ExceptionGroup of the attempts that crashed, once all the others have come to their end.
    """
    if not connected():
        return 0
    made, crashes = 0, list[Exception]()

    async def one_after_the_other(to: Platform | NoAnswer) -> None:
        nonlocal made
        while made < PER_SWEEP and (attempt := await _take()) is not None:
            made += 1
            try:
                await _make(attempt, to)
            except Exception as crash:  # the next appointments are not to wait for this one to be mended
                crashes.append(crash)

    try:
        async with platform() as to, asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(one_after_the_other(to))
    except NoAnswer as failure:  # our own certificate cannot be read: the list says so
        await one_after_the_other(failure)
    if crashes:
        raise ExceptionGroup("Attempts crashed; each row comes back by itself", crashes)
    return made


async def forget_old(at: datetime) -> int:
    """Delete what was taken or given up and is about appointments long past; how many. What still waits is
    still owed."""
    async with unit_of_work() as db:
        old = (
            delete(SasTransmission)
            .where(
                SasTransmission.state.in_((SasTransmissionState.sent, SasTransmissionState.failed)),
                SasTransmission.ends_at < at - rules.KEPT,
            )
            .returning(SasTransmission.id)
        )
        return len((await db.scalars(old)).all())


async def _take() -> Attempt | None:
    at = clock.now()
    async with unit_of_work() as db:
        row = await db.scalar(
            select(SasTransmission)
            .where(_WAITING, SasTransmission.next_attempt_at <= at)
            .order_by(SasTransmission.next_attempt_at, SasTransmission.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return None if row is None else await _attempt(db, row, at)


async def _attempt(db: AsyncSession, row: SasTransmission, at: datetime) -> Attempt:
    """Count the attempt, and let the row rest until its answer must have come."""
    rpps = await db.scalar(select(Professional.rpps).where(Professional.id == row.professional_id))
    community = await identity.community_of(db, row.community_id)
    facts = rules.Facts(
        identifier_system=row.identifier_system,
        identifier=str(row.id),
        operator=rules.Operator(row.operator_system, row.operator_value, row.operator_type),
        rpps=str(rpps),
        state=AppointmentState(row.appointment_state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        booked_at=row.booked_at,
    )
    was_there, row.may_be_there = row.may_be_there, True
    row.attempts += 1
    row.last_attempt_at = at
    until = at + timedelta(seconds=settings().sas_seconds)
    row.next_attempt_at = until + MARGIN
    return Attempt(
        id=row.id,
        community_id=row.community_id,
        number=row.attempts,
        revision=row.revision,
        create=not was_there,
        was_there=was_there,
        body=rules.body(facts, identity.zone_of(community)),
        until=until,
    )


async def _make(attempt: Attempt, to: Platform | NoAnswer) -> None:
    """Send, and write down what came of it."""
    refused = await _exchange(attempt, to)
    log.info(
        "sas.attempted",
        transmission_id=str(attempt.id),
        attempt=attempt.number,
        status="taken" if refused is None else refused.status,
    )
    async with unit_of_work(attempt.community_id) as db:
        row = await db.get(SasTransmission, attempt.id, with_for_update=True)
        if row is None:
            return
        if refused is None:
            _taken(row, attempt)
        elif row.attempts == attempt.number:  # a later attempt has the last word
            _not_taken(row, attempt, refused)
        live.announce(db, attempt.community_id, LiveTopic.deliveries, READERS)
    if refused is not None and refused.wait is not None:
        await _leave_alone(clock.now() + refused.wait)


async def _exchange(attempt: Attempt, to: Platform | NoAnswer) -> Refused | None:
    try:
        if isinstance(to, NoAnswer):
            raise to
        if clock.now() >= attempt.until:
            # This process stood still since it took the row: somebody else may have it by now.
            raise NoAnswer("Ce serveur s’est arrêté avant l’envoi.", not_there=True)
        answer = await (to.create(attempt.body) if attempt.create else to.update(attempt.body))
    except NoAnswer as failure:
        return Refused(failure.reason, not_there=failure.not_there)
    return rules.judge(answer.status, answer.headers, answer.content, clock.now())


def _taken(row: SasTransmission, attempt: Attempt) -> None:
    at = clock.now()
    row.sent_at, row.last_status, row.last_error, row.failures = at, None, None, 0
    overtaken = row.attempts != attempt.number
    if overtaken:
        row.revision += 1  # the platform may have got two states in the wrong order: the last goes again
    if row.revision == attempt.revision:
        row.state, row.next_attempt_at = TRANSMISSION.after("send", row.state), None
    elif not overtaken or row.state is not SasTransmissionState.waiting:
        row.state, row.next_attempt_at = TRANSMISSION.after("change", row.state), at


def _not_taken(row: SasTransmission, attempt: Attempt, refused: Refused) -> None:
    at = clock.now()
    log.warning("sas.refused", transmission_id=str(row.id), reason=refused.reason)
    row.last_status, row.last_error = refused.status, refused.reason
    if refused.not_there:
        row.may_be_there = attempt.was_there
    row.failures += 1
    wait = rules.wait_after(row.failures, refused.wait)
    if refused.for_good and row.revision > attempt.revision:
        row.failures, row.next_attempt_at = 0, at  # what was refused is no longer what is so
    elif refused.for_good or wait is None:
        row.state, row.next_attempt_at = TRANSMISSION.after("give_up", row.state), None
    else:
        row.next_attempt_at = at + wait


async def _leave_alone(until: datetime) -> None:
    """The platform asked not to be called for a while: nothing that waits is sent before."""
    # Rows that somebody holds are about to be told the same, or to be taken before they can be.
    at_rest = select(SasTransmission.id).where(_WAITING).with_for_update(skip_locked=True)
    async with unit_of_work() as db:
        await db.execute(
            update(SasTransmission)
            .where(SasTransmission.id.in_(at_rest))
            .values(next_attempt_at=func.greatest(SasTransmission.next_attempt_at, until))
            .execution_options(synchronize_session=False)
        )
