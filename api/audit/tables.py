"""The audit trail. Append-only: by trigger, and because the application may neither update nor delete."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class AuditEntry(Base):
    """One act or one reading. `detail` holds no personal datum: it is kept longer than the person's row."""

    __tablename__ = "audit_entries"
    __personal__ = True
    __table_args__ = (
        UniqueConstraint("seal_no"),
        CheckConstraint("actor_kind IN ('account', 'client', 'system')", name="actor_kind"),
        Index("ix_audit_entries_community_id_at", "community_id", "at"),
        Index(
            "ix_audit_entries_on_behalf_of_id",
            "on_behalf_of_id",
            "actor_id",
            "at",
            postgresql_where=text("on_behalf_of_id IS NOT NULL"),
        ),
        Index("ix_audit_entries_unsealed", "id", postgresql_where=text("seal_no IS NULL")),
    )

    community_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    on_behalf_of_id: Mapped[UUID | None]  # the account for whom a delegate did it
    action: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    request_id: Mapped[str | None] = mapped_column(String(64))
    seal_no: Mapped[int | None] = mapped_column(BigInteger)
    """Place in the hash chain, given by the job that seals; null until then."""
    seal_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
