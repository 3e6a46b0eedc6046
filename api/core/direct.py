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

from api.core.alone import bare_connection

_DIALECT = dialect()  # type: ignore[no-untyped-call]

_REMARK, _INDENT = re.compile(r"\n *--[^\n]*"), re.compile(r"\n +")
"""What only a reader needs: no literal of ours has any of it."""

LONGEST = 4096
"""Characters: what a longer statement means the driver would find out with each call."""


_CUT = (psycopg.OperationalError, psycopg.InterfaceError)
"""What the driver says over a connection that is no more, among other things."""


class Direct:
    """A statement written once, that each call sends by the session's own connection.

    What SQLAlchemy does around a statement takes as long as the driver and more. Rows are plain tuples, as
    the driver reads PostgreSQL's binary form: words of an enum are texts. Only for what reads: over a
    connection that was cut, SQLAlchemy asks once more, as it knows what to do with one. What the session
    holds is written first, as for any other statement. ValueError for one longer than `LONGEST`.
    """

    def __init__(self, statement: Executable) -> None:
        compiled = cast(ClauseElement, statement).compile(dialect=_DIALECT)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  what asks for rows is no DDL
        self.statement, self._sent = statement, _INDENT.sub("\n", _REMARK.sub("", str(compiled)))
        if len(self._sent) > LONGEST:
            raise ValueError(f"A statement has at most {LONGEST} characters, not {len(self._sent)}")
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
        if (bare := await bare_connection(db)) is not None:
            try:
                async with bare as lent:
                    return await self._answered(lent, sent)
            except psycopg.Error as error:
                raise self._said(error) from error
        if db.autoflush and (db.new or db.dirty or db.deleted):
            await db.flush()
        connection = await db.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, psycopg.AsyncConnection)  # noqa: S101  of our only dialect
        try:
            return await self._answered(driver, sent)
        except psycopg.Error as error:
            if not isinstance(error, _CUT) or isinstance(error, psycopg.errors.QueryCanceled):
                raise self._said(error) from error
            return (await connection.execute(self.statement, values)).all()

    async def _answered(self, driver: psycopg.AsyncConnection[Any], sent: Any) -> Sequence[Sequence[Any]]:
        return await (await driver.execute(self._sent, sent, binary=True)).fetchall()

    def _said(self, error: psycopg.Error) -> Exception:
        """As SQLAlchemy says it."""
        return DBAPIError.instance(self._sent, None, error, psycopg.Error)
