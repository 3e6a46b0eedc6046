"""Who has read which message of a thread; decision 0041.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import enable_rls

revision, down_revision = "0039", "0038"
branch_labels = depends_on = None


def upgrade() -> None:
    """An empty table: messages of open requests count as unread until their thread is looked at."""
    op.create_table(
        "message_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("reader_name", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_readings")),
        *[
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_message_readings_{column}"))
            for column, table in (
                ("community_id", "communities"),
                ("case_id", "cases"),
                ("event_id", "timeline_events"),
                ("reader_id", "accounts"),
                ("account_id", "accounts"),
                ("delegation_id", "delegations"),
            )
        ],
        sa.UniqueConstraint("event_id", "reader_id", name=op.f("uq_message_readings_event_id_reader_id")),
    )
    op.create_index("ix_message_readings_case_id", "message_readings", ["case_id"])
    op.create_index(
        "ix_timeline_events_messages",
        "timeline_events",
        ["case_id"],
        postgresql_where=sa.text("kind = 'message'"),
    )
    enable_rls(op, "message_readings")


def downgrade() -> None:
    """The readings go."""
    op.drop_index("ix_timeline_events_messages", "timeline_events")
    op.drop_table("message_readings")
