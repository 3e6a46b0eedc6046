"""People are told of a changed password, and of a sign-in on another device; decision 0061.

Revision ID: 0061
Revises: 0060
"""

from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0061", "0060"
branch_labels = depends_on = None

_TOLD = ("password_changed", "new_device")


def upgrade() -> None:
    """Words for two messages."""
    allow_words(op, "notifications", "ck_notifications_notificationkind", *_TOLD)


def downgrade() -> None:
    """What was written with these words goes with them."""
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind IN ('password_changed', 'new_device'))"
    )
    op.execute("DELETE FROM notifications WHERE kind IN ('password_changed', 'new_device')")
    allow_words(op, "notifications", "ck_notifications_notificationkind", no_more=_TOLD)
