"""Bring a database to the present schema: extensions, the application's role, Alembic revisions."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from api.core.db import APP_ROLE, app_password, async_url

EXTENSIONS = ("btree_gist", "cube", "earthdistance", "unaccent", "pg_trgm", "fuzzystrmatch")

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"

_LOCK = 0x6D61696C  # one migrator at a time, whatever the number of processes that start together

_COMMUNITY = "(SELECT nullif(current_setting('app.community_id', true), '')::uuid)"


class MigrationRefused(RuntimeError):
    """The database cannot be prepared; the message says what its owner must be allowed to do."""


def run(owner_url: str | URL) -> None:
    """Prepare and migrate the database at the owner's address. Harmless when nothing is to do.

    Raises MigrationRefused when the owner may not create extensions or roles.
    """
    engine = create_engine(async_url(owner_url), poolclass=NullPool)
    with _alone(engine), engine.connect() as connection:
        try:
            with connection.begin():
                _extensions(connection)
                _application_role(connection)
        except ProgrammingError as error:
            raise MigrationRefused(
                "The owner of the database must be allowed to create extensions "
                f"({', '.join(EXTENSIONS)}) and the role {APP_ROLE}: {error.orig}"
            ) from error
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def ensure_application_role(owner_url: str | URL) -> None:
    """Make the application's role, to which a database that is restored gives its rights."""
    engine = create_engine(async_url(owner_url), poolclass=NullPool)
    with _alone(engine), engine.connect() as connection, connection.begin():
        _application_role(connection)


def alembic_config() -> Config:
    """The configuration of Alembic, without its ini file (which serves the command line only)."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def expected_heads() -> frozenset[str]:
    """The revisions that a database of this version stands at."""
    return frozenset(ScriptDirectory.from_config(alembic_config()).get_heads())


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Hold the migration lock of the database; others wait, then find nothing to do."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
        guard.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        yield


def _extensions(connection: Connection) -> None:
    for name in EXTENSIONS:
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA public"))
    # unaccent() is only STABLE, since its dictionary could be changed; ours is not, and indexes and
    # generated columns need IMMUTABLE.
    connection.execute(
        text(
            "CREATE OR REPLACE FUNCTION public.f_unaccent(text) RETURNS text "
            "LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS "
            "$$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$"
        )
    )


def _application_role(connection: Connection) -> None:
    """The role of the application: reads and writes rows, owns nothing, cannot leave its community."""
    connection.execute(
        text(
            f"DO $$ BEGIN CREATE ROLE {APP_ROLE} LOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    )
    connection.execute(
        text(
            f"ALTER ROLE {APP_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS "
            f"PASSWORD '{app_password()}'"
        )
    )
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"))
    for what, on in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
        connection.execute(
            text(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {what} ON {on} TO {APP_ROLE}")
        )


def enable_rls(op: Operations, table: str, *, national_rows: bool = False) -> None:
    """In a revision: put a table under row-level security by its `community_id`.

    The application sees and writes the rows of `app.community_id` only; none when it is not set. With
    `national_rows`, it may also write rows of no community, which it then does not see.
    """
    national = "community_id IS NULL OR " if national_rows else ""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY community ON {table} TO {APP_ROLE} "
        f"USING (community_id = {_COMMUNITY}) WITH CHECK ({national}community_id = {_COMMUNITY})"
    )


def allow_words(
    op: Operations, table: str, constraint: str, *words: str, no_more: Collection[str] = ()
) -> None:
    """In a revision: let a column of words hold these too, and `no_more` those. The others that it takes
    already stay, whichever revisions added them. `constraint` is the CHECK of an enum of one column."""
    connection = op.get_bind()
    definition = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    known = connection.execute(definition, {"name": constraint}).scalar_one()
    column = re.findall(r"CHECK \(+(\w+)", known)[0]
    kept = [
        word for word in dict.fromkeys([*re.findall(r"'([\w.]+)'", known), *words]) if word not in no_more
    ]
    allowed = ", ".join(f"'{word}'" for word in kept)
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({column} IN ({allowed}))")
