"""What each import of the national file changed, and who welcomed the newcomers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import DirectoryChangeKind
from api.core.db import Base


class DirectoryImport(Base):
    """One import of the national file into a territory: when, of which day, and what it did."""

    __tablename__ = "directory_imports"
    __table_args__ = (Index("ix_directory_imports_community_id_at", "community_id", "at"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    at: Mapped[datetime]
    sourced_on: Mapped[date]
    counts: Mapped[dict[str, Any]]


class DirectoryChange(Base):
    """What an import changed for one professional of a territory; national facts, kept 13 months."""

    __tablename__ = "directory_changes"
    __table_args__ = (Index("ix_directory_changes_community_id_at", "community_id", "at"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("directory_imports.id", ondelete="CASCADE"), index=True
    )
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    kind: Mapped[DirectoryChangeKind]
    at: Mapped[datetime]


class Welcome(Base):
    """Somebody said welcome to a newcomer of their community."""

    __tablename__ = "welcomes"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "professional_id", "account_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]
