"""One transaction, two roles, row-level security, constraints in the domain's words."""

from uuid import UUID

import pytest
from sqlalchemy import text

from api.core import db as core_db
from api.core.alone import without_transaction
from api.core.db import end_early, engine, set_community, unit_of_work
from api.core.problems import CONSTRAINTS, Conflict
from tests.conftest import Database

HERE, THERE = UUID(int=1), UUID(int=2)
NOTE = """
CREATE TABLE notes (id uuid PRIMARY KEY, community_id uuid NOT NULL, line text,
                    CONSTRAINT uq_notes_line UNIQUE (line))
"""


@pytest.fixture
async def notes(connected: Database) -> Database:
    """A personal table of two communities."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import create_engine

    from api.core.migrate import enable_rls

    engine = create_engine(core_db.async_url(connected.owner_url))
    with engine.begin() as connection:
        connection.execute(text(NOTE))
        enable_rls(Operations(MigrationContext.configure(connection)), "notes")
        for number, community in enumerate((HERE, THERE)):
            connection.execute(
                text("INSERT INTO notes VALUES (:id, :community, :line)"),
                {"id": UUID(int=number), "community": community, "line": f"line {number}"},
            )
    engine.dispose()
    return connected


async def test_without_a_community_no_personal_row_is_seen(notes: Database) -> None:
    async with unit_of_work() as db:
        assert (await db.scalar(text("SELECT count(*) FROM notes"))) == 0


async def test_a_community_sees_its_own_rows_only_and_only_until_the_transaction_ends(
    notes: Database,
) -> None:
    async with unit_of_work(HERE) as db:
        assert (await db.scalars(text("SELECT line FROM notes"))).all() == ["line 0"]
        await set_community(db, THERE)
        assert (await db.scalars(text("SELECT line FROM notes"))).all() == ["line 1"]
    async with unit_of_work() as db:
        assert (await db.scalars(text("SELECT line FROM notes"))).all() == []


async def test_a_transaction_that_ends_early_keeps_what_it_did_and_gives_its_connection_back(
    notes: Database,
) -> None:
    async with unit_of_work(HERE) as db:
        await db.execute(text("UPDATE notes SET line = 'changed'"))
        await end_early(db)
        assert engine().pool.checkedout() == 0  # type: ignore[attr-defined]  # a pool that counts
        async with unit_of_work(HERE) as another:
            assert (await another.scalars(text("SELECT line FROM notes"))).all() == ["changed"]


async def test_without_a_transaction_personal_rows_stay_hidden_and_the_connection_comes_back_as_it_was(
    notes: Database,
) -> None:
    await core_db.disconnect()
    core_db.connect(notes.app_url, pool_size=1)  # two connections: each is used again
    for _ in range(4):
        async with unit_of_work() as db:
            without_transaction(db)
            await set_community(db, HERE)
            assert (await db.scalar(text("SELECT count(*) FROM notes"))) == 0
        async with unit_of_work(HERE) as db:
            assert (await db.scalars(text("SELECT line FROM notes"))).all() == ["line 0"]
        async with unit_of_work(HERE) as db:
            await db.execute(text("DELETE FROM notes"))
            await db.rollback()
        assert notes.sql("SELECT count(*) FROM notes") == [(2,)]


async def test_a_row_cannot_be_written_into_another_community(notes: Database) -> None:
    with pytest.raises(Exception, match="row-level security"):
        async with unit_of_work(HERE) as db:
            await db.execute(
                text("INSERT INTO notes VALUES (:id, :there, 'x')"), {"id": UUID(int=9), "there": THERE}
            )
    assert notes.sql("SELECT count(*) FROM notes") == [(2,)]


async def test_the_application_can_neither_bypass_row_level_security_nor_change_the_schema(
    connected: Database,
) -> None:
    rights = connected.sql(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
        "WHERE rolname = 'maillage_app'"
    )
    assert rights == [(False, False, False, False)]
    with pytest.raises(Exception, match="permission denied"):
        async with unit_of_work() as db:
            await db.execute(text("CREATE TABLE mine (id int)"))


async def test_a_violated_constraint_is_raised_as_the_refusal_it_stands_for(
    notes: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LineTaken(Conflict):
        title = "Taken"

    monkeypatch.setitem(CONSTRAINTS, "uq_notes_line", LineTaken)
    with pytest.raises(LineTaken):
        async with unit_of_work(HERE) as db:
            await db.execute(
                text("INSERT INTO notes VALUES (:id, :here, 'line 1')"), {"id": UUID(int=9), "here": HERE}
            )
    assert notes.sql("SELECT count(*) FROM notes") == [(2,)]


async def test_an_exception_undoes_the_whole_unit_of_work(notes: Database) -> None:

    async def fail() -> None:
        async with unit_of_work(HERE) as db:
            await db.execute(text("UPDATE notes SET line = 'changed'"))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert notes.sql("SELECT line FROM notes ORDER BY line") == [("line 0",), ("line 1",)]


def test_migrating_again_changes_nothing(database: Database) -> None:
    from api.core import migrate

    before = database.sql("SELECT version_num FROM alembic_version ORDER BY 1")
    migrate.run(database.owner_url)
    assert database.sql("SELECT version_num FROM alembic_version ORDER BY 1") == before


def test_names_are_compared_without_accents_or_capitals_by_an_immutable_function(database: Database) -> None:
    assert database.sql("SELECT f_unaccent('Éloïse NOËL-ŒUVRÉ')") == [("eloise noel-oeuvre",)]
    database.sql("CREATE TABLE t (a text, b text GENERATED ALWAYS AS (f_unaccent(a)) STORED)")
