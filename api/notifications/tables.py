"""Messages to people through each channel, with what came of each; by which ways one wishes them."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import DeliveryChannel, DeliveryState, NotificationKind
from api.core.crypto import Json, Sealed, Text
from api.core.db import Base


class Notification(Base):
    """One message to one account. Holds no identity and no address: need, sector, hours only."""

    __tablename__ = "notifications"
    __personal__ = True
    __table_args__ = (
        Index("ix_notifications_account_id_created_at", "account_id", "created_at"),
        Index("ix_notifications_unread", "account_id", postgresql_where=sql("read_at IS NULL")),
        Index(
            "ix_notifications_delegation_id",
            "delegation_id",
            postgresql_where=sql("delegation_id IS NOT NULL"),
        ),
        Index("ix_notifications_to_summarise", "created_at", postgresql_where=sql("summarised_at IS NULL")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[NotificationKind]
    case_id: Mapped[UUID | None]
    case_number: Mapped[str | None]
    offer_id: Mapped[UUID | None]
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegations.id", ondelete="SET NULL"))
    may_open_case: Mapped[bool] = mapped_column(default=True)
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))  # need, sector, due_at…
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    summarised_at: Mapped[datetime | None]  # when a daily summary took it, or had no use for it


class Delivery(Base):
    """One notification through one channel (for push, to one device), and its state."""

    __tablename__ = "deliveries"
    __personal__ = True
    __table_args__ = (
        Index("ix_deliveries_community_id_created_at", "community_id", "created_at"),
        Index("ix_deliveries_next_attempt_at", "next_attempt_at", postgresql_where=sql("state = 'queued'")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    notification_id: Mapped[UUID] = mapped_column(ForeignKey("notifications.id"), index=True)
    channel: Mapped[DeliveryChannel]
    state: Mapped[DeliveryState]
    subject: Mapped[str]
    text: Mapped[str]
    subscription_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("push_subscriptions.id", ondelete="SET NULL"), index=True
    )
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    provider_id: Mapped[str | None] = mapped_column(index=True)
    cost_cents: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]


class NotificationPreferences(Base):
    """By which ways messages reach an account; no row: the defaults. National, as the account is."""

    __tablename__ = "notification_preferences"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    version: Mapped[int]
    choices: Mapped[dict[str, Any]]  # NotificationChoices
    daily_summary: Mapped[bool]
    mobile_phone = Sealed(Text, nullable=True)  # E.164, in place of the membership's
    quiet_from: Mapped[time | None]  # on the clock of the territory, where the account is of no member
    quiet_to: Mapped[time | None]
    changed_at: Mapped[datetime]


class PushSubscription(Base):
    """A browser of an account that takes web push. National, as the account is.

    `target` is what the browser gave: `{endpoint, p256dh, auth}`.
    """

    __tablename__ = "push_subscriptions"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    endpoint_hash: Mapped[bytes] = mapped_column(unique=True)
    target = Sealed(Json)
    device: Mapped[str]
    created_at: Mapped[datetime]
    last_sent_at: Mapped[datetime | None]


class SmsReceiptRow(Base):
    """What the SMS provider said of a message, kept some days: it may come before we know its id."""

    __tablename__ = "sms_receipts"

    receipt_id: Mapped[str] = mapped_column(unique=True)
    provider_id: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    cost_cents: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    received_at: Mapped[datetime] = mapped_column(index=True)
