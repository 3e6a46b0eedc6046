"""The job queue: the schema of the pinned procrastinate, by its own SQL."""

from importlib.resources import files

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema = files("procrastinate").joinpath("sql", "schema.sql").read_text()
    # Straight to psycopg: several statements at once, whose % signs are no parameters.
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101  a revision always runs on a connection
    connection.execute(schema)


def downgrade() -> None:
    raise NotImplementedError("A database goes back by its backup, not by revisions")
