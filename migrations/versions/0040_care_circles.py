"""The care circle of a person, with what they agreed to; decision 0041.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0040", "0039"
branch_labels = depends_on = None

_KIND = "ck_notifications_notificationkind"
_ROLES = (
    "attending_doctor",
    "nurse",
    "physiotherapist",
    "pharmacist",
    "specialist",
    "home_help",
    "other",
)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def upgrade() -> None:
    """Empty tables: nobody has been asked yet. And a message about a circle that changed."""
    allow_words(op, "notifications", _KIND, "care_circle_changed")
    op.create_table(
        "care_circles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("identity_hash", sa.LargeBinary(), nullable=False),
        sa.Column("consent", _words("carecircleconsent", "given", "refused", "withdrawn"), nullable=False),
        sa.Column("consent_by", _words("carecircleconsentby", "person", "representative"), nullable=False),
        sa.Column(
            "consent_means", _words("carecircleconsentmeans", "in_person", "phone", "written"), nullable=False
        ),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_circles")),
        *_refers("care_circles", community_id="communities", recorded_by_id="accounts"),
        sa.UniqueConstraint(
            "community_id", "identity_hash", name=op.f("uq_care_circles_community_id_identity_hash")
        ),
    )
    enable_rls(op, "care_circles")
    op.create_table(
        "care_circle_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("role", _words("carerole", *_ROLES), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_name", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_circle_members")),
        *_refers(
            "care_circle_members",
            community_id="communities",
            circle_id="care_circles",
            professional_id="professionals",
            organisation_id="organisations",
            added_by_id="accounts",
        ),
        sa.UniqueConstraint(
            "circle_id", "professional_id", name=op.f("uq_care_circle_members_circle_id_professional_id")
        ),
        sa.UniqueConstraint(
            "circle_id", "organisation_id", name=op.f("uq_care_circle_members_circle_id_organisation_id")
        ),
        sa.CheckConstraint(
            "(professional_id IS NULL) <> (organisation_id IS NULL)",
            name=op.f("ck_care_circle_members_professional_or_organisation"),
        ),
    )
    for column in ("professional_id", "organisation_id"):
        op.create_index(f"ix_care_circle_members_{column}", "care_circle_members", [column])
    enable_rls(op, "care_circle_members")


def downgrade() -> None:
    """The circles go, and the messages about them with their sendings."""
    op.drop_table("care_circle_members")
    op.drop_table("care_circles")
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind = 'care_circle_changed')"
    )
    op.execute("DELETE FROM notifications WHERE kind = 'care_circle_changed'")
    allow_words(op, "notifications", _KIND, no_more=("care_circle_changed",))
