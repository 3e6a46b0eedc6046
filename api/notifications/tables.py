"""Messages to people: on screen and by e-mail, deferred in the transaction, with what came of each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import DeliveryChannel, DeliveryState, NotificationKind
from api.core.db import Base


class Notification(Base):
    """One message to one account. Holds no identity and no address: need, sector, hours only."""

    __tablename__ = "notifications"
    __personal__ = True
    __table_args__ = (
        Index("ix_notifications_account_id_created_at", "account_id", "created_at"),
        Index("ix_notifications_unread", "account_id", postgresql_where=sql("read_at IS NULL")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[NotificationKind]
    case_id: Mapped[UUID | None]
    case_number: Mapped[str | None]
    offer_id: Mapped[UUID | None]
    may_open_case: Mapped[bool] = mapped_column(default=True)
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))  # need, sector, due_at…
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Delivery(Base):
    """One notification through one channel, and its state."""

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
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
