"""Seal again, under the current key, what an older one sealed: on live data, a few rows at a time.

Who reads or writes meanwhile waits for a few rows at most. Killed, it is begun again and goes on: what is
sealed by the current key is left alone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from api.core.crypto import Sealed, key_id_of, keys, row_context, seal, unseal
from api.core.db import Base, plain_url

BATCH = 200
"""Rows sealed again in one transaction."""


@dataclass(frozen=True)
class Column:
    """A sealed column: `name` without its suffix, as it is bound to its values."""

    table: str
    name: str

    @property
    def stored(self) -> str:
        """Its name in the database."""
        return f"{self.name}_sealed"


def sealed_columns() -> list[Column]:
    """Every sealed column of the declared tables. The modules' tables are imported before."""
    return sorted(
        {
            Column(str(mapper.local_table.name), value.name)  # type: ignore[attr-defined]  # a table
            for mapper in Base.registry.mappers
            for value in vars(mapper.class_).values()
            if isinstance(value, Sealed) and mapper.local_table.key in Base.metadata.tables  # type: ignore[attr-defined]  # a table
        },
        key=lambda column: (column.table, column.name),
    )


def seal_again(owner_url: str) -> int:
    """Seal with the current key every value that another one sealed; how many. As the owner, who sees all
    communities. Raises `crypto.Unreadable` when a key is missing: what was sealed again until then stays so.
    """
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        return sum(sum(_batches(connection, column)) for column in sealed_columns())


def _batches(connection: psycopg.Connection, column: Column) -> Iterator[int]:
    """How many values each transaction sealed again, until none is left."""
    table, stored = sql.Identifier(column.table), sql.Identifier(column.stored)
    current = keys().current.encode()
    prefix = bytes([len(current)]) + current
    find = sql.SQL(
        "SELECT id, {stored} FROM {table} WHERE {stored} IS NOT NULL "
        "AND substring({stored} FROM 1 FOR %s) <> %s AND id > %s ORDER BY id LIMIT %s FOR NO KEY UPDATE"
    ).format(table=table, stored=stored)
    write = sql.SQL("UPDATE {table} SET {stored} = %s WHERE id = %s").format(table=table, stored=stored)
    found, last = BATCH, UUID(int=0)
    while found == BATCH:
        with connection.transaction(), connection.cursor() as cursor:
            rows = cursor.execute(find, [len(prefix), prefix, last, BATCH]).fetchall()
            found, last = len(rows), max((row_id for row_id, _ in rows), default=last)
            anew = [
                (seal(unseal(bytes(value), context), context), row_id)
                for row_id, value in rows
                for context in [row_context(column.table, column.name, row_id)]
            ]
            cursor.executemany(write, anew)
        yield found


def values_by_key(owner_url: str) -> Counter[str]:
    """How many values each key has sealed."""
    count: Counter[str] = Counter()
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        for column in sealed_columns():
            said = sql.SQL(
                "SELECT substring({stored} FROM 1 FOR 1 + get_byte({stored}, 0)), count(*) FROM {table} "
                "WHERE {stored} IS NOT NULL GROUP BY 1"
            ).format(table=sql.Identifier(column.table), stored=sql.Identifier(column.stored))
            for head, values in connection.execute(said):
                count[key_id_of(bytes(head))] += values
    return count
