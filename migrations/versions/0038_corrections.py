"""What ended is corrected: a line of the thread, a message, a step told to software; decision 0031.

Revision ID: 0038
Revises: 0037
"""

from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0038", "0037"
branch_labels = depends_on = None

_TIMELINE = ("timeline_events", "ck_timeline_events_timelinekind", "corrected")
_MESSAGES = ("notifications", "ck_notifications_notificationkind", "request_corrected")
_STEPS = ("webhook_deliveries", "ck_webhook_deliveries_webhookeventtype", "death_certification.corrected")
_ADDED = (_TIMELINE, _MESSAGES, _STEPS)


def upgrade() -> None:
    """Three words; nothing is changed of what is there."""
    for table, constraint, word in _ADDED:
        allow_words(op, table, constraint, word)


def downgrade() -> None:
    """The lines, messages and steps of these kinds go; the facts stay as corrected."""
    op.execute("DELETE FROM timeline_events WHERE kind = 'corrected'")
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind = 'request_corrected')"
    )
    op.execute("DELETE FROM notifications WHERE kind = 'request_corrected'")
    op.execute("DELETE FROM webhook_deliveries WHERE event_type = 'death_certification.corrected'")
    for table, constraint, word in _ADDED:
        allow_words(op, table, constraint, no_more=(word,))
