"""Tables of the mechanism itself."""

from datetime import datetime

from sqlalchemy import LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.core.crypto import Json, Sealed
from api.core.db import Base


class IdempotentAnswer(Base):
    """The answer that a key already received. Reached by its actor only; the answer is encrypted.

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
    answer = Sealed(Json)
    kept_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), index=True)
