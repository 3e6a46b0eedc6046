"""Who is told of what others do to appointments: when, and for which need, never for whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import policy
from api.availability.service import subjects
from api.availability.tables import Appointment
from api.contract.models import NotificationKind
from api.core.actor import Actor
from api.identity import service as identity
from api.notifications import service as notifications


class Told(NamedTuple):
    """What is said of an appointment, which need not be written yet: whose time, which need, when."""

    community_id: UUID
    professional_id: UUID
    subject_id: UUID | None
    subject_number: str | None
    need: str | None
    starts_at: datetime

    @classmethod
    def of(cls, row: Appointment) -> Self:
        """What is said of one that is written."""
        return cls(
            row.community_id,
            row.professional_id,
            row.subject_id,
            row.subject_number,
            row.need,
            row.starts_at,
        )


class Moved(NamedTuple):
    """An appointment where it stands now, and the professionals to tell of it."""

    now: Appointment
    professionals: frozenset[UUID]


async def tell_owner(
    db: AsyncSession, actor: Actor, appointment: Told, kind: NotificationKind, at: datetime
) -> None:
    """Tell the professional at once, unless they did it themselves, or somebody in their name; and those of
    their delegates who may answer and wish to know what comes in."""
    owner, community_id = appointment.professional_id, appointment.community_id
    if policy.is_owner(actor, owner):
        return
    said: dict[str, Any] = {
        "community_id": community_id,
        "at": at,
        "case_id": appointment.subject_id,
        "case_number": appointment.subject_number,
        "may_open_case": False,  # of a request that was taken from them, they see nothing any more
        "facts": {"need": appointment.need, "starts_at": appointment.starts_at},
    }
    accounts = set((await identity.account_ids_of_professionals(db, community_id, [owner])).get(owner, ()))
    await notifications.notify(db, account_ids=sorted(accounts - {actor.person_id}), kind=kind, **said)
    delegations = (await identity.answering_for(db, community_id, {owner})).get(owner, {})
    await notifications.notify(
        db,
        account_ids=sorted(delegations.keys() - {actor.person_id}),
        kind=NotificationKind.delegated_appointment,
        delegations=delegations,
        **said,
    )


async def moved_for(
    db: AsyncSession, community_id: UUID, moves: Sequence[Moved]
) -> dict[UUID, list[Appointment]]:
    """Whom such moves concern: by account, where these appointments stand now.

    Those from whom and to whom they moved; of a direct booking, who made it. A request tells its own askers.
    """
    told: dict[UUID, list[Appointment]] = defaultdict(list)
    who = {id_ for move in moves for id_ in move.professionals}
    accounts = await identity.account_ids_of_professionals(db, community_id, sorted(who)) if who else {}
    for move in moves:
        concerned = {account for id_ in move.professionals for account in accounts.get(id_, ())}
        if subjects.of(move.now) is None:
            concerned |= set((await subjects.asker_of(db, move.now)).accounts)
        for account in concerned:
            told[account].append(move.now)
    return told


async def tell_moved(
    db: AsyncSession, community_id: UUID, told: Mapping[UUID, Sequence[Appointment]], at: datetime
) -> None:
    """Tell these accounts that appointments have another time or professional: one message to each, however
    many they are."""
    for account, moved in told.items():
        first = min(moved, key=lambda one: one.starts_at)
        if len(moved) == 1:
            await subjects.tell(db, first, {account}, NotificationKind.appointment_moved, at)
            continue
        await notifications.notify(
            db,
            community_id=community_id,
            account_ids=[account],
            kind=NotificationKind.appointment_moved,
            at=at,
            facts={"starts_at": first.starts_at, "appointments": len(moved)},
        )
