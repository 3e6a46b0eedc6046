"""A professional is told of what others book and cancel in their agenda, and so are their delegates. One is
away by an absence alone: not by a membership, nor by closed time that says illness or leave.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0030", "0029"
branch_labels = depends_on = None

_KIND = "ck_notifications_notificationkind"
_KINDS = ("appointment_booked", "appointment_cancelled", "delegated_appointment")


def upgrade() -> None:
    """Three kinds of message; what was declared away on a membership becomes the pause that it was, and
    closed time to come that no absence made is said to be closed."""
    allow_words(op, "notifications", _KIND, *_KINDS)
    op.execute(
        "UPDATE memberships SET not_before = greatest(not_before, absent_until), version = version + 1"
        " WHERE absent_until > now()"
    )
    op.drop_column("memberships", "absent_until")
    op.execute(
        "UPDATE closures SET reason = 'other' WHERE reason IN ('illness', 'leave')"
        " AND upper(during) > now()"
        " AND NOT EXISTS (SELECT 1 FROM absences WHERE absences.closure_id = closures.id)"
    )


def downgrade() -> None:
    """Take them back, with what was written of them; a pause stays a pause."""
    op.add_column("memberships", sa.Column("absent_until", sa.DateTime(timezone=True), nullable=True))
    said = sa.bindparam("words", _KINDS, expanding=True)
    op.execute(
        sa.text(
            "DELETE FROM deliveries WHERE notification_id IN"
            " (SELECT id FROM notifications WHERE kind IN :words)"
        ).bindparams(said)
    )
    op.execute(sa.text("DELETE FROM notifications WHERE kind IN :words").bindparams(said))
    allow_words(op, "notifications", _KIND, no_more=_KINDS)
