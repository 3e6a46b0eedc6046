"""Which communities have something that a sweep could act on: a function that says their ids and no more,
as the application sees the rows of one community at a time.

Revision ID: 0035
Revises: 0034
"""

from alembic import op

from api.core.db import APP_ROLE

revision, down_revision = "0035", "0034"
branch_labels = depends_on = None

_FUNCTION = "communities_at_work(timestamptz)"


def upgrade() -> None:
    """The function runs as the owner, whom row-level security lets through; nobody else may call it."""
    op.execute(
        """
        CREATE FUNCTION communities_at_work(at timestamptz) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
            SELECT community_id FROM cases WHERE closed_at IS NULL
            UNION
            SELECT community_id FROM dispatches WHERE next_at IS NOT NULL
            UNION
            SELECT community_id FROM deliveries WHERE state = 'queued'
            UNION
            SELECT community_id FROM displaced_appointments
            WHERE state = 'to_replace' OR state IN ('to_call', 'placed') AND announced_at IS NULL
            UNION
            SELECT absences.community_id FROM absences WHERE ended_at IS NULL AND upper(during) > at
            UNION
            -- One is away everywhere at once, and an absence may be withdrawn that made somebody else come.
            SELECT appointments.community_id FROM appointments
            JOIN absences ON absences.professional_id = appointments.professional_id
                          OR absences.replacement_id = appointments.professional_id
            WHERE appointments.state = 'booked' AND appointments.ends_at > at AND upper(absences.during) > at
        $$
        """
    )
    op.execute(f"REVOKE ALL ON FUNCTION {_FUNCTION} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {_FUNCTION} TO {APP_ROLE}")


def downgrade() -> None:
    """Take it away."""
    op.execute(f"DROP FUNCTION {_FUNCTION}")
