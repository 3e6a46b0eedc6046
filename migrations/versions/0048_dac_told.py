"""The DAC to which a discharge is handed over is told.

Revision ID: 0048
Revises: 0047
"""

from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0048", "0047"
branch_labels = depends_on = None

_TABLE, _KINDS, _WORD = "notifications", "ck_notifications_notificationkind", "discharge_handed_over"


def upgrade() -> None:
    """One kind of message more."""
    allow_words(op, _TABLE, _KINDS, _WORD)


def downgrade() -> None:
    """Those that were sent go with it."""
    mine = "(SELECT id FROM notifications WHERE kind = 'discharge_handed_over')"
    op.execute(f"DELETE FROM deliveries WHERE notification_id IN {mine}")  # noqa: S608  no value of anybody
    op.execute("DELETE FROM notifications WHERE kind = 'discharge_handed_over'")
    allow_words(op, _TABLE, _KINDS, no_more=(_WORD,))
