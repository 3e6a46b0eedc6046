"""What software of requesters is told, at which address; decision 0032.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import allow_words, enable_rls

revision, down_revision = "0033", "0032"
branch_labels = depends_on = None

_KIND = "ck_notifications_notificationkind"

_STEPS = (
    "received", "offered", "accepted", "en_route", "arrived", "certified", "obstacle", "withdrawn",
    "escalated", "cancelled", "closed",
)  # fmt: skip


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Two tables, nothing in them, and a message for the administration."""
    allow_words(op, "notifications", _KIND, "webhook_disabled")
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("machine_client_id", sa.Uuid(), nullable=False),
        sa.Column("url_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("event_types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("state", _words("webhookendpointstate", "active", "paused", "disabled"), nullable=False),
        sa.Column("disabled_reason", _words("webhookdisabledreason", "gone", "failing"), nullable=True),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret_sealed", sa.LargeBinary(), nullable=True),
        _at("old_secret_until", nullable=True),
        _at("secret_changed_at"),
        _at("created_at"),
        _at("last_success_at", nullable=True),
        _at("failing_since", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_webhook_endpoints_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["machine_client_id"], ["machine_clients.id"], name=op.f("fk_webhook_endpoints_machine_client_id")
        ),
    )
    op.create_index("ix_webhook_endpoints_machine_client_id", "webhook_endpoints", ["machine_client_id"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "event_type",
            _words("webhookeventtype", *(f"death_certification.{step}" for step in _STEPS)),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        _at("occurred_at"),
        _at("created_at"),
        sa.Column("state", _words("webhookdeliverystate", "waiting", "delivered", "failed"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _at("failing_since", nullable=True),
        _at("next_attempt_at", nullable=True),
        _at("last_attempt_at", nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        _at("delivered_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_webhook_deliveries_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            ondelete="CASCADE",
            name=op.f("fk_webhook_deliveries_endpoint_id"),
        ),
    )
    op.create_index(
        "ix_webhook_deliveries_endpoint_id_created_at", "webhook_deliveries", ["endpoint_id", "created_at"]
    )
    op.create_index(
        "ix_webhook_deliveries_waiting",
        "webhook_deliveries",
        ["endpoint_id", "subject_id", "position"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    for table in ("webhook_endpoints", "webhook_deliveries"):
        enable_rls(op, table)


def downgrade() -> None:
    """Nobody is told anything any more."""
    op.drop_table("webhook_deliveries")
    op.drop_table("webhook_endpoints")
    op.execute(
        "DELETE FROM deliveries WHERE notification_id IN"
        " (SELECT id FROM notifications WHERE kind = 'webhook_disabled')"
    )
    op.execute("DELETE FROM notifications WHERE kind = 'webhook_disabled'")
    allow_words(op, "notifications", _KIND, no_more=("webhook_disabled",))
