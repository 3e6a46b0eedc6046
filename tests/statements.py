"""What the database is asked, for tests that count it or look at its order."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from api.core.db import engine


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database was asked so far within the block, the first one first."""
    asked: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    database = engine().sync_engine
    event.listen(database, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database, "before_cursor_execute", note)
