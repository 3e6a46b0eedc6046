"""What a regulator books without coming from the platform counts as regulation.

Revision ID: 0067
Revises: 0066
"""

from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0067", "0066"
branch_labels = depends_on = None

_ORIGIN = ("appointments", "ck_appointments_appointmentorigin")


def upgrade() -> None:
    """One word more."""
    allow_words(op, *_ORIGIN, "regulation")


def downgrade() -> None:
    """They count as before."""
    op.execute("UPDATE appointments SET origin = 'direct' WHERE origin = 'regulation'")
    allow_words(op, *_ORIGIN, no_more=("regulation",))
