"""People are told of a changed password, and of a sign-in on another device; decision 0061. Accounts that the
operator makes get their first password by a link.

Revision ID: 0061
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0061", "0060"
branch_labels = depends_on = None

_TOLD = ("password_changed", "new_device")


def upgrade() -> None:
    """Words for two messages; which link was drawn, and until when it serves: none yet."""
    op.add_column(
        "accounts", sa.Column("first_link_serial", sa.Integer(), nullable=False, server_default="0")
    )
    op.alter_column("accounts", "first_link_serial", server_default=None)
    op.add_column("accounts", sa.Column("first_link_until", sa.DateTime(timezone=True), nullable=True))
    allow_words(op, "notifications", "ck_notifications_notificationkind", *_TOLD)


def downgrade() -> None:
    """What was written with these words goes with them."""
    for column in ("first_link_until", "first_link_serial"):
        op.drop_column("accounts", column)
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind IN ('password_changed', 'new_device'))"
    )
    op.execute("DELETE FROM notifications WHERE kind IN ('password_changed', 'new_device')")
    allow_words(op, "notifications", "ck_notifications_notificationkind", no_more=_TOLD)
