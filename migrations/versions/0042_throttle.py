"""How often those without an account come in an hour; decision 0042.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0042", "0041"
branch_labels = depends_on = None


def upgrade() -> None:
    """An empty table."""
    op.create_table(
        "throttle_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle_counts")),
        sa.UniqueConstraint("key_hash", "began_at", name=op.f("uq_throttle_counts_key_hash_began_at")),
    )
    op.create_index("ix_throttle_counts_began_at", "throttle_counts", ["began_at"])


def downgrade() -> None:
    """What was counted goes."""
    op.drop_table("throttle_counts")
