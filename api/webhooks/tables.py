"""The addresses of software, and what each is told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    WebhookDeliveryState,
    WebhookDisabledReason,
    WebhookEndpointState,
    WebhookEventType,
)
from api.core.crypto import Sealed, Text
from api.core.db import Base


class WebhookEndpoint(Base):
    """Where a machine client is told something. The address is sealed since many hold a key of their own."""

    __tablename__ = "webhook_endpoints"
    __personal__ = True

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    machine_client_id: Mapped[UUID] = mapped_column(ForeignKey("machine_clients.id"), index=True)
    url = Sealed(Text)
    event_types: Mapped[list[str]]  # words of `WebhookEventType`
    state: Mapped[WebhookEndpointState]
    disabled_reason: Mapped[WebhookDisabledReason | None]
    secret = Sealed(Text)
    old_secret = Sealed(Text, nullable=True)
    old_secret_until: Mapped[datetime | None]
    secret_changed_at: Mapped[datetime]
    created_at: Mapped[datetime]
    last_success_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]  # the first failure since the last success


class WebhookDelivery(Base):
    """One step of one request, for one endpoint. Its id is the `webhook-id`, at each attempt.

    `body` is what is sent, to the byte: written with the step, without identity or address by the form of
    `WebhookSubject` in the contract.
    """

    __tablename__ = "webhook_deliveries"
    __personal__ = True
    __table_args__ = (
        Index("ix_webhook_deliveries_endpoint_id_created_at", "endpoint_id", "created_at"),
        Index(
            "ix_webhook_deliveries_waiting",
            "endpoint_id",
            "subject_id",
            "position",
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))  # the order of the steps
    event_type: Mapped[WebhookEventType]
    subject_id: Mapped[UUID]
    number: Mapped[str]
    body: Mapped[str]
    occurred_at: Mapped[datetime]
    created_at: Mapped[datetime]
    state: Mapped[WebhookDeliveryState]
    attempts: Mapped[int] = mapped_column(default=0)  # ever made; names the one that has the last word
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    failing_since: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
