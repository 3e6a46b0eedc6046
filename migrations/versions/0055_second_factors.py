"""Second factors of accounts: one-time codes, passkeys, recovery codes; see docs/decisions/0056.

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0055", "0054"
branch_labels = depends_on = None

PURPOSES = ("sign_in", "proof", "passkey", "totp")


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _of_account(table: str) -> list[sa.schema.SchemaItem]:
    """The primary key, and the account."""
    key = sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id"))
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")), key]


def _ends_with(table: str, column: str, other: str) -> sa.schema.SchemaItem:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], ondelete="CASCADE", name=name)


def upgrade() -> None:
    """Four national tables, as accounts are, and when a session proved again who its person is."""
    op.add_column("sessions", _at("proved_again_at", nullable=True))
    op.create_table(
        "totp_factors",
        _id("id"),
        _id("account_id"),
        _bytes("secret_sealed"),
        _at("confirmed_at"),
        sa.Column("last_step", sa.Integer(), nullable=False),
        *_of_account("totp_factors"),
        sa.UniqueConstraint("account_id", name=op.f("uq_totp_factors_account_id")),
    )
    op.create_table(
        "passkeys",
        _id("id"),
        _id("account_id"),
        _bytes("credential_id"),
        _bytes("public_key"),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        _bytes("name_sealed"),
        _at("added_at"),
        _at("last_used_at", nullable=True),
        *_of_account("passkeys"),
        sa.UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),
    )
    op.create_table(
        "recovery_codes",
        _id("id"),
        _id("account_id"),
        _bytes("code_hash"),
        _at("used_at", nullable=True),
        *_of_account("recovery_codes"),
    )
    purpose = sa.Enum(*PURPOSES, name="factorpurpose", native_enum=False, create_constraint=True, length=60)
    op.create_table(
        "factor_requests",
        _id("id"),
        _id("account_id"),
        sa.Column("purpose", purpose, nullable=False),
        _bytes("token_hash", nullable=True),
        _id("session_id", nullable=True),
        _bytes("address", nullable=True),
        _id("delegation_id", nullable=True),
        _bytes("challenge"),
        _bytes("secret_sealed", nullable=True),
        _at("expires_at"),
        *_of_account("factor_requests"),
        _ends_with("factor_requests", "session_id", "sessions"),
        _ends_with("factor_requests", "delegation_id", "delegations"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_factor_requests_token_hash")),
    )
    for table in ("passkeys", "recovery_codes", "factor_requests"):
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])
    op.create_index("ix_factor_requests_session_id", "factor_requests", ["session_id"])


def downgrade() -> None:
    """Take them away."""
    for table in ("factor_requests", "recovery_codes", "passkeys", "totp_factors"):
        op.drop_table(table)
    op.drop_column("sessions", "proved_again_at")
