"""The queries of a booking and of a search use the composite index, with the parameters as they are sent."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Executable, event
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import claims, standing, taking, times
from api.core import db as core_db
from api.core.db import unit_of_work
from tests.conftest import Clone, Database

AT = datetime(2026, 11, 5, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def busy(template: str, clone: Clone) -> Database:
    """Two hundred professionals with five hundred appointments each, and statistics about them."""
    database = clone(template)
    database.sql(
        """
        INSERT INTO claims (id, resource_id, during, exclusive, created_at)
        SELECT gen_random_uuid(), ('00000000-0000-0000-0000-' || lpad(p::text, 12, '0'))::uuid,
               tstzrange(at, at + interval '20 minutes'), true, at
        FROM generate_series(1, 200) AS p, generate_series(1, 500) AS n,
             LATERAL (SELECT timestamptz '2026-11-01 08:00+00' + n * interval '30 minutes' AS at) AS t
        """
    )
    database.sql("ANALYZE claims")
    return database


@pytest.fixture
async def busy_database(busy: Database) -> AsyncIterator[Database]:
    """The process connected to it: nothing here writes."""
    core_db.connect(busy.app_url)
    yield busy
    await core_db.disconnect()


async def plan_of(db: AsyncSession, statement: Executable, values: dict[str, object]) -> str:
    """What PostgreSQL does with the statement, bound by psycopg exactly as in service."""

    def explain(connection: object, cursor: object, text: str, values: object, *_: object) -> object:
        return (f"EXPLAIN (FORMAT TEXT) {text}", values)

    engine = core_db.engine().sync_engine
    event.listen(engine, "before_cursor_execute", explain, retval=True)
    try:
        rows = await db.execute(statement.execution_options(no_parameters=False), values)
        return "\n".join(row[0] for row in rows.fetchall())
    finally:
        event.remove(engine, "before_cursor_execute", explain)


async def plan_of_against(alone: list[UUID], several: list[UUID], counted: list[UUID]) -> str:
    """How what stands against these professionals is read, with what is counted of these openings."""
    day = times.tstzrange((int(AT.timestamp()), int((AT + timedelta(days=1)).timestamp())))
    values = {"alone": alone, "several": several, "counted": counted, "window": day, "days": day, "at": AT}
    async with unit_of_work() as db:
        return await plan_of(db, standing._AGAINST, values)


async def test_what_stands_against_somebody_is_read_by_the_composite_index(busy_database: Database) -> None:
    one, many = [UUID(int=7)], [UUID(int=number) for number in range(1, 101)]
    for alone, several in ((one, []), ([], one), (many, []), ([], many)):
        plan = await plan_of_against(alone, several, [])
        assert "Seq Scan on claims" not in plan
        assert plan.count("Index Cond: ((resource_id = wanted") == 2
        assert plan.count("during &&") >= 2


async def test_a_quota_is_counted_by_the_index_of_openings(busy_database: Database) -> None:
    plan = await plan_of_against([UUID(int=8)], [], [UUID(int=7)])
    assert "Index Cond: (opening_id = ANY" in plan


async def test_a_booking_counts_what_stands_by_the_composite_index(busy_database: Database) -> None:
    slot = (int(AT.timestamp()), int((AT + timedelta(minutes=20)).timestamp()))
    values = {"resources": [UUID(int=7)], "during": times.tstzrange(slot), "at": AT}
    async with unit_of_work() as db:
        plan = await plan_of(db, claims._STANDING, values)
    assert "Seq Scan on claims" not in plan
    assert plan.count("during &&") >= 2


async def test_a_look_at_a_slot_reads_claims_by_the_composite_index(busy_database: Database) -> None:
    days = (int((AT - timedelta(days=3)).timestamp()), int((AT + timedelta(days=3)).timestamp()))
    values = {"opening": UUID(int=7), "around": times.tstzrange(days), "at": AT}
    async with unit_of_work() as db:
        plan = await plan_of(db, taking._LOOK, values)
    assert "Seq Scan on claims" not in plan
    assert "(resource_id = o.professional_id) AND (during &&" in plan
