"""Names that rows hold in clear beside who they are of: what is written in their place.

Messages hold none: they say words of closed lists (`api.notifications.facts`).
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select, update
from sqlalchemy import case as choice
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.waiting_tables import NoShowFollowUp, WaitingEntry
from api.cases.tables import Case, MessageReading, TimelineEvent
from api.identity.rules import acting_name
from api.identity.tables import Account, Delegation
from api.people.circle_tables import Circle, CircleMember
from api.retention.rules import GONE
from api.teleconsultations.bookings.tables import TeleconsultationBooking

SIGNED: tuple[tuple[Any, Any], ...] = (
    (TimelineEvent.actor_id, TimelineEvent.actor_name),
    (MessageReading.account_id, MessageReading.reader_name),
    (Case.handled_by_id, Case.handled_by_name),
    (WaitingEntry.asked_by_id, WaitingEntry.asked_by_name),
    (NoShowFollowUp.last_call_by_id, NoShowFollowUp.last_call_by_name),
    (TeleconsultationBooking.consent_recorded_by_id, TeleconsultationBooking.consent_recorded_by),
    (Circle.recorded_by_id, Circle.recorded_by_name),
    (CircleMember.added_by_id, CircleMember.added_by_name),
)
"""Whose name a column holds, by the account in another. What a secretary does bears the account of the doctor
and both names, `acting_name`."""

_FOR = acting_name("", "")
"""What stands between both names."""


async def replace_signatures(db: AsyncSession, community_id: UUID, accounts: Collection[Account]) -> None:
    """Write `GONE` for these people wherever they signed in a community, and nothing else for the other one
    where a secretary signed for a doctor. By the account, whatever it was called then; what a secretary
    signed, by the doctors for whom she acted and her name."""
    ids = [one.id for one in accounts]
    for who, name in SIGNED:
        await _write(db, community_id, name, who.in_(ids), _right_gone(name))
    read = MessageReading.reader_name
    await _write(db, community_id, read, MessageReading.reader_id.in_(ids), _hand_gone(read))
    for account in accounts:
        acted_for = select(Delegation.given_by_id).where(
            Delegation.community_id == community_id, Delegation.account_id == account.id
        )
        doctors = (await db.scalars(acted_for)).all()
        for who, name in SIGNED if doctors else ():
            hers = who.in_(doctors) & func.starts_with(name, account.name + _FOR)
            await _write(db, community_id, name, hers, _hand_gone(name))
    await rename_requester(db, community_id, Case.requester_id.in_(ids), GONE)


def _right_gone(name: Any) -> ColumnElement[str]:
    """Without the name of the one by whose right it was done: the last of the two, or the only one."""
    hand = func.split_part(name, _FOR, 1)
    both = func.strpos(name, _FOR) > 0
    return choice((both & (hand != GONE), hand + literal(_FOR + GONE)), else_=literal(GONE))


def _hand_gone(name: Any) -> ColumnElement[str]:
    """Without the name of the one who did it: the first of the two, or the only one."""
    right = func.split_part(name, _FOR, 2)
    both = func.strpos(name, _FOR) > 0
    return choice((both & (right != GONE), literal(GONE + _FOR) + right), else_=literal(GONE))


async def _write(
    db: AsyncSession, community_id: UUID, column: Any, whose: ColumnElement[bool], value: ColumnElement[str]
) -> None:
    mine = (column.class_.community_id == community_id, whose, column.is_not(None))
    await db.execute(
        update(column.class_)
        .where(*mine)
        .values({column: value})
        .execution_options(synchronize_session=False)
    )


async def rename_requester(
    db: AsyncSession, community_id: UUID, theirs: ColumnElement[bool], name: str
) -> None:
    """Write another name on these requests of a community, and no phone, but where a structure asked."""
    asked = select(Case).where(
        Case.community_id == community_id, theirs, Case.requester_organisation_id.is_(None)
    )
    for case in await db.scalars(asked):
        case.requester_name, case.requester_phone = name, None
