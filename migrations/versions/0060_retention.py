"""What tells when somebody left and what was erased already; decision 0059.

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision, down_revision = "0060", "0059"
branch_labels = depends_on = None

_ALWAYS = ("waiting_entries", "appointment_id")
_LOOKED_FOR = (
    ("cases", "appointment_id"),
    ("notifications", "delegation_id"),
    ("message_readings", "delegation_id"),
    ("sessions", "delegation_id"),
    _ALWAYS,
)
"""What the rows that go are referred to by."""

_BY_WHOM = (
    ("no_show_follow_ups", "last_call_by_id"),
    ("teleconsultation_bookings", "consent_recorded_by_id"),
)
"""Whose name stands beside."""

_AT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Nobody knows when accounts that are closed were, nor when people signed in last: both count from today,
    so that nothing is erased on a guess. When an account is closed is written by the database, whoever does
    it."""
    for column in ("signed_in_at", "closed_at", "erased_at"):
        op.add_column("accounts", sa.Column(column, _AT, nullable=True))
    op.execute(
        "UPDATE accounts SET signed_in_at = now(), closed_at = CASE WHEN is_active THEN NULL ELSE now() END"
    )
    op.add_column("cases", sa.Column("forgotten_at", _AT, nullable=True))
    op.add_column("memberships", sa.Column("practice_needed_at", _AT, nullable=True))
    for table, column in _BY_WHOM:
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
    for table, column in _LOOKED_FOR:
        found = sa.text(f"{column} IS NOT NULL") if (table, column) != _ALWAYS else None
        op.create_index(f"ix_{table}_{column}", table, [column], postgresql_where=found)
    op.execute(
        """
        CREATE FUNCTION note_closed_account() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.closed_at := CASE WHEN NEW.is_active THEN NULL ELSE coalesce(NEW.closed_at, now()) END;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER note_closed BEFORE INSERT OR UPDATE OF is_active ON accounts "
        "FOR EACH ROW EXECUTE FUNCTION note_closed_account()"
    )


def downgrade() -> None:
    """The columns go; what was erased stays so."""
    op.execute("DROP TRIGGER note_closed ON accounts")
    op.execute("DROP FUNCTION note_closed_account()")
    for table, column in _LOOKED_FOR:
        op.drop_index(f"ix_{table}_{column}", table)
    for table, column in _BY_WHOM:
        op.drop_column(table, column)
    op.drop_column("memberships", "practice_needed_at")
    op.drop_column("cases", "forgotten_at")
    for column in ("signed_in_at", "closed_at", "erased_at"):
        op.drop_column("accounts", column)
