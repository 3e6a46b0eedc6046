"""A need may be added to a discharge again once taken out, and the visit of a doctor has its time.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0046", "0045"
branch_labels = depends_on = None

_ADDED = (
    ("appointments", "ck_appointments_appointmentorigin", ("hospital_discharge",)),
    ("timeline_events", "ck_timeline_events_timelinekind", ("line_added",)),
)
_LINES, _LIVE, _ONCE = "discharge_lines", "uq_discharge_lines_live_need", "uq_discharge_lines_request_id_need"


def upgrade() -> None:
    """A need is there once among those that are still needs; two words more."""
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, *words)
    op.drop_constraint(_ONCE, _LINES)
    op.create_index(
        _LIVE,
        _LINES,
        ["request_id", "need"],
        unique=True,
        postgresql_where=sa.text("state <> 'line_dropped'"),
    )


def downgrade() -> None:
    """Of a need taken out and added again, the first line goes; then the words."""
    op.drop_index(_LIVE, _LINES)
    op.execute(
        "DELETE FROM discharge_lines AS gone USING discharge_lines AS kept WHERE gone.id <> kept.id "
        "AND gone.request_id = kept.request_id AND gone.need = kept.need AND gone.state = 'line_dropped' "
        "AND (kept.state <> 'line_dropped' OR kept.id > gone.id)"
    )
    op.create_unique_constraint(_ONCE, _LINES, ["request_id", "need"])
    op.execute("DELETE FROM timeline_events WHERE kind = 'line_added'")
    op.execute("UPDATE appointments SET origin = 'direct' WHERE origin = 'hospital_discharge'")
    for table, constraint, words in _ADDED:
        allow_words(op, table, constraint, no_more=words)
