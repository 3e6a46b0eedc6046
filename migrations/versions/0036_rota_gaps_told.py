"""Which gaps of the rota of those who certify deaths the coordination was told of; decision 0033.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0036", "0035"
branch_labels = depends_on = None

_KIND = "ck_notifications_notificationkind"


def upgrade() -> None:
    """An empty table: gaps that are open already are told at the next sweep. And a message about them."""
    allow_words(op, "notifications", _KIND, "death_rota_gap")
    op.create_table(
        "rota_gaps_told",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_gaps_told")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_rota_gaps_told_community_id")
        ),
    )
    op.create_index("ix_rota_gaps_told_community_id", "rota_gaps_told", ["community_id"])
    enable_rls(op, "rota_gaps_told")


def downgrade() -> None:
    """Messages of the new kind go with their sendings."""
    op.drop_table("rota_gaps_told")
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind = 'death_rota_gap')"
    )
    op.execute("DELETE FROM notifications WHERE kind = 'death_rota_gap'")
    allow_words(op, "notifications", _KIND, no_more=("death_rota_gap",))
