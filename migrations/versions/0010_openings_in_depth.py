"""Openings that recur otherwise than weekly, with delays and a quota of their own; calls beyond the agenda.

Revision ID: 0010
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from api.core.migrate import enable_rls

revision, down_revision = "0010", "0016"
branch_labels = depends_on = None

_NEW = (
    sa.Column("every_weeks", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("nth_of_month", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    sa.Column("on_holidays", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("except_days", sa.ARRAY(sa.Date()), nullable=False, server_default="{}"),
    sa.Column("instead_of_id", sa.Uuid(), nullable=True),
    sa.Column("instead_of_day", sa.Date(), nullable=True),
    sa.Column("min_delay_minutes", sa.Integer(), nullable=True),
    sa.Column("max_delay_days", sa.Integer(), nullable=True),
    sa.Column("quota_per_day", sa.Integer(), nullable=True),
)


def upgrade() -> None:
    """Openings made before stay as they are: every week, and from now on closed on public holidays."""
    for column in _NEW:
        op.add_column("openings", column)
        if column.server_default is not None:
            op.alter_column("openings", column.name, server_default=None)
    op.create_foreign_key(
        op.f("fk_openings_instead_of_id"), "openings", "openings", ["instead_of_id"], ["id"]
    )
    op.create_check_constraint(op.f("ck_openings_every_weeks"), "openings", "every_weeks IN (1, 2)")
    op.create_check_constraint(op.f("ck_openings_quota_per_day"), "openings", "quota_per_day > 0")
    op.create_check_constraint(
        op.f("ck_openings_instead_of_a_day"),
        "openings",
        "(instead_of_id IS NULL) = (instead_of_day IS NULL)",
    )
    op.create_index(
        "ix_openings_instead_of_id",
        "openings",
        ["instead_of_id"],
        postgresql_where=sa.text("instead_of_id IS NOT NULL"),
    )
    op.create_table(
        "call_times",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hours", JSONB(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_call_times_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_call_times_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_times")),
        sa.UniqueConstraint(
            "community_id", "professional_id", name=op.f("uq_call_times_community_id_professional_id")
        ),
    )
    enable_rls(op, "call_times")


def downgrade() -> None:
    """Back to weekly openings; what they say beyond that is forgotten."""
    op.drop_table("call_times")
    op.drop_index("ix_openings_instead_of_id", "openings")
    op.drop_constraint(op.f("ck_openings_instead_of_a_day"), "openings")
    op.drop_constraint(op.f("ck_openings_quota_per_day"), "openings")
    op.drop_constraint(op.f("ck_openings_every_weeks"), "openings")
    op.drop_constraint(op.f("fk_openings_instead_of_id"), "openings")
    for column in reversed(_NEW):
        op.drop_column("openings", column.name)
