"""Who is on duty: the rota of a community.

Revision ID: 0014
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import enable_rls

revision, down_revision = "0014", "0018"
branch_labels = depends_on = None

KINDS = ("pharmacy", "out_of_hours", "death_certification", "on_call")


def upgrade() -> None:
    """One table, under row-level security: it says where somebody is and when."""
    kinds = sa.Enum(*KINDS, name="dutykind", native_enum=False, create_constraint=True, length=60)
    op.create_table(
        "duties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("professional_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_duties_starts_before_it_ends")),
        sa.CheckConstraint(
            "num_nonnulls(organisation_id, professional_id) = 1", name=op.f("ck_duties_one_on_duty")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_duties_community_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_duties_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_duties_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    op.create_index("ix_duties_community_id_ends_at", "duties", ["community_id", "ends_at"])
    enable_rls(op, "duties")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("duties")
