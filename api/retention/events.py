"""What happened long ago: requests that name nobody any more, and rows that say that something happened.

Of a request the figures stay: its kind, where, which need, what came of it and when. Who asked, who was
asked, who came and what was written go.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.audit import service as audit
from api.availability.tables import Appointment, Claim, DisplacedAppointment
from api.availability.waiting_tables import NoShowFollowUp, Reminder, WaitingEntry, WaitingProposal
from api.cases.service.retention import ERASURES
from api.cases.tables import Case, Follower, MessageReading, TimelineEvent
from api.certifiers.tables import RotaGapTold
from api.core.actor import SYSTEM_ID, system_actor
from api.death_certifications.tables import DeathFamilyLink
from api.directory.tables import Duty, Welcome
from api.dispatch.tables import Offer
from api.identity.tables import Delegation, Invitation
from api.notifications.tables import Delivery, Notification
from api.people.tables import Person
from api.referrals.second_opinion.tables import SecondOpinionRequest
from api.retention.names import rename_requester
from api.retention.rules import BATCH, SOMEBODY
from api.sas.tables import SasTransmission
from api.teleconsultations.bookings.tables import TeleconsultationBooking

SAID_OF_A_REQUEST = (MessageReading, TimelineEvent, Follower, Offer, DeathFamilyLink)
"""What goes with the names of a request, in this order: the first are about the second."""

OF_A_DAY = (Reminder.written_at, Duty.ends_at, Welcome.at, RotaGapTold.ends_at)
"""Rows that nothing else refers to, by the instant from which their time runs."""

ROWS = 500
"""How many rows one transaction deletes at most."""


async def forget_requests(db: AsyncSession, community_id: UUID, before: datetime, at: datetime) -> int:
    """Make the requests that ended `before` or earlier name nobody; how many, `BATCH` at most: call again
    until it says 0. A request whose person is still known waits until they are forgotten, for their own time
    or when they ask."""
    part = aliased(Case)
    due = (
        select(Case)
        .where(
            Case.community_id == community_id,
            Case.parent_id.is_(None),
            Case.forgotten_at.is_(None),
            Case.closed_at <= before,
            Case.person_id.is_(None),
            ~exists().where(part.parent_id == Case.id, part.person_id.is_not(None)),
        )
        .order_by(Case.closed_at, Case.id)
        .limit(BATCH)
        .with_for_update(key_share=True, skip_locked=True)
    )
    wholes = (await db.scalars(due)).all()
    if not wholes:
        return 0
    parts = await db.scalars(select(Case).where(Case.parent_id.in_([one.id for one in wholes])))
    requests = [*wholes, *parts]
    for request in requests:
        for forget in ERASURES:
            await forget(db, request, at)
    await db.flush()
    await _name_nobody(db, community_id, [one.id for one in requests], at)
    detail = {"requests": len(wholes)}
    await audit.record(
        db, system_actor(community_id), "events.erased", "community", community_id, detail=detail
    )
    return len(wholes)


async def _name_nobody(db: AsyncSession, community_id: UUID, ids: Sequence[UUID], at: datetime) -> None:
    for table in SAID_OF_A_REQUEST:
        await _execute(db, delete(table).where(table.case_id.in_(ids)))
    await rename_requester(db, community_id, Case.id.in_(ids), SOMEBODY)
    nobody = {
        "requester_kind": "system",
        "requester_id": SYSTEM_ID,
        "requester_professional_id": None,
        "professional_id": None,
        "attending_professional_id": None,
        "appointment_id": None,
        "handled_by_id": None,
        "handled_by_name": None,
        "forgotten_at": at,
    }
    await _execute(db, update(Case).where(Case.id.in_(ids)).values(nobody))
    opinion = update(SecondOpinionRequest).where(SecondOpinionRequest.id.in_(ids))
    await _execute(db, opinion.values(colleague_id=None, group_name=None, group_member_ids=[]))
    booking = update(TeleconsultationBooking).where(TeleconsultationBooking.id.in_(ids))
    await _execute(db, booking.values(assistant_id=None))


async def forget_days(db: AsyncSession, community_id: UUID, before: datetime) -> int:
    """Delete what happened `before` or earlier and says no more than that it did: appointments with what
    became of them, messages, turns of duty, reminders, secretaries and invitations that ended. How many rows
    of these, `ROWS` of each at most: call again until it says 0."""
    gone = await _appointments(db, community_id, before)
    told = await _ids(db, Notification, Notification.created_at <= before, community_id)
    await _execute(db, delete(Delivery).where(Delivery.notification_id.in_(told)))
    await _execute(db, delete(Notification).where(Notification.id.in_(told)))
    gone += len(told)
    for column in OF_A_DAY:
        old = await _ids(db, column.class_, column <= before, community_id)
        await _execute(db, delete(column.class_).where(column.class_.id.in_(old)))
        gone += len(old)
    answered = func.coalesce(Invitation.accepted_at, Invitation.revoked_at) <= before
    # Until then, who leaves is looked for by it in what a secretary signed.
    signed = exists().where(Case.created_at <= Delegation.ended_at, Case.forgotten_at.is_(None))
    for table, over in ((Invitation, answered), (Delegation, (Delegation.ended_at <= before) & ~signed)):
        old = await _ids(db, table, over, community_id)
        await _execute(db, delete(table).where(table.id.in_(old)))
        gone += len(old)
    return gone


async def forget_claims(db: AsyncSession, before: datetime) -> int:
    """Delete claims of times that passed `before` or earlier, of all communities: a claim keeps two people
    from having one time. How many, `ROWS` at most."""
    old = select(Claim.id).where(func.upper(Claim.during) <= before).limit(ROWS)
    gone = delete(Claim).where(Claim.id.in_(old)).returning(Claim.id)
    return len((await db.scalars(gone)).all())


async def _appointments(db: AsyncSession, community_id: UUID, before: datetime) -> int:
    """Those of a request go once it names nobody; those without, once their person is forgotten."""
    asked = exists().where(Case.appointment_id == Appointment.id)
    known = exists().where(Person.id == Appointment.person_id, Person.erased_at.is_(None))
    over = (Appointment.ends_at <= before) & ~known & ~asked
    ids = await _ids(db, Appointment, over, community_id)
    waiting = select(WaitingEntry.id).where(WaitingEntry.appointment_id.in_(ids))
    moved = or_(
        DisplacedAppointment.appointment_id.in_(ids), DisplacedAppointment.new_appointment_id.in_(ids)
    )
    for table, mine in (
        (WaitingProposal, WaitingProposal.entry_id.in_(waiting)),
        (WaitingEntry, WaitingEntry.appointment_id.in_(ids)),
        (NoShowFollowUp, NoShowFollowUp.appointment_id.in_(ids)),
        (DisplacedAppointment, moved),
        (SasTransmission, SasTransmission.appointment_id.in_(ids)),
        (Appointment, Appointment.id.in_(ids)),
    ):
        await _execute(db, delete(table).where(mine))
    return len(ids)


async def _ids(db: AsyncSession, table: Any, over: Any, community_id: UUID) -> Sequence[UUID]:
    wanted = select(table.id).where(table.community_id == community_id, over).limit(ROWS)
    return (await db.scalars(wanted)).all()


async def _execute(db: AsyncSession, statement: Any) -> None:
    await db.execute(statement.execution_options(synchronize_session=False))
