"""Pages behind an opaque cursor."""

import pytest
from sqlalchemy import Integer, MetaData, String, Table, Uuid, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import Column

from api.core.paging import Key, page_of
from api.core.problems import InvalidInput
from tests.conftest import Database

rows = Table(
    "rows", MetaData(), Column("id", Uuid, primary_key=True), Column("rank", Integer), Column("name", String)
)
KEYS = [Key(rows.c.rank, descending=True), Key(rows.c.id)]


@pytest.fixture
async def filled(connected: Database, db: AsyncSession) -> AsyncSession:
    connected.sql("CREATE TABLE rows (id uuid PRIMARY KEY, rank int NOT NULL, name text NOT NULL)")
    connected.sql("GRANT ALL ON rows TO maillage_app")
    connected.sql(
        "INSERT INTO rows SELECT lpad(to_hex(i), 32, '0')::uuid, i % 3, 'n' FROM generate_series(1, 10) i"
    )
    return db


async def walk(db: AsyncSession, limit: int) -> list[tuple[int, int]]:
    found, cursor = [], None
    while True:
        page = await page_of(db, select(rows), keys=KEYS, cursor=cursor, limit=limit)
        assert len(page.items) <= limit
        found += [(row.rank, row.id.int) for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 3, 5, 9, 10, 200])
async def test_pages_put_end_to_end_are_the_list_whatever_their_size(
    filled: AsyncSession, limit: int
) -> None:
    expected = sorted(((i % 3, i) for i in range(1, 11)), key=lambda pair: (-pair[0], pair[1]))
    assert await walk(filled, limit) == expected


async def test_a_row_added_before_the_cursor_moves_nothing(filled: AsyncSession, connected: Database) -> None:
    first = await page_of(filled, select(rows), keys=KEYS, limit=4)
    connected.sql("INSERT INTO rows VALUES ('00000000-0000-0000-0000-0000000000ff', 9, 'new')")
    second = await page_of(filled, select(rows), keys=KEYS, cursor=first.next_cursor, limit=200)
    seen = [row.id for row in (*first.items, *second.items)]
    assert len(seen) == len(set(seen)) == 10


@pytest.mark.parametrize("cursor", ["", "x", "é", "====", "A" * 400, "AAAAAAAAAAA" + "W1tpLDFdXQ"])
async def test_a_cursor_that_was_never_given_is_refused(filled: AsyncSession, cursor: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await page_of(filled, select(rows), keys=KEYS, cursor=cursor)
    assert refused.value.errors[0].pointer == "/query/cursor"


async def test_a_cursor_of_another_order_is_refused(filled: AsyncSession) -> None:
    page = await page_of(filled, select(rows), keys=KEYS, limit=1)
    with pytest.raises(InvalidInput):
        await page_of(filled, select(rows), keys=[Key(rows.c.rank), Key(rows.c.id)], cursor=page.next_cursor)
