"""Assistants who are away after a booking: another takes over, or it is said that nobody does.

Revision ID: 0058
Revises: 0057
"""

from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0058", "0057"
branch_labels = depends_on = None

_LINES = ("assistant_changed", "assistant_missing")
_TOLD = ("assistant_missing",)


def upgrade() -> None:
    """Words for the thread and for a message."""
    allow_words(op, "timeline_events", "ck_timeline_events_timelinekind", *_LINES)
    allow_words(op, "notifications", "ck_notifications_notificationkind", *_TOLD)


def downgrade() -> None:
    """What was written with these words goes with them."""
    op.execute("DELETE FROM timeline_events WHERE kind IN ('assistant_changed', 'assistant_missing')")
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind = 'assistant_missing')"
    )
    op.execute("DELETE FROM notifications WHERE kind = 'assistant_missing'")
    allow_words(op, "timeline_events", "ck_timeline_events_timelinekind", no_more=_LINES)
    allow_words(op, "notifications", "ck_notifications_notificationkind", no_more=_TOLD)
