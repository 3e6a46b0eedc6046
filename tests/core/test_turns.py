"""Transactions that wait for each other by a name."""

import asyncio

from sqlalchemy import text

from api.core.db import unit_of_work, wait_for_turn
from tests.conftest import Database

WAITING = text("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")


async def test_those_who_wait_by_one_name_come_one_after_the_other_and_by_another_at_once(
    connected: Database,
) -> None:
    order: list[str] = []

    async def come(name: str, said: str) -> None:
        async with unit_of_work() as db:
            await wait_for_turn(db, name)
            order.append(said)

    async with unit_of_work() as db:
        await wait_for_turn(db, "test|one")
        second = asyncio.create_task(come("test|one", "second"))
        await come("test|other", "apart")
        while not second.done() and not await db.scalar(WAITING):
            pass
        order.append("first")
    await second
    assert order == ["apart", "first", "second"]
