"""On what somebody signed in: shown to them alone, so that they know their sessions apart.

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0053", "0052"
branch_labels = depends_on = None


def upgrade() -> None:
    """Sessions that are open already say nothing."""
    op.add_column("sessions", sa.Column("device", sa.String(60), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("sessions", "device")
