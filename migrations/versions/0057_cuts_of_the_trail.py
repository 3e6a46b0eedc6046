"""Lines of the trail go after their time, and what is left can still be vouched for; decision 0058.

Revision ID: 0057
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.db import APP_ROLE
from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0057", "0056"
branch_labels = depends_on = None

_NATIONAL = "'00000000-0000-0000-0000-000000000000'::uuid"
_HERE = "(SELECT nullif(current_setting('app.community_id', true), '')::uuid)"


def upgrade() -> None:
    """Nobody removes a line, its owner included, but before an ordered cut and after half a year. The
    application removes none itself: it asks the function, for the chain that it stands in."""
    allow_words(op, "notifications", "ck_notifications_notificationkind", "trail_broken")
    op.create_table(
        "audit_cuts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seal_no", sa.BigInteger(), nullable=False),
        sa.Column("seal_hash", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_cuts"),
        sa.UniqueConstraint(
            "community_id", name="uq_audit_cuts_community_id", postgresql_nulls_not_distinct=True
        ),
    )
    enable_rls(op, "audit_cuts", national_rows=True)
    op.execute(
        "ALTER POLICY community ON audit_cuts "
        f"USING (community_id = {_HERE} OR community_id IS NULL AND {_HERE} = {_NATIONAL})"
    )
    op.execute(f"REVOKE DELETE, TRUNCATE ON audit_cuts FROM {APP_ROLE}")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.seal_no IS NULL
               AND (to_jsonb(NEW) - 'seal_no' - 'seal_hash') = (to_jsonb(OLD) - 'seal_no' - 'seal_hash')
            THEN RETURN NEW; END IF;
            IF TG_OP = 'DELETE' THEN
                IF OLD.at < now() - interval '180 days' AND EXISTS (
                    SELECT FROM audit_cuts WHERE community_id IS NOT DISTINCT FROM OLD.community_id
                    AND seal_no >= OLD.seal_no
                ) THEN RETURN OLD; END IF;
            END IF;
            RAISE EXCEPTION 'The audit trail only grows' USING ERRCODE = 'insufficient_privilege';
        END $$
        """
    )
    op.execute(
        f"""
        CREATE FUNCTION cut_audit_trail() RETURNS bigint
        LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
            WITH gone AS (
                DELETE FROM audit_entries USING audit_cuts AS cut
                WHERE cut.community_id IS NOT DISTINCT FROM nullif({_HERE}, {_NATIONAL})
                AND {_HERE} IS NOT NULL
                AND audit_entries.community_id IS NOT DISTINCT FROM cut.community_id
                AND audit_entries.seal_no <= cut.seal_no
                RETURNING 1
            )
            SELECT count(*) FROM gone
        $$
        """  # noqa: S608  no value of anybody
    )
    op.execute("REVOKE ALL ON FUNCTION cut_audit_trail() FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION cut_audit_trail() TO {APP_ROLE}")


def downgrade() -> None:
    """A database goes back by its backup, not by revisions: chains would no longer have a beginning."""
    raise NotImplementedError("A database goes back by its backup, not by revisions")
