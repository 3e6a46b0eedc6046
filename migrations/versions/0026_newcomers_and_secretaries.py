"""Invited newcomers: one open invitation each. Delegates who are told of offers, as they choose.

Revision ID: 0026
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0026", "0020"
branch_labels = depends_on = None

OPEN = "accepted_at IS NULL AND revoked_at IS NULL"


def upgrade() -> None:
    """One invitation at a time for a professional of a community; what a delegate chooses, and by which
    delegation a message concerns her."""
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["professional_id", "community_id"],
        unique=True,
        postgresql_where=sa.text(OPEN),
    )
    allow_words(op, "notifications", "ck_notifications_notificationkind", "delegated_offer")
    op.add_column("notifications", sa.Column("delegation_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_notifications_delegation_id"),
        "notifications",
        "delegations",
        ["delegation_id"],
        ["id"],
        ondelete="SET NULL",
    )
    for name in ("quiet_from", "quiet_to"):
        op.add_column("notification_preferences", sa.Column(name, sa.Time(), nullable=True))
    op.execute(
        "UPDATE notification_preferences SET choices = choices ||"
        """ '{"delegated_offers": {"email": false, "sms": false, "push": false}}'"""
    )
