"""The waiting list searched by number and place, its queue counted; who opposed is not entered again
(decisions 0037 and 0042).

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import enable_rls

revision, down_revision = "0045", "0044"
branch_labels = depends_on = None

_OPPOSITIONS = "attending_doctor_oppositions"


def upgrade() -> None:
    """Two indexes, and an empty table."""
    op.create_index(
        "ix_cases_community_id_kind_words",
        "cases",
        ["community_id", "kind", "sector", "commune_name", "number"],
    )
    op.create_index(
        "ix_attending_doctor_requests_queue",
        "attending_doctor_requests",
        ["community_id", "level"],
        postgresql_where=sa.text("state IN ('waiting', 'handed_back')"),
    )
    op.create_table(
        _OPPOSITIONS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("identity_hash", sa.LargeBinary(), nullable=False),
        sa.Column("opposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_OPPOSITIONS}")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f(f"fk_{_OPPOSITIONS}_community_id")
        ),
        sa.UniqueConstraint(
            "community_id", "identity_hash", name=op.f(f"uq_{_OPPOSITIONS}_community_id_identity_hash")
        ),
    )
    enable_rls(op, _OPPOSITIONS)


def downgrade() -> None:
    """Who opposed is forgotten with the table."""
    op.drop_table(_OPPOSITIONS)
    op.drop_index("ix_attending_doctor_requests_queue", "attending_doctor_requests")
    op.drop_index("ix_cases_community_id_kind_words", "cases")
