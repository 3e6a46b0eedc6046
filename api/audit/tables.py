"""The audit trail. Append-only: by trigger, and because the application may neither update nor delete.
Lines before an ordered cut (`AuditCut`) are removed by a function of the database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import AuditFault
from api.core.db import Base


class AuditEntry(Base):
    """One act or one reading. `detail` holds no personal datum: it is kept longer than the person's row."""

    __tablename__ = "audit_entries"
    __personal__ = True
    __table_args__ = (
        Index(
            "ix_audit_entries_chain",
            "community_id",
            "seal_no",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("seal_no IS NOT NULL"),
        ),
        CheckConstraint("actor_kind IN ('account', 'client', 'system')", name="actor_kind"),
        Index("ix_audit_entries_community_id_at", "community_id", "at"),
        Index(
            "ix_audit_entries_on_behalf_of_id",
            "on_behalf_of_id",
            "actor_id",
            "at",
            postgresql_where=text("on_behalf_of_id IS NOT NULL"),
        ),
        Index("ix_audit_entries_unsealed", "community_id", "id", postgresql_where=text("seal_no IS NULL")),
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
    """Place in the chain of the community, given by the job that seals; null until then."""
    seal_hash: Mapped[bytes | None] = mapped_column(LargeBinary)


class AuditCut(Base):
    """Where a chain begins, once lines were removed after their time. One row a chain; without its mark, a
    keyed hash, it stands for nothing."""

    __tablename__ = "audit_cuts"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", postgresql_nulls_not_distinct=True),)

    community_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    seal_no: Mapped[int] = mapped_column(BigInteger)
    """The last line removed, and its seal, to which the first one kept is bound."""
    seal_hash: Mapped[bytes] = mapped_column(LargeBinary)
    mark: Mapped[bytes] = mapped_column(LargeBinary)


class AuditCheck(Base):
    """What the server found when it last walked a chain from end to end. One row a chain, from its first seal
    on; without its mark, a keyed hash, it was written by somebody else."""

    __tablename__ = "audit_checks"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", postgresql_nulls_not_distinct=True),)

    community_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    seal_no: Mapped[int] = mapped_column(BigInteger)
    """The last line up to which the chain held; its seal, so that the next check sees a chain cut short."""
    seal_hash: Mapped[bytes] = mapped_column(LargeBinary)
    fault: Mapped[AuditFault | None]
    fault_no: Mapped[int | None] = mapped_column(BigInteger)
    mark: Mapped[bytes] = mapped_column(LargeBinary)
