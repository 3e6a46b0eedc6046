"""When and how rows are written: some as late as may be, none while others wait, many by one statement."""

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from sqlalchemy import TextClause, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from api.core.db import WAITING, Base

_LAST = "written_last"


def write_last(db: AsyncSession, row: Base) -> None:
    """Write this row when the transaction is about to commit: until then it may change without a statement
    for each change. In a savepoint it is written with the rest, to be undone with it; before the transaction
    stands in another community, where row-level security would refuse it."""
    if db.in_nested_transaction():
        db.add(row)
    else:
        db.info.setdefault(_LAST, []).append(row)
        db.info[WAITING] = partial(write_before_waiting, db)


async def write_before_waiting(db: AsyncSession) -> None:
    """Write what the session holds so far, the rows written last too: nothing of it is then written while
    others wait for what this transaction is about to lock. In a savepoint, those of the transaction around it
    stay for its end."""
    _add_last(db.sync_session)
    await db.flush()


def will_be_written(db: AsyncSession, row: Base) -> bool:
    """Whether this row is part of what the transaction writes: not if a savepoint took it back."""
    return row in db or row in db.info.get(_LAST, ())


async def write_at_once(db: AsyncSession, rows: Sequence[Base]) -> None:
    """Write new rows of one table now, by one statement however many they are, after what the session holds.

    They do not become part of the session: a change of theirs would not be written. For what a search tells a
    whole territory, where a statement for each row takes as long as all the rest. Columns without a value are
    null, or as their default in Python says; none is sealed.
    """
    await db.flush()
    if not rows:
        return
    insert, values_of = _insertion(type(rows[0]))
    # Of words, numbers, ids and instants, JSON loses nothing.
    document = json.dumps([values_of(row) for row in rows], ensure_ascii=False, default=str)
    await (await db.connection()).execute(insert, {"rows": document})


@cache
def _insertion(table: type[Base]) -> tuple[TextClause, Callable[[Base], dict[str, Any]]]:
    """The statement that writes rows of a table, and what it is given of each."""
    columns = [
        (attribute.key, column, None if column.default is None else getattr(column.default, "arg", None))
        for attribute in inspect(table).column_attrs
        for column in attribute.columns
    ]
    names = ", ".join(f'"{column.name}"' for _, column, _ in columns)
    into = table.__tablename__
    statement = text(
        f"INSERT INTO {into} ({names}) SELECT {names}"  # noqa: S608  made of the names of a table
        f" FROM jsonb_populate_recordset(CAST(NULL AS {into}), CAST(:rows AS jsonb))"
    )

    def values_of(row: Base) -> dict[str, Any]:
        values = {}
        for key, column, default in columns:
            value = getattr(row, key)
            value = default if value is None else value
            if isinstance(value, bytes) or callable(value) or (value is None and column.server_default):
                raise TypeError(f"{into}.{column.name} is written with `db.add` only")
            values[column.name] = value
        return values

    return statement, values_of


@event.listens_for(Session, "before_commit")
def _add_last(session: Session) -> None:
    if not session.in_nested_transaction():  # the end of a savepoint is told, too
        session.add_all(session.info.pop(_LAST, ()))
