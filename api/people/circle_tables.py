"""The care circle: who usually cares for a person, with what they agreed to. No identity: a keyed hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import CareCircleConsent, CareCircleConsentBy, CareCircleConsentMeans, CareRole
from api.core.db import Base


class Circle(Base):
    """What a person said of it (CSP L1110-12: outside of the care team, prior consent by any means).

    It is found through any request about the same person, and goes with the last of them.
    """

    __tablename__ = "care_circles"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "identity_hash"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    identity_hash: Mapped[bytes]  # as in `people`
    consent: Mapped[CareCircleConsent]
    consent_by: Mapped[CareCircleConsentBy]
    consent_means: Mapped[CareCircleConsentMeans]
    consent_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    recorded_by_name: Mapped[str]


class CircleMember(Base):
    """A professional or a structure of the circle, and what they are to the person."""

    __tablename__ = "care_circle_members"
    __personal__ = True
    __table_args__ = (
        UniqueConstraint("circle_id", "professional_id"),
        UniqueConstraint("circle_id", "organisation_id"),
        CheckConstraint(
            "(professional_id IS NULL) <> (organisation_id IS NULL)", name="professional_or_organisation"
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("care_circles.id"))
    professional_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[CareRole]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    added_by_name: Mapped[str]
    added_at: Mapped[datetime]
