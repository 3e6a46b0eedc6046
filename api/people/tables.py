"""The person that a request is about. There is no patient file: one row per request, erased in time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from api.core.crypto import Json, Sealed
from api.core.db import Base


class Person(Base):
    """Identity and contact, encrypted; a keyed hash finds possible duplicates inside the community."""

    __tablename__ = "people"
    __personal__ = True
    __table_args__ = (Index("ix_people_community_id_identity_hash", "community_id", "identity_hash"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    identity = Sealed(
        Json, nullable=True
    )  # family_name, given_name, birth_date, phone, phone_of, email, address_line
    identity_hash: Mapped[bytes | None]  # of normalised names and birth date
    former_hashes: Mapped[list[bytes]] = mapped_column(
        ARRAY(LargeBinary), default=list, server_default=text("'{}'")
    )  # as they were written before a correction: a list may come with that again
    sex: Mapped[str | None]
    commune_insee: Mapped[str]
    commune_name: Mapped[str]
    sector: Mapped[str | None]
    age_band: Mapped[str | None]  # what statistics keep
    attending_professional_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"))
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class UsualProfessional(Base):
    """The care circle, as first resort needs it: who usually cares for this person."""

    __tablename__ = "usual_professionals"
    __personal__ = True
    __table_args__ = (Index("ix_usual_professionals_person_id", "person_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
