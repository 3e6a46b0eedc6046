"""What all requests share: a number, a header on the board, a timeline, a message thread."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from api.cases import rules
from api.contract.models import CaseKind, ClockKind, TimelineKind, WaitsFor
from api.core.crypto import Sealed, Text
from api.core.db import Base


class CaseCounter(Base):
    """The last number given, per community and kind."""

    __tablename__ = "case_counters"
    __table_args__ = (UniqueConstraint("community_id", "kind"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[CaseKind]
    last_number: Mapped[int]


class Case(Base):
    """The header of a request: what the board lists. Its id is the id of the request itself.

    A request with several needs, each searched for by itself, is a whole with parts: a part is a case with a
    `parent_id`, which the offer engine searches for as for any other, and which no list shows (decision
    0040).
    """

    __tablename__ = "cases"
    __personal__ = True
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(
            "ix_cases_community_id_open", "community_id", "due_at", postgresql_where=sql("closed_at IS NULL")
        ),
        Index("ix_cases_community_id_created_at", "community_id", "created_at"),
        # What somebody types to find a request of a long list: read from the index alone.
        Index("ix_cases_community_id_kind_words", "community_id", "kind", "sector", "commune_name", "number"),
        Index(
            "ix_cases_attending_professional_id",
            "attending_professional_id",
            postgresql_where=sql("attending_professional_id IS NOT NULL"),
        ),
        Index(
            "ix_cases_appointment_id", "appointment_id", postgresql_where=sql("appointment_id IS NOT NULL")
        ),
        Index("ix_cases_parent_id", "parent_id", postgresql_where=sql("parent_id IS NOT NULL")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))  # the whole that it is a part of
    kind: Mapped[CaseKind]
    number: Mapped[str]  # of a part: that of the whole, a stroke and its rank (SOR-1204/2)
    version: Mapped[int] = mapped_column(default=1)  # of the request: one version for header and request
    state: Mapped[str]
    state_changed_at: Mapped[datetime]
    need: Mapped[str | None]
    age_band: Mapped[str | None]
    mobility: Mapped[str | None]
    urgency: Mapped[str | None]
    sector: Mapped[str | None]
    commune_insee: Mapped[str | None]
    commune_name: Mapped[str | None]
    latitude: Mapped[float | None]  # of the sector or commune, never of the address
    longitude: Mapped[float | None]
    origin: Mapped[str]
    requester_kind: Mapped[str]  # account or client
    requester_id: Mapped[UUID] = mapped_column(index=True)
    requester_professional_id: Mapped[UUID | None]
    requester_organisation_id: Mapped[UUID | None] = mapped_column(index=True)
    # The structure, else the professional, else who called the coordination: maybe a relative.
    requester_name = Sealed(Text)
    requester_phone = Sealed(Text, nullable=True)
    requester_profession: Mapped[str]  # French words for the anonymous card: "infirmière", "pharmacie"
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    professional_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"), index=True)
    attending_professional_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("professionals.id")
    )  # told of it
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    appointment_at: Mapped[datetime | None]
    wished_before: Mapped[datetime | None]
    waits_for: Mapped[WaitsFor]
    clock_kind: Mapped[ClockKind | None]
    clock_started_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    paused_at: Mapped[datetime | None]
    handled_by_id: Mapped[UUID | None]
    handled_by_name: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]  # since when it names nobody: the figures alone are left

    @property
    def whole_id(self) -> UUID:
        """The request that people open: the whole of a part, else itself."""
        return self.parent_id or self.id

    @property
    def said_number(self) -> str:
        """The number that people say on the phone: that of the whole."""
        return rules.number_of_whole(self.number)


class TimelineEvent(Base):
    """One line of the thread. Facts only: names are looked up for those who may see them."""

    __tablename__ = "timeline_events"
    __personal__ = True
    __table_args__ = (
        Index("ix_timeline_events_case_id_at", "case_id", "at", "id"),
        Index("ix_timeline_events_messages", "case_id", postgresql_where=sql("kind = 'message'")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime]
    kind: Mapped[TimelineKind]
    actor_kind: Mapped[str]  # account, client, system
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str | None]
    professional_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))  # wave, asked, reason…
    text = Sealed(Text, nullable=True)  # of a message


class MessageReading(Base):
    """Somebody has read a message. The right to it is looked at again whenever this is shown."""

    __tablename__ = "message_readings"
    __personal__ = True
    __table_args__ = (
        UniqueConstraint("event_id", "reader_id"),
        Index(
            "ix_message_readings_delegation_id",
            "delegation_id",
            postgresql_where=sql("delegation_id IS NOT NULL"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("timeline_events.id"))
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))  # who sat before the screen
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))  # by whose right they saw it
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegations.id"))
    reader_name: Mapped[str]
    read_at: Mapped[datetime]


class Follower(Base):
    """Somebody who joined a request made by another instead of making a second one."""

    __tablename__ = "case_followers"
    __personal__ = True
    __table_args__ = (UniqueConstraint("case_id", "account_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    organisation_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
