"""A real PostgreSQL for the whole run, migrated once; each test that asks has a copy of its own."""

import gc
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession
from xdist.scheduler import LoadScopeScheduling

from api.cli import main
from api.core import db as core_db
from api.core import devdb, logging, migrate
from api.core.operations import Contract, the_contract
from api.core.settings import settings
from tests.contract import coverage, running
from tests.contract.client import SEEN, ContractClient
from tests.roles import as_role, community, make_community, shift_clock, signed_in, step_begins

__all__ = ["as_role", "community", "make_community", "shift_clock", "signed_in", "step_begins"]
"""Fixtures that stand in roles.py."""

JOURNEYS = "tests/e2e/"
"""Where the journeys of the browser are."""

Maillage = Callable[..., tuple[object, list[str], list[str]]]
"""What the fixture `maillage` gives."""

Clone = Callable[..., "Database"]
"""What the fixture `clone` gives."""

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
TEMPLATE = f"maillage_template_{WORKER}"


@dataclass(frozen=True)
class Database:
    """One database of a test. `owner_url` may do everything, `app_url` is the application's role."""

    name: str
    owner_url: str

    @property
    def app_url(self) -> str:
        """The address under which the application connects."""
        return core_db.app_url(self.owner_url)

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run one statement as the owner, outside any transaction of the test; the rows, if any."""
        try:
            cursor = _connection(self.owner_url).execute(statement.encode(), values or None)
        except psycopg.OperationalError:
            if self.owner_url in _CONNECTED and not _CONNECTED[self.owner_url].closed:
                raise
            # The server was killed and started again since the last statement.
            cursor = _connection(self.owner_url).execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    def leave(self) -> None:
        """Close the connection that `sql` keeps, for whoever must be alone in the database."""
        if (connection := _CONNECTED.pop(self.owner_url, None)) is not None:
            connection.close()


_CONNECTED: dict[str, psycopg.Connection] = {}
"""Where this process is connected as the owner: a connection costs more than most statements."""


def _connection(url: str) -> psycopg.Connection:
    if (kept := _CONNECTED.get(url)) is None or kept.closed:
        # Plans are not kept: what a test changes about a table is seen.
        kept = psycopg.connect(core_db.plain_url(url), autocommit=True, prepare_threshold=None)
        _CONNECTED[url] = kept
    return kept


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, like the server."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def environment() -> Iterator[Path]:
    """Test mode, and a data folder (with its key file) that goes away with the run.

    PostgreSQL runs as another user than root, so the folder is open to others, unlike pytest's own.
    """
    folder = Path(tempfile.mkdtemp(prefix="maillage-test-", dir=running.quick_folder()))
    folder.chmod(0o755)
    before = dict(os.environ)
    os.environ.update(MAILLAGE_TEST="1", MAILLAGE_DATA=str(folder), MAILLAGE_DEMO="1")
    os.environ["MAILLAGE_CALLS_A_MINUTE"] = "1000000"  # one account of a test calls hundreds of operations
    settings.cache_clear()
    logging.configure()
    yield folder
    os.environ.clear()
    os.environ.update(before)
    settings.cache_clear()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(environment: Path) -> Iterator[str]:
    """The owner's address of a PostgreSQL: DATABASE_URL, else an embedded one for this run."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    server = devdb.start(environment, durable=False)
    try:
        yield server.url
    finally:
        while _CONNECTED:
            _CONNECTED.popitem()[1].close()
        server.stop()


@pytest.fixture(scope="session")
def template(postgres: str) -> Iterator[str]:
    """The name of a migrated database from which tests are copied."""
    _administer(postgres, "DROP DATABASE IF EXISTS {} WITH (FORCE)", TEMPLATE)
    _administer(postgres, "CREATE DATABASE {}", TEMPLATE)
    migrate.run(_in(postgres, TEMPLATE))
    yield TEMPLATE
    _administer(postgres, "DROP DATABASE IF EXISTS {} WITH (FORCE)", TEMPLATE)


