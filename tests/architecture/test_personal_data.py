"""Personal tables: under row-level security, of a community, seen through one policy."""

import importlib
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary

from api.core.db import Base
from api.core.problems import refusal_classes
from tests.architecture.test_layers import API
from tests.conftest import Database

for _tables in sorted(API.rglob("*tables.py")):
    importlib.import_module(".".join(("api", *_tables.relative_to(API).with_suffix("").parts)))

MAPPERS = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
PERSONAL = [
    mapper.class_
    for mapper in MAPPERS
    if mapper.class_.__personal__ and mapper.class_.__module__.startswith("api.")
]
_OPEN = """( SELECT (NULLIF(current_setting('app.community_id'::text, true), ''::text))::uuid AS "nullif")"""
_NOBODYS = "'00000000-0000-0000-0000-000000000000'::uuid"
ITS_OWN = f"(community_id = {_OPEN})"
"""What `enable_rls` writes, as PostgreSQL says it: the rows of the community that is open, and no other."""

TRAIL = {"audit_entries", "audit_cuts", "audit_checks"}
NATIONAL_TOO = (
    f"({ITS_OWN} OR ((community_id IS NULL) AND ({_OPEN} = {_NOBODYS})))",
    f"((community_id IS NULL) OR {ITS_OWN})",
)
"""Of the trail there is a chain of no community; only who opens that one sees it."""

TABLES = sorted(Base.metadata.tables)


@pytest.mark.parametrize("table", PERSONAL, ids=lambda table: table.__name__)
def test_a_personal_table_has_a_community_and_row_level_security(
    table: type[Base], database: Database
) -> None:
    name = table.__tablename__
    assert "community_id" in table.__table__.columns, f"{name} is personal: add community_id in its tables.py"
    secured = database.sql("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(%s)", name)
    assert secured == [(True,)], f"{name} is personal: call enable_rls(op, {name!r}) in its migration"
    policies = database.sql(
        "SELECT qual, with_check, cmd, roles, permissive FROM pg_policies WHERE tablename = %s", name
    )
    assert len(policies) == 1, f"{name} has {len(policies)} policies: enable_rls makes the only one"
    read, written = NATIONAL_TOO if name in TRAIL else (ITS_OWN, ITS_OWN)
    assert policies == [(read, written, "ALL", ["maillage_app"], "PERMISSIVE")]


@pytest.mark.parametrize("table", PERSONAL, ids=lambda table: table.__name__)
def test_a_personal_table_is_seen_through_the_policy_of_its_module(table: type[Base]) -> None:
    folder = API.joinpath(*table.__module__.split(".")[1:-1])
    policy = folder / "policy.py"
    assert policy.exists(), (
        f"{table.__name__} is personal: write visible_to(actor) in {policy.parent.name}/policy.py"
    )
    assert "def visible_to" in policy.read_text(), (
        f"Write visible_to(actor) in {policy.parent.name}/policy.py"
    )


@pytest.mark.parametrize("table", [mapper.class_ for mapper in MAPPERS], ids=lambda table: table.__name__)
def test_a_table_with_sealed_columns_is_personal_or_says_why_not(table: type[Base]) -> None:
    sealed = [
        column.name
        for column in table.__table__.columns
        if column.name.endswith("_sealed") and isinstance(column.type, LargeBinary)
    ]
    explained = table.__personal__ or "national" in (table.__doc__ or "").lower()
    assert not sealed or explained or not table.__module__.startswith("api."), (
        f"{table.__name__} holds sealed data: say __personal__ = True, or why it is national in its docstring"
    )


def test_the_migrations_make_exactly_the_declared_tables(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    from api.core.db import async_url

    engine = create_engine(async_url(database.owner_url))
    with engine.connect() as connection:
        options = {
            "include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("procrastinate")
        }
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    engine.dispose()
    assert not differences, f"Write a migration for: {differences}"


def test_the_application_may_seal_a_line_of_the_trail_and_change_nothing_else(database: Database) -> None:
    rights = database.sql(
        "SELECT privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = 'maillage_app' AND table_name = 'audit_entries' ORDER BY 1"
    )
    assert rights == [("INSERT",), ("SELECT",)]
    columns = database.sql(
        "SELECT column_name FROM information_schema.role_column_grants WHERE privilege_type = 'UPDATE' "
        "AND grantee = 'maillage_app' AND table_name = 'audit_entries' ORDER BY 1"
    )
    assert columns == [("seal_hash",), ("seal_no",)]


def test_every_problem_type_has_one_refusal_and_every_refusal_its_type() -> None:
    from api.contract.models import ProblemType

    for path in sorted(API.rglob("*.py")):
        text = path.read_text()
        if "Refusal" in text or "Conflict" in text or "ProblemType" in text:
            importlib.import_module(_dotted(path))
    used: dict[ProblemType, list[str]] = {}
    for refusal in refusal_classes():
        if refusal.__module__.startswith("api.") and "type" in vars(refusal):
            used.setdefault(refusal.type, []).append(f"{refusal.__module__}.{refusal.__name__}")
    unused = sorted(set(ProblemType) - used.keys())
    assert not unused, (
        f"No refusal says {unused}: write it in the module's rules.py, or drop it from ProblemType"
    )
    twice = {kind.value: names for kind, names in used.items() if len(names) > 1}
    assert not twice, f"One type, one refusal: {twice}"


def _dotted(path: Path) -> str:
    parts = path.relative_to(API.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
