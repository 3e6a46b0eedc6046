"""People are told what becomes of their second factors; decision 0056.

Revision ID: 0059
Revises: 0058
"""

from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0059", "0058"
branch_labels = depends_on = None

_TOLD = ("factors_changed", "code_tried_again")


def upgrade() -> None:
    """Words for two messages."""
    allow_words(op, "notifications", "ck_notifications_notificationkind", *_TOLD)


def downgrade() -> None:
    """What was written with these words goes with them."""
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind IN ('factors_changed', 'code_tried_again'))"
    )
    op.execute("DELETE FROM notifications WHERE kind IN ('factors_changed', 'code_tried_again')")
    allow_words(op, "notifications", "ck_notifications_notificationkind", no_more=_TOLD)
