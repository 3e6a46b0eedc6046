"""When a policy forgets its condition, the database still shows one community's rows and no other's."""

from collections.abc import AsyncIterator
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select

from api.audit import service as audit
from api.contract.models import ListAuditEntriesQuery
from api.core import db as core_db
from api.core.db import Base, app_url, plain_url, unit_of_work
from tests.architecture.test_personal_data import PERSONAL as CLASSES
from tests.audit.test_trail import HERE, THERE, somebody, write
from tests.conftest import Database

PERSONAL = sorted(table.__tablename__ for table in CLASSES)


@pytest.fixture(scope="module")
def communities(demonstration: Database) -> list[UUID]:
    """Their ids."""
    return [UUID(str(one)) for (one,) in demonstration.sql("SELECT id FROM communities ORDER BY id")]


@pytest.mark.parametrize("table", PERSONAL)
def test_without_any_condition_a_community_reads_and_changes_its_own_rows_only(
    demonstration: Database, communities: list[UUID], table: str
) -> None:
    name = sql.Identifier(table)
    stored = dict(demonstration.sql(f"SELECT community_id, count(*) FROM {table} GROUP BY 1"))  # type: ignore[arg-type]  # two columns
    seen = sql.SQL("SELECT community_id, count(*) FROM {} GROUP BY 1").format(name)
    touch = sql.SQL("UPDATE {} SET community_id = community_id WHERE community_id <> %s").format(name)
    with psycopg.connect(plain_url(app_url(demonstration.owner_url)), autocommit=True) as connection:
        assert connection.execute(seen).fetchall() == [], "no community, no row"
        for here in communities:
            connection.execute("SELECT set_config('app.community_id', %s, false)", [str(here)])
            assert dict(connection.execute(seen).fetchall()) == (
                {here: stored[here]} if here in stored else {}
            )
            if table != "audit_entries":  # of which the application changes nothing at all
                assert connection.execute(touch, [here]).rowcount == 0


@pytest.fixture
async def opened(demonstration: Database) -> AsyncIterator[Database]:
    """The process connected to the demonstration as the application."""
    core_db.connect(demonstration.app_url, pool_size=2)
    yield demonstration
    await core_db.disconnect()


@pytest.mark.parametrize("table", CLASSES, ids=lambda table: table.__name__)
async def test_a_statement_of_the_application_without_its_policy_shows_one_community(
    opened: Database, communities: list[UUID], table: type[Base]
) -> None:
    columns = table.__table__.c
    stored = {of for (of,) in opened.sql(f"SELECT DISTINCT community_id FROM {table.__tablename__}")}
    seen = select(columns.community_id).distinct()
    for here in communities:
        async with unit_of_work(here) as db:
            assert set(await db.scalars(seen)) == stored & {here}
    async with unit_of_work() as db:
        assert set(await db.scalars(seen)) == set(), "no community, no row"


@pytest.mark.parametrize("table", ["cases", "people", "appointments", "audit_entries"])
def test_a_row_cannot_be_written_into_another_community(
    demonstration: Database, communities: list[UUID], table: str
) -> None:
    here, there, *_ = communities
    before = demonstration.sql(f"SELECT count(*) FROM {table}")
    columns = [
        str(column)
        for (column,) in demonstration.sql(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY 1",
            table,
        )
    ]
    values = [
        sql.SQL("gen_random_uuid()")
        if column == "id"
        else sql.Literal(there)
        if column == "community_id"
        else sql.Identifier(column)
        for column in columns
    ]
    copy = sql.SQL("INSERT INTO {table} ({columns}) SELECT {values} FROM {table} LIMIT 1").format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(values),
    )
    with psycopg.connect(plain_url(app_url(demonstration.owner_url)), autocommit=True) as connection:
        connection.execute("SELECT set_config('app.community_id', %s, false)", [str(here)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute(copy)
    assert demonstration.sql(f"SELECT count(*) FROM {table}") == before


async def test_a_policy_that_lets_everything_through_leaks_nothing(
    connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import true

    for community in (HERE, THERE):
        await write(community, f"offer.made_{community.int}")
    monkeypatch.setattr("api.audit.service.trail.visible_to", lambda actor: true())
    async with unit_of_work(HERE) as db:
        found = await audit.list_audit_entries(db, somebody(HERE), ListAuditEntriesQuery())
    assert [entry.action for entry in found.items] == ["offer.made_1"]


async def test_the_application_cannot_bypass_any_of_it(database: Database) -> None:
    rights = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s"
    assert database.sql(rights, "maillage_app") == [(False, False, False, False)]
    owned = "SELECT count(*) FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE rolname = %s"
    assert database.sql(owned, "maillage_app") == [(0,)]
