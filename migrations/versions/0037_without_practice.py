"""Members who stay without practising anywhere, to certify deaths: decision 0036.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0037", "0036"
branch_labels = depends_on = None


def upgrade() -> None:
    """Those whose dossier says so already stay from now on; nobody else does."""
    op.add_column(
        "memberships",
        sa.Column("without_practice", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.execute(
        """
        UPDATE memberships SET without_practice = true FROM certifier_dossiers
        WHERE certifier_dossiers.community_id = memberships.community_id
          AND certifier_dossiers.professional_id = memberships.professional_id
          AND certifier_dossiers.category IN ('retired_doctor', 'third_cycle_student', 'padhue')
        """
    )


def downgrade() -> None:
    """Dossiers keep their category: nothing is lost."""
    op.drop_column("memberships", "without_practice")
