"""An answer that a key keeps is forgotten with whom it is about.

Revision ID: 0065
Revises: 0064
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0065", "0064"
branch_labels = depends_on = None


def upgrade() -> None:
    """Which ids each answer names; those of before name none, and go within a week."""
    op.add_column(
        "idempotent_answers", sa.Column("about", sa.ARRAY(sa.Uuid()), nullable=False, server_default="{}")
    )
    op.alter_column("idempotent_answers", "answer_sealed", nullable=True)


def downgrade() -> None:
    """Every answer in full again."""
    op.execute("DELETE FROM idempotent_answers WHERE answer_sealed IS NULL")
    op.alter_column("idempotent_answers", "answer_sealed", nullable=False)
    op.drop_column("idempotent_answers", "about")
