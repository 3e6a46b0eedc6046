"""Who asks, and their number, are sealed: of a call to the coordination it may be a relative. Decision 0007.

Revision ID: 0063
Revises: 0062
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from api.core.crypto import row_context, seal, unseal

revision, down_revision = "0063", "0062"
branch_labels = depends_on = None

_COLUMNS = ("requester_name", "requester_phone")


def upgrade() -> None:
    """What is there is sealed under the key of today."""
    for column in _COLUMNS:
        op.add_column("cases", sa.Column(f"{column}_sealed", sa.LargeBinary(), nullable=True))
        for case_id, clear in _filled(column):
            _write(f"{column}_sealed", case_id, seal(clear.encode(), row_context("cases", column, case_id)))
        op.drop_column("cases", column)
    op.alter_column("cases", "requester_name_sealed", nullable=False)


def downgrade() -> None:
    """In clear again."""
    for column in _COLUMNS:
        op.add_column("cases", sa.Column(column, sa.Text(), nullable=True))
        for case_id, kept in _filled(f"{column}_sealed"):
            _write(column, case_id, unseal(bytes(kept), row_context("cases", column, case_id)).decode())
        op.drop_column("cases", f"{column}_sealed")
    op.alter_column("cases", "requester_name", nullable=False)


def _filled(column: str) -> Sequence[sa.Row[Any]]:
    cases = sa.table("cases", sa.column("id"), sa.column(column))
    return op.get_bind().execute(sa.select(cases).where(cases.c[column].is_not(None))).all()


def _write(column: str, case_id: object, value: object) -> None:
    cases = sa.table("cases", sa.column("id"), sa.column(column))
    op.execute(sa.update(cases).where(cases.c.id == case_id).values({column: value}))
