"""What changed, in commit order, for the pages that listen; see docs/decisions/0016.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision, down_revision = "0016", "0015"
branch_labels = depends_on = None


def upgrade() -> None:
    """The table, and the function that numbers what has been committed."""
    topics = ("offers", "cases", "notifications", "deliveries", "agenda")
    op.create_table(
        "live_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(*topics, name="livetopic", native_enum=False, create_constraint=True, length=60),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("audience", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_live_events"),
    )
    op.create_index("uq_live_events_position", "live_events", ["position"], unique=True)
    op.create_index(
        "ix_live_events_waiting", "live_events", ["id"], postgresql_where=sa.text("position IS NULL")
    )
    op.execute("CREATE SEQUENCE live_positions")
    # Under the lock until its own commit, so positions become visible in their order. Each statement of
    # the function has a snapshot of its own, taken once the lock is held.
    op.execute(
        """
        CREATE FUNCTION number_live_events() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(1818850917);
            UPDATE live_events SET position = numbered.position
            FROM (
                SELECT waiting.id, nextval('live_positions') AS position
                FROM (SELECT id FROM live_events WHERE position IS NULL ORDER BY id) AS waiting
            ) AS numbered
            WHERE live_events.id = numbered.id;
        END $$
        """
    )


def downgrade() -> None:
    """Drop all three."""
    op.execute("DROP FUNCTION number_live_events()")
    op.execute("DROP SEQUENCE live_positions")
    op.drop_table("live_events")
