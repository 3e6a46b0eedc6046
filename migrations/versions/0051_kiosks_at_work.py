"""A kiosk that fell silent is something that a sweep could act on: `communities_at_work` knows of it.

Revision ID: 0051
Revises: 0050
"""

from alembic import op

revision, down_revision = "0051", "0050"
branch_labels = depends_on = None

_OF_BEFORE = """
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
"""
_KIOSKS = """
    UNION
    -- Silent for longer than the community allows (5 minutes unless it said otherwise), and nobody was told.
    -- For an hour: a kiosk that is put out at night is no work until the morning.
    SELECT kiosks.community_id FROM teleconsultation_kiosks AS kiosks
    JOIN teleconsultation_sites AS sites ON sites.id = kiosks.site_id
    LEFT JOIN community_rules AS rules ON rules.community_id = kiosks.community_id
    CROSS JOIN LATERAL (
        SELECT kiosks.last_heartbeat_at + make_interval(mins => coalesce(
            (rules.document -> 'teleconsultation_bookings' ->> 'silent_minutes')::int, 5
        )) AS since
    ) AS silent
    WHERE sites.state = 'active' AND kiosks.silent_told_at IS NULL
      AND silent.since < at AND silent.since > at - interval '1 hour'
"""


def upgrade() -> None:
    """The same function, with one more kind of work."""
    _replace(_OF_BEFORE + _KIOSKS)


def downgrade() -> None:
    """As it was."""
    _replace(_OF_BEFORE)


def _replace(body: str) -> None:
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION communities_at_work(at timestamptz) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $${body}$$
        """  # noqa: S608  written here
    )
