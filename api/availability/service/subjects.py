"""What an appointment is about: who asked for it, and what follows when its time changes or ends.

An appointment holds an opaque subject. The module of that kind of subject registers once, here; without one,
whoever booked it asked for it, and nothing else follows.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.contract.models import CancelledBy, NotificationKind, TimelineKind
from api.core.actor import Actor
from api.core.problems import IllegalTransition
from api.identity import service as identity
from api.notifications import service as notifications

What = Literal["cancelled", "fulfilled", "no_show"]
"""What the agenda does to an appointment."""


class Asker(NamedTuple):
    """Who asked for an appointment: an account or a machine client, perhaps for a structure, and the
    accounts to tell about it (without the professional and the coordination)."""

    kind: str
    id: UUID
    organisation_id: UUID | None
    accounts: Collection[UUID]


class Subject(Protocol):
    """What the module of a subject does about its appointments. Each has a `subject_id`."""

    # Whoever changes both locks the subject first, then the appointment, so that the agenda and the page of
    # the request never wait for each other.

    async def lock(self, db: AsyncSession, appointment: Appointment) -> None:
        """Take the locks of the subject, before any other."""
        ...

    async def holds(self, db: AsyncSession, appointment: Appointment) -> bool:
        """Whether the subject, locked, still counts on this appointment: open, and not booked elsewhere."""
        ...

    async def asker(self, db: AsyncSession, appointment: Appointment) -> Asker:
        """Who asked."""
        ...

    async def note(
        self,
        db: AsyncSession,
        actor: Actor,
        appointment: Appointment,
        kind: TimelineKind,
        *,
        starts_at: datetime | None,
        at: datetime,
    ) -> None:
        """Write a line on the thread of the subject."""
        ...

    # From the agenda.

    async def told(
        self,
        db: AsyncSession,
        actor: Actor,
        appointment: Appointment,
        what: What,
        by: CancelledBy | None,
        at: datetime,
    ) -> None:
        """The agenda is about to change the appointment, in this transaction: the subject follows.

        It locks itself. A module that calls `booking.cancel`, `fulfil` or `no_show` is not called back.
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

    # From an absence that met the appointment.

    async def latest(self, db: AsyncSession, appointment: Appointment) -> datetime | None:
        """Until when the person wishes to be seen."""
        ...

    async def placed(
        self, db: AsyncSession, actor: Actor, before: Appointment, after: Appointment, at: datetime
    ) -> None:
        """A colleague has the appointment now; its time is not agreed with the person."""
        ...

    async def search_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """Ask the network for somebody else; False when the subject has left this appointment behind."""
        ...

    async def take_again(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> bool:
        """Stop looking: the appointment holds after all. False when somebody else has the subject."""
        ...

    async def agreed(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """The person was told of this time and agrees."""
        ...

    async def person_cancelled(
        self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime
    ) -> None:
        """The person needs nothing any more."""
        ...


SUBJECTS: dict[str, Subject] = {}
"""`subject_kind` -> what its module does."""


def of(appointment: Appointment) -> Subject | None:
    """What the appointment is about; None when it stands alone."""
    if appointment.subject_id is None:
        return None
    return SUBJECTS.get(appointment.subject_kind or "")


async def asker_of(db: AsyncSession, appointment: Appointment) -> Asker:
    """Who asked for the appointment."""
    if subject := of(appointment):
        return await subject.asker(db, appointment)
    kind, id_ = appointment.booked_by_kind, appointment.booked_by_id
    return Asker(kind, id_, None, (id_,) if kind == "account" else ())


async def lock(db: AsyncSession, appointment: Appointment) -> None:
    """Lock what the appointment is about. IllegalTransition when that has left the appointment behind."""
    if subject := of(appointment):
        await subject.lock(db, appointment)
        if not await subject.holds(db, appointment):
            raise IllegalTransition("The request has left this appointment behind: read it again")


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
    if subject := of(before):
        await subject.moved(db, actor, before, after, by_slot=by_slot, after_wish=after_wish, at=at)
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
    if subject := of(appointment):
        await subject.note(db, actor, appointment, kind, starts_at=starts_at, at=at)


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
