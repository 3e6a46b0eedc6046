"""The trail only grows, and each community reads its own."""

from uuid import UUID

import pytest

from api.audit import service
from api.contract.models import ListAuditEntriesQuery
from api.core.actor import Actor
from api.core.db import unit_of_work
from tests.conftest import Database

HERE, THERE, THING = UUID(int=1), UUID(int=2), UUID(int=3)


def somebody(community: UUID | None) -> Actor:
    return Actor("account", UUID(int=7), "Anna", community, frozenset(), frozenset())


async def write(community: UUID | None, action: str) -> None:
    async with unit_of_work(community) as db:
        await service.record(db, somebody(community), action, "offer", THING, detail={"wave": 1})


async def read(community: UUID | None, **wanted: object) -> list[str]:
    async with unit_of_work(community) as db:
        query = ListAuditEntriesQuery.model_validate(wanted)
        found = await service.list_audit_entries(db, somebody(community), query)
    return [entry.action for entry in found.items]


async def test_a_community_reads_its_own_lines_newest_first(connected: Database) -> None:
    for community, action in ((HERE, "offer.made"), (THERE, "offer.lapsed"), (HERE, "offer.accepted")):
        await write(community, action)
    assert await read(HERE) == ["offer.accepted", "offer.made"]
    assert await read(HERE, action="offer.made") == ["offer.made"]
    assert await read(THERE) == ["offer.lapsed"]
    assert await read(None) == []


async def test_what_belongs_to_no_community_is_kept_and_read_by_none(connected: Database) -> None:
    await write(None, "client.created")
    assert await read(HERE) == []
    assert connected.sql("SELECT action FROM audit_entries") == [("client.created",)]


async def test_a_line_is_undone_with_its_act_but_a_refusal_is_kept(connected: Database) -> None:
    async def fail() -> None:
        async with unit_of_work(HERE) as db:
            await service.record(db, somebody(HERE), "offer.accepted", "offer", THING)
            await db.flush()
            await service.record_refused(
                somebody(HERE), "person.identity_read", "person", THING, reason="role"
            )
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await read(HERE) == ["person.identity_read"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"],
)
async def test_nobody_changes_a_line_not_even_the_owner(connected: Database, statement: str) -> None:
    await write(HERE, "offer.made")
    with pytest.raises(Exception, match="only grows"):
        connected.sql(statement)
    with pytest.raises(Exception, match="permission denied"):
        async with unit_of_work(HERE) as db:
            await (await db.connection()).exec_driver_sql(statement)
    assert await read(HERE) == ["offer.made"]


async def test_a_line_is_sealed_once(connected: Database) -> None:
    await write(HERE, "offer.made")
    connected.sql("UPDATE audit_entries SET seal_no = 1, seal_hash = '\\x01'")
    with pytest.raises(Exception, match="only grows"):
        connected.sql("UPDATE audit_entries SET seal_hash = '\\x02'")
    assert connected.sql("SELECT seal_no FROM audit_entries") == [(1,)]
