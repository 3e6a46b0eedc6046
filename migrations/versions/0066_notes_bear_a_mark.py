"""What is noted of each chain of the trail bears a mark that the key file alone makes. Decision 0054.

Revision ID: 0066
Revises: 0065
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from api.audit.rules import NATIONAL, Found, Seal, mark_of_check
from api.contract.models import AuditFault
from api.core.crypto import keyed_hash

revision, down_revision = "0066", "0065"
branch_labels = depends_on = None

_KEYED = partial(keyed_hash, "seal of the audit trail")
_CHECKS = sa.table(
    "audit_checks",
    *map(sa.column, ("id", "community_id", "at", "seal_no", "seal_hash", "fault", "fault_no", "mark")),
)


def upgrade() -> None:
    """Those that are there are believed: nobody could have marked them."""
    op.add_column("audit_checks", sa.Column("mark", sa.LargeBinary(), nullable=True))
    for row in op.get_bind().execute(sa.select(_CHECKS)).all():
        found = None if row.fault is None else Found(AuditFault(row.fault), row.fault_no)
        chain, held = row.community_id or NATIONAL, Seal(row.seal_no, bytes(row.seal_hash))
        mark = mark_of_check(chain, row.at, held, found, _KEYED)
        op.execute(sa.update(_CHECKS).where(_CHECKS.c.id == row.id).values(mark=mark))
    op.alter_column("audit_checks", "mark", nullable=False)


def downgrade() -> None:
    """A note without a mark."""
    op.drop_column("audit_checks", "mark")
