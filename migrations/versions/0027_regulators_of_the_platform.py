"""Accounts that the national SAS platform keeps; see docs/decisions/0027.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0027", "0026"
branch_labels = depends_on = None


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_account(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id")),
    ]


def upgrade() -> None:
    """Two national tables beside accounts."""
    op.create_table(
        "regulator_accounts",
        *_of_account("regulator_accounts"),
        sa.Column("email_hash", sa.LargeBinary(), nullable=False),
        sa.Column("family_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("given_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("link_serial", sa.Integer(), nullable=False),
        _at("link_until", nullable=True),
        _at("terms_accepted_at", nullable=True),
        _at("changed_at"),
        sa.UniqueConstraint("account_id", name=op.f("uq_regulator_accounts_account_id")),
    )
    op.create_index(op.f("ix_regulator_accounts_email_hash"), "regulator_accounts", ["email_hash"])
    op.create_table(
        "regulator_identities",
        *_of_account("regulator_identities"),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _at("created_at"),
        sa.UniqueConstraint("account_id", "system", name=op.f("uq_regulator_identities_account_id_system")),
    )
    op.create_index(op.f("ix_regulator_identities_token_hash"), "regulator_identities", ["token_hash"])
    op.create_index(
        "uq_regulator_identities_active",
        "regulator_identities",
        ["token_hash"],
        unique=True,
        postgresql_where=sa.text("active"),
    )


def downgrade() -> None:
    """Drop them; the accounts stay, and nobody can sign in with one."""
    op.drop_table("regulator_identities")
    op.drop_table("regulator_accounts")
