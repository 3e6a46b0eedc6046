"""Who was corrected is still known as they were written before: a list comes with that again. Decision 0062.

Revision ID: 0064
Revises: 0063
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0064", "0063"
branch_labels = depends_on = None


def upgrade() -> None:
    """Keyed hashes, of nobody for the time being."""
    op.add_column(
        "people",
        sa.Column("former_hashes", sa.ARRAY(sa.LargeBinary()), nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    """Known by their present name alone."""
    op.drop_column("people", "former_hashes")
