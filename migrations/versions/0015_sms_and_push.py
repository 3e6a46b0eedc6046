"""SMS and web push: ways that people choose, devices, receipts with their cost, a daily summary.

Revision ID: 0015
Revises: 0012
"""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision, down_revision = "0015", "0012"
branch_labels = depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """New words for two columns, three tables, and what a sending now remembers."""
    _add_words("notifications", "notificationkind", "kind", ("daily_summary", "trial"))
    _add_words("deliveries", "deliverychannel", "channel", ("sms", "push"))
    op.create_table(
        "notification_preferences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("daily_summary", sa.Boolean(), nullable=False),
        sa.Column("mobile_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_notification_preferences_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_preferences")),
        sa.UniqueConstraint("account_id", name=op.f("uq_notification_preferences_account_id")),
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_hash", sa.LargeBinary(), nullable=False),
        sa.Column("target_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("last_sent_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_push_subscriptions_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("endpoint_hash", name=op.f("uq_push_subscriptions_endpoint_hash")),
    )
    op.create_index(op.f("ix_push_subscriptions_account_id"), "push_subscriptions", ["account_id"])
    op.create_table(
        "sms_receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("cost_cents", sa.Numeric(8, 2), nullable=True),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_receipts")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_sms_receipts_receipt_id")),
    )
    op.create_index(op.f("ix_sms_receipts_provider_id"), "sms_receipts", ["provider_id"])
    op.create_index(op.f("ix_sms_receipts_received_at"), "sms_receipts", ["received_at"])
    for column in (
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("delivered_at", _INSTANT, nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("cost_cents", sa.Numeric(8, 2), nullable=True),
    ):
        op.add_column("deliveries", column)
    op.create_foreign_key(
        op.f("fk_deliveries_subscription_id"),
        "deliveries",
        "push_subscriptions",
        ["subscription_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(op.f("ix_deliveries_subscription_id"), "deliveries", ["subscription_id"])
    op.create_index(op.f("ix_deliveries_provider_id"), "deliveries", ["provider_id"])
    op.add_column("notifications", sa.Column("summarised_at", _INSTANT, nullable=True))
    # What was written before summaries existed is in none of them.
    op.execute("UPDATE notifications SET summarised_at = created_at")
    op.create_index(
        "ix_notifications_to_summarise",
        "notifications",
        ["created_at"],
        postgresql_where=sa.text("summarised_at IS NULL"),
    )


def downgrade() -> None:
    """Take all of it back, with the messages that older words cannot say."""
    op.drop_index("ix_notifications_to_summarise", "notifications")
    op.drop_column("notifications", "summarised_at")
    for column in ("subscription_id", "delivered_at", "provider_id", "cost_cents"):
        op.drop_column("deliveries", column)
    for table in ("sms_receipts", "push_subscriptions", "notification_preferences"):
        op.drop_table(table)
    op.execute("DELETE FROM deliveries WHERE channel IN ('sms', 'push')")
    op.execute(
        "DELETE FROM deliveries USING notifications n "
        "WHERE n.id = notification_id AND n.kind IN ('daily_summary', 'trial')"
    )
    op.execute("DELETE FROM notifications WHERE kind IN ('daily_summary', 'trial')")
    _set_words("notifications", "notificationkind", "kind", drop=("daily_summary", "trial"))
    _set_words("deliveries", "deliverychannel", "channel", drop=("sms", "push"))


def _add_words(table: str, name: str, column: str, words: tuple[str, ...]) -> None:
    _set_words(table, name, column, add=words)


def _set_words(
    table: str, name: str, column: str, *, add: tuple[str, ...] = (), drop: tuple[str, ...] = ()
) -> None:
    """Change the words that a CHECK allows, whatever revisions before this one made of it."""
    constraint = f"ck_{table}_{name}"
    definition = (
        op.get_bind()
        .execute(
            sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"),
            {"name": constraint},
        )
        .scalar_one()
    )
    known = re.findall(r"'([a-z_]+)'", definition)
    words = [word for word in dict.fromkeys((*known, *add)) if word not in drop]
    op.drop_constraint(op.f(constraint), table)
    listed = ", ".join(f"'{word}'" for word in words)
    op.create_check_constraint(op.f(constraint), table, f"{column} IN ({listed})")
