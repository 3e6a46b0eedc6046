"""How somebody proved who they are when they signed in: some pages ask more than a password.

Revision ID: 0054
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0054", "0053"
branch_labels = depends_on = None


def upgrade() -> None:
    """Sessions that are open already began with a password."""
    kind = sa.Enum(
        "password",
        "second_factor",
        "pro_sante_connect",
        name="provedby",
        native_enum=False,
        create_constraint=True,
        length=60,
    )
    op.add_column("sessions", sa.Column("proved_by", kind, nullable=False, server_default="password"))
    op.alter_column("sessions", "proved_by", server_default=None)


def downgrade() -> None:
    """Take it away."""
    op.drop_column("sessions", "proved_by")
