"""Whoever has a password here gets a link to a new one: links are of accounts, not of the SAS platform's.

Revision ID: 0062
Revises: 0061
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0062", "0061"
branch_labels = depends_on = None

_COLUMNS = ("link_serial", "link_until")


def upgrade() -> None:
    """The links that were sent go on serving. When one was sent is told apart from when it ends: those that
    the operator draws serve longer."""
    _move("regulator_accounts", "accounts", "t.id = f.account_id")
    op.add_column("accounts", sa.Column("link_sent_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE accounts SET link_sent_at = link_until - interval '24 hours'")


def downgrade() -> None:
    """Those of other accounts serve no more."""
    op.drop_column("accounts", "link_sent_at")
    _move("accounts", "regulator_accounts", "t.account_id = f.id")


def _move(source: str, target: str, same: str) -> None:
    op.add_column(target, sa.Column("link_serial", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column(target, "link_serial", server_default=None)
    op.add_column(target, sa.Column("link_until", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        f"UPDATE {target} AS t SET link_serial = f.link_serial, link_until = f.link_until"  # noqa: S608
        f" FROM {source} AS f WHERE {same}"
    )
    for column in _COLUMNS:
        op.drop_column(source, column)