@pytest.fixture(scope="session")
def clone(postgres: str) -> Clone:
    """`clone(template)` -> a fresh database with the same content, in some 25 ms."""
    numbers = itertools.count(1)

    def copy(source: str, *, name: str = "") -> Database:
        name = f"maillage_test_{os.getpid()}_{name or next(numbers)}"
        statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        _administer(postgres, statement, name, source)
        return Database(name, _in(postgres, name))

    return copy


@pytest.fixture(scope="session")
def seeded(template: str, clone: Clone) -> str:
    """The name of a database with the two territories of the demonstration, from which tests are copied."""
    database = clone(template)
    running.maillage("seed", database_url=database.owner_url)
    return database.name


@pytest.fixture(scope="module")
def demonstration(seeded: str, clone: Clone) -> Database:
    """A database with the two territories of the demonstration, for the tests of this file."""
    return clone(seeded)


@pytest.fixture
def database(postgres: str, template: str, clone: Clone) -> Iterator[Database]:
    """A migrated, empty database for this test alone."""
    with alone(postgres, template, clone) as mine:
        yield mine


@contextmanager
def alone(postgres: str, source: str, clone: Clone) -> Iterator[Database]:
    """A copy of `source` for one test, under the name that the one before it had: what this process compiled
    for that address serves again (see `api.core.db.connect`)."""
    mine = clone(source, name="alone")
    try:
        yield mine
    finally:
        mine.leave()
        _administer(postgres, "DROP DATABASE IF EXISTS {} WITH (FORCE)", mine.name)


@pytest.fixture
async def connected(database: Database) -> AsyncIterator[Database]:
    """The process connected to this test's database as the application: `unit_of_work()` works."""
    core_db.connect(database.app_url, pool_size=5)
    yield database
    await core_db.disconnect()


@pytest.fixture
async def db(connected: Database) -> AsyncIterator[AsyncSession]:
    """One open transaction of the application's role, committed at the end of the test.

    What HTTP calls must see is written in a `unit_of_work()` of its own instead.
    """
    async with core_db.unit_of_work() as session:
        yield session


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract of the application."""
    return the_contract()


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application. It holds no state of a test: the database is the one that `connected` opened."""
    from api.app import create_app

    return create_app()


@pytest.fixture
async def client(app: FastAPI, connected: Database, contract: Contract) -> AsyncIterator[ContractClient]:
    """Nobody in particular, calling the application; every answer is held to the contract."""
    async with ContractClient(app, contract, audit=connected.sql) as http:
        yield http


def _in(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _administer(url: str, statement: str, *names: str) -> None:
    _connection(url).execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


class Files(LoadScopeScheduling):
    """Side by side, the journeys of the browser share one process; of the others each file is whole.

    xdist's own groups write a suffix into an id that pytest, since 9.2, works out anew: they group nothing.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return JOURNEYS if file.startswith(JOURNEYS) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Files:
    """Who gets what, when tests run side by side."""
    return Files(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Side by side (`-n 2`), the journeys of the browser begin first, as they take longest; of the others,
    those files with a slow test."""
    if not hasattr(config, "workerinput"):
        return
    journeys = config.rootpath / JOURNEYS
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (journeys not in item.path.parents, item.path not in slow))


def pytest_collection_finish() -> None:
    """What was imported stays: the collector of garbage walks through it no more, and looks less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """What a process of tests side by side saw of the contract is known to the one that began it."""
    for operation, statuses in getattr(node, "workeroutput", {}).get("seen", {}).items():
        SEEN[operation].update(statuses)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Say which declared answers no test received (asserted when the whole suite ran)."""
    if hasattr(session.config, "workeroutput"):
        seen = {operation: sorted(statuses) for operation, statuses in SEEN.items()}
        session.config.workeroutput["seen"] = seen
    elif missing := coverage.report(session):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print(*missing, sep="\n")


@pytest.fixture
def maillage(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Maillage:
    """`maillage("audit", "verify")` -> its exit code, and the lines that it printed and complained in."""
    monkeypatch.setattr(settings(), "database_url", database.owner_url)

    def run(*words: str) -> tuple[object, list[str], list[str]]:
        monkeypatch.setattr(sys, "argv", ["maillage", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return end.value.code, said.out.splitlines(), said.err.splitlines()

    return run
