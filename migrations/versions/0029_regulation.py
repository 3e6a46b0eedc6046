"""What the regulation needs: a client's département, the SAS case of an appointment, since when an opening is
what it is; see docs/decisions/0029.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0029", "0028"
branch_labels = depends_on = None


def upgrade() -> None:
    """Three columns, all empty at first."""
    op.add_column("machine_clients", sa.Column("department", sa.String(), nullable=True))
    op.add_column("appointments", sa.Column("sas_case_number_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("openings", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them back."""
    op.drop_column("openings", "changed_at")
    op.drop_column("appointments", "sas_case_number_sealed")
    op.drop_column("machine_clients", "department")
