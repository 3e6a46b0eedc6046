"""Statements that the driver sends itself, for the few that are asked hundreds of times a second."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from sqlalchemy import ClauseElement, Executable
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECT = dialect()  # type: ignore[no-untyped-call]

_INDENT = re.compile(r"\n +")
"""What stands before a line: no literal of ours has any of it."""


_CUT = (psycopg.OperationalError, psycopg.InterfaceError)
"""What the driver says over a connection that is no more, among other things."""


class Direct:
    """A statement written once, that each call sends by the session's own connection.

    What SQLAlchemy does around a statement takes as long as the driver and more. Rows are plain tuples, as
    the driver reads PostgreSQL's binary form. Only for what reads: over a connection that was cut, SQLAlchemy
    asks once more, as it knows what to do with one.
    """

    def __init__(self, statement: Executable) -> None:
        compiled = cast(ClauseElement, statement).compile(dialect=_DIALECT)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  what asks for rows is no DDL
        # The driver keeps what it understood of a statement of less than 4,096 characters.
        self.statement, self._sent = statement, _INDENT.sub("\n", str(compiled))
        kinds = {name: bind.type.dialect_impl(_DIALECT) for bind, name in compiled.bind_names.items()}
        converters = {name: kind.bind_processor(_DIALECT) for name, kind in kinds.items()}
        self._converters = {name: convert for name, convert in converters.items() if convert is not None}
        self._constants = dict(compiled.params)

    async def rows(self, db: AsyncSession, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """What PostgreSQL answers, with these parameters. DBAPIError as elsewhere for what it refuses, or
        gave up after too long."""
        sent = {**self._constants, **values}
        for name, convert in self._converters.items():
            sent[name] = convert(sent[name])
        connection = await db.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, psycopg.AsyncConnection)  # noqa: S101  of our only dialect
        try:
            return await (await driver.execute(self._sent, sent, binary=True)).fetchall()
        except psycopg.Error as error:
            if not isinstance(error, _CUT) or isinstance(error, psycopg.errors.QueryCanceled):
                raise DBAPIError.instance(self._sent, None, error, psycopg.Error) from error
            return (await connection.execute(self.statement, values)).all()
