"""Facts that a person says of their places and sectors, and members who left; see docs/decisions/0013.

Revision ID: 0021
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import allow_words

revision, down_revision = "0021", "0013"
branch_labels = depends_on = None

_ONE_AT_A_TIME = (
    "ALTER TABLE absences ADD CONSTRAINT ex_absences_one_at_a_time "
    "EXCLUDE USING gist (professional_id WITH =, during WITH &&) WHERE ({})"
)


def _absences_alone(where: str) -> None:
    op.drop_constraint("ex_absences_one_at_a_time", "absences")
    op.execute(_ONE_AT_A_TIME.format(where))


def upgrade() -> None:
    """What the file said of each telephone so far is what is shown."""
    op.add_column(
        "absences", sa.Column("has_left", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    _absences_alone("ended_at IS NULL AND NOT has_left")
    op.create_index(
        "uq_absences_has_left",
        "absences",
        ["community_id", "professional_id"],
        unique=True,
        postgresql_where=sa.text("has_left AND ended_at IS NULL"),
    )
    op.create_index(
        "ix_offers_pending", "offers", ["community_id"], postgresql_where=sa.text("state = 'pending'")
    )
    allow_words(op, "notifications", "ck_notifications_notificationkind", "member_left")
    allow_words(op, "timeline_events", "ck_timeline_events_timelinekind", "professional_left")
    allow_words(op, "offers", "ck_offers_withdrawalreason", "left")
    allow_words(op, "fact_checks", "ck_fact_checks_directoryfact", "sectors")
    op.add_column(
        "memberships",
        sa.Column("sectors", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("practices", sa.Column("file_phone", sa.String(), nullable=True))
    op.execute("UPDATE practices SET file_phone = phone WHERE phone IS NOT NULL")


def downgrade() -> None:
    """Drop them. Who had left is forgotten, and the words stay allowed: there may be some."""
    op.drop_column("practices", "file_phone")
    op.drop_column("memberships", "sectors")
    op.execute(
        "DELETE FROM displaced_appointments USING absences WHERE absence_id = absences.id AND has_left"
    )
    op.execute("DELETE FROM absences WHERE has_left")
    op.drop_index("ix_offers_pending", "offers")
    op.drop_index("uq_absences_has_left", "absences")
    _absences_alone("ended_at IS NULL")
    op.drop_column("absences", "has_left")
