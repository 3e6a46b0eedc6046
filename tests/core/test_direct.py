"""What the driver sends itself answers what SQLAlchemy would, and fails as SQLAlchemy does."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import ARRAY, Text, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.exc import DBAPIError, OperationalError

from api.core.alone import without_transaction
from api.core.db import unit_of_work
from api.core.direct import Direct
from tests.conftest import Database

AROUND = Range(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC), bounds="[)")
VALUES = {
    "words": ["deux", "d'eux", "é--"],
    "ids": None,
    "around": AROUND,
    "at": datetime(2026, 3, 2, tzinfo=UTC),
}
WRITTEN = text(
    """
    SELECT word, CAST(:at AS timestamptz) <@ :around AS within, CAST(:ids AS uuid[]) IS NULL AS anybody,
           'de   loin', '\\x00ff'::bytea  -- spaces of a word are its own
    FROM unnest(:words) AS word
    """
).bindparams(
    bindparam("words", type_=ARRAY(Text)),
    bindparam("ids", type_=ARRAY(Uuid)),
    bindparam("around", type_=TSTZRANGE),
)


@pytest.mark.parametrize("alone", [True, False])
async def test_its_rows_are_those_that_sqlalchemy_reads(connected: Database, alone: bool) -> None:
    async with unit_of_work() as db:
        if alone:
            without_transaction(db)
        found = await Direct(WRITTEN).rows(db, VALUES)
        read = (await db.execute(WRITTEN, VALUES)).all()
    assert [tuple(row) for row in found] == [tuple(row) for row in read]
    assert found[1] == ("d'eux", True, True, "de   loin", b"\x00\xff")


async def test_its_constants_and_its_parameters_both_reach_the_database(connected: Database) -> None:
    asked = select(bindparam("who", type_=Uuid), bindparam(None, "toujours", type_=Text))
    async with unit_of_work() as db:
        for number in (1, 2):
            assert await Direct(asked).rows(db, {"who": UUID(int=number)}) == [(UUID(int=number), "toujours")]


async def alone(statement: Direct, timeout_ms: int | None = None) -> Sequence[Sequence[object]]:
    """What it answers in a unit of work of its own, without a transaction or with one that has a timeout."""
    async with unit_of_work() as db:
        if timeout_ms is None:
            without_transaction(db)
        else:
            await db.execute(text(f"SET LOCAL statement_timeout = {timeout_ms}"))
        return await statement.rows(db, {})


async def test_a_connection_that_was_cut_is_said_as_elsewhere_and_the_next_caller_has_another(
    connected: Database,
) -> None:
    mine = Direct(text("SELECT pg_backend_pid()"))
    [[first]] = await alone(mine)
    connected.sql(f"SELECT pg_terminate_backend({first}, 5000)")
    with pytest.raises(OperationalError):
        await alone(mine)
    [[second]] = await alone(mine)
    assert second != first


async def test_what_postgresql_refuses_is_said_as_elsewhere(connected: Database) -> None:
    async with unit_of_work() as db:
        without_transaction(db)
        with pytest.raises(DBAPIError, match="division by zero"):
            await Direct(text("SELECT 1 / 0")).rows(db, {})
        assert await Direct(text("SELECT 1")).rows(db, {}) == [(1,)]


async def test_what_takes_too_long_is_given_up_once(connected: Database) -> None:
    with pytest.raises(OperationalError, match="statement timeout"):
        await alone(Direct(text("SELECT pg_sleep(30)")), timeout_ms=200)


def test_a_statement_that_the_driver_would_read_anew_each_time_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 4096 characters, not 4105"):
        Direct(text(f"SELECT '{'a' * 4096}'"))


async def test_remarks_are_for_readers_alone(connected: Database) -> None:
    remarked = text(
        f"""
        SELECT 'two
-lines'
        -- {"why" * 2000}
        , 1
        """
    )
    async with unit_of_work() as db:
        assert await Direct(remarked).rows(db, {}) == [("two\n-lines", 1)]
