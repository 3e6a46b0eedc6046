"""The page of a structure: exceptions to its hours, who works there, who found it right and when.

Revision ID: 0022
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision, down_revision = "0022", "0021"
branch_labels = depends_on = None

CHECKERS = ("structure", "coordination")


def upgrade() -> None:
    """What is known of a structure stays, found right by nobody yet."""
    op.add_column(
        "organisations", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column(
        "organisations",
        sa.Column("exceptions", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column("organisations", sa.Column("checked_on", sa.Date(), nullable=True))
    op.add_column("organisations", sa.Column("checked_by", sa.String(60), nullable=True))
    words = ", ".join(f"'{word}'" for word in CHECKERS)
    op.create_check_constraint(
        op.f("ck_organisations_organisationchecker"), "organisations", f"checked_by IN ({words})"
    )
    op.create_table(
        "organisation_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            ondelete="CASCADE",
            name=op.f("fk_organisation_members_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_organisation_members_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_members")),
        sa.UniqueConstraint(
            "organisation_id",
            "professional_id",
            name=op.f("uq_organisation_members_organisation_id_professional_id"),
        ),
    )
    op.create_index(
        op.f("ix_organisation_members_professional_id"), "organisation_members", ["professional_id"]
    )


def downgrade() -> None:
    """Drop them: nobody works anywhere, and the week is all that is known."""
    op.drop_table("organisation_members")
    op.drop_constraint(op.f("ck_organisations_organisationchecker"), "organisations")
    for column in ("checked_by", "checked_on", "exceptions", "version"):
        op.drop_column("organisations", column)
