"""A doctor who accepted and does not declare: since when, and when the coordination was told.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0047", "0046"
branch_labels = depends_on = None

_TABLE = "attending_doctor_requests"
_EVENTS, _KINDS, _WORD = "timeline_events", "ck_timeline_events_timelinekind", "declaration_awaited"


def upgrade() -> None:
    """Whoever has a doctor already was accepted when that doctor answered; the clock of their declaration is
    looked at with the next sweep."""
    allow_words(op, _EVENTS, _KINDS, _WORD)
    op.add_column(_TABLE, sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(_TABLE, sa.Column("undeclared_told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE attending_doctor_requests AS r SET next_at = now(), accepted_at = ("
        " SELECT max(o.answered_at) FROM offers o WHERE o.case_id = r.id AND o.state = 'accepted')"
        " WHERE r.state IN ('doctor_accepted', 'first_appointment')"
    )


def downgrade() -> None:
    """The lines on the threads go with the columns."""
    op.drop_column(_TABLE, "undeclared_told_at")
    op.drop_column(_TABLE, "accepted_at")
    op.execute("DELETE FROM timeline_events WHERE kind = 'declaration_awaited'")
    allow_words(op, _EVENTS, _KINDS, no_more=(_WORD,))
