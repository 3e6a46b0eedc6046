"""Tables of the mechanism itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import LiveTopic
from api.core.crypto import Json, Sealed
from api.core.db import Base


class IdempotentAnswer(Base):
    """The answer that a key already received, and the ids that it names. Reached by its actor only; the
    answer is encrypted.

    It is no personal table under row-level security, since machine clients may be national; `actor`
    in the unique key keeps each caller to its own answers.
    """

    __tablename__ = "idempotent_answers"
    __table_args__ = (UniqueConstraint("actor", "operation", "key"),)

    actor: Mapped[str] = mapped_column(String(60))
    operation: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(255))
    request_digest: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int] = mapped_column(SmallInteger)
    answer = Sealed(Json, nullable=True)  # null once whom it was about is forgotten
    about: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list, server_default=text("'{}'"))
    kept_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), index=True)


class LiveEvent(Base):
    """Something changed, for whom to know. Ids only: what it is now is read through its own policy.

    Under no row-level security, since one connection of each web process reads for all its listeners.
    `position` is given after the commit (`number_live_events()`, docs/decisions/0016); null until then.
    """

    __tablename__ = "live_events"
    __table_args__ = (
        Index("uq_live_events_position", "position", unique=True),
        Index("ix_live_events_waiting", "id", postgresql_where=text("position IS NULL")),
    )

    position: Mapped[int | None] = mapped_column(BigInteger)
    community_id: Mapped[UUID]
    topic: Mapped[LiveTopic]
    subject_id: Mapped[UUID | None]
    audience: Mapped[list[str]]  # keys of `api.core.live`: account:…, professional:…, role:…
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class ThrottleCount(Base):
    """How often somebody without an account did something in an hour (`api.core.throttle`).

    Under no row-level security: nobody is signed in, and a hash of an address is of no community.
    """

    __tablename__ = "throttle_counts"
    __table_args__ = (UniqueConstraint("key_hash", "began_at"),)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    began_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), index=True)
    count: Mapped[int] = mapped_column(Integer)
