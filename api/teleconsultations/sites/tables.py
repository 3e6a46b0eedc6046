"""Sites of assisted teleconsultation: what they are, what they hold, who assists there, who was trained."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    TeleconsultationKitItem,
    TeleconsultationSiteKind,
    TeleconsultationSiteState,
    TeleconsultationTrainingKind,
)
from api.core.db import Base


class TeleconsultationSite(Base):
    """One room (or one round at home) of a community. Its `id` is the resource that bookings claim: the room
    takes one person at a time."""

    __tablename__ = "teleconsultation_sites"
    __personal__ = True

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[TeleconsultationSiteKind]
    state: Mapped[TeleconsultationSiteState]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    address_line: Mapped[str | None]  # None: that of the structure
    commune_insee: Mapped[str]
    commune_name: Mapped[str]
    sector: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    room_closed: Mapped[bool]
    room_seated: Mapped[bool]
    room_apart: Mapped[bool]
    join_link_base: Mapped[str | None]
    # As those of a structure: {weekday, from_time, to_time}, and {from_day, to_day, spans} above them.
    hours: Mapped[list[dict[str, Any]]]
    exceptions: Mapped[list[dict[str, Any]]]
    connection_tested_on: Mapped[date | None]  # None: never tried, and the next four say nothing
    connection_worked: Mapped[bool | None]
    down_mbps: Mapped[float | None]
    up_mbps: Mapped[float | None]
    connection_tested_by_id: Mapped[UUID | None]


class TeleconsultationKitCheck(Base):
    """One item that the kit of a site holds, and who looked at it last. No row: the site has none."""

    __tablename__ = "teleconsultation_kit_checks"
    __personal__ = True
    __table_args__ = (UniqueConstraint("site_id", "item"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("teleconsultation_sites.id", ondelete="CASCADE"))
    item: Mapped[TeleconsultationKitItem]
    checked_on: Mapped[date]
    checked_by_id: Mapped[UUID]


class TeleconsultationSitePerson(Base):
    """Who assists at a site. `hours` None: for as long as it is open."""

    __tablename__ = "teleconsultation_site_people"
    __personal__ = True
    __table_args__ = (UniqueConstraint("site_id", "professional_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("teleconsultation_sites.id", ondelete="CASCADE"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"), index=True)
    hours: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))


class TeleconsultationTraining(Base):
    """What training somebody of a community has to assist. Whether they volunteer stands in their
    membership. With no kind nor days, it was taken back."""

    __tablename__ = "teleconsultation_trainings"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "professional_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    version: Mapped[int]
    kind: Mapped[TeleconsultationTrainingKind | None]
    done_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    recorded_by_id: Mapped[UUID]
