"""Answers kept for Idempotency-Key, and the audit trail that can only grow."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.db import APP_ROLE
from api.core.migrate import enable_rls

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "idempotent_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(60), nullable=False),
        sa.Column("operation", sa.String(100), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_idempotent_answers"),
        sa.UniqueConstraint("actor", "operation", "key", name="uq_idempotent_answers_actor_operation_key"),
    )
    op.create_index("ix_idempotent_answers_kept_at", "idempotent_answers", ["kept_at"])

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor_kind", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("subject_kind", sa.String(60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("detail", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("request_id", sa.String(64), nullable=True),
        sa.Column("seal_no", sa.BigInteger(), nullable=True),
        sa.Column("seal_hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
        sa.UniqueConstraint("seal_no", name="uq_audit_entries_seal_no"),
        sa.CheckConstraint(
            "actor_kind IN ('account', 'client', 'system')", name=op.f("ck_audit_entries_actor_kind")
        ),
    )
    op.create_index("ix_audit_entries_community_id_at", "audit_entries", ["community_id", "at"])
    op.create_index("ix_audit_entries_subject_id", "audit_entries", ["subject_id"])
    op.create_index("ix_audit_entries_actor_id", "audit_entries", ["actor_id"])
    op.create_index(
        "ix_audit_entries_unsealed", "audit_entries", ["id"], postgresql_where=sa.text("seal_no IS NULL")
    )
    enable_rls(op, "audit_entries", national_rows=True)
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries FROM {APP_ROLE}")
    # The owner may seal an entry once; nothing else ever changes one, whoever asks.
    op.execute(
        """
        CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.seal_no IS NULL
               AND (to_jsonb(NEW) - 'seal_no' - 'seal_hash') = (to_jsonb(OLD) - 'seal_no' - 'seal_hash')
            THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'The audit trail only grows' USING ERRCODE = 'insufficient_privilege';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER audit_entries_only_grow BEFORE UPDATE OR DELETE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("A database goes back by its backup, not by revisions")
