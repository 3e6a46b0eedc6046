"""The trail is sealed: a chain a community, one for what belongs to none; what the last check of each found.

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.db import APP_ROLE
from api.core.migrate import enable_rls

revision, down_revision = "0052", "0051"
branch_labels = depends_on = None

_FUNCTION = "audit_chains_to_seal()"
_NATIONAL = "'00000000-0000-0000-0000-000000000000'::uuid"
_HERE = "(SELECT nullif(current_setting('app.community_id', true), '')::uuid)"


def upgrade() -> None:
    """The application may seal, which the trigger lets happen once a line, and change nothing else."""
    op.drop_constraint("uq_audit_entries_seal_no", "audit_entries")
    op.create_index(
        "ix_audit_entries_chain",
        "audit_entries",
        ["community_id", "seal_no"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("seal_no IS NOT NULL"),
    )
    op.drop_index("ix_audit_entries_unsealed", "audit_entries")
    op.create_index(
        "ix_audit_entries_unsealed",
        "audit_entries",
        ["community_id", "id"],
        postgresql_where=sa.text("seal_no IS NULL"),
    )
    op.execute(f"GRANT UPDATE (seal_no, seal_hash) ON audit_entries TO {APP_ROLE}")
    _show_national("audit_entries")

    op.create_table(
        "audit_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seal_no", sa.BigInteger(), nullable=False),
        sa.Column("seal_hash", sa.LargeBinary(), nullable=False),
        sa.Column("fault", sa.String(60), nullable=True),
        sa.Column("fault_no", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_checks"),
        sa.UniqueConstraint(
            "community_id", name="uq_audit_checks_community_id", postgresql_nulls_not_distinct=True
        ),
        sa.CheckConstraint(
            "fault IN ('altered', 'missing', 'cut_short')", name=op.f("ck_audit_checks_auditfault")
        ),
    )
    enable_rls(op, "audit_checks", national_rows=True)
    _show_national("audit_checks")

    # It says ids and no more, as the application sees the lines of one chain at a time.
    op.execute(
        f"""
        CREATE FUNCTION {_FUNCTION} RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
            SELECT DISTINCT coalesce(community_id, {_NATIONAL}) FROM audit_entries WHERE seal_no IS NULL
        $$
        """  # noqa: S608  no value of anybody
    )
    op.execute(f"REVOKE ALL ON FUNCTION {_FUNCTION} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {_FUNCTION} TO {APP_ROLE}")


def _show_national(table: str) -> None:
    """Rows of no community are seen by who asks for these, and for no community's."""
    op.execute(
        f"ALTER POLICY community ON {table} "
        f"USING (community_id = {_HERE} OR community_id IS NULL AND {_HERE} = {_NATIONAL})"
    )


def downgrade() -> None:
    """A database goes back by its backup, not by revisions: seals would be lost."""
    raise NotImplementedError("A database goes back by its backup, not by revisions")
