"""How a command of the operator reaches the database."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import ExitStack, suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from api.core.settings import settings

T = TypeVar("T")


def with_database(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run `work` with the process connected as the application, and return its result.

    The database is DATABASE_URL, else the one that a running `maillage serve` has started, else the embedded
    one for the duration of the command. CommandRefused when its restore is not finished.
    """
    from api.core.unfinished import refuse_unfinished

    with ExitStack() as stack:
        url = owner_url(stack)
        refuse_unfinished(url)
        return as_application(url, work)


def as_application(owner_url: str, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The same, on the database of this owner's address, even while its restore is not finished."""
    from api.core.db import app_url, connect, disconnect

    _declare_tables()

    async def connected() -> T:
        connect(app_url(owner_url))
        try:
            return await work()
        finally:
            await disconnect()

    return asyncio.run(connected())


def with_owner(work: Callable[[str], T]) -> T:
    """Run `work` with the owner's address of the same database, for what concerns all communities at once."""
    _declare_tables()
    with ExitStack() as stack:
        return work(owner_url(stack))


def refuse_to_serve_unfinished() -> None:
    """CommandRefused when the restore of DATABASE_URL is not finished. A database that is away is not waited
    for: whoever serves starts without it, and says meanwhile that it is not ready."""
    import psycopg

    from api.core.unfinished import refuse_unfinished

    if (url := settings().database_url) is not None:
        with suppress(psycopg.OperationalError):
            refuse_unfinished(url)


def _declare_tables() -> None:
    """A foreign key is only understood once the table that it names is declared."""
    from api.app import MODULES

    for module in MODULES:
        if find_spec(f"api.{module}.tables") is not None:
            import_module(f"api.{module}.tables")


def owner_url(stack: ExitStack) -> str:
    """The owner's address of the database, which is open as long as the stack."""
    from api.core import devdb
    from api.serve import database

    config = settings()
    found = None if config.database_url else devdb.running(config.data_dir)
    return found or stack.enter_context(database(config))[0]
