"""The database: mapped base class, one transaction per request or job, two roles, row-level security.

Nothing outside this file commits. The application connects as `maillage_app`, which cannot bypass
row-level security: without `set_community` it sees no personal row at all.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends
from sqlalchemy import ARRAY, ColumnElement, DateTime, Enum, MetaData, Text, Uuid, cast, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from api.core import alone
from api.core.connections import engine_on
from api.core.crypto import Sealed, derived_secret
from api.core.ids import new_id
from api.core.problems import CONSTRAINTS, Refusal

APP_ROLE = "maillage_app"
"""The role of the application in PostgreSQL; migrations run as the owner instead."""

_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


Row = TypeVar("Row", bound="Base")


class Base(DeclarativeBase):
    """Base of every mapped class. The id exists from construction on, before any flush.

    A class that holds data about people says `__personal__ = True` and has a `community_id`.
    Relationships are declared with `lazy="raise"`.
    """

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(Uuid),
        # A CHECK holds the column to the words of the contract's enum; PostgreSQL enums are hard to change.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=True,
            length=60,
            values_callable=lambda words: [word.value for word in words],
        ),
    }
    __personal__ = False

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        for attribute in [value for value in vars(cls).values() if isinstance(value, Sealed)]:
            setattr(cls, attribute.column, _sealed_column(attribute))
        super().__init_subclass__(**kwargs)

    def __init__(self, **values: Any) -> None:
        """Set the id first (sealed columns are bound to it), then the given attributes."""
        self.id = values.pop("id", None) or new_id()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no attribute {name!r}")
            setattr(self, name, value)


def _sealed_column(sealed: Sealed[Any]) -> Any:
    from sqlalchemy import LargeBinary

    return mapped_column(LargeBinary, nullable=sealed.nullable)


def async_url(url: str | URL) -> URL:
    """The same address for SQLAlchemy on psycopg 3, whatever spelling the environment uses."""
    return make_url(str(url).replace("postgres://", "postgresql://", 1) if isinstance(url, str) else url).set(
        drivername="postgresql+psycopg"
    )


def plain_url(url: str | URL) -> str:
    """The same address in libpq's own spelling, for psycopg and procrastinate."""
    return async_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def app_password() -> str:
    """The password of the application role: derived from the key file, so it is stored nowhere else."""
    return derived_secret("database role of the application")


def app_url(owner_url: str | URL) -> str:
    """The address under which the application connects, given the owner's."""
    url = async_url(owner_url).set(username=APP_ROLE, password=app_password())
    return url.render_as_string(hide_password=False)


_AFTER_COMMIT, WAITING = "after_commit", "waiting"


class _Connected:
    """The engines of this process, once `connect` ran."""

    engine: AsyncEngine | None = None
    sessions: async_sessionmaker[AsyncSession] | None = None
    url: str = ""


def connect(url: str | URL, *, pool_size: int = 10, statement_timeout_ms: int = 30_000) -> AsyncEngine:
    """Open the process's engine on an application URL (see `app_url`). Connections are made lazily, at most
    twice `pool_size`, and kept: one that was made for a rush and closed after it would be missed in the next,
    when a new one costs more than all that a request asks of it. Whoever finds all of them busy waits for a
    turn: in a rush an answer that is late is better than a refusal, upon which everybody tries again."""
    options = f"-c timezone=UTC -c jit=off -c statement_timeout={statement_timeout_ms}"
    options += " -c idle_in_transaction_session_timeout=60000 -c lock_timeout=10000"
    engine = engine_on(async_url(url), options, pool_size=2 * pool_size)
    alone.connect(async_url(url), options)
    _Connected.engine, _Connected.url = engine, plain_url(url)
    _Connected.sessions = async_sessionmaker(engine, expire_on_commit=False)
    return engine


BEFORE_DISCONNECT: list[Callable[[], Awaitable[None]]] = []
"""What must still leave by a connection, told here by who sends it beside the requests."""


