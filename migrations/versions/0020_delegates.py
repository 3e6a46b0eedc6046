"""Secretaries as delegates, and invitations; see docs/decisions/0020.

Revision ID: 0020
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0020", "0022"
branch_labels = depends_on = None

ROLES = (
    "professional", "delegate", "coordinator", "requester", "kiosk", "regulator", "admin", "auditor",
)  # fmt: skip


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _refers(table: str, **columns: str) -> list[sa.schema.SchemaItem]:
    """The primary key, and the keys to other tables."""
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, other in columns.items()
        ),
    ]


def upgrade() -> None:
    """Two national tables beside accounts and grants, the session's choice, and for whom an act was done."""
    for table in ("grants", "machine_clients"):
        allow_words(op, table, f"ck_{table}_role", "delegate")
    allow_words(op, "notifications", "ck_notifications_notificationkind", "invited")
    allow_words(op, "live_events", "ck_live_events_livetopic", "me")
    role = sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=60)
    op.create_table(
        "invitations",
        _id("id"),
        _id("community_id"),
        _id("account_id"),
        _id("invited_by_id"),
        sa.Column("role", role, nullable=False),
        _id("organisation_id", nullable=True),
        _id("professional_id", nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        _id("notification_id", nullable=True),
        _at("sent_at", nullable=False),
        _at("expires_at", nullable=False),
        _at("accepted_at"),
        _at("revoked_at"),
        *_refers(
            "invitations",
            community_id="communities",
            account_id="accounts",
            invited_by_id="accounts",
            organisation_id="organisations",
            professional_id="professionals",
        ),
    )
    op.create_index("ix_invitations_account_id", "invitations", ["account_id"])
    op.create_index("ix_invitations_notification_id", "invitations", ["notification_id"])
    op.create_table(
        "delegations",
        _id("id"),
        _id("community_id"),
        _id("account_id"),
        _id("professional_id"),
        _id("given_by_id"),
        _id("invitation_id", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("may_answer", sa.Boolean(), nullable=False),
        _at("created_at", nullable=False),
        _at("since"),
        _at("ended_at"),
        *_refers(
            "delegations",
            community_id="communities",
            account_id="accounts",
            professional_id="professionals",
            given_by_id="accounts",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            ondelete="SET NULL",
            name=op.f("fk_delegations_invitation_id"),
        ),
    )
    op.create_index(
        "uq_delegations_open",
        "delegations",
        ["account_id", "professional_id", "community_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_delegations_professional_id", "delegations", ["professional_id"])
    op.create_index("ix_delegations_invitation_id", "delegations", ["invitation_id"])
    op.add_column("sessions", _id("delegation_id", nullable=True))
    op.create_foreign_key(
        op.f("fk_sessions_delegation_id"),
        "sessions",
        "delegations",
        ["delegation_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column("audit_entries", _id("on_behalf_of_id", nullable=True))
    op.create_index(
        "ix_audit_entries_on_behalf_of_id",
        "audit_entries",
        ["on_behalf_of_id", "actor_id", "at"],
        postgresql_where=sa.text("on_behalf_of_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them. The words stay allowed: there may be some."""
    op.drop_index("ix_audit_entries_on_behalf_of_id", "audit_entries")
    op.drop_column("audit_entries", "on_behalf_of_id")
    op.drop_column("sessions", "delegation_id")
    op.drop_table("delegations")
    op.drop_table("invitations")
