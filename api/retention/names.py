"""Names that rows hold in clear beside who they are of: what is written in their place.

Messages hold none: they say words of closed lists (`api.notifications.facts`).
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy import case as choice
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.waiting_tables import NoShowFollowUp, WaitingEntry
from api.cases.tables import Case, MessageReading, TimelineEvent
from api.identity.rules import acting_name
from api.identity.tables import Account, Delegation
from api.people.circle_tables import Circle, CircleMember
from api.retention.rules import GONE

SIGNED: tuple[tuple[Any, Any], ...] = (
    (TimelineEvent.actor_id, TimelineEvent.actor_name),
    (MessageReading.reader_id, MessageReading.reader_name),
    (MessageReading.account_id, MessageReading.reader_name),
    (Case.handled_by_id, Case.handled_by_name),
    (WaitingEntry.asked_by_id, WaitingEntry.asked_by_name),
    (Circle.recorded_by_id, Circle.recorded_by_name),
    (CircleMember.added_by_id, CircleMember.added_by_name),
)
"""Whose name a column holds, by the account in another. What a secretary does bears the account of the doctor
and both names."""


async def replace_signatures(db: AsyncSession, community_id: UUID, accounts: Collection[Account]) -> None:
    """Write `GONE` for these people wherever they signed in a community; with the name of the other one where
    a secretary signed for a doctor."""
    names, ids = await _signed_as(db, accounts)
    for who, name in SIGNED:
        await _rename(db, community_id, name, who.in_(ids), names)
    await _rename(db, community_id, NoShowFollowUp.last_call_by_name, None, names)
    theirs = Case.requester_id.in_([one.id for one in accounts])
    await rename_requester(db, community_id, theirs, GONE)


async def rename_requester(
    db: AsyncSession, community_id: UUID, theirs: ColumnElement[bool], name: str
) -> None:
    """Write another name on these requests of a community, and no phone, but where a structure asked."""
    await db.execute(
        update(Case)
        .where(Case.community_id == community_id, theirs, Case.requester_organisation_id.is_(None))
        .values(requester_name=name, requester_phone=None)
        .execution_options(synchronize_session=False)
    )


async def _rename(
    db: AsyncSession,
    community_id: UUID,
    column: Any,
    whose: ColumnElement[bool] | None,
    names: Mapping[str, str],
) -> None:
    mine = [column.class_.community_id == community_id, column.in_(names)]
    await db.execute(
        update(column.class_)
        .where(*mine, *([] if whose is None else [whose]))
        .values({column: choice(dict(names), value=column)})
        .execution_options(synchronize_session=False)
    )


async def _signed_as(db: AsyncSession, accounts: Collection[Account]) -> tuple[dict[str, str], set[UUID]]:
    """Under which names these accounts signed, with what is said instead, and the accounts that such a line
    bears: theirs, and those of the doctors for whom they acted."""
    leaving = {one.id: one.name for one in accounts}
    pairs = select(Delegation.account_id, Delegation.given_by_id).where(
        or_(Delegation.account_id.in_(leaving), Delegation.given_by_id.in_(leaving))
    )
    given = {(secretary, doctor) for secretary, doctor in await db.execute(pairs)}
    others = {one for pair in given for one in pair} - leaving.keys()
    known = {one.id: one.name for one in await db.scalars(select(Account).where(Account.id.in_(others)))}
    said, then = leaving | known, dict.fromkeys(leaving, GONE) | known
    names = dict.fromkeys(leaving.values(), GONE)
    for secretary, doctor in given:
        both = {then[secretary], then[doctor]}
        said_now = GONE if both == {GONE} else acting_name(then[secretary], then[doctor])
        names[acting_name(said[secretary], said[doctor])] = said_now
    return names, leaving.keys() | {doctor for _, doctor in given}