async def disconnect() -> None:
    """Close every connection of this process, once what is under way beside its requests has left."""
    for last in BEFORE_DISCONNECT:
        await last()
    await alone.disconnect()
    if _Connected.engine is not None:
        await _Connected.engine.dispose()
    _Connected.engine = _Connected.sessions = None


def engine() -> AsyncEngine:
    """The engine of this process. RuntimeError before `connect`."""
    if _Connected.engine is None:
        raise RuntimeError("The database is not connected: call api.core.db.connect first")
    return _Connected.engine


def connected_url() -> str:
    """The application's address in libpq spelling, for what needs a connection of its own (LISTEN)."""
    engine()
    return _Connected.url


@asynccontextmanager
async def unit_of_work(community_id: UUID | None = None) -> AsyncIterator[AsyncSession]:
    """One transaction for a job, a command or the seed: committed at the end, undone by an exception.

    With `community_id`, personal rows of that community are visible in it; without, none is.
    A violated constraint that has a name in `CONSTRAINTS` is raised as its Refusal.
    """
    engine()
    assert _Connected.sessions is not None  # noqa: S101  engine() has just refused otherwise
    async with _Connected.sessions() as session:
        try:
            async with session.begin():
                if community_id is not None:
                    await set_community(session, community_id)
                yield session
        except IntegrityError as error:
            if (refusal := _refusal_of(error)) is None:
                raise
            raise refusal from error
        for act in session.info.get(_AFTER_COMMIT, ()):
            act()


def after_commit(db: AsyncSession, act: Callable[[], None]) -> None:
    """Call `act` once this transaction is committed; never if it is undone, nor if the process dies first.

    Each function is called once, however often it is asked for. It must not fail, nor wait.
    """
    db.info.setdefault(_AFTER_COMMIT, {})[act] = None


async def transaction() -> AsyncIterator[AsyncSession]:
    """The transaction of a request, as a dependency: committed before the answer leaves."""
    async with unit_of_work() as session:
        yield session


def held(db: AsyncSession, kind: type[Row]) -> list[Row]:
    """The rows of a class that this session has read, written or is about to write, while somebody refers to
    them: to select them once more would give the same ones, as they stand here."""
    return [row for row in (*db.identity_map.values(), *db.new) if isinstance(row, kind)]


async def end_early(db: AsyncSession) -> None:
    """Commit now and give the connection back: the caller asks nothing more of this transaction, and is about
    to wait. In a rush, connections are then with those who work."""
    await db.commit()


Db = Annotated[AsyncSession, Depends(transaction, scope="function")]


def _refusal_of(error: IntegrityError) -> Refusal | None:
    """What the domain calls the violated constraint, if it has a word for it."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    refusal = CONSTRAINTS.get(name or "")
    return None if refusal is None else refusal()


async def set_community(db: AsyncSession, community_id: UUID | None) -> None:
    """Show this community's personal rows, and no other's, until the transaction ends."""
    if write_what_waits := db.info.get(WAITING):  # rows of the community before
        await write_what_waits()
    value = "" if community_id is None else str(community_id)
    await db.execute(text("SELECT set_config('app.community_id', :value, true)"), {"value": value})


async def wait_for_turn(db: AsyncSession, name: str) -> None:
    """Wait for whoever else waits by this name, until the transaction ends: one after the other.

    `name` begins with what it is about, so that two uses never wait for each other. What was read before may
    be stale afterwards: read what decides after this call.
    """
    await db.execute(_TURN, {"name": name})


def opening_community(community_id: ColumnElement[UUID | None]) -> ColumnElement[str]:
    """`set_community` as one more column of the statement that finds out which community it is.

    For a statement that runs with every request: it saves a round trip.
    """
    value = func.coalesce(cast(community_id, Text), "")
    return func.set_config("app.community_id", value, True)
