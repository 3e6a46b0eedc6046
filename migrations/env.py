"""How Alembic reaches the database and knows the tables."""

import importlib
import os
from pathlib import Path

from alembic import context
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

import api
from api.core.db import Base, async_url

_API = Path(api.__file__).parent
for tables in sorted(_API.rglob("*tables.py")):
    importlib.import_module(".".join(("api", *tables.relative_to(_API).with_suffix("").parts)))


def migrate(connection: Connection) -> None:
    """Run the revisions on this connection, all in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=lambda name, kind, _: kind != "table" or not (name or "").startswith("procrastinate"),
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with create_engine(async_url(os.environ["DATABASE_URL"]), poolclass=NullPool).connect() as own:
        migrate(own)
