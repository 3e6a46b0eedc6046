"""What the coordination checked of those who certify deaths. Who is on their rota stands in `duties`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import CertifierCategory, CertifierFact
from api.core.db import Base


class CertifierDossier(Base):
    """The facts of one certifier in a community. Whether they volunteer stands in their membership."""

    __tablename__ = "certifier_dossiers"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "professional_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    version: Mapped[int]
    category: Mapped[CertifierCategory | None]
    diploma_on: Mapped[date | None]
    training_validated_on: Mapped[date | None]
    order_list_checked_on: Mapped[date | None]


class RotaGapTold(Base):
    """A gap of the rota that the coordination was told of, as it stood when it was last looked at."""

    __tablename__ = "rota_gaps_told"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class CertifierCheck(Base):
    """Who checked one fact of a dossier, and when; none of a fact that is empty."""

    __tablename__ = "certifier_checks"
    __personal__ = True
    __table_args__ = (UniqueConstraint("dossier_id", "fact"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("certifier_dossiers.id", ondelete="CASCADE"))
    fact: Mapped[CertifierFact]
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[UUID]
