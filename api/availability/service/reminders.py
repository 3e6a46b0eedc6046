"""Reminders: to who asked, before an appointment; to professionals, the evening before their day.

That a reminder was written is a row, in the transaction of its message: once each, whatever crashes.
"""

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.rules import ReminderStep
from api.availability.service import subjects
from api.availability.tables import Appointment, Reminder
from api.contract.models import AppointmentRules, AppointmentState, NotificationKind
from api.core.db import unit_of_work
from api.core.ids import new_id
from api.core.sweeping import each_alone
from api.identity import service as identity

BATCH = 500
"""Reminders of one sweep; the next comes a minute later."""


async def remind(community_id: UUID, at: datetime) -> int:
    """Write the reminders that are due in a community at `at`, each in a transaction of its own; how many."""
    async with unit_of_work(community_id) as db:
        limits = (await identity.rules_of(db, community_id)).appointments
        zone = identity.zone_of(await identity.community_of(db, community_id))
        day = rules.day_told(limits, at, zone)
        near = (await db.scalars(_near(community_id, limits, at))).all()
        busy = (await db.scalars(_busy(community_id, day, at, zone))).all()
    written = await each_alone(community_id, near, at, partial(_before, limits=limits, zone=zone))
    tomorrow = partial(_evening, community_id=community_id, day=day, zone=zone)
    return written + await each_alone(community_id, busy, at, tomorrow)


def _near(community_id: UUID, limits: AppointmentRules, at: datetime) -> Select[UUID]:
    """The appointments that are due for a reminder (`rules.due_step`) which was not written."""
    first, last = (timedelta(hours=h) for h in (limits.first_reminder_hours, limits.last_reminder_hours))
    written = select(Reminder.id).where(Reminder.about_id == Appointment.id)
    second = written.where(Reminder.step == ReminderStep.last.value)

    def due(lead: timedelta, *, after: timedelta) -> ColumnElement[bool]:
        within = and_(Appointment.starts_at > at + after, Appointment.starts_at <= at + lead)
        return and_(within, Appointment.created_at <= Appointment.starts_at - lead)

    return (
        select(Appointment.id)
        .where(
            Appointment.community_id == community_id,
            Appointment.state == AppointmentState.booked,
            or_(
                and_(due(last, after=timedelta()), ~second.exists()),
                and_(due(first, after=last), ~written.exists()),
            ),
        )
        .order_by(Appointment.starts_at)
        .limit(BATCH)
    )


async def _before(
    db: AsyncSession, appointment_id: UUID, at: datetime, *, limits: AppointmentRules, zone: ZoneInfo
) -> bool:
    """Remind who asked for an appointment, if it still stands and they were not."""
    booked = (Appointment.id == appointment_id, Appointment.state == AppointmentState.booked)
    wanted = select(Appointment).where(*booked)
    appointment = await db.scalar(wanted.with_for_update(read=True, skip_locked=True))
    if appointment is None:
        return False
    community_id = appointment.community_id
    step = rules.due_step(limits, appointment.starts_at, appointment.created_at, at)
    day = appointment.starts_at.astimezone(zone).date()
    if step is None or not await _first_time(db, community_id, appointment.id, step, day, at):
        return False
    asker = await subjects.asker_of(db, appointment)
    own = await identity.accounts_of_professional(db, community_id, appointment.professional_id)
    # A professional who booked for themselves has the list of their day.
    told = set(asker.accounts) - {account.id for account in own}
    await subjects.tell(db, appointment, told, NotificationKind.appointment_reminder, at)
    return bool(told)


def _busy(community_id: UUID, day: date, at: datetime, zone: ZoneInfo) -> Select[UUID]:
    """The professionals with appointments to come on that day who were not told of it."""
    written = select(Reminder.id).where(
        Reminder.about_id == Appointment.professional_id,
        Reminder.step == ReminderStep.day.value,
        Reminder.on_day == day,
    )
    return (
        select(Appointment.professional_id)
        .where(Appointment.community_id == community_id, *_on(day, at, zone), ~written.exists())
        .distinct()
        .limit(BATCH)
    )


def _on(day: date, at: datetime, zone: ZoneInfo) -> tuple[ColumnElement[bool], ...]:
    """Appointments to come on a day of the territory; once it has begun, only those booked before it."""
    midnight, next_midnight = (datetime.combine(day + timedelta(days=n), time(), zone) for n in (0, 1))
    return (
        *(() if at < midnight else (Appointment.created_at < midnight,)),
        Appointment.state == AppointmentState.booked,
        Appointment.starts_at > at,
        Appointment.starts_at >= midnight,
        Appointment.starts_at < next_midnight,
    )


async def _evening(
    db: AsyncSession, professional_id: UUID, at: datetime, *, community_id: UUID, day: date, zone: ZoneInfo
) -> bool:
    """Tell a professional that they have appointments on that day, and when the first one is."""
    mine = (Appointment.community_id == community_id, Appointment.professional_id == professional_id)
    wanted = select(Appointment).where(*mine, *_on(day, at, zone)).order_by(Appointment.starts_at).limit(1)
    first = await db.scalar(wanted)
    if first is None or not await _first_time(db, community_id, professional_id, ReminderStep.day, day, at):
        return False
    own = await identity.accounts_of_professional(db, community_id, professional_id)
    await subjects.tell_of_day(db, community_id, {account.id for account in own}, first.starts_at, at)
    return bool(own)


async def _first_time(
    db: AsyncSession, community_id: UUID, about_id: UUID, step: ReminderStep, day: date, at: datetime
) -> bool:
    """Write the fact that this reminder is written; False when it was before, even at this very moment."""
    fact = insert(Reminder).values(
        id=new_id(),
        community_id=community_id,
        about_id=about_id,
        step=step.value,
        on_day=day,
        written_at=at,
    )
    return (await db.scalar(fact.on_conflict_do_nothing().returning(Reminder.id))) is not None
