"""Facts of a page that say when and by whom they were checked; see docs/decisions/0013.

Revision ID: 0013
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0013", "0011"
branch_labels = depends_on = None

FACTS = (
    "identity",
    "volunteering",
    "new_patients",
    "home_visits",
    "languages",
    "skills",
    "address",
    "phone",
    "hours",
    "accessibility",
)
CHECKERS = ("person", "national_file")
CHANGES = ("arrived", "left", "moved", "renamed", "specialty_changed", "phone_changed")


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)


def upgrade() -> None:
    """What was declared keeps its day; « takes new patients » holds for 60 days from then."""
    allow_words(op, "notifications", "ck_notifications_notificationkind", "page_to_confirm", "welcomed")
    op.add_column("practices", _list("accessibility"))
    op.add_column("memberships", sa.Column("new_patients_until", sa.Date(), nullable=True))
    op.add_column("memberships", _list("languages"))
    op.add_column("memberships", _list("skills"))
    op.add_column(
        "memberships", sa.Column("times_asked", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("memberships", sa.Column("asked_on", sa.Date(), nullable=True))
    op.create_table(
        "fact_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("fact", _words("directoryfact", FACTS), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", _words("factchecker", CHECKERS), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_fact_checks_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["memberships.id"],
            ondelete="CASCADE",
            name=op.f("fk_fact_checks_membership_id"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_fact_checks_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_checks")),
        sa.UniqueConstraint(
            "membership_id",
            "fact",
            "practice_id",
            name=op.f("uq_fact_checks_membership_id_fact_practice_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    enable_rls(op, "fact_checks")
    op.execute(
        "UPDATE memberships SET new_patients_until = coalesce(declared_on, current_date) + 60 "
        "WHERE accepts_new_patients"
    )
    op.execute(
        "INSERT INTO fact_checks (id, community_id, membership_id, fact, checked_on, checked_by) "
        "SELECT gen_random_uuid(), community_id, memberships.id, fact, declared_on, 'person' "
        "FROM memberships CROSS JOIN LATERAL (VALUES ('volunteering', true), "
        "('new_patients', accepts_new_patients IS NOT NULL), ('home_visits', home_visits IS NOT NULL)"
        ") AS declared(fact, said) WHERE declared_on IS NOT NULL AND said"
    )

    _imports()


def _imports() -> None:
    """What each import changed, and the welcomes to those who came."""
    op.create_table(
        "directory_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sourced_on", sa.Date(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_directory_imports_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_imports")),
    )
    op.create_index("ix_directory_imports_community_id_at", "directory_imports", ["community_id", "at"])
    op.create_table(
        "directory_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("directorychangekind", CHANGES), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_directory_changes_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["directory_imports.id"],
            ondelete="CASCADE",
            name=op.f("fk_directory_changes_import_id"),
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_directory_changes_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_changes")),
    )
    op.create_index("ix_directory_changes_community_id_at", "directory_changes", ["community_id", "at"])
    op.create_index("ix_directory_changes_import_id", "directory_changes", ["import_id"])
    op.create_table(
        "welcomes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_welcomes_community_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_welcomes_professional_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_welcomes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcomes")),
        sa.UniqueConstraint(
            "community_id",
            "professional_id",
            "account_id",
            name=op.f("uq_welcomes_community_id_professional_id_account_id"),
        ),
    )
    enable_rls(op, "welcomes")


def downgrade() -> None:
    """Drop them. The kinds of message stay allowed: there may be some."""
    op.drop_table("welcomes")
    op.drop_table("directory_changes")
    op.drop_table("directory_imports")
    op.drop_table("fact_checks")
    for column in ("asked_on", "times_asked", "skills", "languages", "new_patients_until"):
        op.drop_column("memberships", column)
    op.drop_column("practices", "accessibility")
