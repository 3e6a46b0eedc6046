"""Invited newcomers: one open invitation each.

Revision ID: 0026
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0026", "0020"
branch_labels = depends_on = None

OPEN = "accepted_at IS NULL AND revoked_at IS NULL"


def upgrade() -> None:
    """One invitation at a time for a professional of a community."""
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["professional_id", "community_id"],
        unique=True,
        postgresql_where=sa.text(OPEN),
    )
