"""How rows are written: many by one statement."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from api.contract.models import LiveTopic
from api.core import clock
from api.core.db import unit_of_work
from api.core.ids import new_id
from api.core.tables import IdempotentAnswer, LiveEvent
from api.core.writing import write_at_once
from tests.conftest import Database
from tests.statements import statements

AT = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
HERE = UUID(int=7)


def events() -> list[LiveEvent]:
    """One with all that a row may hold, and one with as little as may be."""
    full = LiveEvent(
        position=2**40,
        community_id=HERE,
        topic=LiveTopic.cases,
        subject_id=new_id(),
        audience=["role:admin", 'à "citer", {élève}\\'],
        created_at=AT,
    )
    return [full, LiveEvent(community_id=HERE, topic=LiveTopic.offers, audience=[], created_at=AT)]


def said(event: LiveEvent) -> tuple[object, ...]:
    return (
        event.id,
        event.position,
        event.community_id,
        event.topic,
        event.subject_id,
        event.audience,
        event.created_at,
    )


async def test_rows_written_at_once_are_as_they_were_made_and_take_one_statement(connected: Database) -> None:
    rows = events()
    async with unit_of_work() as db:
        with statements() as run:
            await write_at_once(db, rows)
        assert len(run) == 1
        assert not [row for row in rows if row in db]
    async with unit_of_work() as db:
        found = await db.scalars(
            select(LiveEvent).where(LiveEvent.community_id == HERE).order_by(LiveEvent.id)
        )
        assert [said(row) for row in found] == [said(row) for row in rows]


async def test_what_the_session_holds_is_written_before_them_and_nothing_is_nothing(
    connected: Database,
) -> None:
    first, second = events()
    async with unit_of_work() as db:
        db.add(first)
        await write_at_once(db, [])
        with statements() as run:
            await write_at_once(db, [second])
        assert len(run) == 1
        assert len((await db.scalars(select(LiveEvent.id).where(LiveEvent.community_id == HERE))).all()) == 2


@pytest.mark.parametrize("lacking", ["what the database alone fills in", "bytes"])
async def test_what_cannot_be_written_so_is_refused_by_name_and_nothing_is_written(
    connected: Database, lacking: str
) -> None:
    row = IdempotentAnswer(actor="a", operation="b", key="c", status=200, kept_at=clock.now())
    row.request_digest, row.about = b"d", [] if lacking == "bytes" else None  # type: ignore[assignment]  # on purpose
    async with unit_of_work() as db:
        with pytest.raises(TypeError, match=r"idempotent_answers\.\w+ is written with"):
            await write_at_once(db, [row])
    assert connected.sql("SELECT count(*) FROM idempotent_answers") == [(0,)]
