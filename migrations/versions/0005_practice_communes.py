"""Keep the communes where a professional practises beside the professional, for the search.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision, down_revision = "0005", "0004"
branch_labels = depends_on = None


def upgrade() -> None:
    """A function, and a trigger per kind of change: a transition table belongs to one event."""
    op.execute(
        """
        CREATE FUNCTION place_professionals() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE professionals SET practice_communes = present.communes
            FROM (
                SELECT changed.professional_id,
                       ARRAY(
                           SELECT DISTINCT commune_insee::text FROM practices
                           WHERE practices.professional_id = changed.professional_id AND is_active
                           ORDER BY 1
                       ) AS communes
                FROM (SELECT DISTINCT professional_id FROM changed) AS changed
            ) AS present
            WHERE professionals.id = present.professional_id
              AND professionals.practice_communes IS DISTINCT FROM present.communes;
            RETURN NULL;
        END $$
        """
    )
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        op.execute(
            f"CREATE TRIGGER practices_place_{event.lower()} AFTER {event} ON practices "
            f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION place_professionals()"
        )


def downgrade() -> None:
    """Drop the triggers and their function."""
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER practices_place_{event} ON practices")
    op.execute("DROP FUNCTION place_professionals()")
