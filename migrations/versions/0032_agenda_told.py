"""A professional is told of what others book and cancel in their agenda, and so are their delegates.

Revision ID: 0032
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0032", "0029"
branch_labels = depends_on = None

_KIND = "ck_notifications_notificationkind"
_KINDS = ("appointment_booked", "appointment_cancelled", "delegated_appointment")


def upgrade() -> None:
    """Three kinds of message."""
    allow_words(op, "notifications", _KIND, *_KINDS)


def downgrade() -> None:
    """Take them back, with what was written of them."""
    said = sa.bindparam("words", _KINDS, expanding=True)
    op.execute(
        sa.text(
            "DELETE FROM deliveries WHERE notification_id IN"
            " (SELECT id FROM notifications WHERE kind IN :words)"
        ).bindparams(said)
    )
    op.execute(sa.text("DELETE FROM notifications WHERE kind IN :words").bindparams(said))
    allow_words(op, "notifications", _KIND, no_more=_KINDS)
