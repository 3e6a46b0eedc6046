"""Reminders, the end of quiet hours, why an offer was taken back, and the words that say so.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0008", "0007"
branch_labels = depends_on = None

_INSTANTS = (("dispatches", "remind_at"), ("dispatches", "wakes_at"), ("offers", "remind_at"))
_NOTIFICATIONS = [
    "offer_made",
    "offer_reminder",
    "offer_taken",
    "offer_withdrawn",
    "request_accepted",
    "request_widened",
    "request_needs_coordinator",
    "appointment_confirmed",
    "professional_withdrew",
    "confirmation_overdue",
    "request_closed",
    "message_posted",
    "assigned",
]
_EVENTS = [
    "requested",
    "red_flag_redirected",
    "waiting_for_completion",
    "completed",
    "duplicate_follower",
    "first_resort_skipped",
    "wave_opened",
    "offer_seen",
    "offer_declined",
    "offers_lapsed",
    "offer_accepted",
    "coordinator_alerted",
    "paused",
    "resumed",
    "relaunched",
    "widened",
    "assigned",
    "confirmation_overdue",
    "appointment_booked",
    "appointment_confirmed",
    "professional_withdrew",
    "appointment_cancelled",
    "fulfilled",
    "no_show",
    "cancelled",
    "closed",
    "message",
    "identity_erased",
]


def upgrade() -> None:
    """Of the offers made before, nothing more is known: no reminder, no reason of their withdrawal."""
    for table, column in _INSTANTS:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.add_column("offers", sa.Column("withdrawn_because", sa.String(length=60), nullable=True))
    op.create_check_constraint(
        op.f("ck_offers_withdrawalreason"), "offers", "withdrawn_because IN ('taken', 'closed')"
    )
    _allow("notifications", "notificationkind", [*_NOTIFICATIONS, "identity_read"])
    _allow("timeline_events", "timelinekind", [*_EVENTS, "quiet_hours_ended"])


def downgrade() -> None:
    """The tables of before have no word for the new messages and lines: these go."""
    op.execute(
        "DELETE FROM deliveries USING notifications "
        "WHERE notification_id = notifications.id AND notifications.kind = 'identity_read'"
    )
    op.execute("DELETE FROM notifications WHERE kind = 'identity_read'")
    op.execute("DELETE FROM timeline_events WHERE kind = 'quiet_hours_ended'")
    _allow("notifications", "notificationkind", _NOTIFICATIONS)
    _allow("timeline_events", "timelinekind", _EVENTS)
    op.drop_column("offers", "withdrawn_because")
    for table, column in _INSTANTS:
        op.drop_column(table, column)


def _allow(table: str, constraint: str, words: list[str]) -> None:
    """Hold the kinds of a table to these words."""
    op.drop_constraint(op.f(f"ck_{table}_{constraint}"), table, type_="check")
    listed = ", ".join(f"'{word}'" for word in words)
    op.create_check_constraint(op.f(f"ck_{table}_{constraint}"), table, f"kind IN ({listed})")
