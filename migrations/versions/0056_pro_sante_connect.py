"""Pro Santé Connect: what a session keeps of it, and the ways back that were taken.

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0056", "0055"
branch_labels = depends_on = None


def upgrade() -> None:
    """Sessions that are open already keep nothing."""
    op.add_column("sessions", sa.Column("pro_sante_connect_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("sessions", sa.Column("practices_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("sessions", sa.Column("practice_number", sa.Integer(), nullable=True))
    op.create_table(
        "pro_sante_connect_returns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pro_sante_connect_returns"),
        sa.UniqueConstraint("state_hash", name="uq_pro_sante_connect_returns_state_hash"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("pro_sante_connect_returns")
    for column in ("practice_number", "practices_sealed", "pro_sante_connect_sealed"):
        op.drop_column("sessions", column)
