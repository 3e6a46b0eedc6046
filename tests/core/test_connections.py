"""What a connection keeps of the statements that the server has prepared for it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import unit_of_work
from api.core.problems import NotFound
from tests.conftest import Database

OFTEN = 6
"""As often a statement is asked for until psycopg has it prepared, and once more."""

KNOWN = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%kept by its connection%'")


async def prepare(db: AsyncSession) -> None:
    for _ in range(OFTEN):
        await db.execute(text("SELECT 'kept by its connection' WHERE :a = 1"), {"a": 1})


async def known(db: AsyncSession) -> int | None:
    """How many such statements this connection has: the pool lends the one that came back last."""
    count: int | None = await db.scalar(KNOWN)
    return count


async def test_a_refused_request_leaves_its_connection_what_was_prepared(connected: Database) -> None:
    async def refused() -> None:
        async with unit_of_work() as db:
            await prepare(db)
            assert await known(db) == 1
            raise NotFound

    with pytest.raises(NotFound):
        await refused()
    async with unit_of_work() as db:
        assert await known(db) == 1
        await prepare(db)
        assert await known(db) == 1


async def test_a_statement_that_the_server_refused_makes_its_connection_forget(connected: Database) -> None:
    async def broken() -> None:
        async with unit_of_work() as db:
            await prepare(db)
            assert await known(db) == 1
            await db.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError):
        await broken()
    async with unit_of_work() as db:
        assert await known(db) == 0
        await prepare(db)
        assert await known(db) == 1
