"""What an appointment is about, for acts that concern more than its time: who asked, and what follows a move.

An appointment holds an opaque subject. The module of that subject registers here; without one, who booked it
asked for it, and nothing else follows.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.contract.models import NotificationKind, TimelineKind
from api.core.actor import Actor
from api.identity import service as identity
from api.notifications import service as notifications


class Asker(NamedTuple):
    """Who asked for an appointment: an account or a machine client, perhaps for a structure, and the
    accounts to tell about it (without the professional and the coordination)."""

    kind: str
    id: UUID
    organisation_id: UUID | None
    accounts: Collection[UUID]


class About(Protocol):
    """What the module of a subject does when one of its appointments moves."""

    async def asker(self, db: AsyncSession, subject_id: UUID) -> Asker:
        """Who asked for the subject."""
        ...

    async def lock(self, db: AsyncSession, appointment: Appointment) -> None:
        """Lock the subject, before the appointment: whoever changes both does it in this order.

        IllegalTransition when the subject has left the appointment behind.
        """
        ...

    async def moved(
        self,
        db: AsyncSession,
        actor: Actor,
        before: Appointment,
        after: Appointment,
        *,
        by_slot: bool,
        after_wish: bool,
        at: datetime,
    ) -> None:
        """The appointment has another time: the subject follows and tells those concerned.

        InvalidInput when it may not have that time; undoes the move with the rest.
        """
        ...

    async def note(
        self,
        db: AsyncSession,
        actor: Actor,
        subject_id: UUID,
        kind: TimelineKind,
        *,
        starts_at: datetime | None,
        at: datetime,
    ) -> None:
        """Write a line on the thread of the subject."""
        ...


ABOUT: dict[str, About] = {}
"""`subject_kind` -> what its module does."""


async def asker_of(db: AsyncSession, appointment: Appointment) -> Asker:
    """Who asked for the appointment."""
    about = ABOUT.get(appointment.subject_kind or "")
    if about is not None and appointment.subject_id is not None:
        return await about.asker(db, appointment.subject_id)
    kind, id_ = appointment.booked_by_kind, appointment.booked_by_id
    return Asker(kind, id_, None, (id_,) if kind == "account" else ())


async def lock(db: AsyncSession, appointment: Appointment) -> None:
    """Lock what the appointment is about."""
    if about := ABOUT.get(appointment.subject_kind or ""):
        await about.lock(db, appointment)


async def moved(
    db: AsyncSession,
    actor: Actor,
    before: Appointment,
    after: Appointment,
    *,
    by_slot: bool,
    after_wish: bool,
    at: datetime,
) -> None:
    """Let the subject follow an appointment that was just moved, and tell those concerned."""
    if about := ABOUT.get(before.subject_kind or ""):
        await about.moved(db, actor, before, after, by_slot=by_slot, after_wish=after_wish, at=at)
        return
    told = set((await asker_of(db, before)).accounts)
    for professional_id in {before.professional_id, after.professional_id}:
        accounts = await identity.accounts_of_professional(db, before.community_id, professional_id)
        told |= {account.id for account in accounts}
    await tell(db, after, told - {actor.id}, NotificationKind.appointment_moved, at)


async def note(
    db: AsyncSession,
    actor: Actor,
    appointment: Appointment,
    kind: TimelineKind,
    *,
    starts_at: datetime | None = None,
    at: datetime,
) -> None:
    """Write a line on the thread of what the appointment is about, if it has one."""
    about = ABOUT.get(appointment.subject_kind or "")
    if about is not None and appointment.subject_id is not None:
        await about.note(db, actor, appointment.subject_id, kind, starts_at=starts_at, at=at)


async def tell(
    db: AsyncSession,
    appointment: Appointment,
    accounts: Collection[UUID],
    kind: NotificationKind,
    at: datetime,
    *,
    starts_at: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    """Tell these accounts something about an appointment: its need and an hour, never whose it is."""
    await notifications.notify(
        db,
        community_id=appointment.community_id,
        account_ids=sorted(accounts),
        kind=kind,
        at=at,
        case_id=appointment.subject_id,
        case_number=appointment.subject_number,
        facts={
            "need": appointment.need,
            "starts_at": starts_at or appointment.starts_at,
            "due_at": due_at,
        },
    )


async def tell_of_day(
    db: AsyncSession, community_id: UUID, accounts: Collection[UUID], first_at: datetime, at: datetime
) -> None:
    """Tell a professional that they have appointments on the next day, and when the first one is."""
    await notifications.notify(
        db,
        community_id=community_id,
        account_ids=sorted(accounts),
        kind=NotificationKind.day_ahead,
        at=at,
        facts={"starts_at": first_at},
    )
